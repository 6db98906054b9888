"""What the rules share: the sentence under their eyes, the candidates they propose, and who can stand for whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import PERSONS, SYMMETRIC, Kind, Stage
from articles.extract.claims.skeleton import Group, Level, Skeleton
from articles.extract.claims.tokens import Token
from articles.extract.mentions import Party

PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per|pct)")
"""A share in words or figures."""
Seat = list[tuple[Party, float]]
"""Companies in a seat with how sure we are that they are meant (1.0 for a name, less for a reference)."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A claim a rule proposes, before stage, date and the quarrel with other rules. ``refused`` says why it fell."""

    kind: Kind
    a: Party
    b: Party
    rule: str
    cue: Token
    confidence: float
    group: Group | None
    level: Level
    stage: Stage | None = None
    refused: str = ""
    why: Callable[[], tuple[str, ...]] | None = None
    """What finds `signs`, where it was weighed: looked for only when a person asks."""

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that speak most for it; none where a rule proposed it."""
        return self.why() if self.why is not None else ()


@dataclass(slots=True, eq=False)
class Scene:
    """What the article has said so far: whom the last sentences were about, and who was raising money."""

    topic: Seat = field(default_factory=list)
    second: Seat = field(default_factory=list)
    raiser: Seat = field(default_factory=list)
    lead: Seat = field(default_factory=list)
    """The company whose bare name heads the paragraph."""
    hero: Seat = field(default_factory=list)
    """The company the article names most."""


@dataclass(slots=True, eq=False)
class Sight:
    """One sentence under the rules' eyes."""

    skeleton: Skeleton
    scene: Scene
    found: list[Candidate] = field(default_factory=list)
    tokens: list[Token] = field(init=False)
    _seats: dict[Chunk, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = self.skeleton.tokens

    def seat(self, chunk: Chunk | None) -> Seat:
        """The companies of a chunk; none for one that only compares, or that a person's office goes with."""
        if chunk is None:
            return []
        known = self._seats.get(chunk)
        if known is None:
            known = self._seats[chunk] = self._read_seat(chunk)
        return known

    def _read_seat(self, chunk: Chunk) -> Seat:
        if chunk.prep in {"unlike", "than"} or (chunk.noun in PERSONS and not self._is_product(chunk)):
            return []
        seat: Seat = []
        for member in chunk.members:
            entity = self.tokens[member].entity
            if entity is not None:
                seat += [(party, entity.confidence) for party in entity.parties]
        return seat

    def _is_product(self, chunk: Chunk) -> bool:
        """ "Wayve's AI Driver": a driver in capitals is no person."""
        after = self.tokens[chunk.members[-1] + 1 : chunk.members[-1] + 6]
        return chunk.noun == "driver" and any(token.low == "driver" and token.capital for token in after)

    def is_brand(self, chunk: Chunk) -> bool:
        """Whether the chunk names a product rather than its maker."""
        return any((e := self.tokens[m].entity) is not None and e.brand for m in chunk.members)

    def word(self, level: Level, place: int) -> str:
        return level.words[place] if 0 <= place < len(level.words) else ""

    def token(self, level: Level, place: int) -> Token:
        return level.tokens[place]

    def between(self, level: Level, first: int, last: int) -> list[str]:
        """The words of the stream places ``first`` up to but not ``last``."""
        return level.words[max(0, first) : max(0, last)]

    def propose(
        self,
        kind: Kind,
        a: Seat,
        b: Seat,
        rule: str,
        *,
        level: Level,
        place: int,
        group: Group | None = None,
        confidence: float = 0.8,
        stage: Stage | None = None,
    ) -> None:
        """One candidate for every company of ``a`` with every other of ``b``."""
        if kind not in SYMMETRIC and len(b) == 1 < len(a) and any(same(one, b[0][0]) for one, _ in a):
            return  # "Microsoft and Walmart hold stakes in the company": not in one of themselves
        cue = self.token(level, place)
        for one, sure in a:
            for other, certain in b:
                if not same(one, other):
                    self.found.append(
                        Candidate(kind, one, other, rule, cue, confidence * sure * certain, group, level, stage)
                    )

    def propose_all(
        self,
        kind: Kind,
        seat: Seat,
        rule: str,
        *,
        level: Level,
        place: int,
        group: Group | None = None,
        confidence: float = 0.8,
        stage: Stage | None = None,
    ) -> None:
        """One candidate for every pair within a seat: all of them deal with each other."""
        for k, one in enumerate(seat):
            self.propose(
                kind, [one], seat[k + 1 :], rule,
                level=level, place=place, group=group, confidence=confidence, stage=stage,
            )  # fmt: skip


Rule = Callable[[Sight, Level, Group], None]
"""A rule on one verb of a sentence; it proposes candidates to the sight."""


def same(one: Party, other: Party) -> bool:
    """Whether two parties are one company."""
    return one.slug == other.slug if one.slug and other.slug else one.name == other.name


def without(seat: Seat, others: Iterable[tuple[Party, float]]) -> Seat:
    """The seat less the companies of another."""
    gone = [party for party, _ in others] if seat else ()
    return [item for item in seat if not any(same(item[0], other) for other in gone)] if gone else list(seat)


def is_many(seat: Seat) -> bool:
    """Whether a seat holds more than one company."""
    return len({party.slug or party.name for party, _ in seat}) > 1


def weaken(seat: Seat, factor: float) -> Seat:
    """The same companies, less sure."""
    return [(party, sure * factor) for party, sure in seat]


def group_before(level: Level, place: int) -> Group | None:
    """The last verb group that begins before a place."""
    found = None
    for group in level.groups:
        if group.first > place:
            break
        found = group
    return found


def group_after(level: Level, place: int, reach: int = 12) -> Group | None:
    """The next verb group within reach of a place."""
    for group in level.groups:
        if group.first > place:
            return group if group.first - place <= reach else None
    return None


def chunks_after(level: Level, place: int, reach: int) -> Iterator[Chunk]:
    """The chunks that begin within reach behind a place; not those that only qualify another."""
    for chunk in level.chunks:
        if place < chunk.first <= place + reach and chunk.tags.isdisjoint({"inside", "qualifier"}):
            yield chunk


def chunk_before(level: Level, place: int, reach: int) -> Chunk | None:
    """The last chunk that ends within reach before a place."""
    for chunk in reversed(level.chunks):
        if chunk.last < place:
            return chunk if place - chunk.last <= reach else None
    return None


def objects_by(group: Group, *preps: str) -> list[Chunk]:
    """The verb's companies behind one of these prepositions ("" for none)."""
    return [chunk for chunk in group.objects if chunk.prep in preps]


def direct_object(group: Group) -> Chunk | None:
    """The plain object, or the noun a relative pronoun stands for."""
    return next((chunk for chunk in group.objects if chunk.prep == ""), group.implied)


def agent(sight: Sight, group: Group) -> Seat:
    """Who acts: the subject, or the by-phrase of a passive."""
    if group.passive:
        return [item for chunk in objects_by(group, "by") for item in sight.seat(chunk)]
    if group.subject is None and group.first == 0 and not group.level:
        return weaken(sight.scene.lead, 0.85)  # "GENERAL MOTORS. Bought Cruise in 2016."
    return sight.seat(group.subject)


def has_word(sight: Sight, level: Level, first: int, last: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands at the stream places ``first`` up to ``last``."""
    return not words.isdisjoint(sight.between(level, first, last))


def has_sum(sight: Sight, level: Level, first: int, last: int) -> bool:
    """Whether a sum of money or a share stands between two stream places."""
    return any(sight.token(level, k).sort == "M" for k in range(first, min(last, len(level.stream))))


_SHELLS = frozenset({"blank-check", "blank-cheque", "spac", "shell", "special-purpose", "special", "acquisition"})


def is_shell(sight: Sight, level: Level, chunk: Chunk) -> bool:
    """Whether a chunk is a blank-cheque company: it is the one that buys, whoever merges with whom."""
    near = sight.between(level, chunk.first - 4, chunk.last + 4)
    if not _SHELLS.isdisjoint(near) or not _LISTINGS.isdisjoint(level.words):
        return True  # "went public by merging with Gores"
    return any(" acquisition" in sight.tokens[member].low for member in chunk.members)


_LISTINGS = frozenset({"public", "listed", "listing", "flotation", "nasdaq"})


_MONEY = frozenset({"money", "capital", "funding", "funds", "cash", "financing"})


def is_money(sight: Sight, level: Level, group: Group) -> bool:
    """Whether it is money that comes or goes: "the capital came from Shasta Ventures"."""
    return not _MONEY.isdisjoint(sight.between(level, group.first - 8, group.first))


_SALES = frozenset(
    {"buy", "buying", "sale", "selling", "sell", "takeover", "acquire", "acquiring", "acquisition", "merger", "merging",
     "merge", "stake", "stakes", "investment", "invest", "subsidiary", "unit", "division"}
)  # fmt: skip


def is_about_a_sale(sight: Sight, level: Level, place: int) -> bool:
    """Whether what is talked about behind a place is to change hands: such talks are of no partnership."""
    return not _SALES.isdisjoint(sight.between(level, place + 1, place + 9))
