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
_SOME = 0.25
"""Less than this, added up over all others, is as good as nobody."""


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

    def beside(self, other: str) -> list[tuple[str, int]]:
        """Each role it is seen in with anybody but ``other``, and how much of it."""
        best = self.best
        rest = [(role, total - best.get((role, other), 0.0)) for role, total in self.total.items() if total >= _SOME]
        return [(role, _amount(total)) for role, total in rest if total >= _SOME]


def _amount(total: float) -> int:
    """With how many companies, as good as: 1 perhaps one, 2 one, 3 several."""
    return 1 if total < 0.7 else 2 if total < 1.6 else 3


def _surety(sure: float) -> int:
    return 0 if sure < 0.1 else 1 if sure < 0.25 else 2 if sure < 0.5 else 3


class _Scene:
    """The companies of every sentence, or of every paragraph: whichever number it is asked for."""

    __slots__ = ("companies", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.companies: dict[tuple[int, str], _Company] = {}

    def see(self, number: int, place: Place, told: Sequence[tuple[str, str, float]]) -> None:
        a = self.companies.setdefault((number, place.a), _Company())
        b = self.companies.setdefault((number, place.b), _Company())
        for role, counterpart, sure in told:
            a.see(role, place.b, sure)
            b.see(counterpart, place.a, sure)

    def signs_of(self, number: int, place: Place) -> list[str]:
        a, b = self.companies.get((number, place.a)), self.companies.get((number, place.b))
        of_a = [f"{self.name}:p:{role}:{much}" for role, much in a.beside(place.b)] if a is not None else []
        return of_a + [f"{self.name}:q:{role}:{much}" for role, much in b.beside(place.a)] if b is not None else of_a


def find_hindsight(places: Sequence[Place], rows: Sequence[Row], labels: Sequence[str]) -> Iterator[list[str]]:
    """The further signs of each pair of one article, in order. Linear in the pairs.

    ``labels`` names the columns of ``rows``: a kind with ``>``, ``<`` or ``=``, the first being no claim at all.
    """
    here, near = _Scene("here"), _Scene("near")
    roles = [(label, _turned(label)) for label in labels]
    on_pair: dict[tuple[str, str], list[int]] = {}
    for number, (place, row) in enumerate(zip(places, rows, strict=True)):
        told = [(*roles[at], sure) for at, sure in enumerate(row) if sure >= _LEAST and at]
        if told:
            here.see(place.sentence, place, told)
            near.see(place.paragraph, place, told)
        on_pair.setdefault(_in_order(place), []).append(number)
    again: dict[int, list[str]] = {}
    for numbers in on_pair.values():
        if len(numbers) > 1:
            again.update(_again(numbers, places, rows, labels))
    for number, place in enumerate(places):
        signs = here.signs_of(place.sentence, place)
        yield ["second look", *signs, *near.signs_of(place.paragraph, place), *again.get(number, ())]


def _again(
    numbers: Sequence[int], places: Sequence[Place], rows: Sequence[Row], labels: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    """What other sentences say of the same two: for each a label the surest but itself."""
    first = places[numbers[0]].a
    best: dict[str, list[tuple[float, int]]] = {}
    for number in numbers:
        for label, sure in zip(labels[1:], rows[number][1:], strict=True):
            if sure >= _LEAST:
                told = best.setdefault(label if places[number].a == first else _turned(label), [])
                told.append((sure, number))
                if len(told) > 2:  # the two surest: one of them is not the one that asks
                    told.remove(min(told))
    for number in numbers:
        signs = []
        for label, told in best.items():
            sure = _surety(max((sure for sure, other in told if other != number), default=0.0))
            if sure:
                signs.append(f"again:{label if places[number].a == first else _turned(label)}:{sure}")
        yield number, signs


def _in_order(place: Place) -> tuple[str, str]:
    return (place.a, place.b) if place.a < place.b else (place.b, place.a)


def _turned(label: str) -> str:
    """The label as it reads from the other company."""
    return label.translate(_ARROWS)


_ARROWS = str.maketrans("<>", "><")
