"""The heat-map: companies × quarters, a number and an address in every filled cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from articles.ledger import Ints
from articles.models import Company
from articles.timeline.filters import Filters, Scope
from articles.timeline.passing import Passing

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
    def index(self) -> int:
        """Quarters since the year 0: neighbours differ by one."""
        return self.year * 4 + self.number - 1

    @property
    def until(self) -> date:
        return self.move(1).first

    def move(self, quarters: int) -> Quarter:
        index = self.index + quarters
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


def make_heatmap(passing: Passing, scope: Scope, today: date) -> HeatMap:
    """One query, for the companies shown; the counts come from the ledger.

    With a company chosen the rows are its partners. Columns are the last `QUARTERS` quarters asked for; what came
    before them is summed up in ``earlier``.
    """
    quarters = _find_quarters(scope.filters, today)
    sides = passing.sides(passing.all_but())
    ids = np.concatenate([companies[mask] for companies, mask in sides])
    when = np.concatenate([passing.ledger.quarters[mask] for _companies, mask in sides])
    totals = np.bincount(ids) if len(ids) else np.zeros(0, np.int64)
    busiest = [int(pk) for pk in np.lexsort((np.arange(len(totals)), -totals))[: ROWS + 1] if totals[pk]]
    counts = {pk: _count_quarters(when[ids == pk], quarters) for pk in busiest[:ROWS]}
    companies = Company.objects.for_lists().by_id(counts)
    peak = max([LEVELS, *(count for _earlier, row in counts.values() for count in row)])
    rows = [
        _make_row(scope, companies[pk], int(totals[pk]), counts[pk], quarters=quarters, peak=peak)
        for pk in counts
        if pk in companies
    ]  # fmt: skip
    return HeatMap(quarters, _find_years(quarters), rows, len(busiest) > ROWS)


def _count_quarters(when: Ints, quarters: list[Quarter]) -> tuple[int, list[int]]:
    """Deals before the first quarter, and in each one."""
    places = when - quarters[0].index
    counts = np.bincount(places[(places >= 0) & (places < len(quarters))], minlength=len(quarters))
    return int(np.count_nonzero(places < 0)), [int(count) for count in counts]


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


def _make_row(
    scope: Scope, company: Company, total: int, counts: tuple[int, list[int]], *, quarters: list[Quarter], peak: int
) -> Row:  # fmt: skip
    name = "counterpart" if scope.company else "company"
    own = scope.filters.change(**{name: company.slug})
    earlier, found = counts
    cells = [_make_cell(own, quarter, count, peak) for quarter, count in zip(quarters, found, strict=True)]
    return Row(company, total, earlier, _before(own, quarters[0]).query, own.query, cells)


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
