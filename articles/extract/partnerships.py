"""The claims about a pair → its history: since when, of what kind, how it went on, whether it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.extract.claims import Stage
from articles.extract.dates import When


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as far as history cares: what it says, when it was said, by how many independent reports, how surely.

    ``told`` is the article's day; ``story`` groups reprints (equal story: one report); ``judged`` is True when a
    person accepted or wrote the claim.
    """

    stage: Stage
    when: When | None
    told: date | None
    article: int
    story: int
    confidence: float
    judged: bool = False
    ended: When | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the statements about one pair and kind add up to.

    ``first`` is the earliest day the deal was announced or began (None: nobody says), ``last`` the latest day
    anything was said of it, ``stage`` where it stands after the latest word, ``ended`` when it ended.
    """

    first: When | None
    last: date | None
    stage: Stage
    ended: When | None
    claims: int
    articles: int
    reports: int
    confidence: float


def join_statements(statements: Iterable[Statement]) -> History:
    """Add up at least one statement; ``ValueError`` on none."""
    raise NotImplementedError
