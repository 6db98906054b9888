"""One sentence → tokens: words, companies, dates, amounts and punctuation, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from articles.extract.claims.amounts import match_amounts
from articles.extract.claims.cues import RELATIONS
from articles.extract.claims.lexicon import AUXILIARIES, VERB_FORMS
from articles.extract.dates import DateSpan
from articles.extract.mentions import Mention, Party
from articles.extract.references import Reference


@dataclass(slots=True, eq=False)
class Entity:
    """One or several companies standing at ``start:end``: a mention, or a reference that was resolved."""

    start: int
    end: int
    parties: tuple[Party, ...]
    confidence: float = 1.0
    reference: bool = False
    role: str = ""
    brand: bool = False


@dataclass(slots=True, eq=False)
class Token:
    """``sort`` is W word, E company, D date, M amount or P punctuation; ``low`` the word in lower case.

    ``possessive`` is set on a company followed by 's (or being "its"); ``level`` is the number of the bracketed
    aside the token belongs to, 0 for the sentence itself.
    """

    sort: str
    low: str
    start: int
    end: int
    entity: Entity | None = None
    possessive: bool = False
    level: int = 0
    lemma: str = ""
    form: str = ""
    capital: bool = False


low_of, form_of, start_of = attrgetter("low"), attrgetter("form"), attrgetter("start")
"""One thing of many tokens, for ``map``."""

_WORD = r"{0}+(?:[-.&']{0}+|(?<=\d),\d{{3}}(?!\d))*(?<!'s)|'(?:s|ll|ve|re|d)\b|--+|\S"
"""A word with its inner hyphens, dots and apostrophes ("20,000" is one); a clitic; a dash; any other mark."""
WORD = re.compile(_WORD.format(r"[^\W_]"))
_PLAIN_WORD = re.compile(_WORD.format(r"\w"))
_ASCII_WORD = re.compile(_WORD.format("[a-zA-Z0-9]"))
"""The same for a text without underscores, and for one of plain letters: each is read in half the time of the other."""

_ABBREVIATED = re.compile(r"(?:^|\W)(?:[a-z](?:\.[a-z])+|inc|corp|co|ltd|n\.v|no|st|dr|mr|ms)$")
_LEGAL_FORMS = frozenset({"plc", "inc", "corp", "co", "ltd", "llc", "ag", "se", "gmbh", "n.v", "nv", "ab", "s.a", "sa"})

_FOLDING = (("’", "'"), ("‘", "'"), ("\u2011", "-"), ("\u2010", "-"), ("\u00a0", " "), ("\u202f", " "))


def fold(text: str) -> str:
    """Plain apostrophes, hyphens and spaces, character for character: a look for each costs less than a table."""
    if not text.isascii():
        for char, plain in _FOLDING:
            text = text.replace(char, plain)
    return text


def make_entities(text: str, mentions: Sequence[Mention], references: Sequence[Reference]) -> list[Entity]:
    """Mentions in the text and resolved references as one list in text order.

    A description that belongs to a name beside it ("the Swedish supplier Veoneer", "Zoox, the startup bought by
    Amazon", "the premium brand of Geely") is no reference of its own.
    """
    found = [
        Entity(
            m.start,
            m.end,
            (Party(m.name, m.slug),),
            0.85 if m.slug is None else 1.0,
            role=m.role,
            brand=m.kind == "brand",
        )
        for m in mentions
        if m.place == "text" and m.kind != "ticker"
    ]
    found += [Entity(r.start, r.end, r.parties, (1 + r.confidence) / 2, reference=True) for r in references]
    found.sort(key=lambda entity: (entity.start, entity.reference))
    kept: list[Entity] = []
    for entity in found:
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return [entity for k, entity in enumerate(kept) if not (entity.reference and _describes(text, kept, k))]


_SAYS = re.compile(
    r"\s(?:said|says|announced|disclosed|told|reported|added|confirmed|reveal|stat|explain|has|have|is|will|would)"
)


def _describes(text: str, entities: Sequence[Entity], k: int) -> bool:
    """Whether a reference only describes the name before or after it, or what it is of another company."""
    entity = entities[k]
    if entity.end - entity.start < 6 or " " not in text[entity.start : entity.end]:
        return False
    following = entities[k + 1] if k + 1 < len(entities) else None
    if following is not None and not following.reference and text[entity.end : following.start] == " ":
        return True
    noun = text[entity.start : entity.end].rsplit(maxsplit=1)[-1].lower()
    if noun in RELATIONS and text[entity.end : entity.end + 5].startswith((" of ", " to ", " for ")):
        return True
    before = entities[k - 1] if k else None
    behind_comma = before is not None and not before.reference and text[before.end : entity.start] == ", "
    return behind_comma and len(entity.parties) == 1 and not _SAYS.match(text, entity.end)


def make_tokens(plain: str, start: int, end: int, entities: Sequence[Entity], dates: Sequence[DateSpan]) -> list[Token]:
    """Tokens of ``plain[start:end]``, a text after `fold`; ``entities`` and ``dates`` are those inside, in order."""
    flat = plain[start:end]
    spans: list[_Span] = [(e.start, e.end, "E", e) for e in entities]
    if dates:
        spans += [(d.start, d.end, "D", None) for d in dates]
    spans += [(start + m.start(), start + m.end(), "M", None) for m in match_amounts(flat, 0, len(flat))]
    if len(spans) > len(entities):
        spans.sort(key=_by_place)
    pattern = _ASCII_WORD if flat.isascii() else WORD if "_" in flat else _PLAIN_WORD
    tokens: list[Token] = []
    companies: list[int] = []
    at = start
    for first, last, sort, entity in spans:
        if first < at:
            continue
        if first > at:
            _add_words(tokens, plain, at, pattern.findall(plain, at, first))
        if entity is not None:
            companies.append(len(tokens))
        tokens.append(Token(sort, plain[first:last].lower(), first, last, entity))
        at = last
    _add_words(tokens, plain, at, pattern.findall(plain, at, end))
    _mark_possessives(tokens, companies)
    return tokens


_Span = tuple[int, int, str, Entity | None]
_ORDER = {"E": 0, "D": 1, "M": 2}


def _by_place(span: _Span) -> tuple[int, int]:
    """In text order; of a company, a date and a sum at one place the company first."""
    return span[0], _ORDER[span[2]]


def _add_words(tokens: list[Token], plain: str, at: int, words: Sequence[str]) -> None:
    """Add the words and marks that stand from a place on, with nothing but space between them."""
    find, add = plain.find, tokens.append
    for written, (sort, low, lemma, form, capital) in zip(words, map(_look_up, words), strict=True):
        begin = find(written, at)
        at = begin + len(written)
        if sort:
            add(Token(sort, low, begin, at, None, False, 0, lemma, form, capital))
        else:
            _add_odd(tokens, low, begin, at, capital=capital)


@lru_cache(maxsize=8192)
def _look_up(written: str) -> tuple[str, str, str, str, bool]:
    """(sort, in small letters, lemma, form, whether it has a capital); no sort for what may belong to the word before.

    Remembered, since every article is made of much the same words.
    """
    low = written.lower()
    if low in {".", "longer", "states"}:
        return "", low, "", "", written[0].isupper()
    if not (low[0].isalnum() or (low[0] == "'" and len(low) > 1)):
        return "P", low, "", "", False
    lemma, form = VERB_FORMS.get(low, (low, "aux" if low in AUXILIARIES else ""))
    return "W", low, lemma, form, written[0].isupper()


def _add_odd(tokens: list[Token], low: str, begin: int, finish: int, *, capital: bool) -> None:
    """A word that is another one after "no" or "United"; a dot, which goes to its word if that is an abbreviation."""
    last = tokens[-1] if tokens else None
    before = last.low if last is not None else ""
    if low == ".":
        if last is not None and last.end == begin and _ABBREVIATED.search(before):
            last.end = finish
        else:
            tokens.append(Token("P", low, begin, finish))
    elif low == "longer" and before == "no":
        tokens[-1] = Token("W", "no longer", tokens[-1].start, finish, lemma="no longer")
    elif low == "states" and before != "united":
        tokens.append(Token("W", low, begin, finish, None, False, 0, *VERB_FORMS[low], capital))
    else:
        tokens.append(Token("W", low, begin, finish, lemma=low, capital=capital))


def _mark_possessives(tokens: list[Token], companies: Sequence[int]) -> None:
    """Fold a company's 's (or the bare apostrophe of a plural) and its legal form into the company, and drop them."""
    gone = 0
    last = -1
    for number in companies:
        place = number - gone
        if place == last:  # it was itself folded into the one before
            continue
        company = tokens[place]
        if company.low in {"its", "their"} or company.low.endswith("'s"):
            company.possessive = True
        while place + 1 < len(tokens) and _folds(company, tokens[place + 1]):
            del tokens[place + 1]
            gone += 1
        last = place


def _folds(company: Token, token: Token) -> bool:
    """Whether what follows a company is only its ending, which then is taken in."""
    low = token.low
    if (
        not company.possessive
        and token.start == company.end
        and (low == "'s" or (low == "'" and company.low[-1:] == "s"))
    ):
        company.possessive = True
        return True
    if low in _LEGAL_FORMS:
        company.end = token.end
        return True
    return False
