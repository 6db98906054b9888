"""All deals as arrays in memory, newest first: exact counts over hundreds of thousands of them in milliseconds.

Counting 200,000 rows by kind, year, sector and company takes a database most of a second; as arrays it takes a few
milliseconds. The rows stay the truth: a small table is read anew for every page, of a big one only what changed
since the last look. Every `KEPT` seconds it is seen whether rows were deleted, or companies edited.
What is shown of a deal always comes from the database.
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
from articles.models.partnership import UNDATED

LIVE = 3_000
"""Deals up to which all of them are read anew each time, in some five milliseconds."""
KEPT = 300
KINDS: tuple[str, ...] = tuple(Kind.values)
STAGES: tuple[str, ...] = tuple(Stage.values)
FIELDS = (
    "pk", "shown_on", "kind", "stage", "a_id", "b_id", "confidence", "reviewed", "ended_on", "last_on", "reports_count",
)  # fmt: skip
EPOCH = date(1970, 1, 1).toordinal()
FOREVER = date.max.toordinal() + 1

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One entry a deal in every array, the newest first; ``sectors``, ``countries`` and ``counts`` by company id.

    ``days`` are ordinals, ``ended`` and ``last`` too, 0 where nobody says; ``until`` is the day from which on it did
    not stand any more. ``kinds`` and ``stages`` are places in `KINDS` and `STAGES`. ``deals`` tells what is a deal
    (`DEALS`) from rivalry and ownership, ``counts`` how many of them a company has. ``changed`` is the latest change in
    it, ``read_at`` the monotonic second at which it was last held against the rows.
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
    ended: Ints
    last: Ints
    reports: Ints
    until: Ints
    deals: Mask
    counts: Ints
    sectors: Ints
    countries: Ints
    sector_names: list[str]
    country_names: list[str]
    changed: datetime | None
    read_at: float

    def standing(self, day: date, today: date) -> Mask:
        """Deals that had begun by a day and not ended; denied ones never began. No end known: the last word of it.

        Of a deal without a date it is known only that it stands today: it stood on no earlier day.
        """
        moment = day.toordinal()
        mask: Mask = (self.days <= moment) & (self.until > moment)
        return mask if day >= today else mask & ~self.undated

    @property
    def undated(self) -> Mask:
        """Deals of which neither claims nor articles give a day."""
        mask: Mask = self.days == UNDATED.toordinal()
        return mask

    def between(self, company: int, other: int | None = None) -> Mask:
        """Everything a company has, with anybody or with one other."""
        mask: Mask = (self.a == company) | (self.b == company)
        return mask if other is None else mask & ((self.a == other) | (self.b == other))


OF_COMPANIES = frozenset({"sectors", "countries", "sector_names", "country_names", "counts"})
OF_DEALS = tuple(
    item.name for item in fields(Ledger) if item.name not in OF_COMPANIES and item.name not in ("changed", "read_at")
)
"""The arrays with one entry a deal."""

_kept: Ledger | None = None
_lock = threading.Lock()


def read_ledger() -> Ledger:
    """The ledger as of now. Three queries for a small table; for a big one that is kept, one or three."""
    global _kept  # noqa: PLW0603  one copy a process, behind a lock
    with _lock:
        kept, now = _kept, time.monotonic()
        # Asked first: what changes while the rows are read is then read again, not missed.
        newest: datetime | None = Partnership.objects.aggregate(newest=Max("changed_at"))["newest"]
        if kept is None or len(kept.ids) <= LIVE:
            kept = _read_all(newest, now)
        elif newest != kept.changed or now - kept.read_at > KEPT:
            kept = _bring_up(kept, newest, now)
        _kept = kept
        return kept


def _bring_up(kept: Ledger, newest: datetime | None, now: float) -> Ledger:
    """What changed, and the companies; where rows turn out to be gone every `KEPT` seconds, all of it."""
    fresh = _add_changed(kept, newest)
    if now - kept.read_at <= KEPT:
        return fresh
    return replace(fresh, read_at=now) if Partnership.objects.count() == len(fresh.ids) else _read_all(newest, now)


def _read_all(newest: datetime | None, now: float) -> Ledger:
    return _sort(_make_ledger(Partnership.objects.order_by(), newest, now))


def count_deals(companies: Iterable[int]) -> dict[int, int]:
    """Deals of each of these companies, by id."""
    companies = list(companies)
    if not companies:
        return {}
    counts = read_ledger().counts
    return {pk: int(counts[pk]) if pk < len(counts) else 0 for pk in companies}


def count_sectors() -> dict[str, int]:
    """How many companies of each sector have deals."""
    ledger = read_ledger()
    there = np.flatnonzero(ledger.counts[: len(ledger.sectors)])
    counts = np.bincount(ledger.sectors[there], minlength=len(ledger.sector_names))
    return {name: int(count) for name, count in zip(ledger.sector_names, counts, strict=True) if count}


def _add_changed(kept: Ledger, newest: datetime | None) -> Ledger:
    """The kept ledger with the rows that changed since in place of their old selves."""
    rows = Partnership.objects.order_by()
    fresh = _make_ledger(rows.filter(changed_at__gte=kept.changed) if kept.changed else rows, newest, kept.read_at)
    # What was deleted stays until all is read again, but not where the youngest companies themselves are gone.
    stay = ~np.isin(kept.ids, fresh.ids) & (np.maximum(kept.a, kept.b) < len(fresh.sectors))
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(kept, name)[stay], getattr(fresh, name)]) for name in OF_DEALS
    }
    return _sort(replace(fresh, **joined))


def _sort(ledger: Ledger) -> Ledger:
    """The newest first, by day and id, and companies' deals counted."""
    order = np.argsort(-((ledger.days << 32) + ledger.ids), kind="stable")
    sorted_: dict[str, Any] = {name: getattr(ledger, name)[order] for name in OF_DEALS}
    deals = sorted_["deals"]
    sides = np.concatenate([sorted_["a"][deals], sorted_["b"][deals]])
    return replace(ledger, **sorted_, counts=np.bincount(sides, minlength=len(ledger.sectors)))


