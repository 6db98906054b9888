"""Deals → the companies and ties of one day: what stood then, bounded, the biggest first.

A tie is a pair of companies with all their deals on that day. What is true of a day is told as we know it now: a deal
stands from its first day until the day it ended. Its stage is what had been told of it by then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from articles.extract.partnerships import Statement, join_statements
from articles.joining import JUDGED
from articles.models import Claim, Company, Partnership
from articles.models.claim import Stage, make_when

SHOWN = 60
"""Companies shown unless more are asked for."""
SIZES = (30, 60, 120, 300)
TIES = 1_000
CAP = 20_000
"""Deals of one company and its partners that are looked at, the newest first."""
Ints = NDArray[np.int64]
OVER = (Stage.ENDED, Stage.DENIED)
_FIRMNESS = {
    stage.value: rank
    for rank, stage in enumerate(
        (Stage.DENIED, Stage.ENDED, Stage.RUMOURED, Stage.PLANNED, Stage.ACTIVE, Stage.EXPANDED)
    )
}


class Fact(NamedTuple):
    """What a tie needs to know of a deal: hundreds are drawn, so no whole rows."""

    pk: int
    kind: str
    stage: str
    shown_on: date
    ended_on: date | None
    last_on: date | None
    reports_count: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two companies (``a`` the one with more deals) and their deals on the day.

    ``stage`` is the firmest stage a deal of theirs had then, ``since`` when the first began, ``until`` when the last
    ended (None: one goes on).
    """

    a: Company
    b: Company
    deals: list[Fact]
    stage: str
    kinds: list[str]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Network:
    """The companies shown, most deals first, and the ties between them.

    ``deals`` maps a company's id to its deals on the day, also with companies that are not shown. ``total`` companies
    and ``total_deals`` passed the filters; ``capped`` says that only the newest `CAP` deals were looked at.
    """

    day: date
    center: Company | None
    companies: list[Company]
    ties: list[Tie]
    deals: dict[int, int]
    total: int
    total_deals: int
    capped: bool
    ties_left_out: int = 0
    partners: dict[int, int] = field(default_factory=dict)

    @property
    def shown_deals(self) -> int:
        return sum(len(tie.deals) for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals as arrays of ids: the deals', and their companies'; the newest first."""

    ids: Ints
    a: Ints
    b: Ints


def find_network(deals: Deals, day: date, today: date, *, shown: int = SHOWN) -> Network:
    """The ``shown`` companies with most deals among ``deals``, which stood on ``day``, and every tie between them.

    Three queries at most; exact, whatever the number of deals.
    """
    sizes = np.bincount(np.concatenate([deals.a, deals.b])) if len(deals.ids) else np.zeros(1, np.int64)
    # Equal sizes in the order of their ids, so that nobody comes and goes by chance.
    order = np.argsort(-sizes, kind="stable")[:shown]
    biggest = order[sizes[order] > 0]
    inside = np.isin(deals.a, biggest) & np.isin(deals.b, biggest)
    columns = (array[inside].tolist() for array in (deals.ids, deals.a, deals.b))
    counts = Counter({int(pk): int(sizes[pk]) for pk in np.flatnonzero(sizes)})
    return _make(
        list(zip(*columns, strict=True)), counts, set(biggest.tolist()), day=day, today=today, total=len(deals.ids)
    )


def read_deals(deals: QuerySet[Partnership], day: date) -> Deals:
    """The newest `CAP` deals of a query that stood on a day. One query."""
    rows = np.array(_find_pairs(live_on(deals, day))[:CAP], np.int64).reshape(-1, 3)
    return Deals(rows[:, 0], rows[:, 1], rows[:, 2])


def ended_after(day: date) -> list[int]:
    """Ids of deals that have ended by now and still stood on ``day``. One query."""
    return list(live_on(Partnership.objects.filter(stage=Stage.ENDED).order_by(), day).values_list("pk", flat=True))


def find_neighbours(
    company: Company,
    own: QuerySet[Partnership],
    every: QuerySet[Partnership],
    day: date,
    today: date,
    *,
    shown: int = SHOWN,
) -> Network:
    """One company with the partners it had most deals with on ``day``, and the ties among these. Five queries.

    ``own`` are the company's deals that pass the filters, ``every`` the deals of all companies that pass them.
    """
    pairs = _find_pairs(live_on(own, day))
    counts = _count(pairs)
    del counts[company.pk]
    nearest = [other for other, _deals in counts.most_common(shown - 1)]
    between = _find_pairs(live_on(every, day).filter(a__in=nearest, b__in=nearest)) if nearest else []
    counts[company.pk] = len(pairs)
    found = list(dict.fromkeys([*pairs, *between]))
    return _make(
        found[:CAP], counts, {company.pk, *nearest}, center=company, day=day, today=today, total=len(found),
        capped=len(found) > CAP,
    )  # fmt: skip


def live_on(deals: QuerySet[Partnership], day: date) -> QuerySet[Partnership]:
    """Deals that had begun by ``day`` and not ended; denied ones never began. Where no end is known: the last word."""
    goes_on = ~Q(stage__in=OVER)
    ended_later = Q(stage=Stage.ENDED, ended_on__gt=day)
    told_later = Q(stage=Stage.ENDED, ended_on__isnull=True, last_on__gt=day)
    return deals.filter(goes_on | ended_later | told_later, shown_on__lte=day)


Pair = tuple[int, int, int]
"""A deal's id and its companies'."""


def _find_pairs(deals: QuerySet[Partnership]) -> list[Pair]:
    return list(deals.values_list("pk", "a_id", "b_id")[: CAP + 1])


def _count(pairs: Iterable[Pair]) -> Counter[int]:
    """Company → deals; equal counts in the order of their ids, so that nobody comes and goes by chance."""
    counts = Counter(company for _deal, a, b in pairs for company in (a, b))
    return Counter(dict(sorted(counts.items())))


def _make(
    pairs: Sequence[Pair],
    counts: Counter[int],
    ids: set[int],
    *,
    day: date,
    today: date,
    total: int,
    center: Company | None = None,
    capped: bool = False,
) -> Network:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for deal, a, b in pairs:
        if a in ids and b in ids:
            groups[min(a, b), max(a, b)].append(deal)
    # The ties kept when there are too many: those of more deals, then those of the newest ones.
    kept = sorted(groups, key=lambda pair: (-len(groups[pair]), -groups[pair][0]))[:TIES]
    rows = {row.pk: row for row in _read_deals(deal for pair in kept for deal in groups[pair])}
    stages = find_stages(rows.values(), day, today)
    companies = Company.objects.in_bulk(
        {company for pair in kept for company in pair} | ({center.pk} if center else set())
    )
    ties = [
        _make_tie(companies, counts, pair, [rows[deal] for deal in groups[pair] if deal in rows], stages)
        for pair in kept
    ]
    order = sorted(companies.values(), key=lambda row: (-counts[row.pk], row.name))
    return Network(
        day=day,
        center=center,
        companies=order,
        ties=ties,
        deals=dict(counts),
        total=len(counts),
        total_deals=total,
        capped=capped,
        ties_left_out=len(groups) - len(kept),
        partners=Counter(side.pk for tie in ties for side in (tie.a, tie.b)),
    )


def _make_tie(
    companies: dict[int, Company],
    counts: Counter[int],
    pair: tuple[int, int],
    deals: list[Fact],
    stages: dict[int, str],
) -> Tie:
    a, b = sorted((companies[pk] for pk in pair), key=lambda row: (-counts[row.pk], row.slug))
    ends = [deal.ended_on for deal in deals if deal.ended_on]
    return Tie(
        a=a,
        b=b,
        deals=deals,
        stage=max((stages[deal.pk] for deal in deals), key=_FIRMNESS.__getitem__),
        kinds=sorted({deal.kind for deal in deals}),
        since=min(deal.shown_on for deal in deals),
        until=max(ends) if len(ends) == len(deals) else None,
    )


def _read_deals(ids: Iterable[int]) -> list[Fact]:
    rows = Partnership.objects.filter(pk__in=list(ids)).order_by()
    return [Fact(*row) for row in rows.values_list(*Fact._fields)]


def find_stages(rows: Iterable[Fact], day: date, today: date) -> dict[int, str]:
    """Deal id → its stage by what had been told until ``day``. At most one query, none for today.

    Of a deal that nobody had written about yet we know from later reports only that it stood.
    """
    rows = list(rows)
    stages = {row.pk: row.stage for row in rows}
    later = [row for row in rows if day < today and (row.last_on is None or row.last_on > day)]
    if not later:
        return stages
    told = _read_statements([row.pk for row in later], day)
    for row in later:
        if said := told.get(row.pk):
            stages[row.pk] = join_statements(said).stage
        elif row.stage in OVER:
            stages[row.pk] = Stage.ACTIVE
    return stages


def _read_statements(deals: Sequence[int], day: date) -> dict[int, list[Statement]]:
    """What the deals' standing claims said in articles until ``day``."""
    claims = Claim.objects.standing().filter(partnership__in=deals, article__published__lte=day).order_by()
    found: dict[int, list[Statement]] = defaultdict(list)
    columns = (
        "partnership",
        "stage",
        "on",
        "precision",
        "article",
        "article__published",
        "article__story",
        "confidence",
        "review",
    )
    for deal, stage, on, precision, article, told, story, confidence, review in claims.values_list(*columns):
        when = make_when(on, precision)
        found[deal].append(Statement(stage, when, told, article, story or -article, confidence, review in JUDGED))
    return found
