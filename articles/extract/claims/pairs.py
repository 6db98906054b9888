"""Which two companies a sentence may tell something about: those it names, and those it leaves to be understood.

The rules of the other modules need a grammar they know. What they miss is often said of two companies that merely
stand near each other, or of one that stands alone while the other was named a sentence ago, in the title, or heads
the paragraph. Here every such pair is brought forward, for `weighing` to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token
from articles.extract.mentions import Party

How = Literal["named", "together", "lead", "before", "hero", "title"]
"""Where the first company of a pair comes from: beside the second, in one word with it ("the pair"), or outside."""


@dataclass(frozen=True, slots=True)
class Pair:
    """``a`` at token ``at`` and ``b`` at token ``to`` of one sentence; ``at`` is -1 where ``a`` stands outside of it.

    ``sure`` says how sure we are that these two are meant at all: 1.0 for names, less for references and for a
    company brought in from outside.
    """

    a: Party
    b: Party
    at: int
    to: int
    how: How
    sure: float


_REACH = 45
"""Tokens between two companies that may still have to do with each other."""
_NEAREST = 8
"""Companies looked at behind each company: with ``_REACH`` the bound that keeps the cost linear."""
_OF_ONE_WORD = 4
_OUTSIDE = 0.8
_ALONE = 6
"""Companies of a sentence that one from outside is paired with."""


def party_key(party: Party) -> str:
    """What tells one company from another: the catalogue's slug, else the name."""
    return party.slug or party.name


def find_pairs(one: Studied, outside: Sequence[tuple[How, Sequence[Party]]]) -> Iterator[Pair]:
    """The pairs of a sentence, each once: nearest first, then with the companies from outside, in the order given."""
    tokens = one.skeleton.tokens
    places = [place for place, token in enumerate(tokens) if token.entity is not None]
    seen: set[frozenset[str]] = set()
    for pair in (*_inside(tokens, places), *_with_outside(tokens, places, outside)):
        key = frozenset((party_key(pair.a), party_key(pair.b)))
        if len(key) == 2 and key not in seen:
            seen.add(key)
            yield pair


def _inside(tokens: Sequence[Token], places: Sequence[int]) -> Iterator[Pair]:
    for number, at in enumerate(places):
        parties, sure = _parties(tokens[at])
        for k, a in enumerate(parties):
            for b in parties[k + 1 :]:
                yield Pair(a, b, at, at, "together", sure)
        for to in places[number + 1 : number + 1 + _NEAREST]:
            if to - at > _REACH:
                break
            others, certain = _parties(tokens[to])
            for a in parties:
                for b in others:
                    yield Pair(a, b, at, to, "named", sure * certain)


def _parties(token: Token) -> tuple[tuple[Party, ...], float]:
    entity = token.entity
    return (entity.parties[:_OF_ONE_WORD], entity.confidence) if entity is not None else ((), 0.0)


def _with_outside(
    tokens: Sequence[Token], places: Sequence[int], outside: Sequence[tuple[How, Sequence[Party]]]
) -> Iterator[Pair]:
    here = [(party, place, _parties(tokens[place])[1]) for place in places for party in _parties(tokens[place])[0]]
    named = {party_key(party) for party, _, _ in here}
    for how, parties in outside:
        for a in parties:
            if party_key(a) not in named:
                for b, place, sure in here[:_ALONE]:
                    yield Pair(a, b, -1, place, how, sure * _OUTSIDE)
