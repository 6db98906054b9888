"""The second look at a pair: what the first look at all pairs of its article says for and against it.

Whoever is seen to supply three members of a list supplies the fourth; whom one hub has been given to is less likely to
deal with the next; what one sentence says outright, another takes up in passing. None of this stands in the words
around a pair, so the signs of `signs` cannot know it. Here it becomes further signs, with weights of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

Row = Sequence[float]
"""How probable each label of a pair is after the first look."""


class Place(NamedTuple):
    """A pair by the keys of its companies, and where it stands."""

    a: str
    b: str
    sentence: int
    paragraph: int


_LEAST = 0.05
"""What the first look thinks less likely says nothing of other pairs."""

Scope = tuple[str, int, str]
"""A company in one sentence ("here") or one paragraph ("near")."""


class _Company:
    """What one company is seen to do with others within one sentence or paragraph: how surely, by role and other."""

    __slots__ = ("best", "total")

    def __init__(self) -> None:
        self.best: dict[tuple[str, str], float] = {}
        self.total: dict[str, float] = {}

    def see(self, role: str, other: str, sure: float) -> None:
        before = self.best.get((role, other), 0.0)
        if sure > before:
            self.best[role, other] = sure
            self.total[role] = self.total.get(role, 0.0) + sure - before

    def beside(self, other: str) -> Iterator[tuple[str, int]]:
        """Each role it is seen in with anybody but ``other``, and how much of it."""
        for role, total in self.total.items():
            much = _amount(total - self.best.get((role, other), 0.0))
            if much:
                yield role, much


def _amount(total: float) -> int:
    """With how many companies, as good as: 0 none, 1 perhaps one, 2 one, 3 several."""
    return 0 if total < 0.25 else 1 if total < 0.7 else 2 if total < 1.6 else 3


def _surety(sure: float) -> int:
    return 0 if sure < 0.1 else 1 if sure < 0.25 else 2 if sure < 0.5 else 3


def find_hindsight(places: Sequence[Place], rows: Sequence[Row], labels: Sequence[str]) -> Iterator[list[str]]:
    """The further signs of each pair of one article, in order. Linear in the pairs.

    ``labels`` names the columns of ``rows``: a kind with ``>``, ``<`` or ``=``, the first being no claim at all.
    """
    seen: dict[Scope, _Company] = {}
    told: dict[tuple[str, str], dict[str, list[tuple[float, int]]]] = {}
    for place, row in zip(places, rows, strict=True):
        for label, sure in zip(labels[1:], row[1:], strict=True):
            if sure >= _LEAST:
                _see(seen, place, label, sure)
                _tell(told, place, label, sure)
    for place in places:
        signs = ["second look"]
        for scope, number in (("here", place.sentence), ("near", place.paragraph)):
            for side, one, other in (("p", place.a, place.b), ("q", place.b, place.a)):
                company = seen.get((scope, number, one))
                if company is not None:
                    signs += [f"{scope}:{side}:{role}:{much}" for role, much in company.beside(other)]
        signs += _again(told, place)
        yield signs


def _see(seen: dict[Scope, _Company], place: Place, label: str, sure: float) -> None:
    role, counterpart = label, _turned(label)
    for scope, number in (("here", place.sentence), ("near", place.paragraph)):
        for one, other, part in ((place.a, place.b, role), (place.b, place.a, counterpart)):
            key = (scope, number, one)
            company = seen.get(key)
            if company is None:
                company = seen[key] = _Company()
            company.see(part, other, sure)


def _tell(
    told: dict[tuple[str, str], dict[str, list[tuple[float, int]]]], place: Place, label: str, sure: float
) -> None:
    """Keep the two sentences that say a label most surely of a pair: one of them is not the one that asks."""
    pair, name = _in_order(place, label)
    best = told.setdefault(pair, {}).setdefault(name, [])
    best.append((sure, place.sentence))
    if len(best) > 2:
        best.remove(min(best))


def _again(told: dict[tuple[str, str], dict[str, list[tuple[float, int]]]], place: Place) -> Iterator[str]:
    """What other sentences say of the same two."""
    pair, _ = _in_order(place, "=")
    for name, best in told.get(pair, {}).items():
        sure = _surety(max((sure for sure, sentence in best if sentence != place.sentence), default=0.0))
        if sure:
            yield f"again:{_in_order(place, name)[1]}:{sure}"


def _in_order(place: Place, label: str) -> tuple[tuple[str, str], str]:
    """The two keys in alphabetical order, and the label as it reads in that order; it turns both ways."""
    if place.a < place.b:
        return (place.a, place.b), label
    return (place.b, place.a), _turned(label)


def _turned(label: str) -> str:
    return label.translate(_ARROWS)


_ARROWS = str.maketrans("<>", "><")
