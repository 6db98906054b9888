"""How many deals each choice of the filter bar would leave, counted over a bounded set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from articles.models import Company, Partnership, Party
from articles.models.claim import Kind, Stage
from articles.timeline.filters import Filters, Scope, find_deals

CAP = 20_000
"""Deals that are counted at most, the newest first: counting 200,000 takes a quarter of a second."""
FIRST_YEAR = 2009
"""The year from which the histogram has a column a year; older deals fall into its first column."""
_EVER = (date(1900, 1, 1), date(2100, 1, 1))


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet: what picking (or dropping) it leads to."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Year:
    """One column of the histogram; ``height`` is its share of the tallest in percent."""

    year: int
    count: int
    height: int
    inside: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facets:
    """``total`` deals pass all filters; ``capped`` says that only the newest `CAP` were counted."""

    total: int
    capped: bool
    kinds: list[Choice]
    stages: list[Choice]
    sectors: list[Choice]
    countries: list[Choice]
    years: list[Year]


def count_facets(scope: Scope, today: date) -> Facets:
    """Three queries, whatever the filters: kinds, stages and years in one; sectors; countries."""
    filters = scope.filters
    tally = _tally(scope, today)
    kinds = set(filters.kinds or _deal_kinds())
    stages = set(filters.stages or Stage.values)
    every_kind = _sum_by(tally, "kind", {"stage": stages})
    return Facets(
        total=sum(row["inside"] for row in tally if row["kind"] in kinds and row["stage"] in stages),
        capped=sum(row["ever"] for row in tally) >= CAP,
        kinds=_choices(filters, "kinds", Kind.choices, every_kind),
        stages=_choices(filters, "stages", Stage.choices, _sum_by(tally, "stage", {"kind": kinds})),
        sectors=_companies_choices(scope, "sector", dict(Company.Sector.choices)),
        countries=_companies_choices(scope, "country", {}),
        years=_years(filters, [row for row in tally if row["kind"] in kinds and row["stage"] in stages], today),
    )


def _deal_kinds() -> list[str]:
    return [kind for kind in Kind.values if kind not in (Kind.COMPETITOR, Kind.OWNERSHIP)]


def _tally(scope: Scope, today: date) -> list[dict[str, Any]]:
    """Counts by kind and stage: within the chosen years, and for each year. One query over a bounded set."""
    every = Scope(scope.filters.change(kinds=tuple(Kind.values)), scope.company, scope.counterpart, scope.source)
    deals = find_deals(every, leave_out=frozenset({"stages", "since", "until"}))
    since, until = scope.filters.first_day or _EVER[0], scope.filters.last_day or _EVER[1]
    columns = {
        f"y{year}": Count("pk", filter=Q(shown_on__gte=start, shown_on__lt=date(year + 1, 1, 1)))
        for year, start in _starts(today)
    }
    rows: Any = (
        Partnership.objects.filter(pk__in=deals.values("pk")[:CAP])
        .order_by()
        .values("kind", "stage")
        .annotate(ever=Count("pk"), inside=Count("pk", filter=Q(shown_on__range=(since, until))), **columns)
    )
    return list(rows)


def _starts(today: date) -> Iterable[tuple[int, date]]:
    for year in range(FIRST_YEAR, today.year + 1):
        yield year, date(year, 1, 1) if year > FIRST_YEAR else _EVER[0]


def _sum_by(tally: list[dict[str, Any]], name: str, others: dict[str, set[str]]) -> dict[str, int]:
    """Sums of ``inside`` by ``name`` over the rows whose other columns are among ``others``."""
    counts: dict[str, int] = {}
    for row in tally:
        if all(row[other] in values for other, values in others.items()):
            counts[row[name]] = counts.get(row[name], 0) + row["inside"]
    return counts


def _choices(filters: Filters, name: str, choices: Iterable[tuple[str, Any]], counts: dict[str, int]) -> list[Choice]:
    """Choices of which several may be picked: the query adds one, or takes it away again."""
    chosen: tuple[str, ...] = getattr(filters, name)
    found = []
    for value, label in choices:
        after = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        query = filters.change(**{name: after}).query
        found.append(Choice(value, str(label), counts.get(value, 0), value in chosen, query))
    return found


def _companies_choices(scope: Scope, name: str, labels: dict[str, Any]) -> list[Choice]:
    """Deals with at least one company of each sector or country (with a company chosen: on the other side)."""
    deals = find_deals(scope, leave_out=frozenset({name})).values("pk")[:CAP]
    parties = Party.objects.filter(partnership__in=deals)
    if scope.company:
        parties = parties.filter(company=scope.company)
        column = f"other__{name}"
    else:
        column = f"company__{name}"
    rows = parties.order_by().values_list(column).annotate(n=Count("partnership", distinct=True)).order_by("-n", column)
    chosen = getattr(scope.filters, name)
    return [
        Choice(
            value, str(labels.get(value, value)), n, value == chosen,
            scope.filters.change(**{name: "" if value == chosen else value}).query,
        )
        for value, n in rows
        if value
    ]  # fmt: skip


def _years(filters: Filters, rows: list[dict[str, Any]], today: date) -> list[Year]:
    counts = {year: sum(row[f"y{year}"] for row in rows) for year, _start in _starts(today)}
    tallest = max(counts.values(), default=0) or 1
    first, last = filters.first_day or _EVER[0], filters.last_day or _EVER[1]
    return [
        Year(
            year=year,
            count=count,
            height=max(4, round(100 * count / tallest)) if count else 0,
            inside=first.year <= year <= last.year,
            query=filters.change(since=str(year), until=str(year)).query,
        )
        for year, count in counts.items()
    ]
