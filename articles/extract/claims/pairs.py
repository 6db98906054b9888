"""Which two companies a sentence may tell something about: those it names, and those it leaves to be understood.

The rules of the other modules need a grammar they know. What they miss is often said of two companies that merely
stand near each other, or of one that stands alone while the other was named a sentence ago, in the title, or heads
the paragraph. Here every such pair is brought forward, for `weighing` to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from articles.extract.claims.study import Studied
from articles.extract.mentions import Party

How = Literal["named", "together", "lead", "before", "hero", "title"]
"""Where the first company of a pair comes from: beside the second, in one word with it ("the pair"), or outside."""


class Pair(NamedTuple):
    """``a`` at token ``at`` and ``b`` at token ``to`` of one sentence; ``at`` is -1 where ``a`` is not in it."""

    a: Party
    b: Party
    at: int
    to: int
    how: How


_REACH = 45
"""Tokens between two companies that may still have to do with each other."""
_NEAREST = 8
"""Companies looked at behind each company: with ``_REACH`` the bound that keeps the cost linear."""
_OF_ONE_WORD = 4
_ALONE = 6
"""Companies of a sentence that one from outside is paired with."""


def party_key(party: Party) -> str:
    """What tells one company from another: the catalogue's slug, else the name."""
    return party.slug or party.name


Standing = tuple[int, tuple[Party, ...]]
"""A place and the companies at it."""


def find_pairs(one: Studied, outside: Sequence[tuple[How, Sequence[Party]]]) -> Iterator[Pair]:
    """The pairs of a sentence, each once: nearest first, then with the companies from outside, in the order given."""
    tokens = one.skeleton.tokens
    here = [
        (place, entity.parties[:_OF_ONE_WORD])
        for place in one.skeleton.companies
        if (entity := tokens[place].entity) is not None
    ]
    seen: set[tuple[str, str]] = set()
    for pair in chain(_inside(here), _with_outside(here, outside)):
        a, b = party_key(pair[0]), party_key(pair[1])
        key = (a, b) if a < b else (b, a)
        if a != b and key not in seen:
            seen.add(key)
            yield pair


def _inside(here: Sequence[Standing]) -> Iterator[Pair]:
    for number, (at, parties) in enumerate(here):
        for k, a in enumerate(parties[:-1]):
            for b in parties[k + 1 :]:
                yield Pair(a, b, at, at, "together")
        for to, others in here[number + 1 : number + 1 + _NEAREST]:
            if to - at > _REACH:
                break
            for a in parties:
                for b in others:
                    yield Pair(a, b, at, to, "named")


def _with_outside(here: Sequence[Standing], outside: Sequence[tuple[How, Sequence[Party]]]) -> Iterator[Pair]:
    inside = [(party, place) for place, parties in here for party in parties]
    done = {party_key(party) for party, _ in inside}
    for how, parties in outside:
        for a in parties:
            key = party_key(a)
            if key not in done:
                done.add(key)
                for b, place in inside[:_ALONE]:
                    yield Pair(a, b, -1, place, how)
