"""Feeds to stored entries, and pages to read articles, by the workers the product runs: ``python -m bench.ingest``.

Redis, fetchers and reader are started as `newsdash.supervisor` starts them, on an empty SQLite file; the site they ask
is a process of its own. Two figures are given for each round: what came through a second on this machine, and what a
core would do alone (work done by the processor time the workers took), which a neighbour on the machine hardly moves.
The ratio to the bare libraries without a database, in as many processes and threads, says what remembering costs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import urllib3

from bench.fetch import measure, read_bare
from bench.server import ENTRIES, serving

if TYPE_CHECKING:
    from newsdash.supervisor import Child

FEEDS = 300
WARMING = 20
"""Feeds and pages that go through before the clock starts: a worker's first ones load what it needs."""
ARTICLES = 400
WORKER_BOUND = 150
"""MB a worker may hold."""
PATIENCE = 300.0
SILENCE = 6.0
"""Seconds without work after which workers rest: longer than they wait for a name server."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """``done`` rows in ``seconds`` by the clock, and in ``effort`` seconds of all workers' processor time."""

    done: int
    seconds: float
    effort: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    @property
    def rate_of_core(self) -> float:
        return self.done / self.effort


def set_up(folder: str) -> None:
    """Django on an empty database in ``folder``, open to loopback and in no hurry to spare it."""
    os.environ |= {
        "NEWSDASH_DATA": folder, "DJANGO_SETTINGS_MODULE": "newsdash.settings", "NEWSDASH_ALLOW_LOOPBACK": "1",
        "NEWSDASH_HOST_GAP": "0", "NEWSDASH_HOST_SLOTS": "10", "LOG_LEVEL": "error",
    }  # fmt: skip
    import django  # noqa: PLC0415 - settings are read on import, so the environment comes first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)


@contextmanager
def working() -> Iterator[list[Child]]:
    """Redis and the workers that the supervisor starts, without web server and beat; all ended in the end."""
    from django.conf import settings  # noqa: PLC0415

    from newsdash.embedded_redis import start_server  # noqa: PLC0415
    from newsdash.supervisor import list_programs  # noqa: PLC0415

    if settings.EMBEDDED_REDIS is None:
        raise SystemExit("this measures with a Redis of its own: unset REDIS_URL")
    redis = start_server(settings.EMBEDDED_REDIS, settings.DATA_DIR / "redis")
    workers = [child for child in list_programs("127.0.0.1", 1) if child.name not in {"web", "beat"}]
    try:
        for child in workers:
            child.start()
        yield workers
    finally:
        for process in [*(child.process for child in workers if child.process), redis]:
            process.terminate()
            process.wait(20)


def poll_all(base: str, workers: Sequence[Child]) -> tuple[Round, Round, int]:
    """The first and the unchanged round over all feeds, and how many entries were stored."""
    from articles import tasks  # noqa: PLC0415
    from articles.models import Entry, Feed, Page, Source  # noqa: PLC0415
    from newsdash.celery import app  # noqa: PLC0415

    Feed.objects.update(state=Feed.State.PAUSED)
    now = datetime.now(UTC)
    for number in range(WARMING + FEEDS):
        source = Source.objects.create(name=f"Bench {number}", slug=f"bench-{number}", host=f"feed{number}.example")
        Feed.objects.create(source=source, url=f"{base}/feed/{number}", next_poll_at=now)
    active = Feed.objects.filter(state=Feed.State.ACTIVE).order_by("pk")
    ids = list(active.values_list("pk", flat=True))
    nudge = partial(tasks.nudge_all, tasks.check_feeds)
    await_all(nudge, ids[:WARMING], active.filter(last_polled_at__isnull=False), workers)
    timed = active.filter(pk__in=ids[WARMING:])
    first = await_all(nudge, ids[WARMING:], timed.filter(last_polled_at__isnull=False), workers)
    entries = Entry.objects.filter(feed__in=ids[WARMING:]).count()
    # The entries' pages have hosts that do not exist: nothing to measure.
    Page.objects.update(state=Page.State.LEFT_OUT)
    app.control.purge()
    settle(workers)
    active.update(next_poll_at=now)
    second = await_all(nudge, ids[WARMING:], timed.filter(not_modified_streak=1), workers)
    return first, second, entries


