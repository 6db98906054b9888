"""The story of one article, a call a step.

::

    check_feed    a feed is due      → ask it politely, remember its entries, make their pages
    fetch_page    a page is new      → fetch it, keep the raw answer
    read_page     a page is fetched  → parse it, save the article, its people, the story it belongs to
    read_article  an article is unread or was read by older rules
                                     → mentions, claims, quotes; then `join_pairs` adds up the partnerships

What remains to be done is a query (`find_work`), never a message: a step asked for twice does nothing the second time,
and a step that was cut off is found again once its lease is over. Expected failures are written on the row; anything
else is a bug and is raised, and counted on the row so that it cannot hold up the others (`setbacks`).
"""

from __future__ import annotations

import hashlib
import random
import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles import schedule
from articles.arrivals import TEASER_MARK, URN, check_unread, make_page, save_article, why_off_topic
from articles.directory import catalogue_of_rows, host_of
from articles.extract.errors import ParseError
from articles.extract.feed import parse_feed
from articles.extract.page import RULES_VERSION
from articles.extract.page import Page as ParsedPage
from articles.extract.relevance import judge_relevance
from articles.feeds import Arrivals, recent_days, save_decision, save_entries, state_of
from articles.fetch.answers import Answer
from articles.fetch.errors import FetchError
from articles.fetch.pace import Wait
from articles.joining import join_pairs
from articles.models import Article, Feed, Page
from articles.models.columns import clean, fit
from articles.models.page import BODY
from articles.models.prepared import Given, Prepared, number_each, write_columns
from articles.pages import fold_address, parse_stored, parse_teaser
from articles.readings import Changes, read_stored, save_reading
from articles.schedule import Outcome
from articles.setbacks import CRASHES, FIRST_RETRY, set_back_article, set_back_feed, set_back_page, setting_back
from articles.troubles import report_trouble
from articles.visits import Forbidden, visit_feed, visit_page

LEASE = timedelta(minutes=5)
"""How long a step may hold a row; a worker that died is forgotten after it."""

ATTEMPTS = 6
"""Tries before a page is given up; they are spread over two days."""

OFFERED = {Page.Origin.FEED, Page.Origin.HISTORY}
"""Pages nobody asked for by name: the relevance filter may leave them out, unless a person wants them ("wanted")."""


@dataclass(frozen=True, slots=True)
class Work:
    """Ids of rows that wait for a step."""

    feeds: list[int]
    pages_to_fetch: list[int]
    pages_to_read: list[int]
    articles: list[int]


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went: its result, what it brought, its error in plain words, and when the feed is asked next."""

    result: str
    arrivals: Arrivals = field(default_factory=Arrivals)
    error: str = ""
    next_at: datetime | None = None
    wait: float = 0.0

    @property
    def line(self) -> str:
        told = f": {self.error}" if self.error else f", {self.arrivals.entries} new entries"
        return f"{self.result}{told}; next {f'{self.next_at:%Y-%m-%d %H:%M}' if self.next_at else 'when revived'}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """How fetching a page went. ``ready``: it can be read; ``wait``: seconds until its host has a place for us."""

    url: str
    line: str
    ready: bool = False
    wait: float = 0.0


def find_work(now: datetime, limit: int = 1000) -> Work:
    """What waits to be done now, at most ``limit`` of each; cheap index walks."""
    pages = Page.objects.unread(now)
    return Work(
        feeds=list(Feed.objects.due(now).values_list("pk", flat=True)[:limit]),
        pages_to_fetch=list(pages.filter(state=Page.State.NEW).values_list("pk", flat=True)[:limit]),
        pages_to_read=list(pages.filter(state=Page.State.FETCHED).values_list("pk", flat=True)[:limit]),
        articles=list(Article.objects.due(now).values_list("pk", flat=True)[:limit]),
    )


def part_by_host(page_ids: Collection[int]) -> list[list[int]]:
    """Pages that wait to be fetched, a list a host, each in the order of their ids."""
    parted = defaultdict(list)
    for pk, url in _addresses(len(page_ids)).rows(**number_each("pk", page_ids)) if page_ids else ():
        parted[host_of(url)].append(pk)
    return list(parted.values())


@lru_cache(64)
def _addresses(number: int) -> Prepared:
    rows = Page.objects.filter(pk__in=Given.each("pk", number)).order_by("pk")
    return Prepared(lambda: rows.values_list("pk", "url"))


def put_off(page_ids: Collection[int], seconds: float) -> None:
    """Let pages wait that nobody has taken, because their host has no place now; longer waits of their own stand."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    sooner = Q(retry_at__isnull=True) | Q(retry_at__lt=at)
    Page.objects.filter(sooner, pk__in=page_ids, state=Page.State.NEW, lease_until__isnull=True).update(retry_at=at)


