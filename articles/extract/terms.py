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
_RUN = re.compile(r"[\w'’\u0300-\u036f]+")
"""What no term reaches out of."""
_IN_RUN = re.compile(r"[\w'’\u0300-\u036f]")
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


def find_terms(text: str, start: int = 0) -> Iterator[Term]:
    """The terms of a text in reading order, with offsets; cost linear in the text. ``start`` must not lie in a word."""
    for match in _TOKEN.finditer(text, start):
        first, end = match.span(match.lastgroup or 0)
        if match.lastgroup == "native":
            for at in range(first, end):
                yield Term(text[at : min(at + 2, end)], at, min(at + 2, end))
        else:
            yield Term(fold_word(text[first:end]), first, end)


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


def find_parts(text: str, query: Query) -> list[tuple[int, int, int]]:
    """Where a query's parts stand in a text, in reading order: (part's number, start, end).

    Only what may hold a part's first term is cut up into terms; the rest of the text costs one search.
    """
    if not query.parts:
        return []
    longest = max(len(part.terms) for part in query.parts)
    found: list[tuple[int, int, int]] = []
    done = 0
    for hit in _compile_beginnings(query).finditer(text):
        if hit.start() < done:
            continue
        run = _RUN.match(text, hit.start())
        done = run.end() if run else hit.end()
        terms, count = _cut_run(text, find_run(text, hit.start()), done, longest - 1)
        found += [
            (number, terms[at].start, terms[at + len(part.terms) - 1].end)
            for at in range(count)
            for number, part in enumerate(query.parts)
            if _stands_at(terms, at, part)
        ]
    return sorted(found, key=lambda hit: hit[1:])


def find_run(text: str, at: int) -> int:
    """Where the word or run of words without a space begins that a place lies in: terms can be cut from there on."""
    while at and _IN_RUN.match(text, at - 1):
        at -= 1
    return at


def _cut_run(text: str, start: int, end: int, more: int) -> tuple[list[Term], int]:
    """The terms that begin from ``start`` to ``end`` and some more behind them; how many of them begin there."""
    terms: list[Term] = []
    behind = 0
    for term in find_terms(text, start):
        if term.start >= end:
            if behind == more:
                break
            behind += 1
        terms.append(term)
    return terms, len(terms) - behind


@lru_cache(maxsize=256)
def _compile_beginnings(query: Query) -> re.Pattern[str]:
    """What every word that can be a part's first term has at its beginning, or anywhere if it is not plain ASCII."""
    words, signs = set(), set()
    for part in query.parts:
        for term in (part.terms[0], part.prefix if len(part.terms) == 1 else ""):
            if term and re.match(f"[{_CJK}]", term):
                signs.add(re.escape(term[0]))
            elif term and term.isascii():
                # A plural in -ies has lost more than its s.
                words.add(re.escape(term.removesuffix("y") or term))
    choices = [rf"[^\W\x00-\x7f{_CJK}]|[\u0300-\u036f]", *sorted(signs)]
    if words:
        choices.insert(0, f"(?<![0-9A-Za-z])(?i:{'|'.join(sorted(words))})")
    return re.compile("|".join(choices))


def _stands_at(terms: Sequence[Term], at: int, part: Part) -> bool:
    *first, last = part.terms
    if at + len(part.terms) > len(terms) or any(terms[at + step].text != word for step, word in enumerate(first)):
        return False
    found = terms[at + len(first)].text
    return found == last or bool(part.prefix and found.startswith(part.prefix))
