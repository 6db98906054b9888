"""How surely a sentence tells a claim about two companies: a linear model over their signs, trained on our articles.

Multinomial logistic regression: every sign has a weight for every label; a label's probability is the softmax of its
sums. A pair is looked at twice: alone, then beside what was seen in the article's other pairs (`hindsight`).
``python -m bench.train`` makes ``weights.tsv`` from ``tests/cases/articles`` in less than a minute.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from math import exp, log
from pathlib import Path
from typing import NamedTuple, cast

from articles.extract.claims.background import Background
from articles.extract.claims.cues import SYMMETRIC, Kind
from articles.extract.claims.hindsight import Place, find_hindsight
from articles.extract.claims.pairs import How, Pair, find_pairs, party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.signs import WEIGHED, Signs, View, nearest_verb, view_sentence
from articles.extract.claims.skeleton import Group, Level
from articles.extract.claims.study import Studied
from articles.extract.claims.sureness import average_of_others, find_circumstances, shipped_sureness, sureness
from articles.extract.companies import Catalogue
from articles.extract.mentions import Party

LABELS = (
    "none", "partnership=", "joint_venture=", "competitor=", "supply>", "supply<", "investment>", "investment<",
    "acquisition>", "acquisition<", "ownership>", "ownership<",
)  # fmt: skip
"""Kind and direction: ``>`` from the first company of a pair to the second, ``<`` back, ``=`` for both alike."""
DEAL_KINDS = frozenset({"partnership", "supply", "investment", "acquisition", "joint_venture"})
ALL_WEIGHED = "weighed"
"""Put on hold, the weights have no say at all."""
SHIPPED = Path(__file__).with_name("weights.tsv")
LEAST = 0.4
"""What is surer than this becomes a claim."""
LEAST_OF: Mapping[str, float] = {"supply": 0.5, "joint_venture": 0.5, "acquisition": 0.5}
"""Kinds of which the weights are too easily persuaded: by cross-validation, three in ten are right below this; and
takeovers, of which a made-up one weighs more."""
DOUBT = 0.05
"""What a rule reads counts only where the weights hold it for at least so probable, in some sentence on the two."""
DOUBT_OF_HUNCH = 0.15
"""The same for the rules that go by the mere nearness of two companies."""
DOUBT_OF_MONEY = 0.015
"""The same for the rules that see whose money goes into whom: by cross-validation eight of eleven that are likelier
than this, and less likely than ``DOUBT``, are right."""
_OF_MONEY = re.compile(r"verb/(?:invest|put|give|buy into|(?:hold|buy|take|acquire|in which it holds) a stake)")
SECOND_THOUGHT = 0.7
"""So sure must the weights be of a deal where the rules tell another deal of the two already."""
_SCALE = 100
"""Weights are stored as whole hundredths."""


_LANES = struct.Struct(f"<{len(LABELS)}I")
"""A row of weights as one whole number: a lane of 32 bits for each label, the first label lowest."""
_MIDDLE = 1 << 31
"""What a lane reads for a weight of nothing, so that weights below it are no borrowing from the next lane."""
_MIDDLES = int.from_bytes(_LANES.pack(*[_MIDDLE] * len(LABELS)), "little")


def _pack(row: Sequence[int]) -> int:
    return int.from_bytes(_LANES.pack(*[_MIDDLE + weight for weight in row]), "little") - _MIDDLES


def _unpack(packed: int) -> tuple[int, ...]:
    """The row, with ``_MIDDLE`` added to every weight."""
    return _LANES.unpack((packed + _MIDDLES).to_bytes(_LANES.size, "little"))


class Weights:
    """For every sign a row with one weight a label, in hundredths.

    A row is one whole number (`_LANES`), so that rows are added up at one stroke and take little memory: the sums of
    one article are too small to be worth a library for matrices in every reader.
    """

    __slots__ = ("common", "rows")

    def __init__(self, rows: Mapping[str, Sequence[int]]) -> None:
        self.rows = {sign: _pack(row) for sign, row in rows.items()}
        self.common: dict[Hashable, int] = {}
        """The sums of signs that many articles have together, for `Signs`; emptied when it has ``_COMMON`` of them."""

    def total(self, signs: Iterable[str]) -> int:
        """The rows of some signs added up: what `share` takes. Signs without a row count for nothing."""
        rows, total = self.rows, 0
        for sign in signs:  # mostly none to six: a loop costs half of what the machinery of map and sum does
            if sign in rows:
                total += rows[sign]
        return total

    def weigh(self, signs: Iterable[str]) -> list[float]:
        """The probability of every label."""
        return share(_unpack(self.total(signs)))

    def sums(self, signs: Iterable[str]) -> tuple[int, ...]:
        """The sum of every label; all of them have the same added."""
        return _unpack(self.total(signs))

    def and_those_of(self, other: Weights) -> Weights:
        """These weights and those of another, for signs that these do not know."""
        both = Weights({})
        both.rows = self.rows | other.rows
        return both

    def of(self, sign: str, label: int) -> int:
        """The weight of one sign for one label, in hundredths; 0 for a sign the model does not know."""
        return _unpack(self.rows.get(sign, 0))[label] - _MIDDLE


def share(sums: Sequence[int]) -> list[float]:
    """Sums of weights → probabilities: the softmax. Only how far the sums lie apart counts."""
    most = max(sums)
    powers = [exp((total - most) / _SCALE) for total in sums]
    whole = sum(powers)
    return [power / whole for power in powers]


def parse_weights(text: str) -> Weights:
    """Read ``weights.tsv``: a line with the labels, then a sign and its weights in hundredths, a line each."""
    head, *lines = text.splitlines()
    if tuple(head.split("\t")[1:]) != LABELS:
        raise ValueError("weights.tsv was made for other labels; make it again with: python -m bench.train")
    rows = (line.split("\t") for line in lines)
    return Weights({row[0]: [int(weight or 0) for weight in row[1:]] for row in rows})


def format_weights(weights: Weights) -> str:
    """The text `parse_weights` reads; signs in order, so that two trainings can be compared line by line."""
    lines = ["\t".join(("sign", *LABELS))]
    for sign, packed in sorted(weights.rows.items()):
        if packed:
            row = [lane - _MIDDLE for lane in _unpack(packed)]
            lines.append("\t".join((sign, *(str(weight) if weight else "" for weight in row))))
    return "\n".join(lines) + "\n"


@cache
def shipped_weights() -> Weights:
    """The weights that come with the product."""
    return parse_weights(SHIPPED.read_text(encoding="utf-8"))


@dataclass(slots=True, eq=False)
class Weighed:
    """A pair of a sentence; ``view`` is the sentence."""

    view: View
    pair: Pair

    @property
    def signs(self) -> list[str]:
        """What `Weights.weigh` takes: for training, since `judge_pairs` only adds them up."""
        return Signs[list[str]](self.view, list, {}).of(self.pair)

    @property
    def both(self) -> frozenset[str]:
        """The keys of the two, in no order."""
        return frozenset((party_key(self.pair.a), party_key(self.pair.b)))

    @property
    def place(self) -> Place:
        """Which two companies, and where: what `find_hindsight` takes."""
        one = self.view.one
        return Place(party_key(self.pair.a), party_key(self.pair.b), one.number, one.sentence.paragraph)

    def bars(self, label: int) -> bool:
        """Whether a label cannot be, after what the rules told of others in the sentence.

        Nobody buys its own owner. Who has a seat with somebody named does not deal with somebody unnamed as well; and
        two who deal with the same third company, each for itself, are partners of that hub and not of each other.
        """
        kind = LABELS[label][:-1]
        if kind == "acquisition" and self._buys_its_owner(turned=LABELS[label].endswith("<")):
            return True
        of_a, of_b = self._told_of(self.pair.a, kind), self._told_of(self.pair.b, kind)
        if self._unnamed(self.pair.at):
            return bool(of_b)
        if self._unnamed(self.pair.to):
            return bool(of_a)
        return not of_a.isdisjoint(of_b)

    def _buys_its_owner(self, *, turned: bool) -> bool:
        """Whether the catalogue knows the one that would be bought as the owner of the other."""
        background = self.view.background
        one, other = (self.pair.b, self.pair.a) if turned else (self.pair.a, self.pair.b)
        owner = background.standing(one).owner
        return bool(owner) and owner == other.slug

    def _told_of(self, party: Party, kind: str) -> set[str]:
        return {third for told, third in self.view.taken.get(party_key(party), ()) if told == kind}

    def _unnamed(self, place: int) -> bool:
        entity = self.view.tokens[place].entity if place >= 0 else None
        return entity is None or entity.reference


def facts_on(catalogue: Catalogue | None, day: date | None) -> tuple[Callable[[Party], str], Callable[[Party], str]]:
    """What the catalogue tells of a company: its trade, and its owner's slug on the day; "" where it tells nothing."""
    companies = catalogue.companies if catalogue is not None else {}

    def sector_of(party: Party) -> str:
        company = companies.get(party.slug or "")
        return company.sector if company is not None else ""

    def owner_of(party: Party) -> str:
        company = companies.get(party.slug or "")
        return (company.owner_on(day) or "") if company is not None else ""

    return sector_of, owner_of


