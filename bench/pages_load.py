"""How fast each public page is on the database configured: ``python -m bench.pages_load [--rounds 20] [--keep FILE]``.

Asks every page through Django's test client (middleware and templates included, no network), each with as many
different addresses as there are rounds, drawn from what the database holds; of `TRIES` answers the quickest counts, so
that a busy machine does not pass for a slow page. Prints the median and the 95th percentile of the server's time in
milliseconds, the processor's alone too (the database's work in it, with PostgreSQL where its server runs on this
machine), the number of queries (least and most over the addresses), and the size compressed.
``--keep`` writes the figures as JSON; ``--against`` prints ratios to figures kept earlier, from a small archive. Exit
status 1 when a page misses its aim: 100 ms at the 95th percentile, 1.5 times the small archive's time.

    NEWSDASH_DATA=small python manage.py make_load --articles 10000 --partnerships 2000 --companies 500
    NEWSDASH_DATA=small python -m bench.pages_load --keep small.json
    NEWSDASH_DATA=big python -m bench.pages_load --against small.json
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdash.settings")

from django.core.management import call_command
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext

import newsdash.wsgi  # noqa: F401  the app as gunicorn loads it
from articles.models import Article, Author, Company, Partnership, Source

TRIES = 3
"""The quickest of these is what the page takes; the others tell what else the machine was doing."""
AIM_MS = 100.0
AIM_RATIO = 1.5
FLOOR_MS = 20.0
"""Below this a ratio says more about the clock than about the page."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds, numbers of queries, and kilobytes compressed, of one page over all its addresses."""

    page: str
    median: float
    p95: float
    cpu: float
    least_queries: int
    most_queries: int
    kilobytes: float
    slowest: str


def measure(client: Client, page: str, addresses: Sequence[str]) -> Figures:
    """Ask each address once for its rows to come from the disk, then `TRIES` times, of which the quickest counts."""
    times: list[tuple[float, str]] = []
    work: list[float] = []
    queries: list[int] = []
    sizes: list[int] = []
    for address in addresses:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}: nothing to measure.")
        sizes.append(len(gzip.compress(response.content, 6)))
        tries = [_time(client, address) for _ in range(TRIES)]
        times.append((min(wall for wall, _cpu in tries), address))
        work.append(min(cpu for _wall, cpu in tries))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries.append(len(captured))
    times.sort()
    return Figures(
        page=page,
        median=round(statistics.median(ms for ms, _address in times), 1),
        p95=round(times[_rank(len(times))][0], 1),
        cpu=round(sorted(work)[_rank(len(work))], 1),
        least_queries=min(queries),
        most_queries=max(queries),
        kilobytes=round(max(sizes) / 1000, 1),
        slowest=times[-1][1],
    )


