"""What moved since a day, and how alive the feeds are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from articles.extract.claims import DEALS
from articles.models import Entry, Feed, Partnership

WEEKS = 16
"""Weeks a feed's sparkline looks back."""
TROUBLES = 10


@dataclass(frozen=True, slots=True)
class Pulse:
    """A feed with its entries a week, the oldest week first, and what is wrong with it."""

    feed: Feed
    weeks: list[int]
    trouble: str

    @property
    def total(self) -> int:
        return sum(self.weeks)


def changed_since(moment: datetime) -> QuerySet[Partnership]:
    """Deals that are new or say something new since a moment, the latest change first."""
    deals = Partnership.objects.filter(kind__in=sorted(DEALS), changed_at__gt=moment)
    return deals.order_by("-changed_at", "-pk")


def latest_deals() -> QuerySet[Partnership]:
    """Deals by the day they were announced, the newest first."""
    deals = Partnership.objects.filter(kind__in=sorted(DEALS))
    return deals.order_by("-shown_on", "-pk")


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
    """One word for what is wrong with a feed: ``gone``, ``failing``, ``throttled``, ``silent``, or nothing."""
    if feed.state == Feed.State.GONE:
        return "gone"
    if feed.state == Feed.State.PAUSED:
        return ""
    if feed.throttled:
        return "throttled"
    if feed.failures or feed.error:
        return "failing"
    return "silent" if feed.silence else ""


@dataclass(frozen=True, slots=True)
class Health:
    """How many feeds there are, were asked at least once, and are in trouble as `find_trouble` says."""

    feeds: int
    asked: int
    troubled: int


TROUBLED = Q(state=Feed.State.GONE) | (
    ~Q(state=Feed.State.PAUSED) & (Q(throttled=True) | Q(failures__gt=0) | ~Q(error="") | ~Q(silence=""))
)
"""`find_trouble` as a question to the database."""


def find_health() -> Health:
    """One query."""
    asked = Q(last_polled_at__isnull=False) | Q(last_success_at__isnull=False)
    return Health(
        **Feed.objects.aggregate(
            feeds=Count("pk"), asked=Count("pk", filter=asked), troubled=Count("pk", filter=TROUBLED)
        )
    )


def find_troubled_feeds() -> list[Feed]:
    """Feeds whose last poll failed, that are gone or silent, the most stubborn first. One query."""
    troubled = Q(failures__gt=0) | ~Q(silence="")
    bad = Q(state=Feed.State.GONE) | Q(troubled, state=Feed.State.ACTIVE)
    return list(Feed.objects.filter(bad).select_related("source").order_by("-failures", "pk")[:TROUBLES])
