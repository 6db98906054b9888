"""What two to four companies have in common, and what sets them apart: partners, kinds, tempo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from django.db.models import Q

from articles.ledger import KINDS, Ints, Ledger, read_ledger
from articles.models import Company, Partnership
from articles.models.claim import Kind

LEAST, MOST = 2, 4
SHOWN = 40
"""Partners listed of those in common, and of those of each company alone."""
YEARS = 12


@dataclass(frozen=True, slots=True)
class Shared:
    """A partner of at least two of the companies, with each one's number of deals with it (0: none), in their order."""

    partner: Company
    deals: list[int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the companies: its partners, those of no other one, its deals by kind and by year."""

    company: Company
    deals: int
    partners: int
    alone: list[tuple[Company, int]]
    alone_count: int
    kinds: list[int]
    years: list[int]
    earlier: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``kinds`` and ``years`` name what `Side.kinds` and `Side.years` count; ``between`` are deals among themselves."""

    sides: list[Side]
    shared: list[Shared]
    shared_count: int
    kinds: list[tuple[str, str]]
    years: list[int]
    between: list[Partnership]

    @property
    def peak(self) -> int:
        """The most deals one of them made in one year."""
        return max((count for side in self.sides for count in side.years), default=0)


def compare(companies: Sequence[Company], today: date) -> Comparison:
    """Compare two to four companies: counts from the ledger, then two queries for names and for the deals between."""
    ledger = read_ledger()
    own = {company.pk: _find_own(ledger, company.pk) for company in companies}
    partners = {pk: _count_partners(deals, but=own.keys()) for pk, deals in own.items()}
    holders = Counter(other for found in partners.values() for other in found)
    shared = sorted(
        (other for other, count in holders.items() if count > 1),
        key=lambda other: (-holders[other], -sum(found.get(other, 0) for found in partners.values()), other),
    )
    alone = {pk: [other for other in found if holders[other] == 1] for pk, found in partners.items()}
    shown = {*shared[:SHOWN], *(other for found in alone.values() for other in found[:SHOWN])}
    names = Company.objects.for_lists().in_bulk(shown)
    there = {kind for deals in own.values() for kind in np.unique(deals.kinds).tolist()}
    kinds = [place for place in range(len(KINDS)) if place in there]
    years = list(range(today.year - YEARS + 1, today.year + 1))
    return Comparison(
        sides=[
            Side(
                company=company,
                deals=len(own[company.pk].others),
                partners=len(partners[company.pk]),
                alone=[
                    (names[other], partners[company.pk][other]) for other in alone[company.pk][:SHOWN] if other in names
                ],
                alone_count=len(alone[company.pk]),
                kinds=[int(np.count_nonzero(own[company.pk].kinds == kind)) for kind in kinds],
                years=[int(np.count_nonzero(own[company.pk].years == year)) for year in years],
                earlier=int(np.count_nonzero(own[company.pk].years < years[0])),
            )
            for company in companies
        ],
        shared=[
            Shared(names[other], [found.get(other, 0) for found in partners.values()])
            for other in shared[:SHOWN]
            if other in names
        ],
        shared_count=len(shared),
        kinds=[(KINDS[kind], str(Kind(KINDS[kind]).label)) for kind in kinds],
        years=years,
        between=_find_between(companies),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """One company's deals, the newest first: with whom, of which kind (a place in `KINDS`), in which year."""

    others: Ints
    kinds: Ints
    years: Ints


def _find_own(ledger: Ledger, company: int) -> Own:
    mask = ledger.between(company) & ledger.deals
    a, b = ledger.a[mask], ledger.b[mask]
    return Own(np.where(a == company, b, a), ledger.kinds[mask], ledger.years[mask])


def _count_partners(own: Own, *, but: Collection[int]) -> dict[int, int]:
    """Partner → deals with it, those with most deals first, then the latest; a counter counts in order of coming."""
    counts = Counter(own.others.tolist())
    return {other: count for other, count in counts.most_common() if other not in but}


def _find_between(companies: Sequence[Company]) -> list[Partnership]:
    """What the companies have with each other, rivalries too."""
    match = Q()
    for one, other in combinations(companies, 2):
        match |= Q(a=one, b=other) | Q(a=other, b=one)
    return list(Partnership.objects.filter(match).select_related("a", "b").order_by("-shown_on", "-pk")[:SHOWN])
