"""A source's history between two days: its old articles, found by whatever listing the site offers.

::

    start_backfill   a row: source, span, and which listings to try, best first
    step_backfill    fetch one listing → its addresses in the span become pages; the row says where to go on

WordPress posts are tried first (exact days, titles and counts), then feeds that turn by ``?paged=N``, then archives a
feed links (RFC 5005), then sitemaps. A stop at any moment loses nothing: the listing under way is read again, and an
address that is known already makes no page. New pages are set to be fetched one after another at the host's pace, so
that a history of thousands never stands before today's news.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction

from articles.extract.errors import ParseError
from articles.extract.feed.listing import (
    Days,
    Listing,
    parse_archived_feed,
    parse_paged_feed,
    parse_site_map,
    parse_wordpress,
    with_page,
    wordpress_url,
)
from articles.fetch.answers import Answer
from articles.fetch.errors import FetchError
from articles.fetch.pace import Wait
from articles.history.haul import Haul, find_in_span, gap_of, home_of, on_site, save_haul, spread_out, weigh_all
from articles.models import Backfill, Feed, Source
from articles.models.columns import fit
from articles.schedule import say_duration
from articles.setbacks import set_back_backfill, setting_back
from articles.visits import Forbidden, robots_of, visit_listing

SINCE = date(2015, 1, 1)
"""From when on the history of this trade is worth having."""

FIRST_DAY = date(1990, 1, 1)

LEASE = timedelta(minutes=5)
MAX_LISTINGS = 3_000
"""Listings read for one backfill: 300,000 WordPress posts."""
MAX_FOUND = 100_000
MAX_QUEUE = 5_000

ATTEMPTS = 6
PROBES = 2
"""Tries of a listing; fewer while it is not known whether the site has such a thing at all."""
FIRST_RETRY = timedelta(minutes=1)
LONG_WAIT = 60.0
"""Seconds from which on waiting for a place counts as a failed try: a site that cannot be asked must not hold us."""


_NEWEST_FIRST = {Backfill.Method.PAGED, Backfill.Method.ARCHIVE}
_SITEMAPS = ("/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml", "/sitemap.xml.gz")
_LAST_STATUS = {400, 404, 410}
"""What sites answer to the page after the last one."""


@dataclass(slots=True)
class Cursor:
    """Where a backfill stands. ``tries`` are ``[method, address, …]`` not yet begun; ``queue`` the listings to read.

    ``seen`` holds short digests of the addresses asked for and of what each listing held, so that no circle is walked
    twice; ``proved``: the method under way does bring history; ``reached`` is the oldest day met so far; ``slot`` is
    when the last page made so far will be fetched; ``failed`` tells what did not work, and ``skipped`` how many
    listings could not be read.
    """

    tries: list[list[str]] = field(default_factory=list)
    method: str = ""
    queue: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    read: int = 0
    proved: bool = False
    reached: str = ""
    slot: str = ""
    failed: list[str] = field(default_factory=list)
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did, in plain words, and in how many seconds the next one may be taken; none where it is over."""

    line: str
    wait: float | None = 0.0


def start_backfill(
    source: Source, since: date, until: date | None = None, *, method: str = "", now: datetime | None = None
) -> Backfill:
    """A backfill of this span: the unfinished one goes on where it stood, else a new one begins.

    ``ValueError`` says what is wrong with the span, or that the source has no address to look at.
    """
    now = now or datetime.now(UTC)
    fresh = plan_backfill(source, since, until, method=method, now=now)
    with transaction.atomic():
        # One at a time for a source, whoever asks: a double click would find none twice, and start two.
        list(Source.objects.select_for_update().filter(pk=source.pk).order_by().values_list("pk"))
        same = Backfill.objects.filter(source=source, since=since).exclude(state=Backfill.State.DONE)
        if until is not None:
            same = same.filter(until=until)
        if method:
            same = same.filter(method__in=(method, ""))
        known = same.first()
        if known is None:
            fresh.save()
            return fresh
        if known.state == Backfill.State.FAILED:
            walked = Cursor(**known.cursor)
            known.cursor = known.cursor if walked.queue or walked.tries else fresh.cursor
            known.state, known.attempts, known.error, known.next_at = Backfill.State.RUNNING, 0, "", now
            known.save(update_fields=["cursor", "state", "attempts", "error", "next_at", "updated_at"])
        return known


