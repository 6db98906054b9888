"""Celery's door: ids in, one pipeline call and one log line for each.

A message is a nudge. `tick` looks for rows with work and nudges the workers, some rows a message; what a lost message
asked for is found again at the next tick, a double one does nothing: each step takes its row with a conditional update.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from articles import history, pipeline
from articles.crew import do_in_turn, do_one, do_together
from articles.indexing import index_waiting
from articles.layout import place_companies

STALE = 600
"""Seconds after which a nudge is dropped: the row still waits, and a backlog must not pile up nudges for itself."""

NEAR = 120
"""Seconds up to which a worker keeps a nudge for later; beyond it, the row itself is found when its time has come.

A message kept for longer than the broker's visibility timeout would be delivered again and again meanwhile.
"""

SOFT_LIMIT, HARD_LIMIT = 60, 90
"""Seconds a page may take, a thousand times what most take: one that never ends must not hold the reader."""

BATCH = 10
"""Rows a message: its own cost, some 3 ms, is then little beside theirs, and there are enough for all workers."""

NUDGE = 40
"""Articles a message of those read again: some seconds of work, so that several workers share a long list."""

TURN = 20.0
"""Seconds after which what is left of a message's pages is put into another one: none pays for the others' time."""

log = logging.getLogger(__name__)


@shared_task(name="articles.tasks.tick")
def tick() -> None:
    """Nudge a worker for everything that waits."""
    now = datetime.now(UTC)
    work = pipeline.find_work(now)
    nudges: list[tuple[Task[Any, Any], Sequence[int]]] = [(check_feeds, work.feeds), (read_pages, work.pages_to_read)]
    for task, ids in [*nudges, (read_articles, work.articles)]:
        nudge_all(task, ids)
    for row in history.find_due(now):
        step_backfill.apply_async((row,), expires=STALE)
    nudge_fetching(work.pages_to_fetch)
    index_rows.apply_async(expires=STALE)
    counts = [len(work.feeds), len(work.pages_to_fetch), len(work.pages_to_read), len(work.articles)]
    if any(counts):
        log.info("tick: %d feeds, %d pages to fetch, %d to read, %d articles", *counts)


@shared_task(name="articles.tasks.check_feed")
def check_feed(feed_id: int) -> None:
    polled = pipeline.check_feed(feed_id)
    if polled is not None:
        log.info("feed %d: %s", feed_id, polled.line)
        if 0 < polled.wait <= NEAR:
            check_feed.apply_async((feed_id,), countdown=polled.wait, expires=STALE)
        nudge_fetching(polled.arrivals.pages)


@shared_task(name="articles.tasks.check_feeds")
def check_feeds(feed_ids: list[int]) -> None:
    """Ask several feeds at once: the slow server of one keeps none of the others waiting."""
    do_together(check_feed, feed_ids)


@shared_task(name="articles.tasks.fetch_page")
def fetch_page(page_id: int) -> None:
    fetch_pages([page_id], time.time() + STALE)


@shared_task(name="articles.tasks.fetch_pages")
def fetch_pages(page_ids: list[int], until: float) -> None:
    """Fetch pages of one host in turn, one a message where the host is asked slowly: no worker waits for a host.

    ``until``, in seconds since 1970, is when the list is dropped; its rows are found again by the next tick.
    """
    pause, ready = 0.0, list[int]()
    while page_ids and not pause:
        page_id, *rest = page_ids
        fetched = do_one(pipeline.fetch_page, page_id)
        if fetched is not None:
            log.info("page %d: %s", page_id, fetched.line)
            pause = fetched.wait or settings.HOST_GAP
            ready += [page_id] * fetched.ready
        page_ids = page_ids if fetched is not None and fetched.wait else rest
        if ready and (len(ready) == BATCH or pause or not page_ids):
            nudge_all(read_pages, ready)
            ready = []
    if page_ids:
        # Put off, all of them: else the next tick would find them free and send a second list after the first.
        pipeline.put_off(page_ids, pause)
        if pause <= NEAR and time.time() + pause < until:
            fetch_pages.apply_async((page_ids, until), countdown=pause, expires=pause + STALE)


def nudge_fetching(page_ids: Sequence[int]) -> None:
    """One message a host: a message a page would have thirty pages of one feed knock in turn, and turn away."""
    for ids in pipeline.part_by_host(page_ids):
        fetch_pages.apply_async((ids, time.time() + STALE), expires=STALE)


def nudge_all(task: Task[Any, Any], ids: Sequence[int]) -> None:
    """Messages for rows that wait, `BATCH` of them each."""
    for start in range(0, len(ids), BATCH):
        task.apply_async((list(ids[start : start + BATCH]),), expires=STALE)


@shared_task(name="articles.tasks.read_page", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def read_page(page_id: int) -> None:
    article = pipeline.read_page(page_id)
    if article is not None:
        changes = pipeline.read_article(article.pk, row=article)
        log.info("article %d: %d claims new, %d gone", article.pk, len(changes.new), len(changes.gone))


@shared_task(name="articles.tasks.read_pages", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def read_pages(page_ids: list[int]) -> None:
    nudge_all(read_pages, do_in_turn(read_page, page_ids, seconds=TURN))


@shared_task(name="articles.tasks.read_article", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def read_article(article_id: int) -> None:
    if not pipeline.is_due(article_id):
        return  # another nudge was first
    changes = pipeline.read_article(article_id)
    log.info("article %d read again: %d claims new, %d gone", article_id, len(changes.new), len(changes.gone))


@shared_task(name="articles.tasks.read_articles", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def read_articles(article_ids: list[int]) -> None:
    nudge_all(read_articles, do_in_turn(read_article, article_ids, seconds=TURN))


@shared_task(name="articles.tasks.step_backfill")
def step_backfill(backfill_id: int) -> None:
    step = history.step_backfill(backfill_id)
    if step is not None:
        log.info("backfill %d: %s", backfill_id, step.line)
        if step.wait is not None and step.wait <= NEAR:
            step_backfill.apply_async((backfill_id,), countdown=step.wait, expires=step.wait + STALE)


@shared_task(name="articles.tasks.index_rows")
def index_rows() -> None:
    """Bring the full-text index up to what was read or decided since the last tick."""
    while written := index_waiting():
        log.info("%d documents indexed", written)


@shared_task(name="articles.tasks.index_map")
def index_map() -> None:
    """Give companies that have deals and no place yet a place on the network's map."""
    if placed := place_companies():
        log.info("%d companies placed on the map", placed)


@shared_task(name="articles.tasks.reread_articles")
def reread_articles(article_ids: list[int]) -> None:
    """Read some articles again after a person changed a name; each is a step of its own, so a stop loses nothing."""
    for article_id in filter(pipeline.is_due, article_ids):
        pipeline.read_article(article_id)
    log.info("%d articles read again", len(article_ids))


def nudge_rereading(article_ids: Sequence[int]) -> None:
    """Ask the workers to read these articles again now; without a broker the next `tick` finds them by their rows."""
    for start in range(0, len(article_ids), NUDGE):
        try:
            reread_articles.apply_async((list(article_ids[start : start + NUDGE]),), retry=False)
        except (OperationalError, OSError):
            log.warning("no broker: %d articles wait for the next tick", len(article_ids) - start)
            return


def nudge(task: Task[Any, Any], row: int) -> None:
    """Ask a worker to do one row's step now; without a broker the next `tick` finds the row by itself."""
    try:
        task.apply_async((row,), expires=STALE, retry=False)
    except (OperationalError, OSError):
        log.warning("no broker: %s of %d waits for the next tick", task.name, row)
