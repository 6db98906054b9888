"""Counts over time: what moved since a day, who is busier than usual, how alive the feeds are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from articles.extract.claims import DEALS
from articles.models import Company, Entry, Feed, Partnership, Party

WEEKS = 16
"""Weeks a feed's sparkline looks back."""
YEARS = 4
"""The years before the last one that make up a company's own average."""
CANDIDATES = 60
TROUBLES = 10


@dataclass(frozen=True, slots=True)
class Motion:
    """``deals`` in the last twelve months against ``usual``, its average a year over the `YEARS` before."""

    company: Company
    deals: int
    usual: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A feed with its entries a week, the oldest week first, and what is wrong with it."""

    feed: Feed
    weeks: list[int]
    trouble: str

    @property
    def total(self) -> int:
        return sum(self.weeks)


def find_motion(today: date, *, limit: int = 8) -> list[Motion]:
    """Companies with at least two deals in twelve months and more than their own average. Three queries."""
    since = today - timedelta(days=365)
    recent = _count_deals(since, today)
    busiest = sorted((pk for pk, n in recent.items() if n >= 2), key=lambda pk: (-recent[pk], pk))[:CANDIDATES]
    before = _count_deals(since - timedelta(days=365 * YEARS), since, busiest)
    companies = Company.objects.in_bulk(busiest)
    found = [Motion(companies[pk], recent[pk], before.get(pk, 0) / YEARS) for pk in busiest]
    moving = [motion for motion in found if motion.deals > motion.usual]
    return sorted(moving, key=lambda motion: (motion.usual - motion.deals, motion.company.name))[:limit]


def _count_deals(after: date, until: date, companies: Sequence[int] | None = None) -> dict[int, int]:
    """Deals first shown after one day until another, by company id; a deal counts for both of its companies."""
    parties: QuerySet[Party] = Party.objects.filter(kind__in=sorted(DEALS))
    if companies is None:
        fresh = Partnership.objects.filter(shown_on__gt=after, shown_on__lte=until)
        parties = parties.filter(partnership__in=fresh.values("pk"))
    else:
        parties = parties.filter(company__in=companies, shown_on__gt=after, shown_on__lte=until)
    return dict(parties.order_by().values_list("company").annotate(Count("pk")))


def changed_since(moment: datetime) -> QuerySet[Partnership]:
    """Deals that are new or say something new since a moment, the latest change first."""
    deals = Partnership.objects.filter(kind__in=sorted(DEALS), changed_at__gt=moment)
    return deals.select_related("a", "b").order_by("-changed_at", "-pk")


def latest_deals() -> QuerySet[Partnership]:
    """Deals by the day they were announced, the newest first."""
    deals = Partnership.objects.filter(kind__in=sorted(DEALS))
    return deals.select_related("a", "b").order_by("-shown_on", "-pk")


def find_pulses(feeds: Iterable[Feed], now: datetime) -> list[Pulse]:
    """Entries a week of each feed over the last `WEEKS` weeks: one query for all feeds."""
    feeds = list(feeds)
    start = now - timedelta(weeks=WEEKS)
    columns = {
        f"w{week}": Count(
            "pk",
            filter=Q(
                first_seen_at__gt=start + timedelta(weeks=week), first_seen_at__lte=start + timedelta(weeks=week + 1)
            ),
        )
        for week in range(WEEKS)
    }
    rows: Any = (
        Entry.objects.filter(feed__in=[feed.pk for feed in feeds], first_seen_at__gt=start)
        .order_by()
        .values("feed")
        .annotate(**columns)
    )
    counts = {row["feed"]: [row[f"w{week}"] for week in range(WEEKS)] for row in rows}
    return [Pulse(feed, counts.get(feed.pk, [0] * WEEKS), find_trouble(feed)) for feed in feeds]


def find_trouble(feed: Feed) -> str:
    """One word for what is wrong with a feed: ``gone``, ``failing``, ``throttled``; empty when all is well."""
    if feed.state == Feed.State.GONE:
        return "gone"
    if feed.state == Feed.State.PAUSED:
        return ""
    if feed.throttled:
        return "throttled"
    return "failing" if feed.failures or feed.error else ""


def find_troubled_feeds() -> list[Feed]:
    """Feeds whose last poll failed or that are gone, the most stubborn first. One query."""
    bad = Q(state=Feed.State.GONE) | Q(state=Feed.State.ACTIVE, failures__gt=0)
    return list(Feed.objects.filter(bad).select_related("source").order_by("-failures", "pk")[:TROUBLES])
