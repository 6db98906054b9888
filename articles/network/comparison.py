"""What two to four companies have in common, and what sets them apart: partners, kinds, tempo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Count, Max, Q
from django.db.models.functions import ExtractYear

from articles.extract.claims import DEALS
from articles.models import Company, Partnership, Party
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
    """Compare two to four companies. Four queries, along each company's parties."""
    ids = [company.pk for company in companies]
    parties = Party.objects.filter(company__in=ids, kind__in=sorted(DEALS)).order_by()
    partners = _read_partners(
        parties.exclude(other__in=ids).values_list("company", "other").annotate(Count("pk"), Max("shown_on"))
    )
    tally = list(parties.values_list("company", "kind", ExtractYear("shown_on")).annotate(Count("pk")))
    holders = Counter(other for found in partners.values() for other in found)
    shared = sorted(
        (other for other, count in holders.items() if count > 1),
        key=lambda other: (-holders[other], -sum(found.get(other, (0,))[0] for found in partners.values()), other),
    )
    alone = {pk: [other for other in partners[pk] if holders[other] == 1] for pk in ids}
    names = Company.objects.in_bulk({*shared[:SHOWN], *(other for found in alone.values() for other in found[:SHOWN])})
    kinds = [(kind.value, str(kind.label)) for kind in Kind if any(row[1] == kind.value for row in tally)]
    years = list(range(today.year - YEARS + 1, today.year + 1))
    return Comparison(
        sides=[
            Side(
                company=company,
                deals=sum(row[3] for row in tally if row[0] == company.pk),
                partners=len(partners[company.pk]),
                alone=[(names[other], partners[company.pk][other][0]) for other in alone[company.pk][:SHOWN]],
                alone_count=len(alone[company.pk]),
                kinds=[sum(row[3] for row in tally if row[:2] == (company.pk, kind)) for kind, _label in kinds],
                years=[sum(row[3] for row in tally if (row[0], row[2]) == (company.pk, year)) for year in years],
                earlier=sum(row[3] for row in tally if row[0] == company.pk and row[2] < years[0]),
            )
            for company in companies
        ],
        shared=[Shared(names[other], [partners[pk].get(other, (0,))[0] for pk in ids]) for other in shared[:SHOWN]],
        shared_count=len(shared),
        kinds=kinds,
        years=years,
        between=_find_between(companies),
    )


Partners = dict[int, tuple[int, date]]
"""Partner → deals with it, and the day of the latest."""


def _read_partners(rows: Iterable[tuple[int, int, int, date]]) -> dict[int, Partners]:
    """Company → its partners, those with most deals first, then the latest."""
    found: dict[int, Partners] = defaultdict(dict)
    for company, other, deals, latest in sorted(rows, key=lambda row: (-row[2], -row[3].toordinal(), row[1])):
        found[company][other] = deals, latest
    return found


def _find_between(companies: Sequence[Company]) -> list[Partnership]:
    """What the companies have with each other, rivalries too."""
    match = Q()
    for one, other in combinations(companies, 2):
        match |= Q(a=one, b=other) | Q(a=other, b=one)
    return list(Partnership.objects.filter(match).select_related("a", "b").order_by("-shown_on", "-pk")[:SHOWN])
