"""How many deals each choice of the filter bar would leave: exact counts, from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from articles.ledger import KINDS, STAGES, Ints, Mask
from articles.models import Company
from articles.models.claim import Kind, Stage
from articles.timeline.filters import Filters
from articles.timeline.passing import Passing

FIRST_YEAR = 2009
"""The year from which the histogram has a column a year; older deals fall into its first column."""


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
    """One column of the histogram; ``height`` is its share of the tallest in percent.

    ``earlier``: it holds deals of the years before as well.
    """

    year: int
    count: int
    height: int
    inside: bool
    query: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """``total`` deals pass all filters. Every other count leaves its own filter out."""

    total: int
    kinds: list[Choice]
    stages: list[Choice]
    sectors: list[Choice]
    countries: list[Choice]
    years: list[Year]


def count_facets(passing: Passing, filters: Filters, today: date) -> Facets:
    """No query: all counts come from the ledger."""
    ledger = passing.ledger
    kinds = _count(ledger.kinds, passing.all_but("kinds"), len(KINDS))
    stages = _count(ledger.stages, passing.all_but("stages"), len(STAGES))
    return Facets(
        total=int(np.count_nonzero(passing.all_but())),
        kinds=_choices(filters, "kinds", Kind.choices, dict(zip(KINDS, kinds, strict=True))),
        stages=_choices(filters, "stages", Stage.choices, dict(zip(STAGES, stages, strict=True))),
        sectors=_sides(passing, filters, "sector", ledger.sectors, ledger.sector_names),
        countries=_sides(passing, filters, "country", ledger.countries, ledger.country_names),
        years=_years(passing, filters, today),
    )


def _count(values: Ints, mask: Mask, size: int) -> list[int]:
    return [int(count) for count in np.bincount(values[mask], minlength=size)]


def _choices(filters: Filters, name: str, choices: Iterable[tuple[str, Any]], counts: dict[str, int]) -> list[Choice]:
    """Choices of which several may be picked: the query adds one, or takes it away again."""
    chosen: tuple[str, ...] = getattr(filters, name)
    found = []
    for value, label in choices:
        after = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        query = filters.change(**{name: after}).query
        found.append(Choice(value, str(label), counts.get(value, 0), value in chosen, query))
    return found


def _sides(passing: Passing, filters: Filters, name: str, values: Ints, names: list[str]) -> list[Choice]:
    """Deals with at least one company of each sector or country (with a company chosen: on the other side)."""
    mask = passing.all_but(name)
    counts = np.zeros(len(names), np.int64)
    before: Ints | None = None
    for companies, inside in passing.sides(mask):
        places = values[companies]
        fresh = inside if before is None else inside & (places != before)
        counts += np.bincount(places[fresh], minlength=len(names))
        before = places
    labels = dict(Company.Sector.choices) if name == "sector" else {}
    chosen = getattr(filters, name)
    order = sorted(range(len(names)), key=lambda place: (-counts[place], names[place]))
    return [
        _side_choice(filters, name, names[place], str(labels.get(names[place], names[place])), int(counts[place]))
        for place in order
        if names[place] and (counts[place] or names[place] == chosen)
    ]


def _side_choice(filters: Filters, name: str, value: str, label: str, count: int) -> Choice:
    chosen = value == getattr(filters, name)
    return Choice(value, label, count, chosen, filters.change(**{name: "" if chosen else value}).query)


def _years(passing: Passing, filters: Filters, today: date) -> list[Year]:
    passed = passing.ledger.years[passing.all_but("span")]
    earlier, years = bool((passed < FIRST_YEAR).any()), np.maximum(passed, FIRST_YEAR)
    counts = np.bincount(years - FIRST_YEAR, minlength=today.year - FIRST_YEAR + 1)
    tallest = int(counts.max()) or 1
    first, last = filters.first_day or date.min, filters.last_day or date.max
    return [
        Year(
            year=FIRST_YEAR + place,
            count=int(count),
            height=max(4, round(100 * int(count) / tallest)) if count else 0,
            inside=first.year <= FIRST_YEAR + place <= last.year,
            query=filters.change(since=str(FIRST_YEAR + place) if place else "", until=str(FIRST_YEAR + place)).query,
            earlier=earlier and not place,
        )
        for place, count in enumerate(counts)
    ]
