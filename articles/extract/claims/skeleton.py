"""What a sentence's skeleton is made of: verb groups with their seats, and levels of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.claims.asides import Aside
from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import REPORT_VERBS
from articles.extract.claims.lexicon import ADVERBS, MODALS_FUTURE, MODALS_MAYBE, MODALS_WISH
from articles.extract.claims.tokens import Token


@dataclass(slots=True, eq=False)
class Group:
    """A verb with its auxiliaries: ``main`` is the verb (or phrase: "team up") that says what happens.

    ``words`` are all its words in lower case, ``before`` the catenatives ("plan", "agree"). ``subject`` and the
    chunks in ``objects`` are its seats; ``reduced`` marks a participle that leans on the noun before it ("built by
    Lucid"), whose ``subject`` is then what it is said of.
    """

    first: int
    last: int
    main: str
    form: str
    words: tuple[str, ...]
    chain: tuple[str, ...] = ()
    passive: bool = False
    reduced: bool = False
    subject: Chunk | None = None
    implied: Chunk | None = None
    outer: Chunk | None = None
    objects: list[Chunk] = field(default_factory=list)
    level: int = 0
    clause: int = 0
    infinitive: bool = False


@dataclass(slots=True, eq=False)
class Level:
    """One stream of a sentence with what was found in it; ``anchor`` is the chunk an aside hangs on."""

    number: int
    stream: list[int]
    tokens: list[Token]
    """The tokens at the stream's places."""
    words: list[str]
    """Their words, in lower case."""
    verbs: list[bool]
    chunks: list[Chunk]
    groups: list[Group]
    anchor: Chunk | None
    sort: str
    clause_starts: list[int]


@dataclass(slots=True, eq=False)
class Skeleton:
    tokens: list[Token]
    levels: list[Level]
    asides: list[Aside]
    chunk_of: dict[int, Chunk]
    """The place of each company → the chunk it is in."""


def is_report(group: Group) -> bool:
    """Whether the group only says that somebody says."""
    return group.main in REPORT_VERBS


def modality(group: Group) -> set[str]:
    """The modal classes among a group's words: future, maybe, wish."""
    found = set()
    for word in group.words:
        if word in MODALS_FUTURE:
            found.add("future")
        elif word in MODALS_MAYBE:
            found.add("maybe")
        elif word in MODALS_WISH:
            found.add("wish")
    return found


def token_before(here: Sequence[Token], place: int) -> Token | None:
    """The token before a place of a level, adverbs skipped."""
    for k in range(place - 1, place - 4 if place > 2 else -1, -1):
        token = here[k]
        low = token.low
        if token.sort != "W" or low == "since" or not (low in ADVERBS or low.endswith("ly")):
            return token
    return None