def plan_backfill(
    source: Source, since: date, until: date | None = None, *, method: str = "", now: datetime | None = None
) -> Backfill:
    """A backfill that is not stored: for looking what there is (`look_step`), or to be saved and walked.

    ``ValueError`` as for `start_backfill`.
    """
    now = now or datetime.now(UTC)
    until = min(until or now.date(), now.date())
    if since < FIRST_DAY:
        raise ValueError(f"there was no web before {FIRST_DAY.year}: give a later day than {since}")
    if since > until:
        raise ValueError(f"the span must begin before it ends, and not in the future: {since} to {until}")
    if method and method not in Backfill.Method.values:
        raise ValueError(f"{method!r} is no way to fetch history; there are {', '.join(Backfill.Method.values)}")
    tries = [tried for tried in _list_tries(source, (since, until)) if method in ("", tried[0])]
    if not tries:
        raise ValueError(f"{source.name} has neither a site nor a feed to look at; give it an address first")
    return Backfill(source=source, since=since, until=until, cursor=asdict(Cursor(tries=tries)), next_at=now)


def step_backfill(backfill_id: int, now: datetime | None = None) -> Step | None:
    """Fetch one listing of a backfill and make its pages; None when another worker has it or it is not its time."""
    now = now or datetime.now(UTC)
    if not Backfill.objects.take(backfill_id, now, LEASE):
        return None
    backfill = Backfill.objects.select_related("source").get(pk=backfill_id)
    lease, attempts = backfill.lease_until, backfill.attempts
    with setting_back(lambda error: set_back_backfill(backfill_id, lease, attempts, error, now)):
        listing, haul = _read_next(backfill, now), Haul()
        step = listing if isinstance(listing, Step) else _take(backfill, listing, now, haul)
        with transaction.atomic():
            # Pages and the place to go on from are written together; who lost the lease meanwhile writes neither.
            if not Backfill.objects.select_for_update().filter(pk=backfill_id, lease_until=lease).exists():
                return None
            save_haul(backfill, haul)
            backfill.lease_until = None
            # Addresses and messages of foreign servers: PostgreSQL takes neither NUL nor half a surrogate pair.
            for name, value in fit(Backfill, {"cursor": backfill.cursor, "error": backfill.error}).items():
                setattr(backfill, name, value)
            backfill.save()
        return step


def look_step(backfill: Backfill, now: datetime | None = None) -> Step:
    """The same for a backfill that is not stored: counts what it would bring and writes nothing."""
    now = now or datetime.now(UTC)
    listing = _read_next(backfill, now)
    return listing if isinstance(listing, Step) else _take(backfill, listing, now, Haul())


def find_due(now: datetime, limit: int = 50) -> list[int]:
    """Ids of backfills whose next listing may be fetched now."""
    return list(Backfill.objects.due(now).values_list("pk", flat=True)[:limit])


def say_estimate(backfill: Backfill) -> str:
    """How much there is and how long it takes, in plain words."""
    cursor = Cursor(**backfill.cursor)
    total = max(backfill.total, backfill.found)
    pages = round(total * backfill.made / backfill.found) if backfill.found else 0
    listings = (total - backfill.found) * cursor.read / max(backfill.found, 1)
    seconds = (pages + listings) * gap_of(home_of(backfill.source))
    about = "" if backfill.state == Backfill.State.DONE else "about "
    return (
        f"{about}{total:,} addresses, {about}{pages:,} of them new and on topic; "
        f"fetching those takes about {say_duration(seconds)} at the host's pace"
    )


def _list_tries(source: Source, days: Days) -> Iterator[list[str]]:
    """What to look at, best first. A WordPress site's root stands before ``/feed/`` in its feeds' addresses."""
    feeds = list(source.feeds.exclude(state=Feed.State.GONE).order_by("pk").values_list("url", flat=True)[:3])
    bases = [feed[: feed.rindex("/feed")] + "/" for feed in feeds if feed.rstrip("/").endswith("/feed")]
    sites = [url for url in (source.site_url,) if url]
    for base in list(dict.fromkeys([*bases, *sites]))[:3]:
        yield [Backfill.Method.WORDPRESS, wordpress_url(base, days)]
    for feed in feeds:
        yield [Backfill.Method.PAGED, with_page(feed, "paged", 1)]
    for feed in feeds:
        yield [Backfill.Method.ARCHIVE, feed]
    for home in (sites or feeds)[:1]:
        yield [Backfill.Method.SITEMAP]
        for path in _SITEMAPS:
            yield [Backfill.Method.SITEMAP, urljoin(home, path)]


