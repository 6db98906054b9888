"""Which two companies a sentence may tell something about: those it names, and those it leaves to be understood.

The rules of the other modules need a grammar they know. What they miss is often said of two companies that merely
stand near each other, or of one that stands alone while the other was named a sentence ago, in the title, or heads
the paragraph. Here every such pair is brought forward, for `weighing` to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from articles.extract.claims.study import Studied
from articles.extract.mentions import Party

How = Literal["named", "together", "lead", "before", "hero", "title", "opener"]
"""Where the first company of a pair comes from: beside the second, in one word with it ("the pair"), or outside."""


@dataclass(slots=True, eq=False)
class Pair:
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


Keyed = tuple[Party, str]
"""A company and its key."""
Named = tuple[int, Sequence[Keyed]]
"""A place and the companies at it."""
Met = tuple[Keyed, Keyed, int, int, How]
"""What may be a pair, unless the two have met before."""


def find_pairs(one: Studied, outside: Sequence[tuple[How, Sequence[Party]]]) -> Iterator[Pair]:
    """The pairs of a sentence, each once: nearest first, then with the companies from outside, in the order given."""
    tokens = one.skeleton.tokens
    here = [
        (place, [(party, party_key(party)) for party in entity.parties[:_OF_ONE_WORD]])
        for place in sorted(one.skeleton.chunk_of)
        if (entity := tokens[place].entity) is not None
    ]
    seen: set[tuple[str, str]] = set()
    for (a, one_key), (b, other_key), at, to, how in chain(_inside(here), _with_outside(here, outside)):
        key = (one_key, other_key) if one_key < other_key else (other_key, one_key)
        if one_key != other_key and key not in seen:
            seen.add(key)
            yield Pair(a, b, at, to, how)


def _inside(here: Sequence[Named]) -> Iterator[Met]:
    for number, (at, parties) in enumerate(here):
        for k, a in enumerate(parties[:-1]):
            for b in parties[k + 1 :]:
                yield a, b, at, at, "together"
        for to, others in here[number + 1 : number + 1 + _NEAREST]:
            if to - at > _REACH:
                break
            for a in parties:
                for b in others:
                    yield a, b, at, to, "named"


def _with_outside(here: Sequence[Named], outside: Sequence[tuple[How, Sequence[Party]]]) -> Iterator[Met]:
    inside = [(keyed, place) for place, parties in here for keyed in parties]
    done = {key for (_, key), _ in inside}
    for how, parties in outside:
        for party in parties:
            key = party_key(party)
            if key not in done:
                done.add(key)
                for keyed, place in inside[:_ALONE]:
                    yield (party, key), keyed, -1, place, how
