"""How surely a sentence tells a claim about two companies: a linear model over their signs, trained on our articles.

Multinomial logistic regression: every sign has a weight for every label; a label's probability is the softmax of its
sums. ``python -m bench.train`` makes ``weights.tsv`` from ``tests/cases/articles`` in less than a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from articles.extract.claims.cues import Kind
from articles.extract.claims.pairs import How, Pair, find_pairs, party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.signs import MIRRORED, WEIGHED, Background, View, find_signs, nearest_verb, view_sentence
from articles.extract.claims.skeleton import Group, Level
from articles.extract.claims.study import Studied
from articles.extract.mentions import Party

LABELS = (
    "none", "partnership=", "joint_venture=", "competitor=", "supply>", "supply<", "investment>", "investment<",
    "acquisition>", "acquisition<", "ownership>", "ownership<",
)  # fmt: skip
"""Kind and direction: ``>`` from the first company of a pair to the second, ``<`` back, ``=`` for both alike."""
ALL_WEIGHED = "weighed"
"""Put on hold, the weights have no say at all."""
SHIPPED = Path(__file__).with_name("weights.tsv")
LEAST = 0.4
"""What is surer than this becomes a claim."""
SECOND_THOUGHT = 0.6
"""So sure must the weights be of a partnership where the rules tell a deal of the two already."""
_SCALE = 100
"""Weights are stored as whole hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A row of ``table`` for every sign of ``index``, a column for every label; the last row is nothing's: zeros."""

    index: Mapping[str, int]
    table: NDArray[np.float32]

    def weigh(self, many: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """The probability of every label for every list of signs, shape ``(len(many), len(LABELS))``.

        Signs without a weight count for nothing.
        """
        if not many:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        nothing = len(self.index)
        known = self.index.get
        rows = [known(sign, nothing) for signs in many for sign in (*signs, "")]
        ends = np.cumsum([len(signs) + 1 for signs in many])
        starts = np.concatenate(([0], ends[:-1]))
        return softmax(np.add.reduceat(self.table.take(rows, axis=0), starts, axis=0))

    def of(self, sign: str, label: int) -> float:
        """The weight of one sign for one label; 0.0 for a sign unknown to the model."""
        row = self.index.get(sign)
        return float(self.table[row, label]) if row is not None else 0.0


def softmax(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums → probabilities, along the last axis."""
    powers = np.exp(sums - sums.max(axis=-1, keepdims=True))
    return cast("NDArray[np.float32]", powers / powers.sum(axis=-1, keepdims=True))


def parse_weights(text: str) -> Weights:
    """Read ``weights.tsv``: a line with the labels, then a sign and its weights in hundredths, a line each."""
    head, *lines = text.splitlines()
    if tuple(head.split("\t")[1:]) != LABELS:
        raise ValueError("weights.tsv was made for other labels; make it again with: python -m bench.train")
    rows = [line.split("\t") for line in lines]
    table = np.array([[float(weight or 0) for weight in row[1:]] for row in rows], dtype=np.float32) / np.float32(
        _SCALE
    )
    return make_weights({row[0]: number for number, row in enumerate(rows)}, table)


def make_weights(index: Mapping[str, int], table: NDArray[np.float32]) -> Weights:
    """Weights from one row a sign, shape ``(len(index), len(LABELS))``."""
    nothing = np.zeros((1, len(LABELS)), dtype=np.float32)
    return Weights(index, np.concatenate((table.reshape(len(index), len(LABELS)), nothing)))


def format_weights(weights: Weights) -> str:
    """The text `parse_weights` reads; signs in order, so that two trainings can be compared line by line."""
    lines = ["\t".join(("sign", *LABELS))]
    for sign, row in sorted(weights.index.items()):
        hundredths = np.rint(weights.table[row] * _SCALE).astype(int)
        if hundredths.any():
            lines.append("\t".join((sign, *(str(number) if number else "" for number in hundredths))))
    return "\n".join(lines) + "\n"


@cache
def shipped_weights() -> Weights:
    """The weights that come with the product."""
    return parse_weights(SHIPPED.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A pair of a sentence with its signs; ``view`` is the sentence."""

    view: View
    pair: Pair
    signs: Sequence[str]

    def bars(self, label: int) -> bool:
        """Whether a label cannot be, after what the rules told of others in the sentence.

        Who has a seat with somebody named does not deal with somebody unnamed as well; and two who deal with the same
        third company, each for itself, are partners of that hub and not of each other.
        """
        kind = LABELS[label][:-1]
        of_a, of_b = self._told_of(self.pair.a, kind), self._told_of(self.pair.b, kind)
        if self._unnamed(self.pair.at):
            return bool(of_b)
        if self._unnamed(self.pair.to):
            return bool(of_a)
        return not of_a.isdisjoint(of_b)

    def _told_of(self, party: Party, kind: str) -> set[str]:
        return {third for told, third in self.view.taken.get(party_key(party), ()) if told == kind}

    def _unnamed(self, place: int) -> bool:
        entity = self.view.tokens[place].entity if place >= 0 else None
        return entity is None or entity.reference


def find_weighable(
    studied: Sequence[Studied],
    titled: Sequence[Party],
    sector_of: Callable[[Party], str],
    owner_of: Callable[[Party], str],
) -> Iterator[Weighed]:
    """Every pair of every studied sentence with its signs. Linear in the sentences."""
    counts: Counter[Party] = Counter()
    first: dict[Party, int] = {}
    for one in studied:
        for entity in one.entities:
            for party in entity.parties:
                counts[party] += 1
                first.setdefault(party, one.number)
    background = Background(titled, counts, first, sector_of, owner_of)
    often = [party for party, _ in counts.most_common(_OFTEN)]
    for number, one in enumerate(studied):
        if not any(token.sort == "W" for token in one.skeleton.tokens):
            continue
        view = view_sentence(one, background)
        before = _companies_before(studied, number)
        outside: list[tuple[How, Sequence[Party]]] = [
            ("lead", [party for party, _ in one.lead]), ("before", before[:1]), ("hero", often[:1]), ("title", titled),
            ("earlier", before[1:_EARLIER]), ("often", often[1:]),
        ]  # fmt: skip
        for pair in find_pairs(one, outside):
            yield Weighed(view, pair, find_signs(view, pair))


_OFTEN = 3
"""The companies an article names most, which any of its sentences may go on about."""
_EARLIER = 6
_BACK = 3


def _companies_before(studied: Sequence[Studied], number: int) -> Sequence[Party]:
    """The companies of the sentence before, then those further back in the paragraph; the first are the likeliest."""
    one = studied[number]
    found: dict[Party, None] = {}
    for back in range(number - 1, max(-1, number - 1 - _BACK), -1):
        earlier = studied[back]
        same = earlier.sentence.paragraph == one.sentence.paragraph
        next_to = earlier.number >= one.number - 2 and earlier.sentence.paragraph >= one.sentence.paragraph - 1
        if not (same or (next_to and back == number - 1)):
            break
        found |= dict.fromkeys(party for entity in earlier.entities for party in entity.parties)
    return list(found)


ClaimKey = tuple[str, str, str]


def claim_key(kind: str, a: Party, b: Party) -> ClaimKey:
    """What makes two claims one: the kind and the pair, in order where the kind has a direction."""
    one, other = party_key(a), party_key(b)
    return (kind, other, one) if kind in MIRRORED and one > other else (kind, one, other)


def judge_pairs(
    pairs: Sequence[Weighed], told: Set[frozenset[str]], weights: Weights
) -> Iterator[tuple[Weighed, Candidate]]:
    """The claims the weights see in the pairs of an article.

    ``told`` are the two companies of every deal that the rules told.
    """
    for weighed, row in zip(pairs, weights.weigh([weighed.signs for weighed in pairs]).tolist(), strict=True):
        for label in range(1, len(LABELS)):
            if row[label] >= LEAST and not weighed.bars(label):
                candidate = _candidate(weighed, weights, label, row[label])
                twice = frozenset((party_key(candidate.a), party_key(candidate.b))) in told
                if row[label] >= SECOND_THOUGHT or candidate.kind != "partnership" or not twice:
                    yield weighed, candidate


def _candidate(weighed: Weighed, weights: Weights, label: int, sure: float) -> Candidate:
    name, pair, view = LABELS[label], weighed.pair, weighed.view
    kind = cast("Kind", name[:-1])
    a, b = (pair.b, pair.a) if name.endswith("<") else (pair.a, pair.b)
    place = _cue(weighed, weights, label)
    level, group = _around(view.one, place)
    return Candidate(kind, a, b, f"{WEIGHED}{kind}", view.tokens[place], temper(sure), group, level)


def temper(probability: float) -> float:
    """How sure to be of a claim the weights see: by cross-validation, less than the softmax says."""
    return 0.12 + 0.7 * probability


def _cue(weighed: Weighed, weights: Weights, label: int) -> int:
    """The place of the word that speaks most for the label: what a person is shown as the reason."""
    pair, view = weighed.pair, weighed.view
    best, most = -1, 0.0
    for place in range(max(0, pair.at + 1), pair.to):
        if not view.classes[place] or view.tokens[place].sort != "W":
            continue
        weight = sum(weights.of(sign, label) for sign in view.cue_signs[place])
        if weight > most:
            best, most = place, weight
    if best < 0:
        best = nearest_verb(view.tokens, pair)[1]
    return best if best >= 0 else pair.to


def _around(one: Studied, place: int) -> tuple[Level, Group | None]:
    """The level a token is on, and the verb it is part of or stands nearest behind."""
    levels = one.skeleton.levels
    level = next((level for level in levels if place in level.stream), levels[0])
    before = [group for group in level.groups if level.stream[group.first] <= place]
    return level, before[-1] if before else next(iter(level.groups), None)
