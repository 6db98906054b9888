"""Feeds as rows: what is remembered of one between two polls, and its entries, each seen once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce

from articles.arrivals import URN, source_of, why_off_topic
from articles.directory import catalogue_of_rows, host_of
from articles.extract import feed as extract
from articles.extract.feed.entries import Hints
from articles.extract.mentions import find_mentions
from articles.extract.page import canonical_url
from articles.extract.relevance import judge_entry
from articles.models import Entry, Feed, Page, Source
from articles.models.columns import as_utc, clean, fit
from articles.models.insertion import BATCH, prepare_columns
from articles.models.page import url_key
from articles.models.prepared import Given, Prepared, number_each, update_row
from articles.schedule import Decision, FeedState

REMEMBERED = (
    "url", "state", "etag", "last_modified", "body_hash", "interval_seconds", "interval_why", "failures", "throttled",
    "not_modified_streak", "last_full_at", "permanent_target", "permanent_streak", "error",
)  # fmt: skip
"""Columns of a feed's row that are fields of its `FeedState`."""

TEASER = 4000
"""Characters of a feed's own text that are kept in case the page cannot be read."""

RECENT = 50
_RECENT = Prepared(
    lambda: (
        Entry.objects.filter(feed=Given("feed"))
        .order_by("-first_seen_at")
        .values_list(Coalesce("published_at", "first_seen_at"))[:RECENT]
    )
)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a poll brought: entries not seen before, pages that wait to be fetched, entries edited since."""

    entries: int = 0
    pages: tuple[int, ...] = ()
    edited: int = 0


def state_of(row: Feed) -> FeedState:
    """What the scheduler has to know of a feed."""
    known: dict[str, Any] = {name: getattr(row, name) for name in REMEMBERED}
    hints: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.hints.items()
    }
    return FeedState(**known, hints=Hints(**hints))


def save_decision(
    row: Feed,
    decision: Decision,
    now: datetime,
    *,
    good: bool,
    silence: str = "",
    told: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Write what was decided and let the feed go; False when the lease was lost meanwhile, and nothing is written.

    ``told`` are columns that the answer itself filled (title, warnings). ``good``: the poll went well; without a
    ``silence`` nothing else ails the feed, and a next trouble is told anew.
    """
    # Only what the poll changed: a person may have paused the feed, or mended its address, while it was asked.
    known: dict[str, Any] = {name: getattr(decision.state, name) for name in REMEMBERED}
    fields = {name: value for name, value in known.items() if value != getattr(row, name)}
    fields["hints"] = {name: value for name, value in asdict(decision.state.hints).items() if value}
    fields |= {name: value for name, value in told.items() if value != getattr(row, name)}
    fields |= {"next_poll_at": decision.at, "lease_until": None, "last_polled_at": now}
    if good:
        fields |= {"last_success_at": now, "silence": silence}
    if good and not silence:
        fields["reported_at"] = None
    if decision.moved_from:
        if Feed.objects.filter(url=decision.state.url).exclude(pk=row.pk).exists():
            # The new address is a feed of ours already: this row keeps its own and goes on being led there.
            fields.pop("url", None)
        else:
            fields["old_urls"] = [*row.old_urls, decision.moved_from]
    return update_row(Feed, fit(Feed, fields), pk=row.pk, lease_until=row.lease_until)


def recent_days(row: Feed) -> list[datetime]:
    """When the feed's newest entries were published (seen, where they do not say), newest first."""
    return sorted((day for (day,) in _RECENT.rows(feed=row.pk)), reverse=True)


def save_entries(row: Feed, entries: Sequence[extract.Entry], now: datetime) -> Arrivals:
    """Remember a feed's entries and make the pages of those not seen before.

    Identity survives missing, repeated and changing guids: an entry is known by its key, else by its address in this
    feed. A known entry whose words changed has its page fetched again; one that comes back after expiry does not.

    Cut off between its two transactions, the next poll finds the pages there already and goes on from them.
    """
    fresh = {_digest(entry.key): entry for entry in reversed(entries)}
    urls = {key: _address(entry) for key, entry in fresh.items()}
    known = _known_entries(row, urls) if row.last_new_at else {}  # a feed that has brought nothing yet knows none
    new = {key: entry for key, entry in fresh.items() if key not in known}
    pages = _make_pages(row, [(urls[key], entry) for key, entry in new.items()], now) if new else {}
    # Made before the transaction begins: it holds up all other writers.
    batches = list(prepare_columns(Entry, _new_entries(row, new, urls, pages, now)))
    with transaction.atomic():
        edited = _save_known(known, fresh, now)
        for batch in batches:
            batch.insert()
        if new:
            Feed.objects.filter(pk=row.pk).update(last_new_at=now)
    waiting = tuple(page for page, state in pages.values() if state == Page.State.NEW)
    return Arrivals(len(new), waiting, edited)


