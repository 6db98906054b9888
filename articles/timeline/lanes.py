"""Swimlanes: one lane a company, one mark a deal, with its beginning, its end and how surely we know them.

Places are percent of the chart's width, so the drawing stretches to any screen while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from articles.models import Company, Partnership
from articles.models.claim import Stage
from articles.timeline.deals import attach_companies
from articles.timeline.filters import Scope, find_deals

MARKS = 500
"""More marks than this are no chart but a carpet: the heat-map serves them better."""
LANES = 30
GLANCE = 90
ROW = 16
"""Pixels between two rows of marks in one lane."""
HEAD, LETTER = 22, 7
"""Pixels a mark's head and one letter of its label take, with some air."""
WIDE, NARROW = 980, 700
"""Pixels of the track on a wide screen: over the whole page, and beside the filter bar. On smaller screens there are
no labels."""
NAMED = 60
"""Up to so many marks, lanes grow until every mark has its label; of more, those that find room."""

UNSEEN = ("subject", "amount", "currency", "created_at", "changed_at")
"""Columns of a deal that no mark shows."""

Manner = Literal["spans", "heads"]
"""``spans``: every deal reaches to its end or to today. ``heads``: only ended ones do, to fit many in a lane."""

Labels = Literal["all", "free", "none"]

_UNSURE = (Stage.RUMOURED, Stage.PLANNED, Stage.DENIED)


@dataclass(frozen=True, slots=True)
class Mark:
    """``x`` where it begins, ``soft`` how wide its beginning is unknown, ``told`` the latest word, ``end`` its end.

    ``hollow``: only rumoured, planned or denied, or unsure. ``open``: nobody reported an end. ``y`` is in pixels.
    ``label`` says on which side the other company's name stands: ``right``, ``left`` or nowhere.
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
    label: str = ""

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
    """``width`` is ``year`` or ``month``: how much of the day its label shows."""

    x: float
    day: date
    width: Literal["year", "month"]
    major: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """``left_out`` lanes, ``hidden`` marks and ``undated`` deals are not drawn; the list below has them."""

    lanes: list[Lane]
    ticks: list[Tick]
    first: date
    last: date
    manner: Manner
    left_out: int
    hidden: int
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    first: date
    last: date
    width: int = NARROW

    def share(self, pixels: float) -> float:
        """Pixels → percent of the width."""
        return 100 * pixels / self.width

    def label_width(self, mark: Mark) -> float:
        return self.share(HEAD + LETTER * sum(2 if ord(letter) > 0x2E80 else 1 for letter in mark.other.name))

    def place(self, day: date) -> float:
        """A day → percent of the width, cut off at both ends."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def find_lanes(scope: Scope, today: date, ids: list[int] | None = None) -> Lanes:
    """The deals that pass as swimlanes: two queries. Ask only when there are at most `MARKS`; ``ids``: `find_deals`."""
    deals = attach_companies(find_deals(scope, ids).defer(*UNSEEN)[:MARKS])
    filters = scope.filters
    return make_lanes(
        deals, today, company=scope.company, first=filters.first_day, last=filters.last_day, scope=scope, width=NARROW
    )


def find_latest_lanes(scope: Scope, today: date) -> Lanes:
    """The newest deals that pass, as many as one glance takes in, over the time they span: two queries."""
    deals = attach_companies(find_deals(scope).defer(*UNSEEN)[:GLANCE])
    first = min((deal.shown_on for deal in deals if deal.reported_on), default=today).replace(day=1)
    return make_lanes(deals, today, first=first, limit=12, scope=scope)


def make_lanes(
    deals: Iterable[Partnership],
    today: date,
    *,
    company: Company | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int = LANES,
    scope: Scope | None = None,
    width: int = WIDE,
) -> Lanes:
    """Deals (their companies loaded) → lanes, the fullest first.

    With ``company`` a lane is one partner of it, and they stand in the order of their first deal. Without, each deal
    lies in the lane of the one of its two companies that has more deals here, so that no deal is drawn twice.
    """
    every = list(deals)
    deals = sorted((deal for deal in every if deal.reported_on), key=lambda deal: (deal.shown_on, deal.pk))
    axis = replace(_find_axis(deals, today, first, last), width=width)
    manner: Manner = "spans" if company else "heads"
    lanes = _share_out(deals, company)
    order = _find_fullest(lanes, limit)
    if company:
        order = [owner for owner in lanes if owner in set(order)]
    labels: Labels = "none"
    if manner == "heads":
        labels = "all" if sum(len(lanes[owner]) for owner in order) <= NAMED else "free"
    drawn = []
    for owner in order:
        marks = [_make_mark(deal, owner, axis, manner) for deal in lanes[owner]]
        drawn.append(_make_lane(owner, marks, axis, labels, scope))
    hidden = len(deals) - sum(len(lanes[owner]) for owner in order)
    return Lanes(
        drawn, _find_ticks(axis), axis.first, axis.last, manner, len(lanes) - len(order), hidden,
        len(every) - len(deals),
    )  # fmt: skip


