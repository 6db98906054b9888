"""Feeds to stored entries, and pages to read articles, with the database: ``python -m bench.ingest``.

The same loopback server as `bench.fetch`, the same ten threads, and the pipeline's own steps on a fresh SQLite file.
The ratio to the bare libraries without a database says what remembering costs.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import urllib3

from bench.fetch import ENTRIES, measure, read_bare, serving

FEEDS = 300
THREADS = 10
ARTICLES = 400
BUYERS = ("Waymo", "Zoox", "Pony.ai", "WeRide", "Nuro", "Motional", "Volkswagen", "Toyota", "Nissan", "Baidu")
SELLERS = ("Magna", "Nvidia", "Continental", "Bosch", "Mobileye", "Hesai", "Luminar", "Valeo", "Qualcomm", "Denso")
WORKER_BOUND = 150
"""MB a worker may hold."""


def set_up(folder: str) -> None:
    """Django on an empty database in ``folder``, open to loopback and in no hurry to spare it."""
    os.environ |= {
        "NEWSDASH_DATA": folder, "DJANGO_SETTINGS_MODULE": "newsdash.settings", "NEWSDASH_ALLOW_LOOPBACK": "1",
        "NEWSDASH_HOST_GAP": "0", "NEWSDASH_HOST_SLOTS": str(THREADS), "LOG_LEVEL": "error",
    }  # fmt: skip
    import django  # noqa: PLC0415 - settings are read on import, so the environment comes first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def poll_all(base: str) -> tuple[float, float, int]:
    """Feeds a second in the first and in the unchanged round, and how many entries were stored."""
    from articles import pipeline  # noqa: PLC0415
    from articles.models import Entry, Feed, Source  # noqa: PLC0415

    source = Source.objects.create(name="Bench", slug="bench", host="127.0.0.1")
    now = datetime.now(UTC)
    Feed.objects.bulk_create(Feed(source=source, url=f"{base}{number}", next_poll_at=now) for number in range(FEEDS))
    ids = list(Feed.objects.values_list("pk", flat=True))
    first = rate(partial(_settle, pipeline.check_feed, now), ids)
    later = now + timedelta(days=2)
    Feed.objects.update(next_poll_at=later)
    second = rate(partial(_settle, pipeline.check_feed, later), ids)
    unchanged = Feed.objects.filter(not_modified_streak=1).count()
    if unchanged != FEEDS:
        sys.stdout.write(f"only {unchanged} of {FEEDS} feeds answered 304\n")
    return first, second, Entry.objects.count()


def _settle(step: Callable[[int, datetime], object], now: datetime, row: int) -> int:
    step(row, now)
    return 1


def rate(work: Callable[[int], int], ids: Sequence[int]) -> float:
    """Rows a second with ten threads; each thread closes its connection in the end."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(work, ids))
    return done / (time.perf_counter() - begun)


def read_articles() -> float:
    """Pages parsed, saved, read and joined a second, in one thread, with the whole catalogue."""
    from django.core.management import call_command  # noqa: PLC0415

    from articles import pipeline  # noqa: PLC0415
    from articles.models import Page  # noqa: PLC0415
    from articles.models.page import url_key  # noqa: PLC0415

    call_command("load_catalogue", verbosity=0)
    pages = []
    for number in range(ARTICLES):
        url = f"https://news.example/{number}"
        page = Page(url=url, key=url_key(url), state=Page.State.FETCHED, content_type="text/html", origin="hand")
        page.save_body(make_page(number))
        pages.append(page)
    Page.objects.bulk_create(pages)
    ids = list(Page.objects.filter(state=Page.State.FETCHED).values_list("pk", flat=True))
    for warm in ids[:10]:
        _read(pipeline.read_page, pipeline.read_article, warm)
    begun = time.perf_counter()
    for page_id in ids[10:]:
        _read(pipeline.read_page, pipeline.read_article, page_id)
    return (len(ids) - 10) / (time.perf_counter() - begun)


def _read(read_page: Callable[..., object], read_article: Callable[..., object], page_id: int) -> None:
    article = read_page(page_id)
    read_article(article.pk)  # type: ignore[attr-defined]


def make_page(number: int) -> bytes:
    """A news page of about 2,000 characters of text in 12 kB of markup, with one deal of its own."""
    buyer = BUYERS[number % len(BUYERS)]
    seller = SELLERS[number // len(BUYERS) % len(SELLERS)]
    lead = (
        f"{buyer} has signed a contract with {seller}, the two companies said on Tuesday. {seller} will supply {buyer} "
        f"with parts for {number + 100} self-driving vehicles from next year."
    )
    filler = (
        "The vehicles are to carry passengers in several cities; the first of them have been tried on closed tracks. "
        f"Analysts in city {number} expect more contracts of this kind as fleets grow and prices of sensors fall. "
    )
    menu = "".join(f'<li><a href="/section/{item}">Section {item}</a></li>' for item in range(60))
    body = "".join(f"<p>{part}</p>" for part in (lead, *(filler + f"Note {number}.{line}." for line in range(8))))
    return (
        f'<!doctype html><html lang="en"><head><title>{buyer} and {seller} sign number {number}</title>'
        f'<meta property="article:published_time" content="2025-03-0{1 + number % 9}T08:00:00Z"></head><body>'
        f"<nav><ul>{menu}</ul></nav><article><h1>{buyer} and {seller} sign number {number}</h1>{body}</article>"
        f"<footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


def main() -> int:
    """Print what the issue asks for, each beside its ratio."""
    with tempfile.TemporaryDirectory() as folder, serving(FEEDS) as base:
        set_up(str(Path(folder) / "data"))
        bare = urllib3.PoolManager(maxsize=THREADS)
        urls = [f"{base}{number}" for number in range(FEEDS)]
        bare_rate, _ = measure(partial(read_bare, bare), urls, THREADS)
        first, second, entries = poll_all(base)
        articles = read_articles()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{FEEDS} feeds of {ENTRIES} entries, {THREADS} threads, SQLite: {entries} entries stored",
        f"first round      {first:6.0f} feeds/s, {first / bare_rate:.2f} of the bare libraries without a database",
        f"unchanged round  {second:6.0f} feeds/s",
        f"articles         {articles:6.0f} parsed, saved, read and joined a second on one core",
        f"memory           {memory:6.0f} MB at most, with server and bench (bound for a worker: {WORKER_BOUND})",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return entries != FEEDS * ENTRIES


if __name__ == "__main__":
    sys.exit(main())
