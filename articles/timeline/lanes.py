"""Swimlanes: one lane a company, one mark a deal, with its beginning, its end and how surely we know them.

Places are percent of the chart's width, so the drawing stretches to any screen while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from articles.models import Company, Partnership
from articles.models.claim import Stage
from articles.timeline.filters import Scope, find_deals

MARKS = 500
"""More marks than this are no chart but a carpet: the heat-map serves them better."""
LANES = 30
ROW = 16
"""Pixels between two rows of marks in one lane."""
ROOM = 2.4
"""Percent of the width a mark's head needs beside its neighbour."""

Manner = Literal["spans", "heads"]
"""``spans``: every deal reaches to its end or to today. ``heads``: only ended ones do, to fit many in a lane."""

_UNSURE = (Stage.RUMOURED, Stage.PLANNED, Stage.DENIED)


@dataclass(frozen=True, slots=True)
class Mark:
    """``x`` where it begins, ``soft`` how wide its beginning is unknown, ``told`` the latest word, ``end`` its end.

    ``hollow``: only rumoured, planned or denied. ``open``: nobody reported an end. ``y`` is in pixels.
    """

    deal: Partnership
    other: Company
    x: float
    soft: float
    told: float
    end: float
    y: int
    hollow: bool
    open: bool

    @property
    def solid(self) -> float:
        """Width of the part reported on."""
        return round(max(self.told - self.x, 0), 2)

    @property
    def tail(self) -> float:
        """Width from the latest word to the end: nobody has said otherwise."""
        return round(max(self.end - max(self.told, self.x), 0), 2)


@dataclass(frozen=True, slots=True)
class Lane:
    company: Company
    marks: list[Mark]
    height: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """``left_out`` lanes and ``hidden`` marks are not drawn; the list below has them."""

    lanes: list[Lane]
    ticks: list[Tick]
    first: date
    last: date
    manner: Manner
    left_out: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Axis:
    first: date
    last: date

    def place(self, day: date) -> float:
        """A day → percent of the width, cut off at both ends."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def find_lanes(scope: Scope, today: date, *, limit: int = LANES) -> Lanes:
    """The deals that pass as swimlanes: one query. Ask only when there are at most `MARKS`."""
    deals = list(find_deals(scope).select_related("a", "b")[:MARKS])
    filters = scope.filters
    return make_lanes(
        deals, today, company=scope.company, first=filters.first_day, last=filters.last_day, limit=limit, scope=scope
    )


def make_lanes(
    deals: Iterable[Partnership],
    today: date,
    *,
    company: Company | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int = LANES,
    scope: Scope | None = None,
) -> Lanes:
    """Deals (their companies loaded) → lanes, the fullest first.

    With ``company`` a lane is one partner of it, in the order of their first deal. Without, each deal lies in the
    lane of the one of its two companies that has more deals here, so that no deal is drawn twice.
    """
    deals = sorted(deals, key=lambda deal: (deal.shown_on, deal.pk))
    axis = _find_axis(deals, today, first, last)
    manner: Manner = "spans" if company else "heads"
    lanes = _share_out(deals, company)
    order = sorted(lanes, key=lambda owner: -len(lanes[owner])) if company is None else list(lanes)
    drawn = [_make_lane(owner, lanes[owner], axis, manner, scope) for owner in order[:limit]]
    hidden = sum(len(lanes[owner]) for owner in order[limit:])
    return Lanes(drawn, _find_ticks(axis), axis.first, axis.last, manner, len(order[limit:]), hidden)


def _share_out(deals: list[Partnership], company: Company | None) -> dict[Company, list[Partnership]]:
    counts: dict[int, int] = {}
    for deal in deals:
        counts[deal.a_id] = counts.get(deal.a_id, 0) + 1
        counts[deal.b_id] = counts.get(deal.b_id, 0) + 1
    lanes: dict[Company, list[Partnership]] = {}
    for deal in deals:
        if company:
            owner = deal.b if deal.a_id == company.pk else deal.a
        else:
            owner = max((deal.a, deal.b), key=lambda side: (counts[side.pk], -side.pk))
        lanes.setdefault(owner, []).append(deal)
    return lanes


def _find_axis(deals: list[Partnership], today: date, first: date | None, last: date | None) -> Axis:
    earliest = min((deal.shown_on for deal in deals), default=today)
    latest = max([today, *(deal.shown_on for deal in deals)]) if deals else today
    first = first or date(earliest.year, 1, 1)
    last = min(last, latest) if last else latest
    if last <= first:
        last = date(first.year, 12, 31)
    return Axis(first, last)


def _find_ticks(axis: Axis) -> list[Tick]:
    """A tick a year; labels only so many as a wide screen holds, the major ones as a narrow one does."""
    years = range(axis.first.year, axis.last.year + 1)
    if len(years) <= 2:
        days = [date(year, month, 1) for year in years for month in range(1, 13)]
        return [Tick(axis.place(d), f"{d:%Y-%m}", d.month in (1, 7)) for d in days if axis.first <= d <= axis.last]
    step = 1 + len(years) // 18
    return [
        Tick(axis.place(date(year, 1, 1)), str(year), index % (step * 4) == 0)
        for index, year in enumerate(years)
        if index % step == 0 and date(year, 1, 1) >= axis.first
    ]


def _make_lane(
    owner: Company, deals: list[Partnership], axis: Axis, manner: Manner, scope: Scope | None
) -> Lane:  # fmt: skip
    ends: list[float] = []
    marks = []
    for deal in deals:
        mark = _make_mark(deal, owner, axis, manner)
        reach = max(mark.end, mark.x + ROOM)
        row = next((index for index, end in enumerate(ends) if end < mark.x - ROOM / 2), len(ends))
        ends[row : row + 1] = [reach]
        marks.append(replace(mark, y=row * ROW + ROW // 2 + 4))
    query = ""
    if scope:
        name = "counterpart" if scope.company else "company"
        query = scope.filters.change(**{name: owner.slug}).query
    return Lane(owner, marks, max(len(ends), 1) * ROW + 8, query)


def _make_mark(deal: Partnership, owner: Company, axis: Axis, manner: Manner) -> Mark:
    first = deal.first
    x = axis.place(deal.shown_on)
    soft = round(axis.place(first.last) - x, 2) if first else 0.0
    told = axis.place(deal.last_on) if deal.last_on else x
    over = deal.stage in (Stage.ENDED, Stage.DENIED)
    if deal.ended:
        end = axis.place(deal.ended.first)
    elif over or deal.stage in _UNSURE:
        end = told
    else:
        end = 100.0 if manner == "spans" else x
    if manner == "heads":
        told = end
    return Mark(
        deal=deal,
        other=deal.b if owner.pk == deal.a_id else deal.a,
        x=x,
        soft=soft,
        told=min(told, end),
        end=max(end, x),
        y=0,
        hollow=deal.stage in _UNSURE,
        open=not over and deal.stage not in _UNSURE,
    )