def find_weighable(
    studied: Sequence[Studied],
    titled: Sequence[Party],
    sector_of: Callable[[Party], str],
    owner_of: Callable[[Party], str],
) -> Iterator[Weighed]:
    """Every pair of every studied sentence. Linear in the sentences."""
    counts: Counter[Party] = Counter()
    first: dict[Party, int] = {}
    for one in studied:
        for entity in one.entities:
            for party in entity.parties:
                counts[party] += 1
                first.setdefault(party, one.number)
    background = Background(titled, counts, first, sector_of, owner_of)
    hero = [party for party, _ in counts.most_common(1)]
    opening: Studied | None = None
    for number, one in enumerate(studied):
        if opening is None or opening.sentence.paragraph != one.sentence.paragraph:
            opening = one
        if not any(token.sort == "W" for token in one.skeleton.tokens):
            continue
        outside: list[tuple[How, Sequence[Party]]] = [
            ("lead", [party for party, _ in one.lead]), ("before", _before(studied, number)), ("hero", hero),
            ("title", titled), ("opener", opening.entities[0].parties[:1]),
        ]  # fmt: skip
        view: View | None = None
        for pair in find_pairs(one, outside):
            view = view or view_sentence(one, background)
            yield Weighed(view, pair)


def _before(studied: Sequence[Studied], number: int) -> Sequence[Party]:
    """The first company of the sentence before, where that is near enough to go on from."""
    one, earlier = studied[number], studied[number - 1] if number else None
    if earlier is None or earlier.number < one.number - 2 or earlier.sentence.paragraph < one.sentence.paragraph - 1:
        return ()
    return earlier.entities[0].parties[:1]


