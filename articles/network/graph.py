"""Deals → the companies and ties of one day: what stood then, bounded, the biggest first.

A tie is a pair of companies with all their deals on that day. What is true of a day is told as we know it now: a deal
stands from its first day until the day it ended; one without a date stands today alone. Its stage is what had been told
of it by then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from articles.ledger import FOREVER, KINDS, STAGES, Ints, Ledger, Mask
from articles.models import Company
from articles.models.claim import Stage
from articles.models.partnership import UNDATED
from articles.retrospect import find_stages

SHOWN = 60
"""Companies shown unless more are asked for."""
SIZES = (30, 60, 120, 300)
TIES = 1_000
FIRMNESS = (Stage.DENIED, Stage.ENDED, Stage.RUMOURED, Stage.PLANNED, Stage.ACTIVE, Stage.EXPANDED)
"""Stages, the least firm first: of several deals' stages a tie shows the firmest."""
_FIRM = np.array([FIRMNESS.index(Stage(name)) for name in STAGES])


class Tie(NamedTuple):
    """Two companies (``a`` the one with more deals), how many deals they have on the day and how many reports of these.

    ``stage`` is the firmest stage a deal of theirs had then, ``since`` when the first began (None: nobody says),
    ``until`` when the last ended (None: one goes on).
    """

    a: Company
    b: Company
    deals: int
    reports: int
    stage: str
    kinds: list[str]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Network:
    """The companies shown, most deals first, and the ties between them.

    ``deals`` maps a company's id to its deals on the day, also with companies that are not shown. ``total`` companies
    and ``total_deals`` passed the filters; ``undated`` deals did that have no date, and so no place on an earlier day.
    """

    day: date
    center: Company | None
    companies: list[Company]
    ties: list[Tie]
    deals: dict[int, int]
    total: int
    total_deals: int
    ties_left_out: int = 0
    undated: int = 0
    partners: dict[int, int] = field(default_factory=dict)

    @property
    def shown_deals(self) -> int:
        return sum(tie.deals for tie in self.ties)


def find_network(ledger: Ledger, day: date, today: date, *, passing: Mask, shown: int = SHOWN) -> Network:
    """The ``shown`` companies with most deals among those that pass and stood on ``day``, and every tie between them.

    Two queries at most; exact, whatever the number of deals.
    """
    chosen = np.flatnonzero(passing & ledger.standing(day, today))
    sizes = _count_sides(ledger, chosen)
    # Equal sizes in the order of their ids, so that nobody comes and goes by chance.
    order = np.argsort(-sizes, kind="stable")[:shown]
    biggest = order[sizes[order] > 0]
    inside = chosen[_both_among(ledger, chosen, biggest)]
    undated = _count_undated(ledger, passing, day, today)
    return _make(ledger, inside, sizes, biggest, day=day, today=today, total=len(chosen), undated=undated)


def find_neighbours(
    company: Company,
    ledger: Ledger,
    day: date,
    today: date,
    *,
    own: Mask,
    every: Mask,
    stages: Collection[str] = (),
    shown: int = SHOWN,
) -> Network:
    """One company with the partners it had most deals with on ``day``, and the ties among these. Three queries at most.

    ``own`` are the company's deals that pass the filters, ``every`` the deals of all companies that pass them, whatever
    their stage; of these only those of the ``stages`` are shown, as they had been told until the day (none: all).
    """
    standing = ledger.standing(day, today)
    chosen = np.flatnonzero(own & standing)
    sizes = _count_sides(ledger, chosen)
    partners = sizes.copy()
    partners[company.pk] = 0
    order = np.argsort(-partners, kind="stable")[: shown - 1]
    nearest = order[partners[order] > 0]
    others = np.flatnonzero(every & standing)
    between = others[_both_among(ledger, others, nearest)]
    if stages:
        wanted = np.isin(np.arange(len(STAGES)), [STAGES.index(Stage(name)) for name in stages])
        between = between[wanted[find_stages(ledger, between, day, today)]]
    inside = np.union1d(chosen, between)
    kept = np.append(nearest, company.pk)
    undated = _count_undated(ledger, own, day, today)
    return _make(ledger, inside, sizes, kept, day=day, today=today, total=len(inside), undated=undated, center=company)


