"""How fast feeds are fetched and read, without a database: ``python -m bench.fetch [--feeds N] [--threads N]``.

A server in a process of its own holds 300 feeds of 30 entries. The same threads ask for all of them, once with our
client and reader, once with the bare libraries below them (urllib3 and feedparser, unbounded and unguarded), and then
once more, when nothing has changed. The ratio says what politeness, bounds and cleaning cost.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import feedparser
import urllib3

from articles.extract.feed import parse_feed
from articles.fetch.client import Client
from bench.server import ENTRIES, serving


def measure(work: Callable[[str], int], urls: list[str], threads: int) -> tuple[float, int]:
    """Feeds a second, and the sum of what ``work`` gave."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        total = sum(pool.map(work, urls))
    return len(urls) / (time.perf_counter() - begun), total


def read_ours(client: Client, url: str) -> int:
    """Entries of a feed, fetched and read as the product does it."""
    answer = client.get(url, kind="feed")
    return len(parse_feed(answer.body, content_type=answer.content_type, url=answer.url).entries)


def read_bare(pool: urllib3.PoolManager, url: str) -> int:
    """Entries of a feed with the libraries alone."""
    body = pool.request("GET", url, headers={"Accept-Encoding": "gzip"}).data
    return len(feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries)


def etag_of(url: str) -> str:
    """The validator that the server gives this address."""
    return f'"{urlsplit(url).path}"'


def ask_ours(client: Client, url: str) -> int:
    """Ask whether a feed has changed: 1 where it has not."""
    return client.get(url, kind="feed", etag=etag_of(url)).status == 304


def ask_bare(pool: urllib3.PoolManager, url: str) -> int:
    """The same with the library alone."""
    return pool.request("GET", url, headers={"If-None-Match": etag_of(url)}).status == 304


def main() -> int:
    """Print the table; 1 when an entry or a 304 is missing."""
    options = argparse.ArgumentParser(description="How fast feeds are fetched and read, without a database.")
    options.add_argument("--feeds", type=int, default=300)
    options.add_argument("--threads", type=int, default=10)
    given = options.parse_args()
    client = Client(allow_loopback=True, per_host=given.threads)
    bare = urllib3.PoolManager(maxsize=given.threads)
    with serving(given.feeds) as base:
        urls = [f"{base}/feed/{number}" for number in range(given.feeds)]
        rounds = (
            ("fetched and read", given.feeds * ENTRIES, partial(read_ours, client), partial(read_bare, bare)),
            ("unchanged", given.feeds, partial(ask_ours, client), partial(ask_bare, bare)),
        )
        whole = True
        lines = [f"{given.feeds} feeds of {ENTRIES} entries, {given.threads} threads, one process", ""]
        lines.append(f"{'':18}{'ours':>10}{'bare':>10}{'ratio':>8}")
        for name, wanted, ours, theirs in rounds:
            measure(ours, urls[:10], given.threads)
            measure(theirs, urls[:10], given.threads)
            rate, got = measure(ours, urls, given.threads)
            bare_rate, bare_got = measure(theirs, urls, given.threads)
            whole = whole and got == bare_got == wanted
            lines.append(f"{name:18}{rate:8.0f}/s{bare_rate:8.0f}/s{rate / bare_rate:8.2f}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