ClaimKey = tuple[str, str, str]


def claim_key(kind: str, a: Party, b: Party) -> ClaimKey:
    """What makes two claims one: the kind and the pair, in order where the kind has a direction."""
    one, other = party_key(a), party_key(b)
    return (kind, other, one) if kind in SYMMETRIC and one > other else (kind, one, other)


_COMMON = 10_000
_HOPELESS = _SCALE * log((1 - DOUBT) / DOUBT) + 1
"""A label that so much less speaks for than for "none" stays under ``DOUBT``, whatever the others; 1 for rounding."""
_DIM = 20
"""A pair for whose best label the odds against none are worse than one to this is not looked at twice."""


_DIMMEST = _SCALE * log(_DIM)


def glance(sums: Sequence[int]) -> Sequence[float] | None:
    """What the first look says of a pair by its sums: the probability of every label, None where none is worth it."""
    return share(sums) if max(sums[1:]) >= sums[0] - _DIMMEST else None


def is_hopeful(sums: Sequence[int]) -> bool:
    """Whether some label may reach ``DOUBT``."""
    return max(sums[1:]) >= sums[0] - _HOPELESS


class Look(NamedTuple):
    """A pair after the second look."""

    weighed: Weighed
    row: Sequence[float]
    """The probability of every label."""
    later: Sequence[str]
    """The signs only the second look has."""
    others: float
    """How probable any claim is, on average, about the article's other pairs."""


def look_at_pairs(pairs: Sequence[Weighed], weights: Weights) -> Iterator[Look]:
    """Both looks at the pairs of an article: those of which anything may be true."""
    if len(weights.common) > _COMMON:
        weights.common.clear()
    looks = list(_look_once(pairs, weights))
    rows = [row for _, _, row in looks]
    hindsight = find_hindsight([weighed.place for weighed, _, _ in looks], rows, LABELS)
    seen: list[tuple[Weighed, Sequence[float], Sequence[str]]] = []
    best: dict[frozenset[str], float] = {}
    for (weighed, total, _), signs in zip(looks, hindsight, strict=True):
        sums = _unpack(total + weights.total(signs))
        if is_hopeful(sums):
            row = share(sums)
            seen.append((weighed, row, signs))
            best[weighed.both] = max(1 - row[0], best.get(weighed.both, 0.0))
    whole, count = sum(best.values()), len({weighed.both for weighed in pairs}) if seen else 0
    for weighed, sures, later in seen:
        yield Look(weighed, sures, later, average_of_others(whole, best[weighed.both], count))


def surest(looks: Iterable[Look]) -> dict[ClaimKey, float]:
    """The claims that the weights do not think hopeless, and how probable each is where it is most."""
    best: dict[ClaimKey, float] = {}
    for weighed, row, _, _ in looks:
        pair = weighed.pair
        for label, sure in enumerate(row):
            if sure >= DOUBT_OF_MONEY and label:
                name = LABELS[label]
                key = claim_key(name[:-1], *((pair.b, pair.a) if name.endswith("<") else (pair.a, pair.b)))
                best[key] = max(sure, best.get(key, 0.0))
    return best