def check_feed(feed_id: int, now: datetime | None = None) -> Polled | None:
    """Ask a feed that is due and remember its entries; None when another worker has it, or it is not its time."""
    now = now or datetime.now(UTC)
    if not Feed.objects.take(feed_id, now, LEASE):
        return None
    feed = Feed.objects.taken(feed_id)
    with setting_back(lambda error: set_back_feed(feed, error, now, _schedule_feed)):
        answer = _ask_feed(feed, now)
        if isinstance(answer, Wait):
            return _wait_feed(feed, answer, now)
        outcome, arrivals, told = answer
        return Polled(outcome.result, arrivals, outcome.error, _schedule_feed(feed, outcome, now, told))


def fetch_page(page_id: int, now: datetime | None = None) -> Fetched | None:
    """Fetch a page and keep the raw answer; None when another worker has it or it is not waiting."""
    now = now or datetime.now(UTC)
    if not Page.objects.take(page_id, now, LEASE, state=Page.State.NEW):
        return None
    page = Page.objects.taken(page_id)
    if page.attempts >= ATTEMPTS:
        _give_up(page, f"set aside: whoever fetched it was cut off, after {page.attempts} tries")
        return None
    with setting_back(lambda error: set_back_page(page, error, now)):
        return _fetch(page, now)


def _fetch(page: Page, now: datetime) -> Fetched:
    try:
        answer = visit_page(page.url)
    except FetchError as error:
        return _retry_page(page, error, now)
    if isinstance(answer, Wait) and answer.failed:
        unasked = FetchError(answer.why, kind="robots", retry=True, retry_after=answer.seconds)
        return _retry_page(page, unasked, now)
    if isinstance(answer, Wait):
        page.retry_at, page.lease_until = now + timedelta(seconds=answer.seconds), None
        page.save(update_fields=["retry_at", "lease_until"])
        return Fetched(page.url, f"waits {answer.seconds:.1f} s: {answer.why}", wait=answer.seconds)
    if isinstance(answer, Forbidden):
        _give_up(page, answer.why, state=Page.State.LEFT_OUT)
        return Fetched(page.url, answer.why)
    unchanged = page.body_hash == answer.body_hash and Article.objects.filter(page=page, taken_out=False).exists()
    if not unchanged:
        page.save_body(answer.body)
    page.state = Page.State.READ if unchanged else Page.State.FETCHED
    fields: dict[str, Any] = fit(Page, {"content_type": answer.content_type, "final_url": answer.url})
    fields |= {"fetched_at": now, "lease_until": None, "retry_at": None, "reason": "", "attempts": 0}
    _write(page, "state", *BODY, **fields)
    return Fetched(page.url, f"{len(answer.body)} bytes{', unchanged' if unchanged else ''}", ready=not unchanged)


def read_page(page_id: int, now: datetime | None = None) -> Article | None:
    """Parse a fetched page and save its article; None when another worker has it, or the row says why there is none."""
    now = now or datetime.now(UTC)
    if not Page.objects.take(page_id, now, LEASE, state=Page.State.FETCHED):
        return None
    page = Page.objects.taken(page_id)
    if page.attempts >= CRASHES:
        _give_up(page, f"set aside: whoever read it was cut off {page.attempts} times")
        return None
    with setting_back(lambda error: set_back_page(page, error, now)):
        return _read(page, now)


def _read(page: Page, now: datetime) -> Article | None:
    try:
        parsed = parse_stored(page)
    except ParseError as error:
        if page.rules_version and _stands(page):
            # Older rules found an article in these very bytes: it stays.
            _end(page, Page.State.READ, why_kept(error))
            return None
        parsed_teaser = parse_teaser(page)
        if parsed_teaser is None:
            _end(page, Page.State.FAILED, str(error))
            return None
        parsed, page.marks = parsed_teaser, [f"{TEASER_MARK}: {error}"]
    else:
        page.marks = list(parsed.marks)
    page.marks = fit(Page, {"marks": page.marks})["marks"]
    left_out = why_left_out(page, parsed)
    # What was taken in once stays: an edit is read again, and takes with it what the text no longer says.
    if left_out and not _stands(page):
        _end(page, Page.State.LEFT_OUT, left_out)
        return None
    with transaction.atomic():
        # Both or neither: were the address taken by another page meanwhile, an article of its own would be left over.
        article = save_article(page, parsed, now)
        _end(page, Page.State.READ, more=("url", "key"))
    return article


def why_left_out(page: Page, parsed: ParsedPage) -> str:
    """Why a new page is left out, in plain words; empty where it stays, under the canonical address it names.

    Either another page has that address already, or the relevance filter leaves it out.
    """
    twin = fold_address(page, parsed)
    if twin is not None:
        return f"the same article as {twin.url}"
    if page.origin not in OFFERED or "wanted" in page.hints:
        return ""
    return why_off_topic(page.source, judge_relevance(parsed.title, parsed.text))


