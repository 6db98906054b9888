"""Which deals pass the filters: what `filters.find_deals` asks the rows, asked of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from articles.ledger import KINDS, STAGES, Ints, Ledger, Mask, read_ledger
from articles.retrospect import find_stages, may_differ
from articles.timeline.filters import Scope, list_reported, list_worded

FACETS = ("kinds", "span", "sector", "country")
"""The filters whose choices are counted, stages aside, by their names among the masks."""
LOOKED_UP = 1_000
"""Deals whose stage on an earlier day is looked up; their claims are read in some twenty milliseconds."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Which deals pass each filter, so that any of them can be left out."""

    ledger: Ledger
    company: int | None
    masks: dict[str, Mask]

    def all_but(self, *left_out: str) -> Mask:
        """The deals that pass all filters, or all but these."""
        mask = np.ones(len(self.ledger.ids), np.bool_)
        for name, passing in self.masks.items():
            if name not in left_out:
                mask &= passing
        return mask

    def standing(self, day: date, today: date) -> Passing:
        """The same, of the deals that stood on a day only."""
        return Passing(self.ledger, self.company, {**self.masks, "standing": self.ledger.standing(day, today)})

    def as_of(self, day: date, today: date, stages: Collection[str]) -> tuple[Passing, bool]:
        """The deals that stood on a day, their stages as told until then, and whether they are: one query at most.

        ``stages`` are those the filters ask for. With more than `LOOKED_UP` deals whose stage may have been another
        one, all keep today's.
        """
        past, ledger = self.standing(day, today), self.ledger
        # Every choice of a facet counts deals that pass all filters but its own, so these are asked for too.
        asked = [past.all_but("stages", name) for name in (FACETS if stages else ("stages",))]
        places = np.flatnonzero(np.logical_or.reduce(asked) & may_differ(ledger, day, today))
        if len(places) > LOOKED_UP:
            return past, False
        told, last = ledger.stages.copy(), ledger.last.copy()
        told[places] = find_stages(ledger, places, day, today)
        last[places] = day.toordinal()  # as of the day nothing more had been told: nobody need look it up again
        masks = {**past.masks, "stages": _among(told, STAGES, stages)} if stages else past.masks
        return Passing(replace(ledger, stages=told, last=last), past.company, masks), True

    def few(self, most: int) -> list[int] | None:
        """Ids of the deals that pass all filters, unless there are more than ``most``."""
        mask = self.all_but()
        return None if np.count_nonzero(mask) > most else list(map(int, self.ledger.ids[mask]))

    def newest(self, most: int, before: tuple[date, int] | None = None) -> list[int]:
        """Ids of the newest ``most`` deals that pass all filters, older than the key (day, id) ``before``."""
        mask = self.all_but()
        if before:
            day, pk = before[0].toordinal(), before[1]
            days, ids = self.ledger.days, self.ledger.ids
            mask &= (days < day) | ((days == day) & (ids < pk))
        return list(map(int, self.ledger.ids[np.flatnonzero(mask)[:most]]))

    def sides(self, mask: Mask) -> list[tuple[Ints, Mask]]:
        """The companies whose deals are counted, as (ids, which deals): the other side of the chosen one, or both."""
        ledger = self.ledger
        if self.company is None:
            return [(ledger.a, mask), (ledger.b, mask)]
        return [(np.where(ledger.a == self.company, ledger.b, ledger.a), mask)]


def find_passing(scope: Scope) -> Passing:
    """The same question as `filters.find_deals`, asked of the ledger. Words and sources are asked of the database."""
    return pass_filters(read_ledger(), scope)


def pass_filters(ledger: Ledger, scope: Scope) -> Passing:
    """`find_passing` in a ledger that was read already."""
    filters = scope.filters
    masks = {"kinds": _among(ledger.kinds, KINDS, filters.kinds) if filters.kinds else ledger.deals}
    if filters.stages:
        masks["stages"] = _among(ledger.stages, STAGES, filters.stages)
    if filters.since or filters.until:
        masks["span"] = _between(ledger, filters.first_day, filters.last_day)
    for company in (scope.company, scope.counterpart):
        if company:
            masks[f"company {company.pk}"] = ledger.between(company.pk)
    for name, values, names in (
        ("sector", ledger.sectors, ledger.sector_names), ("country", ledger.countries, ledger.country_names),
    ):  # fmt: skip
        if value := getattr(filters, name):
            masks[name] = _has(ledger, scope, values == (names.index(value) if value in names else -1))
    if filters.confidence:
        masks["confidence"] = ledger.confidence >= filters.confidence / 100
    if filters.reviewed:
        masks["reviewed"] = ledger.reviewed == (filters.reviewed == "yes")
    if filters.words:
        masks["words"] = np.isin(ledger.ids, np.array(list_worded(filters.words), np.int64))
    if scope.source:
        masks["source"] = np.isin(ledger.ids, np.array(list_reported(scope.source), np.int64))
    return Passing(ledger, scope.company.pk if scope.company else None, masks)


def _among(places: Ints, names: tuple[str, ...], wanted: Iterable[str]) -> Mask:
    """Which entries are among the wanted, looked up in a table."""
    table = np.zeros(len(names), np.bool_)
    table[[names.index(name) for name in wanted]] = True
    found: Mask = table[places]
    return found


def _between(ledger: Ledger, first: date | None, last: date | None) -> Mask:
    since, until = (first or date.min).toordinal(), (last or date.max).toordinal()
    return (ledger.days >= since) & (ledger.days <= until)


def _has(ledger: Ledger, scope: Scope, wanted: Mask) -> Mask:
    """Deals of which either company (with one chosen: the other one) is among the wanted."""
    if scope.company is None:
        return wanted[ledger.a] | wanted[ledger.b]
    own = ledger.a == scope.company.pk
    return np.where(own, wanted[ledger.b], wanted[ledger.a])
