"""Sentences → claims: kind, who, stage, date, subject, amount, evidence, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from articles.extract.dates import When
from articles.extract.mentions import Party

Kind = Literal["partnership", "supply", "investment", "acquisition", "joint_venture", "competitor", "ownership"]
Stage = Literal["rumoured", "planned", "active", "expanded", "ended", "denied"]

KINDS: tuple[Kind, ...] = (
    "partnership", "supply", "investment", "acquisition", "joint_venture", "competitor", "ownership",
)  # fmt: skip
STAGES: tuple[Stage, ...] = ("rumoured", "planned", "active", "expanded", "ended", "denied")
SYMMETRIC: frozenset[Kind] = frozenset({"partnership", "joint_venture", "competitor"})
DEALS: frozenset[Kind] = frozenset({"partnership", "supply", "investment", "acquisition", "joint_venture"})

RULES_VERSION = 1
"""Raised whenever a change of the rules can change what an article says; articles read by older rules are re-read."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation between two companies that one article states, with the sentence that proves it.

    ``a`` and ``b`` follow the kind's direction (a supplies, invests in, buys, owns b); for symmetric kinds
    ``a.name < b.name``. ``start:end`` is the evidence in the article's text; ``cue_start:cue_end`` the words the
    rule fired on. ``ended`` is the day the deal ended where the text says so; ``as_of`` bounds without dating.
    """

    kind: Kind
    a: Party
    b: Party
    stage: Stage
    when: When | None
    evidence: str
    start: int
    end: int
    confidence: float
    rule: str
    cue_start: int = 0
    cue_end: int = 0
    as_of: When | None = None
    ended: When | None = None
    subject: str = ""
    scope: str = ""
    amount: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PartnerCount:
    """ "partnerships with approximately 50 companies": how many partners a company is said to have, and as of when."""

    party: Party
    partners: int
    approximate: bool
    as_of: When | None
    start: int
    end: int