def _make_ledger(rows: QuerySet[Partnership], newest: datetime | None, now: float) -> Ledger:
    ids, shown, kinds, stages, a, b, confidence, reviewed, ended_on, last_on, reports = _read_rows(rows)
    of_kind, of_stage = ({name: place for place, name in enumerate(names)} for names in (KINDS, STAGES))
    # Rows first, then companies: no deal names a company that is not among them.
    sectors, countries, sector_names, country_names = _read_companies()
    days, months = _read_days(shown)
    ended, last = _read_days(ended_on)[0], _read_days(last_on)[0]
    stage = _ints(of_stage[stage] for stage in stages)
    kind = _ints(of_kind[kind] for kind in kinds)
    over = np.where(ended > 0, ended, last)
    until = np.where(stage == STAGES.index(Stage.ENDED), over, FOREVER)
    return Ledger(
        ids=_ints(ids), days=days, years=1970 + months // 12, quarters=1970 * 4 + months // 3,
        kinds=kind, stages=stage, a=_ints(a), b=_ints(b),
        confidence=np.fromiter(confidence, np.float64), reviewed=np.fromiter(reviewed, np.bool_),
        ended=ended, last=last, reports=_ints(reports),
        until=np.where(stage == STAGES.index(Stage.DENIED), 0, until),
        deals=np.isin(kind, [KINDS.index(name) for name in DEALS]), counts=_ints(()),
        sectors=sectors, countries=countries, sector_names=sector_names, country_names=country_names,
        changed=newest, read_at=now,
    )  # fmt: skip


def _read_rows(rows: QuerySet[Partnership]) -> Sequence[Sequence[Any]]:
    """The columns of a query as the database gives them: making dates of 200,000 texts one by one takes a second."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.values_list(*FIELDS).query.sql_with_params())
        found = cursor.fetchall()
    return list(zip(*found, strict=True)) if found else [()] * len(FIELDS)


def _read_days(days: Sequence[Any]) -> tuple[Ints, Ints]:
    """Days as SQLite (text) and PostgreSQL (dates) give them → ordinals (0: none), and months since January 1970."""
    moments = np.array(days, "datetime64[D]")
    ordinals = np.where(np.isnat(moments), 0, moments.astype(np.int64) + EPOCH)
    return ordinals, moments.astype("datetime64[M]").astype(np.int64)


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