def _find_fullest(lanes: Mapping[Company, Sequence[Partnership]], limit: int) -> list[Company]:
    """Whose lanes hold most deals, of as full ones those with the latest deal; in each the latest deal is the last."""
    latest = sorted(lanes, key=lambda owner: (lanes[owner][-1].shown_on, lanes[owner][-1].pk), reverse=True)
    return sorted(latest, key=lambda owner: -len(lanes[owner]))[:limit]


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
    """A tick a year, or a quarter where there are few years; the major ones are those a narrow screen has room for."""
    years = range(axis.first.year, axis.last.year + 1)
    if len(years) <= 3:
        days = [date(year, month, 1) for year in years for month in (1, 4, 7, 10)]
        inside = [day for day in days if axis.first <= day <= axis.last]
        return [
            Tick(axis.place(day), day, "year" if day.month == 1 else "month", day.month in (1, 7)) for day in inside
        ]
    step = 1 + len(years) // 20
    return [
        Tick(axis.place(date(year, 1, 1)), date(year, 1, 1), "year", index % (step * 4) == 0)
        for index, year in enumerate(years)
        if index % step == 0 and date(year, 1, 1) >= axis.first
    ]


def _make_lane(owner: Company, marks: list[Mark], axis: Axis, labels: Labels, scope: Scope | None) -> Lane:
    if labels == "all":
        marks = [replace(mark, label="right" if mark.end + axis.label_width(mark) <= 100 else "left") for mark in marks]
    marks, rows = _stack(marks, axis)
    if labels == "free":
        marks = _label_where_free(marks, axis)
    query = ""
    if scope:
        name = "counterpart" if scope.company else "company"
        query = scope.filters.change(**{name: owner.slug}).query
    return Lane(owner, marks, max(rows, 1) * ROW + 8, query)


def _stack(marks: Iterable[Mark], axis: Axis) -> tuple[list[Mark], int]:
    """Put each mark into the first row where it, and its label, stand free."""
    ends: list[float] = []
    placed, room = [], axis.share(HEAD / 2)
    for mark in marks:
        left = mark.x - (axis.label_width(mark) if mark.label == "left" else room)
        right = max(mark.end, mark.x) + (axis.label_width(mark) if mark.label == "right" else room)
        row = next((index for index, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        placed.append(replace(mark, y=row * ROW + ROW // 2 + 4))
    return placed, len(ends)


def _label_where_free(marks: list[Mark], axis: Axis) -> list[Mark]:
    """Marks in order of ``x`` → the same, with a label to the right, else to the left, where its row is free."""
    room = axis.share(HEAD / 2)
    following: dict[int, float] = {}
    limits = []
    for mark in reversed(marks):
        limits.append(following.get(mark.y, 100 + room) - room)
        following[mark.y] = mark.x
    taken: dict[int, float] = {}
    found = []
    for mark, limit in zip(marks, reversed(limits), strict=True):
        width, label = axis.label_width(mark), ""
        if mark.end + width <= limit:
            label = "right"
        elif mark.x - width >= taken.get(mark.y, -room):
            label = "left"
        taken[mark.y] = mark.end + (width if label == "right" else room)
        found.append(replace(mark, label=label))
    return found


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
        told = end = max(end, min(x + soft, 100.0))
    return Mark(
        deal=deal,
        other=deal.b if owner.pk == deal.a_id else deal.a,
        x=x,
        soft=soft,
        told=min(told, end),
        end=max(end, x),
        y=0,
        hollow=deal.stage in _UNSURE or deal.unsure,
        open=not over and deal.stage not in _UNSURE,
    )
