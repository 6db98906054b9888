"""All deals as columns in memory: what makes exact counts over hundreds of thousands of deals take milliseconds.

Counting 200,000 rows by kind, year, sector and company takes a database most of a second; as arrays it takes a few
milliseconds. The rows stay the truth: a small table is read anew for every page, of a big one only what changed
since the last look, and all of it every `KEPT` seconds, for what was deleted and for companies that were edited.
Lists of deals always come from the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max, QuerySet
from numpy.typing import NDArray

from articles.extract.claims import DEALS
from articles.models import Company, Partnership
from articles.models.claim import Kind, Stage
from articles.timeline.filters import Scope, say_ids

LIVE = 3_000
"""Deals up to which all of them are read anew each time, in some five milliseconds."""
KEPT = 300
KINDS: tuple[str, ...] = tuple(Kind.values)
STAGES: tuple[str, ...] = tuple(Stage.values)
FIELDS = ("pk", "shown_on", "kind", "stage", "a_id", "b_id", "confidence", "reviewed")

EPOCH = date(1970, 1, 1).toordinal()

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry a deal in every array, in no order; ``sectors`` and ``countries`` are by company id.

    ``days`` are ordinals, ``kinds`` and ``stages`` places in `KINDS` and `STAGES`; ``changed`` is the latest change
    in it, ``read_at`` the monotonic second at which all of it was read.
    """

    ids: Ints
    days: Ints
    years: Ints
    quarters: Ints
    kinds: Ints
    stages: Ints
    a: Ints
    b: Ints
    confidence: NDArray[np.float64]
    reviewed: Mask
    sectors: Ints
    countries: Ints
    sector_names: list[str]
    country_names: list[str]
    changed: datetime | None
    read_at: float


OF_DEALS = frozenset({"ids", "days", "years", "quarters", "kinds", "stages", "a", "b", "confidence", "reviewed"})
"""The arrays with one entry a deal."""

_kept: Columns | None = None
_lock = threading.Lock()


def read_columns() -> Columns:
    """The columns as of now. Three queries for a small table; for a big one that is kept, one or two."""
    global _kept  # noqa: PLW0603  one copy a process, behind a lock
    with _lock:
        kept, now = _kept, time.monotonic()
        # Asked first: what changes while the rows are read is then read again, not missed.
        newest: datetime | None = Partnership.objects.aggregate(newest=Max("changed_at"))["newest"]
        if kept is None or len(kept.ids) <= LIVE or now - kept.read_at > KEPT:
            _kept = kept = _make_columns(Partnership.objects.order_by(), newest, now)
        elif newest != kept.changed:
            _kept = kept = _add_changed(kept, newest)
        return kept


def _add_changed(kept: Columns, newest: datetime | None) -> Columns:
    """The kept columns with the rows that changed since in place of their old selves."""
    rows = Partnership.objects.order_by()
    fresh = _make_columns(rows.filter(changed_at__gte=kept.changed) if kept.changed else rows, newest, kept.read_at)
    stay = ~np.isin(kept.ids, fresh.ids)
    joined: dict[str, Any] = {
        item.name: np.concatenate([getattr(kept, item.name)[stay], getattr(fresh, item.name)])
        for item in fields(Columns)
        if item.name in OF_DEALS
    }
    return replace(fresh, **joined)


def _make_columns(deals: QuerySet[Partnership], newest: datetime | None, now: float) -> Columns:
    ids, days, kinds, stages, a, b, confidence, reviewed = _read_rows(deals)
    of_kind, of_stage = ({name: place for place, name in enumerate(names)} for names in (KINDS, STAGES))
    sectors, countries, sector_names, country_names = _read_companies()
    # Days as SQLite (text) and PostgreSQL (dates) give them; months are counted from January 1970.
    moments = np.array(days, "datetime64[D]")
    months = moments.astype("datetime64[M]").astype(np.int64)
    return Columns(
        ids=_ints(ids),
        days=moments.astype(np.int64) + EPOCH,
        years=1970 + months // 12,
        quarters=1970 * 4 + months // 3,
        kinds=_ints(of_kind[kind] for kind in kinds),
        stages=_ints(of_stage[stage] for stage in stages),
        a=_ints(a),
        b=_ints(b),
        confidence=np.fromiter(confidence, np.float64),
        reviewed=np.fromiter(reviewed, np.bool_),
        sectors=sectors,
        countries=countries,
        sector_names=sector_names,
        country_names=country_names,
        changed=newest,
        read_at=now,
    )


