"""Deals → the companies and ties of one day: what stood then, bounded, the biggest first.

A tie is a pair of companies with all their deals on that day. What is true of a day is told as we know it now: a deal
stands from its first day until the day it ended. Its stage is what had been told of it by then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from articles.extract.partnerships import Statement, join_statements
from articles.joining import JUDGED
from articles.ledger import KINDS, STAGES, Ints, Ledger, Mask
from articles.models import Claim, Company
from articles.models.claim import Stage, make_when

SHOWN = 60
"""Companies shown unless more are asked for."""
SIZES = (30, 60, 120, 300)
TIES = 1_000
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
    and ``total_deals`` passed the filters.
    """

    day: date
    center: Company | None
    companies: list[Company]
    ties: list[Tie]
    deals: dict[int, int]
    total: int
    total_deals: int
    ties_left_out: int = 0
    partners: dict[int, int] = field(default_factory=dict)

    @property
    def shown_deals(self) -> int:
        return sum(len(tie.deals) for tie in self.ties)


def find_network(ledger: Ledger, day: date, today: date, *, passing: Mask, shown: int = SHOWN) -> Network:
    """The ``shown`` companies with most deals among those that pass and stood on ``day``, and every tie between them.

    Two queries at most; exact, whatever the number of deals.
    """
    chosen = np.flatnonzero(passing & ledger.standing(day))
    sizes = _count_sides(ledger, chosen)
    # Equal sizes in the order of their ids, so that nobody comes and goes by chance.
    order = np.argsort(-sizes, kind="stable")[:shown]
    biggest = order[sizes[order] > 0]
    inside = chosen[_both_among(ledger, chosen, biggest)]
    return _make(ledger, inside, sizes, biggest, day=day, today=today, total=len(chosen))


def find_neighbours(
    company: Company, ledger: Ledger, day: date, today: date, *, own: Mask, every: Mask, shown: int = SHOWN
) -> Network:
    """One company with the partners it had most deals with on ``day``, and the ties among these. Two queries at most.

    ``own`` are the company's deals that pass the filters, ``every`` the deals of all companies that pass them.
    """
    standing = ledger.standing(day)
    chosen = np.flatnonzero(own & standing)
    sizes = _count_sides(ledger, chosen)
    partners = sizes.copy()
    partners[company.pk] = 0
    order = np.argsort(-partners, kind="stable")[: shown - 1]
    nearest = order[partners[order] > 0]
    others = np.flatnonzero(every & standing)
    between = others[_both_among(ledger, others, nearest)]
    inside = np.union1d(chosen, between)
    kept = np.append(nearest, company.pk)
    return _make(ledger, inside, sizes, kept, day=day, today=today, total=len(inside), center=company)


def _count_sides(ledger: Ledger, chosen: Ints) -> Ints:
    """Deals by company id."""
    return np.bincount(np.concatenate([ledger.a[chosen], ledger.b[chosen]]), minlength=len(ledger.sectors))


def _both_among(ledger: Ledger, chosen: Ints, companies: Ints) -> Mask:
    """Which of the chosen deals have both of their companies among these."""
    table = np.zeros(len(ledger.sectors), np.bool_)
    table[companies] = True
    found: Mask = table[ledger.a[chosen]] & table[ledger.b[chosen]]
    return found


def _make(
    ledger: Ledger,
    inside: Ints,
    sizes: Ints,
    companies: Ints,
    *,
    day: date,
    today: date,
    total: int,
    center: Company | None = None,
) -> Network:
    """``inside``: places in the ledger of the deals between ``companies``, the newest first."""
    inside = inside[_both_among(ledger, inside, companies)]
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, a, b in zip(*(array.tolist() for array in (inside, ledger.a[inside], ledger.b[inside])), strict=True):
        groups[min(a, b), max(a, b)].append(place)
    # The ties kept when there are too many: those of more deals, then those of the newest ones.
    kept = sorted(groups, key=lambda pair: (-len(groups[pair]), groups[pair][0]))[:TIES]
    facts = _read_facts(ledger, [place for pair in kept for place in groups[pair]])
    stages = find_stages(facts.values(), day, today)
    rows = Company.objects.for_lists().in_bulk(
        {company for pair in kept for company in pair} | ({center.pk} if center else set())
    )
    # The ledger may name a company for some minutes after it was deleted.
    kept = [pair for pair in kept if pair[0] in rows and pair[1] in rows]
    counts = {pk: int(sizes[pk]) for pk in rows}
    ties = [_make_tie(rows, counts, pair, [facts[place] for place in groups[pair]], stages) for pair in kept]
    return Network(
        day=day,
        center=center,
        companies=sorted(rows.values(), key=lambda row: (-counts[row.pk], row.name)),
        ties=ties,
        deals=counts,
        total=int(np.count_nonzero(sizes)),
        total_deals=total,
        ties_left_out=len(groups) - len(kept),
        partners=Counter(side.pk for tie in ties for side in (tie.a, tie.b)),
    )


def _read_facts(ledger: Ledger, places: list[int]) -> dict[int, Fact]:
    """Places in the ledger → what ties need to know of the deals there."""
    columns = [
        getattr(ledger, name)[places].tolist()
        for name in ("ids", "kinds", "stages", "days", "ended", "last", "reports")
    ]
    return {
        place: Fact(pk, KINDS[kind], STAGES[stage], date.fromordinal(shown), _day(ended), _day(last), reports)
        for place, pk, kind, stage, shown, ended, last, reports in zip(places, *columns, strict=True)
    }


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _make_tie(
    companies: dict[int, Company],
    counts: Mapping[int, int],
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