def why_kept(error: ParseError) -> str:
    """What is said of a page in which older rules found an article and newer ones do not."""
    return f"newer rules find no text here ({error}): what older ones read stands"


def _stands(page: Page) -> bool:
    """Whether an article was made of the page before."""
    return Article.objects.filter(page=page).exists()


def is_due(article_id: int, now: datetime | None = None) -> bool:
    """Whether an article waits to be read now; one query."""
    return Article.objects.due(now or datetime.now(UTC)).filter(pk=article_id).exists()


def read_article(article_id: int, now: datetime | None = None, *, row: Article | None = None) -> Changes:
    """Read a stored article with the present rules and catalogue, and bring its partnerships up to date.

    ``row`` is the article where the caller has just loaded or saved it.
    """
    now = now or datetime.now(UTC)
    article = row or Article.objects.select_related("source", "page").defer("page__body").get(pk=article_id)
    with setting_back(lambda error: set_back_article(article, error, now)):
        reading = read_stored(article, catalogue_of_rows())
        with transaction.atomic():
            # A stop in between would leave claims that are on no timeline, in an article that counts as read.
            changes = save_reading(article, reading, now)
            join_pairs(changes.pairs, now)
    if article.page.attempts and article.page.state == Page.State.READ:
        _write(article.page, attempts=0, retry_at=None, reason="")
    return changes


def preview_article(article_id: int) -> Changes:
    """What `read_article` would change, without changing it."""
    article = Article.objects.select_related("source").get(pk=article_id)
    return save_reading(article, read_stored(article, catalogue_of_rows()), datetime.now(UTC), dry_run=True)