def _time(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds of one answer: by the clock on the wall, and of the processor."""
    served, worked, started = server_work(), time.process_time(), time.perf_counter()
    client.get(address)
    wall, work = time.perf_counter() - started, time.process_time() - worked
    return wall * 1000, (work + server_work() - served) * 1000


def server_work() -> float:
    """Seconds of the processor that PostgreSQL's process for our connection has had; 0 where nobody can see that."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def _rank(count: int) -> int:
    """Where the 95th percentile stands in a sorted list."""
    return min(count - 1, int(count * 0.95))


def make_addresses(rounds: int) -> dict[str, list[str]]:
    """Page → addresses, from what the database holds: big and small companies, common and rare words, years."""
    rng = random.Random(5)  # noqa: S311 - the same addresses each time
    biggest = list(Company.objects.order_by("pk").values_list("slug", flat=True)[: rounds // 2])
    companies = biggest + _some(rng, Company, "slug", rounds - len(biggest))
    pairs = [(row.a, row.b) for row in _rows(rng, Partnership, rounds, "a", "b")]
    ends = list(zip(companies, reversed(companies), strict=True))
    years = [str(year) for year in range(2012, 2027)]
    words = _words(rng, rounds)
    articles = _some(rng, Article, "pk", rounds)
    return {
        "home": ["/"] * rounds,
        "timeline": ["/timeline/"] + [f"/timeline/?from={year}&to={year}" for year in years],
        "timeline of a company": [f"/timeline/?company={slug}" for slug in companies],
        "timeline, filters": [f"/timeline/?kind=supply&sector=chips&from={year}" for year in years]
        + [f"/timeline/?words={word}" for word in words[:5]],
        "companies": ["/companies/", "/companies/?sector=chips", "/companies/?q=al", "/companies/?after=M"],
        "company": [f"/company/{slug}/" for slug in companies],
        "partnership": [f"/partnership/{'/'.join(sorted((a.slug, b.slug)))}/" for a, b in pairs],
        "network": ["/network/"] + [f"/network/?day={year}" for year in years],
        "network of 300": ["/network/?show=300"] + [f"/network/?show=300&day={year}" for year in years[::3]],
        "network of a company": [f"/network/?company={slug}" for slug in companies],
        "network, filters": [f"/network/?kind=supply&sector=chips&day={year}" for year in years],
        "path": [f"/path/?from={a}&to={b}" for a, b in ends if a != b],
        "path, any deals": [f"/path/?from={a}&to={b}&deals=any" for a, b in ends if a != b],
        "compare": [f"/compare/?c={a}&c={b}" for a, b in ends if a != b],
        "article": [f"/article/{pk}/" for pk in articles],
        "author": [f"/author/{slug}/" for slug in _some(rng, Author, "slug", rounds)],
        "sources": ["/sources/"] * 3,
        "source": [f"/source/{slug}/" for slug in _some(rng, Source, "slug", rounds)],
        "search": [f"/search/?q={word}" for word in words],
        "search, newest first": [f"/search/?q={word}&sort=new" for word in words[:6]],
        "search while typing": [f"/search/?q={word[:6]}" for word in words],
        "help": ["/help/"] * 3,
    }


def _words(rng: random.Random, rounds: int) -> list[str]:
    """Common, rare, phrases, beginnings, names, and words that do not occur."""
    names = _some(rng, Company, "name", max(rounds // 3, 2))
    fixed = [
        "company",
        "lidars",
        "robotaxis",
        '"will supply"',
        '"driving computers"',
        "road market",
        "robot*",
        "远智",
        "qqqq",
    ]
    return [*fixed, *(str(name) for name in names), *(f"{name} lidars" for name in names[:3])]


def _some(rng: random.Random, table: Any, column: str, count: int) -> list[Any]:
    return [getattr(row, column) for row in _rows(rng, table, count)]


def _rows(rng: random.Random, table: Any, count: int, *related: str) -> list[Any]:
    """Some rows spread over the whole table."""
    top = table.objects.aggregate(top=Max("pk"))["top"] or 0
    ids = [rng.randint(1, top) for _ in range(count * 2)] if top else []
    found = table.objects.select_related(*related).in_bulk(ids)
    return list(found.values())[:count]


def print_figures(figures: Sequence[Figures], before: dict[str, Figures]) -> list[str]:
    """Print the table; gives what missed its aim."""
    missed = []
    say(f"{'page':24} {'median':>8} {'95 %':>8} {'cpu 95 %':>8} {'queries':>9} {'kB':>7} {'ratio':>6}")
    for row in figures:
        old = before.get(row.page)
        ratio = row.p95 / max(old.p95, FLOOR_MS) if old else 0.0
        late = row.p95 > AIM_MS or ratio > AIM_RATIO
        fewest, most = row.least_queries, row.most_queries
        queries = f"{fewest}" if fewest == most else f"{fewest}–{most}"
        told = f"{ratio:6.2f}" if old else f"{'–':>6}"
        mark = " !" if late else ""
        times = f"{row.median:8.1f} {row.p95:8.1f} {row.cpu:8.1f}"
        say(f"{row.page:24} {times} {queries:>9} {row.kilobytes:7.1f} {told}{mark}")
        if late:
            missed.append(f"{row.page}: {row.p95} ms, slowest {row.slowest}")
    return missed


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="addresses a page (default 20)")
    parser.add_argument("--only", default="", help="measure pages whose name has this in it")
    parser.add_argument("--keep", type=Path, help="write the figures to this file")
    parser.add_argument("--against", type=Path, help="print ratios to the figures in this file")
    options = parser.parse_args(arguments)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "localhost"})
    piece = Client(headers={"host": "localhost", "hx-request": "true"})
    figures = []
    for page, addresses in make_addresses(options.rounds).items():
        if addresses and options.only in page:
            figures.append(measure(piece if page == "search while typing" else client, page, addresses))
    before = {}
    if options.against:
        before = {row["page"]: Figures(**row) for row in json.loads(options.against.read_text("utf-8"))}
    say(f"{connection.vendor}, {Article.objects.count():,} articles, {Partnership.objects.count():,} partnerships")
    missed = print_figures(figures, before)
    if options.keep:
        options.keep.write_text(json.dumps([asdict(row) for row in figures], indent=1), "utf-8")
    for line in missed:
        sys.stderr.write(f"missed: {line}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
