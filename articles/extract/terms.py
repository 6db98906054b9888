"""Text → the terms it can be found by, alike on every database: folded words, and pairs of characters for CJK.

A word loses its case, its accents and an English plural's ending (Harman's S stemmer, 1991), so that "robotaxi
companies" finds "Robotaxi company". Chinese, Japanese and Korean are written without spaces or glue particles to words:
there every character stands with its neighbour, and what is looked for is a row of such pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

QUERY_LIMIT = 200
"""Characters of a query that are read: more is no question a person types."""
PARTS_LIMIT = 10
TERM_LIMIT = 60
"""Characters of one term; longer "words" are addresses and encoded data."""

_CJK = "々\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_TOKEN = re.compile(
    rf"(?P<native>[{_CJK}]+)|(?P<word>[^\W_{_CJK}](?:[^\W_{_CJK}]|[\u0300-\u036f])*)(?:['’][sS](?!\w))?"
)
_QUOTES = '"“”„«»「」『』'
_PIECE = re.compile(rf"[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)|(?P<word>[^\s{_QUOTES}]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """``text`` as it is indexed, and where it stands. A pair of characters overlaps with its neighbours."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Terms that follow each other. ``prefix``: a word that begins so may stand in the last term's place."""

    terms: tuple[str, ...]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every part, in any order. Without parts there is nothing to look for."""

    text: str
    parts: tuple[Part, ...]


def find_terms(text: str) -> Iterator[Term]:
    """The terms of a text in reading order, with offsets; cost linear in the text."""
    for match in _TOKEN.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        if match.lastgroup == "native":
            for at in range(start, end):
                yield Term(text[at : min(at + 2, end)], at, min(at + 2, end))
        else:
            yield Term(fold_word(text[start:end]), start, end)


def list_terms(text: str) -> list[str]:
    """The same terms without their places, for indexing."""
    return [term for match in _TOKEN.finditer(text) for term in _terms_of(match)]


def _terms_of(match: re.Match[str]) -> Sequence[str]:
    if run := match["native"]:
        return [run[at : at + 2] for at in range(len(run))]
    return (fold_word(match["word"]),)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """``Véhicules`` → ``vehicule``: without case, accents and plural."""
    return stem(fold_case(word))


def fold_case(word: str) -> str:
    """``Škoda`` → ``skoda``: without case and accents."""
    if word.isascii():
        return word.lower()[:TERM_LIMIT]
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in bare if char.isalnum())[:TERM_LIMIT] or word[:TERM_LIMIT]


def stem(word: str) -> str:
    """Take off an English plural: ``companies`` → ``company``, ``vehicles`` → ``vehicle``; ``bus``, ``glass`` stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and not word.endswith(("aies", "eies")):
        return f"{word[:-3]}y"
    if word.endswith(("aes", "ees", "oes")):
        return word
    return word[:-1]


def parse_query(text: str, *, open_end: bool = False) -> Query:
    """What a person typed → what to look for. Never raises, whatever was typed.

    Words in quotes, and words joined without a space ("self-driving"), must follow each other. A star after a
    word, and with ``open_end`` the end of the query, lets the last word go on: for answers while typing.
    """
    text = " ".join(text[:QUERY_LIMIT].replace("\0", " ").split())
    parts: list[Part] = []
    for match in _PIECE.finditer(text):
        piece = match["phrase"] if match["phrase"] is not None else match["word"]
        last = match.end() == len(text) and not match["closed"]
        part = _read_piece(piece, open_end=piece.endswith("*") or (open_end and last))
        if part and part not in parts:
            parts.append(part)
    return Query(text, tuple(parts[:PARTS_LIMIT]))


def _read_piece(piece: str, *, open_end: bool) -> Part | None:
    terms = list(find_terms(piece))[:PARTS_LIMIT]
    if not terms:
        return None
    words = [term.text for term in terms]
    if re.match(f"[{_CJK}]", words[-1]):
        # The last character stands alone here but, in a text that goes on, with its neighbour: left to the pair before.
        if len(words) > 1 and len(words[-2]) == 2 and terms[-2].end == terms[-1].end:
            return Part(tuple(words[:-1]))
        return Part(tuple(words), prefix=words[-1])
    return Part(tuple(words), prefix=fold_case(piece[terms[-1].start : terms[-1].end]) if open_end else "")


def match_parts(terms: Sequence[Term], query: Query) -> list[tuple[int, int, int]]:
    """Where a query's parts stand among a text's terms: (part's number, start, end) in the text's offsets."""
    found: list[tuple[int, int, int]] = []
    for number, part in enumerate(query.parts):
        size = len(part.terms)
        starts = (at for at in range(len(terms) - size + 1) if _stands_at(terms, at, part))
        found.extend((number, terms[at].start, terms[at + size - 1].end) for at in starts)
    return sorted(found, key=lambda hit: hit[1:])


def _stands_at(terms: Sequence[Term], at: int, part: Part) -> bool:
    *first, last = part.terms
    if any(terms[at + step].text != word for step, word in enumerate(first)):
        return False
    found = terms[at + len(first)].text
    return found == last or bool(part.prefix and found.startswith(part.prefix))
