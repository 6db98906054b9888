"""Feed bytes → entries: RSS 0.9x to 2.0, RDF, Atom, JSON Feed and news sitemaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. ``key`` identifies it within its feed: its guid, else its address, else a digest."""

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
    """``form`` is the feed's format ("rss20", "atom10", "json1", "sitemap" …); ``warnings`` its ailments in plain words."""

    title: str = ""
    site_url: str = ""
    form: str = ""
    entries: tuple[Entry, ...] = ()
    hints: Hints = Hints()
    next_url: str = ""
    """RFC 5005 ``prev-archive`` or ``next`` link."""
    hub_url: str = ""
    warnings: tuple[str, ...] = ()


def parse_feed(data: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """Read a feed; what can be saved from a broken one is returned with a warning.

    ``ParseError`` when the bytes are no feed at all ("this is a web page, not a feed; its own feeds are: …").
    """
    raise NotImplementedError


def find_feed_links(html: bytes, *, url: str) -> list[tuple[str, str]]:
    """Feeds a page points at, best first: ``(address, title)`` from link tags and well-known anchors."""
    raise NotImplementedError
