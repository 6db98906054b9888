"""What a feed holds, whatever its format: the dataclasses every feed reader of this package returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_ENTRIES = 5_000
"""Entries read of one feed; a hundred times what feeds hold, and still read within two seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. ``key`` identifies it within its feed: its guid, else its address, else a digest.

    A feed that lists one thing twice gives two entries with one key. Dates are as written, in UTC; future ones too.
    """

    key: str
    url: str = ""
    title: str = ""
    summary: str = ""
    """Plain text."""
    content: str = ""
    """Cleaned HTML where the feed carries the whole article."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What the feed says about when to ask again: minutes, hours (0-23, UTC) and days (0 Monday) to skip."""

    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    update_minutes: int | None = None
    """From sy:updatePeriod and sy:updateFrequency."""


@dataclass(frozen=True, slots=True)
class Feed:
    """``form`` is the format ("rss20", "atom10", "json1", "sitemap" …); ``warnings`` the ailments in plain words."""

    title: str = ""
    site_url: str = ""
    form: str = ""
    entries: tuple[Entry, ...] = ()
    hints: Hints = Hints()
    next_url: str = ""
    """RFC 5005 ``prev-archive`` or ``next`` link."""
    hub_url: str = ""
    warnings: tuple[str, ...] = ()
