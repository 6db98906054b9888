"""The heat-map: companies × quarters, a number and an address in every filled cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.db.models import Count, Q

from articles.models import Company, Party
from articles.timeline.facets import CAP
from articles.timeline.filters import Filters, Scope, find_deals

QUARTERS = 20
ROWS = 20
LEVELS = 5
"""Shades of a filled cell."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """``first`` its first day, ``until`` the first day after it."""

    year: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def until(self) -> date:
        return self.move(1).first

    def move(self, quarters: int) -> Quarter:
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Cell:
    """``level`` 1 to `LEVELS` is how dark it is; 0: empty, and ``query`` leads nowhere."""

    quarter: Quarter
    count: int
    level: int
    query: str


@dataclass(frozen=True, slots=True)
class Row:
    company: Company
    total: int
    earlier: int
    earlier_query: str
    query: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``years`` are header cells: a year and how many of its quarters stand below. ``more``: companies left out."""

    quarters: list[Quarter]
    years: list[tuple[int, int]]
    rows: list[Row]
    more: bool
    earlier_query: str


def make_heatmap(scope: Scope, today: date) -> HeatMap:
    """Two queries: the counts of the companies with most deals, and those companies.

    With a company chosen the rows are its partners. Columns are the last `QUARTERS` quarters asked for; what came
    before them is summed up in ``earlier``.
    """
    quarters = _find_quarters(scope.filters, today)
    parties = Party.objects.filter(partnership__in=find_deals(scope).values("pk")[:CAP])
    column = "company"
    if scope.company:
        parties, column = parties.filter(company=scope.company), "other"
    counts = {
        f"q{index}": Count("pk", filter=Q(shown_on__gte=quarter.first, shown_on__lt=quarter.until))
        for index, quarter in enumerate(quarters)
    }
    earlier = Count("pk", filter=Q(shown_on__lt=quarters[0].first))
    found = list(
        parties.order_by().values(column).annotate(total=Count("pk"), earlier=earlier, **counts)
        .order_by("-total", column)[: ROWS + 1]
    )  # fmt: skip
    companies = Company.objects.in_bulk([row[column] for row in found[:ROWS]])
    peak = max((row[f"q{i}"] for row in found[:ROWS] for i in range(len(quarters))), default=0)
    rows = [
        _make_row(scope, companies[row[column]], row, quarters, peak)
        for row in found[:ROWS]
        if row[column] in companies
    ]
    return HeatMap(quarters, _find_years(quarters), rows, len(found) > ROWS, _before(scope.filters, quarters[0]).query)


def _find_quarters(filters: Filters, today: date) -> list[Quarter]:
    """The quarters between the years asked for, at most the last `QUARTERS` of them."""
    last = Quarter.of(filters.last_day or today)
    first = last.move(1 - QUARTERS)
    if filters.first_day:
        first = max(first, Quarter.of(filters.first_day), key=lambda quarter: quarter.first)
    quarters = [first]
    while quarters[-1].first < last.first:
        quarters.append(quarters[-1].move(1))
    return quarters


def _find_years(quarters: list[Quarter]) -> list[tuple[int, int]]:
    counts: dict[int, int] = {}
    for quarter in quarters:
        counts[quarter.year] = counts.get(quarter.year, 0) + 1
    return list(counts.items())


def _make_row(scope: Scope, company: Company, row: dict[str, int], quarters: list[Quarter], peak: int) -> Row:
    name = "counterpart" if scope.company else "company"
    own = scope.filters.change(**{name: company.slug})
    cells = [_make_cell(own, quarter, row[f"q{index}"], peak) for index, quarter in enumerate(quarters)]
    return Row(company, row["total"], row["earlier"], _before(own, quarters[0]).query, own.query, cells)


def _make_cell(own: Filters, quarter: Quarter, count: int, peak: int) -> Cell:
    query = own.change(since=quarter.name, until=quarter.name).query if count else ""
    return Cell(quarter, count, _level(count, peak), query)


def _before(filters: Filters, quarter: Quarter) -> Filters:
    """The same filters, up to the quarter before this one."""
    return filters.change(until=Quarter.of(quarter.first - timedelta(days=1)).name)


def _level(count: int, peak: int) -> int:
    """0 for none, else 1 to `LEVELS` by the square root of the share: small numbers are the common ones."""
    if not count:
        return 0
    return max(1, min(LEVELS, round(LEVELS * sqrt(count / peak))))
