"""What is known of each company of an article before a sentence is read: from the article as a whole, the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.extract.mentions import Party


@dataclass(slots=True, eq=False)
class Standing:
    """What is known of one company, whatever the sentence."""

    sector: str
    owner: str
    often: int
    """How often it is named beside the one named most, in thirds."""
    titled: bool
    first: int
    """The number of the sentence it first stands in, -1 if in none."""


@dataclass(slots=True, eq=False)
class Background:
    """What the article as a whole says of its companies, and the catalogue: shared by all its sentences."""

    titled: Sequence[Party]
    counts: Counter[Party]
    first: Mapping[Party, int]
    """The number of the sentence each company first stands in."""
    sector_of: Callable[[Party], str]
    owner_of: Callable[[Party], str]
    most: int = field(init=False)
    standings: dict[Party, Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.most = max(self.counts.values(), default=1)

    def standing(self, party: Party) -> Standing:
        """What is known of a company: found out once an article, asked for every pair."""
        known = self.standings.get(party)
        if known is None:
            often, first = 3 * self.counts[party] // self.most, self.first.get(party, -1)
            known = Standing(self.sector_of(party), self.owner_of(party), often, party in self.titled, first)
            self.standings[party] = known
        return known