def _read_rows(deals: QuerySet[Partnership]) -> Sequence[Sequence[Any]]:
    """The columns of a query as the database gives them: making dates of 200,000 texts one by one takes a second."""
    with connection.cursor() as cursor:
        cursor.execute(*deals.values_list(*FIELDS).query.sql_with_params())
        rows = cursor.fetchall()
    return list(zip(*rows, strict=True)) if rows else [()] * len(FIELDS)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _read_companies() -> tuple[Ints, Ints, list[str], list[str]]:
    """By company id: the place of its sector and of its country in the lists of names. One query."""
    rows = list(Company.objects.order_by().values_list("pk", "sector", "country"))
    size = max((pk for pk, _sector, _country in rows), default=0) + 1
    sectors, sector_names = _spread({pk: sector for pk, sector, _country in rows}, size)
    countries, country_names = _spread({pk: country for pk, _sector, country in rows}, size)
    return sectors, countries, sector_names, country_names


def _spread(values: dict[int, str], size: int) -> tuple[Ints, list[str]]:
    """Words by id → an array of their places in the sorted list of them."""
    names = sorted(set(values.values()))
    places = {name: place for place, name in enumerate(names)}
    found = np.zeros(size, np.int64)
    for pk, value in values.items():
        found[pk] = places[value]
    return found, names


@dataclass(frozen=True, slots=True)
class Passing:
    """Which deals pass each filter, so that any of them can be left out."""

    columns: Columns
    company: int | None
    masks: dict[str, Mask]

    def all_but(self, *left_out: str) -> Mask:
        """The deals that pass all filters, or all but these."""
        mask = np.ones(len(self.columns.ids), np.bool_)
        for name, passing in self.masks.items():
            if name not in left_out:
                mask &= passing
        return mask

    def few(self, most: int) -> list[int] | None:
        """Ids of the deals that pass all filters, unless there are more than ``most``."""
        mask = self.all_but()
        if np.count_nonzero(mask) > most:
            return None
        return [int(pk) for pk in self.columns.ids[mask]]

    def sides(self, mask: Mask) -> list[tuple[Ints, Mask]]:
        """The companies whose deals are counted, as (ids, which deals): the other side of the chosen one, or both."""
        columns = self.columns
        if self.company is None:
            return [(columns.a, mask), (columns.b, mask)]
        return [(np.where(columns.a == self.company, columns.b, columns.a), mask)]


def count_deals(companies: Iterable[int]) -> dict[int, int]:
    """Deals of each of these companies, by id."""
    columns = read_columns()
    deals = np.isin(columns.kinds, [KINDS.index(kind) for kind in DEALS])
    counts = np.bincount(np.concatenate([columns.a[deals], columns.b[deals]]), minlength=1)
    return {pk: int(counts[pk]) if pk < len(counts) else 0 for pk in companies}


def find_passing(scope: Scope) -> Passing:
    """The same question as `filters.find_deals`, asked of the columns. Words and sources are asked of the database."""
    columns, filters = read_columns(), scope.filters
    masks = {"kinds": np.isin(columns.kinds, [KINDS.index(kind) for kind in filters.kinds or DEALS])}
    if filters.stages:
        masks["stages"] = np.isin(columns.stages, [STAGES.index(stage) for stage in filters.stages])
    if filters.since or filters.until:
        masks["span"] = _between(columns, filters.first_day, filters.last_day)
    for company in (scope.company, scope.counterpart):
        if company:
            masks[company.slug] = (columns.a == company.pk) | (columns.b == company.pk)
    for name, values, names in (
        ("sector", columns.sectors, columns.sector_names), ("country", columns.countries, columns.country_names),
    ):  # fmt: skip
        if value := getattr(filters, name):
            masks[name] = _has(columns, scope, values == (names.index(value) if value in names else -1))
    if filters.confidence:
        masks["confidence"] = columns.confidence >= filters.confidence / 100
    if filters.reviewed:
        masks["reviewed"] = columns.reviewed == (filters.reviewed == "yes")
    if filters.words or scope.source:
        masks["said"] = np.isin(columns.ids, _ints(say_ids(scope)))
    return Passing(columns, scope.company.pk if scope.company else None, masks)


def _between(columns: Columns, first: date | None, last: date | None) -> Mask:
    since, until = (first or date.min).toordinal(), (last or date.max).toordinal()
    return (columns.days >= since) & (columns.days <= until)


def _has(columns: Columns, scope: Scope, wanted: Mask) -> Mask:
    """Deals of which either company (with one chosen: the other one) is among the wanted."""
    if scope.company is None:
        return wanted[columns.a] | wanted[columns.b]
    own = columns.a == scope.company.pk
    return np.where(own, wanted[columns.b], wanted[columns.a])