def _new_entries(
    row: Feed, new: Mapping[str, extract.Entry], urls: Mapping[str, str], pages: Mapping[str, tuple[int, str]],
    now: datetime,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The columns of entries not seen before."""
    for key, entry in new.items():
        yield {
            "feed_id": row.pk,
            "key": key,
            "page_id": pages.get(urls[key], (None, ""))[0],
            "url": urls[key],
            "title": clean(entry.title)[:500],
            "content_hash": _words_hash(entry),
            "published_at": _clamp(entry.published, now),
            "first_seen_at": now,
            "last_seen_at": now,
        }


def _save_known(
    known: Mapping[str, tuple[int, int | None, str]], fresh: Mapping[str, extract.Entry], now: datetime
) -> int:
    """Note that known entries were listed again; gives how many of them were edited."""
    edited = 0
    for key, (entry_id, page_id, old_words) in known.items():
        words = _words_hash(fresh[key])
        if words != old_words:
            edited += 1
            Entry.objects.filter(pk=entry_id).update(content_hash=words)
            if page_id is not None:
                _reopen(page_id, fresh[key])
    if known:
        Entry.objects.filter(pk__in=[entry_id for entry_id, *_ in known.values()]).update(last_seen_at=now)
    return edited


def _known_entries(row: Feed, urls: Mapping[str, str]) -> dict[str, tuple[int, int | None, str]]:
    """Id, page and words of the entries of these keys that the feed has brought before: by key, else by address."""
    columns = ("pk", "page_id", "content_hash")
    listed = row.entries.filter(key__in=urls).values_list("key", *columns)
    known = {key: (pk, page, words) for key, pk, page, words in listed}
    strangers = {url: key for key, url in urls.items() if url and key not in known}
    if strangers:
        listed = row.entries.filter(url__in=strangers).values_list("url", *columns)
        known |= {strangers[url]: (pk, page, words) for url, pk, page, words in listed}
    return known


def _make_pages(row: Feed, entries: Iterable[tuple[str, extract.Entry]], now: datetime) -> dict[str, tuple[int, str]]:
    """Ids and states of the pages of these addresses, by address; those that are new are made in one go.

    A page that holds only our own brief of a report is opened again: the feed brings the report itself.
    """
    wanted = {url_key(url): (url, entry) for url, entry in entries if url}
    hosts = {url: "" if url.startswith(URN) else host_of(url) for url, _ in wanted.values()}
    sources: dict[str, Source | None] = {row.source.host: row.source, "": row.source}
    sources |= {host: source_of(f"https://{host}/") for host in set(hosts.values()) - sources.keys()}
    # Those that another feed has brought before are left out by their key; asked for afterwards, they all have an id.
    new = (_new_page(url, entry, sources[hosts[url]], row.source, now) for url, entry in wanted.values())
    for batch in list(prepare_columns(Page, new)):
        batch.insert()
    made = {}
    for key, pk, state, origin in _pages_of(list(wanted)):
        url, entry = wanted[key]
        made[url] = pk, state
        if origin == Page.Origin.BRIEF:
            known = {"origin": Page.Origin.FEED, "state": Page.State.NEW, "hints": hints_of(entry)}
            Page.objects.filter(pk=pk).update(**known)
            made[url] = pk, Page.State.NEW
    return made


def _pages_of(keys: Sequence[str]) -> Iterator[list[Any]]:
    """Key, id, state and origin of the pages of these keys."""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        yield from _pages_of_keys(len(some)).rows(**number_each("key", some))


@lru_cache(64)
def _pages_of_keys(number: int) -> Prepared:
    rows = Page.objects.filter(key__in=Given.each("key", number))
    return Prepared(lambda: rows.values_list("key", "pk", "state", "origin"))


def _new_page(url: str, entry: extract.Entry, source: Source | None, follower: Source, now: datetime) -> dict[str, Any]:
    """The columns of an entry's page: to be fetched, left out, or read from the feed where it has no address."""
    page: dict[str, Any] = {
        "url": url,
        "key": url_key(url),
        "source_id": source and source.pk,
        "origin": Page.Origin.FEED.value,
        "hints": hints_of(entry),
    }
    if off_topic := _off_topic(entry, follower):
        return page | {"state": Page.State.LEFT_OUT, "reason": off_topic}
    if url.startswith(URN):
        kept = Page()
        kept.save_body(entry.content.encode("utf-8", "replace"))
        page |= {"body": kept.body, "body_hash": kept.body_hash, "content_type": "text/html; charset=utf-8"}
        return page | {"state": Page.State.FETCHED, "fetched_at": now}
    return page


def _off_topic(entry: extract.Entry, source: Source) -> str:
    """Why an entry of a general source is left out before its page is fetched; empty where it may be on topic."""
    if not source.topics_only:
        return ""
    found = find_mentions(entry.summary, catalogue_of_rows(), title=entry.title)
    companies = sorted({mention.name for mention in found if mention.slug})
    return why_off_topic(source, judge_entry(entry.title, entry.summary, companies=companies))


def hints_of(entry: extract.Entry) -> dict[str, str]:
    """What a feed knows of a page before it is fetched."""
    published = as_utc(entry.published or entry.updated)
    known = {
        "title": clean(entry.title)[:500],
        "published": published.date().isoformat() if published else "",
        "authors": clean(", ".join(entry.authors))[:500],
        "teaser": clean(entry.summary)[:TEASER],
    }
    return {name: value for name, value in known.items() if value}


def _reopen(page_id: int, entry: extract.Entry) -> None:
    """The entry was edited at its source: its page is fetched again; an unchanged body then changes nothing."""
    Page.objects.filter(pk=page_id, state__in=(Page.State.READ, Page.State.FAILED)).update(
        state=Page.State.NEW, hints=hints_of(entry), attempts=0, retry_at=None
    )


def _address(entry: extract.Entry) -> str:
    """The entry's canonical address; a digest where it carries its text but no address; empty where it has neither."""
    try:
        return canonical_url(entry.url)
    except ValueError:
        return f"{URN}{_digest(entry.content)}" if entry.content else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _words_hash(entry: extract.Entry) -> str:
    return _digest("\n".join((entry.title, entry.summary, entry.content)))


def _clamp(moment: datetime | None, now: datetime) -> datetime | None:
    """Not in the future: a feed's clock or an embargo must not put an entry before all others for a year."""
    moment = as_utc(moment)
    return min(moment, now.astimezone(UTC)) if moment else None
