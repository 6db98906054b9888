"""What one listing of a source's history brought → pages: those of its site and span that nobody has brought yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings

from articles.arrivals import make_page, why_off_topic
from articles.extract.feed.entries import Entry
from articles.extract.feed.listing import find_days, overlaps, words_of
from articles.extract.page import canonical_url
from articles.extract.page.urls import same_site
from articles.extract.relevance import judge_entry
from articles.feeds import hints_of
from articles.fetch.pace import MAX_INTERVAL_SECONDS, Wait
from articles.models import Backfill, Page, Source
from articles.models.insertion import insert_new
from articles.models.page import url_key
from articles.visits import robots_of

BATCH = 500

LISTED = 5_000
"""Left-out pages that get a row of their own, to be looked through by a person; further ones are only counted."""

LONGEST_LISTING = 1_000
"""Characters of a listing's address."""


@dataclass(frozen=True, slots=True)
class Find:
    """An address nobody has brought yet; ``reason`` says why it is left out, "" where its page is to be fetched.

    Not a page yet: a sitemap brings fifty thousand, and rows as objects would take ten times the memory.
    """

    url: str
    entry: Entry
    reason: str = ""


@dataclass(slots=True)
class Haul:
    """What one listing brought: addresses that are new, and those of which we hold only our own brief.

    The new pages are to be fetched one after another from ``start`` on, ``gap`` seconds apart.
    """

    new: list[Find] = field(default_factory=list)
    briefs: list[Find] = field(default_factory=list)
    start: datetime | None = None
    gap: float = 0.0


def find_in_span(backfill: Backfill, entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entries of this site between the two days, by canonical address. One without any day is taken.

    The day is the entry's own, else the one in its address, else its last change.
    """
    span, found = (backfill.since, backfill.until), dict[str, Entry]()
    home = home_of(backfill.source)
    for entry in entries:
        days = find_days(entry.url)
        if moment := entry.published or (entry.updated if days is None else None):
            days = moment.date(), moment.date()
        if (days is None or overlaps(days, span)) and (address := _address(entry.url, home)):
            # The entry's own text where it is canonical, as most are: fifty thousand copies of it are megabytes.
            found.setdefault(entry.url if address == entry.url else address, entry)
    return found


def weigh_all(backfill: Backfill, entries: dict[str, Entry], haul: Haul) -> None:
    """Pages for the addresses nobody has brought yet, and our briefs that give way to the reports they are of."""
    backfill.found += len(entries)
    urls = list(entries)
    for start in range(0, len(urls), BATCH):
        keys = {url_key(url): url for url in urls[start : start + BATCH]}
        known = dict(Page.objects.filter(key__in=keys).values_list("key", "origin"))
        for key, url in keys.items():
            if known.get(key) == Page.Origin.BRIEF:
                backfill.made += 1
                haul.briefs.append(Find(url, entries[url]))
            elif key not in known:
                find = Find(url, entries[url], _weigh(backfill, url, entries[url]))
                if not find.reason or backfill.left_out <= LISTED:
                    haul.new.append(find)


def save_haul(backfill: Backfill, haul: Haul) -> None:
    """Write the pages; an address that another worker has brought meanwhile makes none."""
    insert_new(_make_pages(backfill, haul))
    for find in haul.briefs:
        make_page(find.url, origin=Page.Origin.HISTORY, source=backfill.source, hints=_hints(find.entry))


def spread_out(haul: Haul, start: datetime, gap: float) -> datetime:
    """Have the pages fetched one after another, ``gap`` seconds apart; gives when the last one is."""
    haul.start, haul.gap = start, gap
    return start + timedelta(seconds=gap) * sum(not find.reason for find in haul.new)


def _make_pages(backfill: Backfill, haul: Haul) -> Iterator[Page]:
    at = haul.start
    for find in haul.new:
        page = Page(
            url=find.url, key=url_key(find.url), source_id=backfill.source_id, origin=Page.Origin.HISTORY,
            hints=_hints(find.entry), state=Page.State.LEFT_OUT if find.reason else Page.State.NEW, reason=find.reason,
        )  # fmt: skip
        if at is not None and haul.gap and not find.reason:
            at += timedelta(seconds=haul.gap)
            page.retry_at = at
        yield page


def on_site(source: Source, urls: Iterable[str]) -> list[str]:
    """The addresses on the source's own site: its listings speak for no other, whatever they name."""
    return [url for url in urls if len(url) <= LONGEST_LISTING and same_site(url, home_of(source))]


def home_of(source: Source) -> str:
    feed = None if source.site_url else source.feeds.first()
    return source.site_url or (feed.url if feed else "")


def gap_of(url: str) -> float:
    """Seconds between two requests to this site."""
    robots = robots_of(url) if url else None
    delay = None if robots is None or isinstance(robots, Wait) else robots.crawl_delay
    return max(float(settings.HOST_GAP), min(delay or 0.0, MAX_INTERVAL_SECONDS))


def _weigh(backfill: Backfill, url: str, entry: Entry) -> str:
    """Why the page of an address that is new is left out; empty where it is to be fetched."""
    reason = ""
    if backfill.source.topics_only:
        reason = why_off_topic(backfill.source, judge_entry(entry.title or words_of(url), entry.summary))
    if reason:
        backfill.left_out += 1
    else:
        backfill.made += 1
    return reason


def _hints(entry: Entry) -> dict[str, str]:
    """What a listing knows of a page; its last change is not the day it was published."""
    return hints_of(replace(entry, updated=None))


def _address(url: str, home: str) -> str:
    """An entry's canonical address, or nothing where it has none on the source's own site."""
    try:
        address = canonical_url(url)
    except ValueError:
        return ""
    return address if same_site(address, home) else ""
