"""What a claim is about, where it holds, and how many partners somebody is said to have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.extract.dates import When
from articles.extract.mentions import Party
from articles.extract.patterns import Candidate
from articles.extract.study import Studied


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
_SUPPLY_VERBS = frozenset({"supply", "provide", "deliver", "sell", "license", "ship", "offer", "build", "use", "buy"})
_STOPS = frozenset({"to", "for", "from", "in", "with", "by", "under", "as", "that", "which", "at", "until", "since"})
_COUNT = re.compile(
    r"\b(?:partnerships?|partners|agreements|alliances|deals|cooperation|collaborations?|works?|working|teamed up|"
    r"partnered)\s+with\s+(?P<about>approximately|about|around|some|roughly|nearly|almost|over|more than|at least|"
    r"close to|up to|as many as)?\s*(?P<number>\d{1,4})\s+(?:\w+\s+){0,3}?(?:companies|partners|firms|carmakers|"
    r"automakers|manufacturers|suppliers|organi[sz]ations|brands|members)\b",
    re.IGNORECASE,
)


def find_subject(text: str, candidate: Candidate) -> str:
    """What is supplied: the words between the verb and the one who gets it ("cloud services via Azure")."""
    group = candidate.group
    if candidate.kind != "supply" or group is None or group.main not in _SUPPLY_VERBS or group.passive:
        return ""
    stream = candidate.level.stream
    first = group.last + 1
    taken: list[int] = []
    for place in range(first, min(len(stream), first + 14)):
        taken.append(place)
    return ""


def find_scope(text: str, one: Studied, candidate: Candidate) -> str:
    """Where a deal holds, when its sentence says so after the cue: "outside of China"."""
    if candidate.kind not in {"supply", "partnership"}:
        return ""
    for match in _SCOPE.finditer(text, candidate.cue.end, one.sentence.end):
        company = any(e.start < match.end() and match.start() < e.end and not e.reference for e in one.entities)
        if not company and not _NOT_A_PLACE.search(match.group()):
            return match.group()
    return ""


def find_counts(text: str, studied: Sequence[Studied]) -> Iterator[PartnerCount]:
    """How many partners a company is said to have."""
    for one in studied:
        for match in _COUNT.finditer(text, one.sentence.start, one.sentence.end):
            holder = next((e for e in reversed(one.entities) if e.end <= match.start()), None)
            if holder is not None and len(holder.parties) == 1:
                as_of = next((span.when for span in one.dates if span.bound), None)
                about = (match["about"] or "").lower() not in {"", "at least"}
                yield PartnerCount(holder.parties[0], int(match["number"]), about, as_of, match.start(), match.end())