def _count_undated(ledger: Ledger, passing: Mask, day: date, today: date) -> int:
    """Deals that would be shown if anybody gave them a date; today all of them are."""
    if day >= today:
        return 0
    return int(np.count_nonzero(passing & ledger.undated & (ledger.until > day.toordinal())))


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
    undated: int,
    center: Company | None = None,
) -> Network:
    """``inside``: places in the ledger of the deals between ``companies``, the newest first."""
    groups, left_out = _group(ledger, inside[_both_among(ledger, inside, companies)])
    rows = Company.objects.for_lists().by_id(
        {company for pair in groups.pairs for company in pair} | ({center.pk} if center else set())
    )
    counts = {pk: int(sizes[pk]) for pk in rows}
    ties = _make_ties(ledger, groups, find_stages(ledger, groups.places, day, today), rows, counts)
    return Network(
        day=day,
        center=center,
        companies=sorted(rows.values(), key=lambda row: (-counts[row.id], row.name)),
        ties=ties,
        deals=counts,
        total=int(np.count_nonzero(sizes)),
        total_deals=total,
        ties_left_out=left_out + len(groups.pairs) - len(ties),
        undated=undated,
        partners=Counter(side.id for tie in ties for side in (tie.a, tie.b)),
    )


class Groups(NamedTuple):
    """Deals by pair: ``places`` in the ledger, those of a pair side by side from its entry in ``starts`` on."""

    pairs: list[tuple[int, int]]
    places: Ints
    starts: Ints


def _group(ledger: Ledger, inside: Ints) -> tuple[Groups, int]:
    """The pairs of these deals, at most `TIES`: those with more deals, then those of the newest ones; how many more."""
    size = len(ledger.sectors)
    a, b = ledger.a[inside], ledger.b[inside]
    keys, first, of_deal, counts = np.unique(
        np.minimum(a, b) * size + np.maximum(a, b), return_index=True, return_inverse=True, return_counts=True
    )
    kept = np.lexsort((first, -counts))[:TIES]
    rank = np.full(len(keys), TIES)
    rank[kept] = np.arange(len(kept))
    ranks = rank[of_deal]
    # Stable: a pair's deals stay the newest first. Those of pairs left out come last and fall away.
    order = np.argsort(ranks, kind="stable")[: counts[kept].sum()]
    pairs = list(zip((keys[kept] // size).tolist(), (keys[kept] % size).tolist(), strict=True))
    return Groups(pairs, inside[order], np.cumsum(counts[kept]) - counts[kept]), len(keys) - len(kept)


def _make_ties(
    ledger: Ledger, groups: Groups, stages: Ints, rows: Mapping[int, Company], counts: Mapping[int, int]
) -> list[Tie]:
    """A tie for each pair, summed up in arrays; ``stages`` as `find_stages` gives them for the groups' places."""
    places, starts = groups.places, groups.starts
    if not len(starts):
        return []
    ended = ledger.ended[places]
    over = np.minimum.reduceat(ended, starts) > 0
    columns = (
        np.diff(starts, append=len(places)),
        np.add.reduceat(ledger.reports[places], starts),
        np.maximum.reduceat(_FIRM[stages], starts),
        np.bitwise_or.reduceat(1 << ledger.kinds[places], starts),
        np.minimum.reduceat(np.where(ledger.days[places] > UNDATED.toordinal(), ledger.days[places], FOREVER), starts),
        np.where(over, np.maximum.reduceat(ended, starts), 0),
    )
    ranks = {pk: rank for rank, pk in enumerate(sorted(rows, key=lambda pk: (-counts[pk], rows[pk].slug)))}
    ties = []
    for (one, other), *said in zip(groups.pairs, *(column.tolist() for column in columns), strict=True):
        # The ledger may name a company for some minutes after it was deleted.
        if one in rows and other in rows:
            a, b = (one, other) if ranks[one] < ranks[other] else (other, one)
            deals, reports, firm, kinds, since, until = said
            ties.append(
                Tie(
                    rows[a], rows[b], deals, reports, FIRMNESS[firm].value, list(_name_kinds(kinds)),
                    date.fromordinal(since) if since < FOREVER else None, date.fromordinal(until) if until else None,
                )
            )  # fmt: skip
    return ties


@cache
def _name_kinds(bits: int) -> tuple[str, ...]:
    """Kinds as bits, by their places in `KINDS` → their names in order."""
    return tuple(sorted(kind for place, kind in enumerate(KINDS) if bits >> place & 1))