def doubted(rule: str, sure: float) -> bool:
    """Whether the weights speak so clearly against what a rule read that it does not count."""
    if _OF_MONEY.fullmatch(rule):
        return sure < DOUBT_OF_MONEY
    return sure < (DOUBT_OF_HUNCH if rule.startswith("hunch/") else DOUBT)


def least_of(kind: str, least: float = LEAST) -> float:
    """How probable a claim of a kind must be to be said."""
    return max(least, LEAST_OF.get(kind, 0.0))


_LEASTS = [least_of(label[:-1]) for label in LABELS]
"""By label."""


def reconsider(confidence: float, sure: float) -> float:
    """How sure to be of what a rule read, after what the weights hold of it: by cross-validation, in between."""
    return round(max(0.3, min(0.97, confidence + min(0.12, 0.5 * (sure - 0.6)))), 2)


def judge_pairs(
    looks: Iterable[Look], told: Set[frozenset[str]], weights: Weights
) -> Iterator[tuple[Weighed, Candidate]]:
    """The claims the weights see in the pairs of an article.

    ``told`` are the two companies of every deal that the rules told.
    """
    for look in looks:
        weighed, row = look.weighed, look.row
        if max(row[1:]) < LEAST:
            continue
        for label in range(1, len(LABELS)):
            if row[label] >= _LEASTS[label] and not weighed.bars(label):
                candidate = _candidate(look, weights, label)
                twice = frozenset((party_key(candidate.a), party_key(candidate.b))) in told
                if row[label] >= SECOND_THOUGHT or candidate.kind not in DEAL_KINDS or not twice:
                    yield weighed, candidate


def _look_once(pairs: Sequence[Weighed], weights: Weights) -> Iterator[tuple[Weighed, int, Sequence[float]]]:
    """The pairs worth a second look, each with its packed sums and what they say by themselves."""
    signs: Signs[int] | None = None
    for weighed in pairs:
        if signs is None or signs.view is not weighed.view:
            signs = Signs(weighed.view, weights.total, weights.common)
        total = signs.of(weighed.pair)
        row = glance(_unpack(total))
        if row is not None:
            yield weighed, total, row


def _candidate(look: Look, weights: Weights, label: int) -> Candidate:
    weighed, later = look.weighed, look.later
    name, pair, view = LABELS[label], weighed.pair, weighed.view
    kind = cast("Kind", name[:-1])
    a, b = (pair.b, pair.a) if name.endswith("<") else (pair.a, pair.b)
    place = _cue(weighed, weights, label)
    level, group = _around(view.one, place)
    why = partial(_strongest, weighed, weights, label, later)
    entity = view.tokens[pair.to].entity
    sure = sureness(
        find_circumstances(look.row[label], look.others, kind, pair.how, pair.to - pair.at,
                           reference=entity is not None and entity.reference),
        shipped_sureness(),
    )  # fmt: skip
    return Candidate(kind, a, b, f"{WEIGHED}{kind}", view.tokens[place], sure, group, level, why=why)


def _strongest(weighed: Weighed, weights: Weights, label: int, later: Sequence[str]) -> tuple[str, ...]:
    """The signs that speak most for the label."""
    return tuple(
        sorted([*weighed.signs, *later], key=lambda sign: weights.of(sign, 0) - weights.of(sign, label))[:_SHOWN]
    )


_SHOWN = 4
"""Signs named to a person who asks why."""


def _cue(weighed: Weighed, weights: Weights, label: int) -> int:
    """The place of the word that speaks most for the label: what a person is shown as the reason."""
    pair, view = weighed.pair, weighed.view
    best, most = -1, 0.0
    for place in range(max(0, pair.at + 1), pair.to):
        if not view.words[place].classes or view.tokens[place].sort != "W":
            continue
        weight = sum(weights.of(sign, label) for sign in view.words[place].cues)
        if weight > most:
            best, most = place, weight
    if best < 0:
        best = nearest_verb(view, pair)[1]
    return best if best >= 0 else pair.to


def _around(one: Studied, place: int) -> tuple[Level, Group | None]:
    """The level a token is on, and the verb it is part of or stands nearest behind."""
    levels = one.skeleton.levels
    level = next((level for level in levels if place in level.stream), levels[0])
    before = [group for group in level.groups if level.stream[group.first] <= place]
    return level, before[-1] if before else next(iter(level.groups), None)
