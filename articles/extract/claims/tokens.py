"""One sentence → tokens: words, companies, dates, amounts and punctuation, each knowing where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extract.claims.amounts import AMOUNT
from articles.extract.claims.cues import RELATIONS
from articles.extract.claims.lexicon import AUXILIARIES, VERB_FORMS
from articles.extract.dates import DateSpan
from articles.extract.mentions import Mention, Party
from articles.extract.references import Reference


@dataclass(frozen=True, slots=True)
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


WORD = re.compile(r"'(?:s|ll|ve|re|d)\b|[^\W_]+(?:[-.&'][^\W_]+)*(?<!'s)|--+|\S")
"""A word with its inner hyphens, dots and apostrophes; a clitic; a dash; any other mark."""

_HAS_SUM = re.compile(r"\d|illion")
_ABBREVIATED = re.compile(r"(?:^|\W)(?:[a-z](?:\.[a-z])+|inc|corp|co|ltd|n\.v|no|st|dr|mr|ms)$")
_LEGAL_FORMS = frozenset({"plc", "inc", "corp", "co", "ltd", "llc", "ag", "se", "gmbh", "n.v", "nv", "ab", "s.a", "sa"})

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "\u2011": "-", "\u2010": "-", "\u00a0": " ", "\u202f": " "})


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
    if noun in RELATIONS and text[entity.end : entity.end + 4] == " of ":
        return True
    before = entities[k - 1] if k else None
    behind_comma = before is not None and not before.reference and text[before.end : entity.start] == ", "
    return behind_comma and len(entity.parties) == 1 and not _SAYS.match(text, entity.end)


def make_tokens(text: str, start: int, end: int, entities: Sequence[Entity], dates: Sequence[DateSpan]) -> list[Token]:
    """Tokens of ``text[start:end]``; ``entities`` and ``dates`` are those inside, in order. Linear."""
    flat = text[start:end].translate(_APOSTROPHES)
    spans = [(e.start, e.end, "E", e) for e in entities] + [(d.start, d.end, "D", None) for d in dates]
    if _HAS_SUM.search(flat):
        spans += [(start + m.start(), start + m.end(), "M", None) for m in AMOUNT.finditer(flat)]
    spans.sort(key=lambda span: (span[0], "EDM".index(span[2])))
    tokens: list[Token] = []
    at = start
    for first, last, sort, entity in spans:
        if first < at:
            continue
        _add_words(tokens, flat, at - start, first - start, start)
        tokens.append(Token(sort, flat[first - start : last - start].lower(), first, last, entity))
        at = last
    _add_words(tokens, flat, at - start, end - start, start)
    return _mark_possessives(tokens)


def _add_words(tokens: list[Token], flat: str, first: int, last: int, offset: int) -> None:
    for match in WORD.finditer(flat, first, last):
        begin, finish = match.span()
        written = match.group()
        low = written.lower()
        if not (low[0].isalnum() or (low[0] == "'" and finish - begin > 1)):
            _add_mark(tokens, low, begin + offset, finish + offset)
            continue
        if low == "longer" and tokens and tokens[-1].low == "no":
            tokens[-1] = Token("W", "no longer", tokens[-1].start, finish + offset, lemma="no longer")
            continue
        token = Token("W", low, begin + offset, finish + offset, None, False, 0, low, "", written[0].isupper())
        verb = VERB_FORMS.get(low)
        if verb is None:
            if low in AUXILIARIES:
                token.form = "aux"
        elif not (low == "states" and tokens and tokens[-1].low == "united"):
            token.lemma, token.form = verb
        tokens.append(token)


def _add_mark(tokens: list[Token], mark: str, begin: int, finish: int) -> None:
    """A punctuation mark; the dot of an abbreviation goes to its word."""
    last = tokens[-1] if mark == "." and tokens else None
    if last is not None and last.end == begin and _ABBREVIATED.search(last.low):
        last.end = finish
    else:
        tokens.append(Token("P", mark, begin, finish))


def _mark_possessives(tokens: list[Token]) -> list[Token]:
    """Fold a company's 's (or the bare apostrophe of a plural) into the company."""
    kept: list[Token] = []
    for token in tokens:
        last = kept[-1] if kept else None
        if last is not None and last.sort == "E" and not last.possessive and token.start == last.end:
            plural = token.low == "'" and last.low.endswith("s")
            if token.low == "'s" or plural:
                last.possessive = True
                continue
        if last is not None and last.sort == "E" and token.low in _LEGAL_FORMS:
            last.end = token.end
            continue
        if (token.sort == "E" and token.low in {"its", "their"}) or (token.sort == "E" and token.low.endswith("'s")):
            token.possessive = True
        kept.append(token)
    return kept