def ingest(
    data: bytes,
    *,
    url: str = "",
    content_type: str = "",
    origin: str = Page.Origin.HAND,
    hints: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> tuple[Article | None, Page]:
    """Take a page that somebody already holds through the pipeline; the article, or None with the reason on the page.

    ``url`` is its address; without one it is known by its content. ``hints``: title, published (ISO day), publisher,
    authors. Ingesting the same bytes twice changes nothing. ``ValueError`` on an address or a day that is none, and on
    other bytes for an address that was read: what its site said is not replaced by what somebody pastes.
    """
    now = now or datetime.now(UTC)
    hints = dict(hints or {})
    if hints.get("published"):
        hints["published"] = parse_day(hints["published"]).isoformat()
    page = make_page(url or f"{URN}{hashlib.sha256(data).hexdigest()}", origin=origin, hints=hints)
    hints |= _wish_for(page, origin)
    known_article = Article.objects.filter(page=page).first()
    if page.body_hash != hashlib.sha256(data).hexdigest():
        check_unread(page, known_article)
    elif known_article is not None and page.state == Page.State.READ and (not hints or hints == page.hints):
        return known_article, page
    page.save_body(data)
    page.state, page.fetched_at, page.retry_at, page.attempts = Page.State.FETCHED, now, None, 0
    known = fit(Page, {"content_type": content_type, "hints": {**page.hints, **hints}})
    _write(page, "state", "fetched_at", "retry_at", "attempts", *BODY, **known)
    article = read_page(page.pk, now)
    if article is not None:
        read_article(article.pk, now)
    page.refresh_from_db()
    return article, page


def ingest_url(
    url: str, *, hints: Mapping[str, Any] | None = None, now: datetime | None = None, patience: float = 60
) -> tuple[Article | None, Page]:
    """Fetch an address and take it through the pipeline at once; waits up to ``patience`` seconds for a place."""
    now = now or datetime.now(UTC)
    page = make_page(url, origin=Page.Origin.HAND, hints=hints)
    if page.state != Page.State.READ:
        known = fit(Page, {"hints": {**page.hints, **(hints or {}), **_wish_for(page, Page.Origin.HAND)}})
        Page.objects.filter(pk=page.pk).update(state=Page.State.NEW, retry_at=None, attempts=0, **known)
    deadline = time.monotonic() + patience
    fetched = fetch_page(page.pk, now)
    while fetched is not None and fetched.wait and time.monotonic() + fetched.wait < deadline:
        time.sleep(fetched.wait)
        now = datetime.now(UTC)
        fetched = fetch_page(page.pk, now)
    article = read_page(page.pk, now)
    if article is not None:
        read_article(article.pk, now)
    page.refresh_from_db()
    return article or Article.objects.filter(page=page).first(), page


def _wish_for(page: Page, origin: str) -> dict[str, str]:
    """What a page that a feed brought, and the filter may have left out, is marked with when a person brings it too."""
    return {"wanted": "yes"} if origin == Page.Origin.HAND and page.origin in OFFERED else {}


def parse_day(text: str) -> date:
    """``YYYY-MM-DD`` → a day; ``ValueError`` says what a day looks like."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no day. Write it as YYYY-MM-DD, for example 2017-07-19.") from None


def _ask_feed(feed: Feed, now: datetime) -> tuple[Outcome, Arrivals, dict[str, Any]] | Wait:
    """What asking the feed came to, what it brought, and what it says of itself; or how long to wait for a place."""
    state = state_of(feed)
    etag, last_modified = schedule.find_validators(state, now)
    try:
        answer = visit_feed(feed.url, etag=etag, last_modified=last_modified)
    except FetchError as error:
        return schedule.judge_error(error), Arrivals(), {}
    if isinstance(answer, Wait):
        return answer
    return _take_feed(feed, answer, schedule.judge_answer(answer, state, now), now)


def _schedule_feed(
    feed: Feed, outcome: Outcome, now: datetime, told: Mapping[str, Any] = MappingProxyType({})
) -> datetime | None:
    """Write down what a poll came to and when the next one is, and tell people of a trouble that is new."""
    good = outcome.result in {"fresh", "same", "unchanged"}
    recent = recent_days(feed)
    jitter = random.random()  # noqa: S311
    decision = schedule.decide(state_of(feed), outcome, now, recent=recent, random=jitter)
    silence = schedule.find_silence(recent, now) if good else ""
    if save_decision(feed, decision, now, told=told, good=good, silence=silence):
        report_trouble(feed.pk, decision, silence, now)
    return decision.at


def _take_feed(feed: Feed, answer: Answer, outcome: Outcome, now: datetime) -> tuple[Outcome, Arrivals, dict[str, Any]]:
    """Parse a fresh answer and save its entries; the same bytes again are no work."""
    if outcome.result != "fresh":
        return outcome, Arrivals(), {}
    try:
        parsed = parse_feed(answer.body, content_type=answer.content_type, url=answer.url)
    except ParseError as error:
        return schedule.unreadable(str(error)), Arrivals(), {}
    arrivals = save_entries(feed, parsed.entries, now)
    told = fit(Feed, {"title": feed.title or parsed.title, "warnings": list(parsed.warnings)[:20]})
    return replace(outcome, hints=parsed.hints), arrivals, told


def _wait_feed(feed: Feed, wait: Wait, now: datetime) -> Polled:
    """No place at its host: the feed comes back a little later, spread so that its neighbours do not all knock."""
    seconds = wait.seconds * (1 + random.random())  # noqa: S311
    at = now + timedelta(seconds=seconds)
    Feed.objects.filter(pk=feed.pk, lease_until=feed.lease_until).update(next_poll_at=at, lease_until=None)
    return Polled("waits", error=wait.why, next_at=at, wait=seconds)


def _retry_page(page: Page, error: FetchError, now: datetime) -> Fetched:
    """A fetch failed: the page waits longer each time, is given up after some tries, and its teaser stands in."""
    page.attempts += 1
    page.reason, page.lease_until = clean(error.message)[:500], None
    if error.retry and page.attempts < ATTEMPTS:
        pause = max(FIRST_RETRY * 3 ** (page.attempts - 1), timedelta(seconds=error.retry_after or 0))
        page.retry_at = now + pause
    elif parse_teaser(page) is not None:
        # Nothing to parse: reading an empty page falls back to what the feed said of it.
        page.state, page.retry_at, page.attempts = Page.State.FETCHED, None, 0
        page.save(update_fields=["attempts", "reason", "lease_until", "state", "retry_at"])
        return Fetched(page.url, f"{error.message}; read from the feed's teaser", ready=True)
    else:
        page.state = Page.State.FAILED
    page.save(update_fields=["attempts", "reason", "lease_until", "state", "retry_at"])
    return Fetched(page.url, error.message)


def _end(page: Page, state: str, reason: str = "", *, more: Collection[str] = ()) -> None:
    """Write down that the present rules have read the page's bytes, and what came of it."""
    done = {"lease_until": None, "retry_at": None, "attempts": 0, "rules_version": RULES_VERSION}
    _write(page, "marks", *more, state=state, reason=clean(reason)[:500], **done)


def _give_up(page: Page, reason: str, state: str = Page.State.FAILED) -> None:
    _write(page, "marks", state=state, reason=clean(reason)[:500], lease_until=None)


def _write(page: Page, *more: str, **fields: Any) -> None:
    """Save these columns alone (``more`` are set already): others may have been changed by somebody else meanwhile."""
    for name, value in fields.items():
        setattr(page, name, value)
    write_columns(page, *fields, *more)
