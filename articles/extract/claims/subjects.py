"""What a claim is about, where it holds, and how many partners somebody is said to have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import VERB_FRAMES
from articles.extract.claims.lexicon import DETERMINERS, PREPOSITIONS, RELATIVE
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Level
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token
from articles.extract.dates import When
from articles.extract.mentions import Party


@dataclass(frozen=True, slots=True)
class PartnerCount:
    """ "partnerships with approximately 50 companies": how many partners a company is said to have, and as of when."""

    party: Party
    partners: int
    approximate: bool
    as_of: When | None
    start: int
    end: int


_SCOPE = re.compile(
    r"\b(?:outside(?: of)?|across|throughout|within|in|inside)\s+(?:the\s+|mainland\s+|greater\s+|parts of\s+)*"
    r"[A-Z][\w.'’-]*(?:\s(?:and\s|of\s|the\s)?[A-Z][\w.'’-]*)*"
)
_NOT_A_PLACE = re.compile(r"January|February|March|April|May|June|July|August|September|October|November|December|Q\d")
_COUNT = re.compile(
    r"\b(?:partnerships?|partners|agreements|alliances|deals|cooperation|collaborations?|works?|working|teamed up|"
    r"partnered)\s+with\s+(?P<about>approximately|about|around|some|roughly|nearly|almost|over|more than|at least|"
    r"close to|up to|as many as)?\s*(?P<number>\d{1,4})\s+(?:\w+\s+){0,3}?(?:companies|partners|firms|carmakers|"
    r"automakers|manufacturers|suppliers|organi[sz]ations|brands|members)\b",
    re.IGNORECASE,
)


_WITH_NUMBER = re.compile(r"with\s[\sa-z]*\d")
"""A quick look whether a sentence in small letters can hold a count at all."""


def find_subject(text: str, tokens: Sequence[Token], candidate: Candidate) -> str:
    """What is supplied, in the sentence's own words: "cloud infrastructure services via Azure". Empty when unsaid."""
    group, level = candidate.group, candidate.level
    if candidate.kind != "supply" or group is None or group.passive:
        return ""
    first = group.last + 1
    taker = next((c for c in group.objects if c.prep in _TAKERS and _names(tokens, c, candidate.b)), None)
    if taker is not None:
        return _words(text, tokens, level.stream[first : taker.prep_at])
    fitted = next(
        (k for k in range(first, min(first + 9, len(level.stream))) if _low(tokens, level, k) == "with"), None
    )
    if fitted is not None and any(c.prep == "" and _names(tokens, c, candidate.b) for c in group.objects):
        return _words(text, tokens, _phrase(tokens, level, fitted + 1))
    return _words(text, tokens, _phrase(tokens, level, first)) if group.main in _USES else ""


_TAKERS = frozenset({"to", "for"})
_USES = frozenset(VERB_FRAMES["uses"]) - {
    "name",
    "hire",
    "enlist",
    "tap",
    "pick",
    "select",
    "choose",
    "go",
    "decide",
    "opt",
}
_ENDS = PREPOSITIONS - {"of", "via"} | RELATIVE | {"and", "but", "as"}
_LONGEST_SUBJECT = 14


def _low(tokens: Sequence[Token], level: Level, place: int) -> str:
    return tokens[level.stream[place]].low


def _names(tokens: Sequence[Token], chunk: Chunk, party: Party) -> bool:
    return any((entity := tokens[m].entity) is not None and party in entity.parties for m in chunk.members)


def _phrase(tokens: Sequence[Token], level: Level, first: int) -> list[int]:
    """The places of the noun phrase that begins here: up to a preposition, a pronoun, a verb or a mark."""
    last = first
    while last < len(level.stream) and tokens[level.stream[last]].sort != "P" and not level.verbs[last]:
        if _low(tokens, level, last) in _ENDS:
            break
        last += 1
    return level.stream[first:last]


def _words(text: str, tokens: Sequence[Token], places: Sequence[int]) -> str:
    kept = [tokens[k] for k in places]
    while kept and kept[0].low in DETERMINERS:
        kept = kept[1:]
    if not kept or len(kept) > _LONGEST_SUBJECT or kept[0].sort == "P":
        return ""
    return text[kept[0].start : kept[-1].end]


def find_scope(text: str, one: Studied, candidate: Candidate) -> str:
    """Where a deal holds, when its sentence says so after the cue: "outside of China"."""
    if candidate.kind not in {"supply", "partnership"}:
        return ""
    for match in _SCOPE.finditer(text, candidate.cue.end, one.sentence.end):
        company = any(e.start < match.end() and match.start() < e.end and not e.reference for e in one.entities)
        if not company and not _NOT_A_PLACE.search(match.group()):
            return match.group().rstrip(".,'’")
    return ""


def find_counts(text: str, studied: Sequence[Studied]) -> Iterator[PartnerCount]:
    """How many partners a company is said to have."""
    for one in studied:
        if not _WITH_NUMBER.search(text[one.sentence.start : one.sentence.end].lower()):
            continue
        for match in _COUNT.finditer(text, one.sentence.start, one.sentence.end):
            holder = next((e for e in reversed(one.entities) if e.end <= match.start()), None)
            if holder is not None and len(holder.parties) == 1:
                as_of = next((span.when for span in one.dates if span.bound), None)
                about = (match["about"] or "").lower() not in {"", "at least"}
                yield PartnerCount(holder.parties[0], int(match["number"]), about, as_of, match.start(), match.end())