def _read_next(backfill: Backfill, now: datetime) -> tuple[Cursor, str, Listing] | Step:
    """Fetch and parse the listing that is next; a step where there is nothing to take: waiting, failed, over."""
    cursor = Cursor(**backfill.cursor)
    if cursor.read >= MAX_LISTINGS or backfill.found >= MAX_FOUND:
        walked = f"{cursor.read:,} listings and {backfill.found:,} addresses"
        return _fail(backfill, cursor, f"stopped after {walked}: take a shorter span")
    while not cursor.queue:
        if cursor.proved or not cursor.tries:
            return _finish(backfill, cursor)
        _begin(backfill, cursor)
    url = cursor.queue[0]
    try:
        answer = visit_listing(url)
        if isinstance(answer, Wait) and answer.seconds < LONG_WAIT:
            return _wait(backfill, cursor, answer.seconds, answer.why, now)
        return cursor, url, _parse(cursor.method, _demand(answer), (backfill.since, backfill.until))
    except FetchError as error:
        return _stumble(backfill, cursor, error, now)
    except ParseError as error:
        return _stumble(backfill, cursor, FetchError(f"{url}: {error}", kind="protocol"), now)


def _begin(backfill: Backfill, cursor: Cursor) -> None:
    """Turn to the next way. Nothing was proved so far, so what the last one found is found again or does not count."""
    cursor.method, *cursor.queue = cursor.tries.pop(0)
    cursor.seen, cursor.reached, backfill.found, backfill.attempts = [], "", 0, 0
    if backfill._state.adding:
        backfill.made = backfill.left_out = 0  # when looking, no page was made that would be known by now
    if not cursor.queue:
        named = robots_of(home_of(backfill.source))
        cursor.queue = [] if isinstance(named, Wait) else on_site(backfill.source, named.sitemaps)


def _demand(answer: Answer | Wait | Forbidden) -> Answer:
    if isinstance(answer, Wait):
        raise FetchError(answer.why, kind="throttled", retry=True, retry_after=answer.seconds)
    if isinstance(answer, Forbidden):
        raise FetchError(answer.why, kind="robots")
    return answer


def _parse(method: str, answer: Answer, days: Days) -> Listing:
    asked, body = answer.requested_url, answer.body
    if method == Backfill.Method.WORDPRESS:
        return parse_wordpress(body, asked, answer.headers)
    if method == Backfill.Method.PAGED:
        return parse_paged_feed(body, asked, answer.headers)
    if method == Backfill.Method.ARCHIVE:
        return parse_archived_feed(body, asked, answer.headers)
    return parse_site_map(body, asked, answer.headers, days)


def _take(backfill: Backfill, found: tuple[Cursor, str, Listing], now: datetime, haul: Haul) -> Step:
    """Sort out a listing's addresses into the haul and note where to go on; nothing is written yet."""
    cursor, url, listing = found
    cursor.queue.pop(0)
    cursor.read += 1
    backfill.attempts, backfill.error = 0, ""
    digests = {_digest(url), _digest(*(entry.url for entry in listing.entries))}
    again = bool(listing.entries) and not digests.isdisjoint(cursor.seen)
    cursor.seen += sorted(digests.difference(cursor.seen))
    if again:
        # A site that turns no page shows the same one again; so does a circle of links.
        cursor.queue = cursor.queue if cursor.method == Backfill.Method.SITEMAP else []
        return _go_on(backfill, cursor, f"{url}: the same listing as before", now)
    days = [moment.date() for entry in listing.entries if (moment := entry.published or entry.updated)]
    cursor.reached = min([*(day.isoformat() for day in days), *filter(None, [cursor.reached])], default="")
    over = cursor.method in _NEWEST_FIRST and bool(days) and max(days) < backfill.since
    ended = cursor.method in _NEWEST_FIRST and bool(days) and min(days) < backfill.since
    cursor.proved = cursor.proved or listing.proof or ended
    if cursor.proved:
        backfill.method = cursor.method
    if not over:
        _queue(backfill, cursor, listing.following)
    before = backfill.found, backfill.made
    weigh_all(backfill, find_in_span(backfill, listing.entries), haul)
    if haul.new:
        last = max(now, datetime.fromisoformat(cursor.slot) if cursor.slot else now)
        cursor.slot = spread_out(haul, last, gap_of(home_of(backfill.source))).isoformat()
    backfill.total = _estimate(backfill, cursor, listing)
    told = f"{backfill.found - before[0]} in the span, {backfill.made - before[1]} new"
    return _go_on(backfill, cursor, f"{url}: {told}", now)