def read_articles(base: str, workers: Sequence[Child]) -> Round:
    """Pages fetched, parsed, saved, read and joined, with the whole catalogue."""
    from articles import tasks  # noqa: PLC0415
    from articles.models import Article, Page  # noqa: PLC0415
    from articles.models.page import url_key  # noqa: PLC0415

    urls = [f"{base}/page/{number}" for number in range(WARMING + ARTICLES)]
    Page.objects.bulk_create(Page(url=url, key=url_key(url), origin=Page.Origin.HAND) for url in urls)
    ids = list(Page.objects.filter(url__in=urls).order_by("pk").values_list("pk", flat=True))
    read = Article.objects.filter(read_at__isnull=False)
    await_all(tasks.nudge_fetching, ids[:WARMING], read.filter(page__in=ids[:WARMING]), workers)
    return await_all(tasks.nudge_fetching, ids[WARMING:], read.filter(page__in=ids[WARMING:]), workers)


def await_all(nudge: Callable[[list[int]], object], ids: list[int], done: Any, workers: Sequence[Child]) -> Round:
    """Nudge the workers for these rows and wait until ``done`` holds them all."""
    effort, begun = effort_of(workers), time.perf_counter()
    nudge(ids)
    while done.count() < len(ids):
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"only {done.count()} of {len(ids)} rows were done within {PATIENCE:g} s")
        time.sleep(0.05)
    return Round(len(ids), time.perf_counter() - begun, effort_of(workers) - effort)


def settle(workers: Sequence[Child]) -> None:
    """Wait until the workers rest: what they still have in hand of one round is no part of the next."""
    spent = -SILENCE
    while (now := effort_of(workers)) - spent > SILENCE / 50:
        spent = now
        time.sleep(SILENCE)


def effort_of(workers: Sequence[Child]) -> float:
    """Seconds of processor time the workers and their children have taken so far, children that ended included."""
    spent = 0
    for pid in family_of(workers):
        fields = (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
        spent += sum(map(int, fields[11:15]))
    return spent / TICKS


def peaks_of(workers: Sequence[Child]) -> dict[str, int]:
    """The most memory each worker has held, in MB; of a worker with children, the largest of them."""
    peaks: dict[str, int] = {}
    for child in workers:
        for pid in family_of([child]):
            status = (Path("/proc") / str(pid) / "status").read_text()
            held = int(status.split("VmHWM:")[1].split()[0]) // 1024
            peaks[child.name] = max(held, peaks.get(child.name, 0))
    return peaks


def family_of(workers: Sequence[Child]) -> list[int]:
    """Process ids of the workers and of what they have forked."""
    pids = [child.process.pid for child in workers if child.process]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if parent in pids[: len(workers)]:
            pids.append(int(path.parent.name))
    return pids


def read_share(urls: list[str], threads: int) -> None:
    """One process's share of the feeds, with the bare libraries."""
    measure(partial(read_bare, urllib3.PoolManager(maxsize=threads)), urls, threads)


def measure_bare(base: str, processes: int, threads: int) -> float:
    """Feeds a second with urllib3 and feedparser alone, in as many processes and threads as the fetchers have."""
    urls = [f"{base}/feed/{number}" for number in range(WARMING, WARMING + FEEDS)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(read_share, [urls[:10]] * processes, [threads] * processes))
        begun = time.perf_counter()
        list(pool.map(read_share, [urls[number::processes] for number in range(processes)], [threads] * processes))
        return FEEDS / (time.perf_counter() - begun)


def main() -> int:
    """Print what the issue asks for, each beside its ratio."""
    with tempfile.TemporaryDirectory() as folder, serving(WARMING + FEEDS, WARMING + ARTICLES) as base:
        set_up(str(Path(folder) / "data"))
        from django.conf import settings  # noqa: PLC0415

        threads = settings.FETCH_THREADS
        bare = measure_bare(base, settings.FETCHERS, threads)
        with working() as workers:
            first, second, entries = poll_all(base, workers)
            articles = read_articles(base, workers)
            peaks = peaks_of(workers)
    shape = f"{settings.FETCHERS} fetchers of {threads} threads, {settings.READERS} reader, Redis, SQLite"
    ratio = f"{first.rate / bare:.2f} of the bare libraries without a database ({bare:.0f})"
    lines = [
        f"{FEEDS} feeds of {ENTRIES} entries, {shape}: {entries} entries stored",
        f"{'':16}{'a second':>10}{'a core':>10}",
        f"first round     {first.rate:10.0f}{first.rate_of_core:10.0f}   feeds; {ratio}",
        f"unchanged round {second.rate:10.0f}{second.rate_of_core:10.0f}   feeds",
        f"articles        {articles.rate:10.0f}{articles.rate_of_core:10.0f}   fetched, parsed, saved, read and joined",
        f"most memory: {', '.join(f'{name} {held} MB' for name, held in peaks.items())} (bound: {WORKER_BOUND})",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return entries != FEEDS * ENTRIES or max(peaks.values()) > WORKER_BOUND


if __name__ == "__main__":
    sys.exit(main())