def _queue(backfill: Backfill, cursor: Cursor, following: Sequence[str]) -> None:
    """Line up further listings of this site that were not read yet; those beyond the bound are counted as unread."""
    seen = set(cursor.seen)
    fresh = [url for url in on_site(backfill.source, following) if _digest(url) not in seen]
    queue = list(dict.fromkeys([*cursor.queue, *fresh]))
    cursor.queue, cursor.skipped = queue[:MAX_QUEUE], cursor.skipped + len(queue[MAX_QUEUE:])


def _estimate(backfill: Backfill, cursor: Cursor, listing: Listing) -> int:
    """How many addresses there will be: as the server says, else by the share of listings or days that is done."""
    if not cursor.queue:
        return backfill.found
    if listing.total is not None:
        return max(listing.total, backfill.found)
    share = cursor.read / (cursor.read + len(cursor.queue))
    if cursor.method in _NEWEST_FIRST and cursor.reached:
        walked = (backfill.until - max(date.fromisoformat(cursor.reached), backfill.since)).days
        share = max(walked, 1) / max((backfill.until - backfill.since).days, 1)
    return max(round(backfill.found / min(share, 1.0)), backfill.found)


def _stumble(backfill: Backfill, cursor: Cursor, error: FetchError, now: datetime) -> Step:
    """A listing could not be had: wait and try again, try the next way, or end."""
    patient = cursor.proved or error.kind == "throttled"
    if error.retry and backfill.attempts + 1 < (ATTEMPTS if patient else PROBES):
        backfill.attempts += 1
        backfill.error = error.message[:500]
        pause = max(FIRST_RETRY.total_seconds() * 3 ** (backfill.attempts - 1), error.retry_after or 0.0)
        return _wait(backfill, cursor, pause, error.message, now)
    if cursor.proved and cursor.method != Backfill.Method.SITEMAP:
        if error.status in _LAST_STATUS:
            cursor.queue = []
            return _go_on(backfill, cursor, "that was the last page", now)
        return _fail(backfill, cursor, error.message)  # the queue is kept: starting again tries this listing again
    backfill.attempts = 0
    lost = cursor.queue.pop(0)
    cursor.seen.append(_digest(lost))
    if cursor.proved:
        cursor.skipped += 1
    else:
        cursor.failed.append(f"{cursor.method}: {error.message}"[:200])
    return _go_on(backfill, cursor, error.message, now)


def _go_on(backfill: Backfill, cursor: Cursor, line: str, now: datetime) -> Step:
    if not cursor.queue and (cursor.proved or not cursor.tries):
        return _finish(backfill, cursor)
    return _wait(backfill, cursor, settings.HOST_GAP, line, now)


def _wait(backfill: Backfill, cursor: Cursor, seconds: float, line: str, now: datetime) -> Step:
    """Not before some seconds: a nudge that comes earlier, however many there are, finds nothing to do."""
    backfill.cursor, backfill.next_at = asdict(cursor), now + timedelta(seconds=seconds)
    return Step(line, seconds)


def _finish(backfill: Backfill, cursor: Cursor) -> Step:
    if not cursor.proved:
        tried = "; ".join(cursor.failed[-4:]) or "its feed holds no more than the newest entries"
        return _fail(backfill, cursor, f"no history was found. {tried}")
    backfill.cursor, backfill.state, backfill.total = asdict(cursor), Backfill.State.DONE, backfill.found
    backfill.error = f"{cursor.skipped} of its listings could not be read" if cursor.skipped else ""
    return Step(f"done: {backfill.found} addresses, {backfill.made} new, {backfill.left_out} left out", None)


def _fail(backfill: Backfill, cursor: Cursor, why: str) -> Step:
    backfill.cursor, backfill.state, backfill.error = asdict(cursor), Backfill.State.FAILED, why[:500]
    return Step(why, None)


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:  # one by one: a sitemap's addresses, joined, are megabytes
        digest.update(part.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()[:12]
