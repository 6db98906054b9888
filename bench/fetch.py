"""How fast feeds are fetched and read, without a database: ``python -m bench.fetch [--feeds N] [--threads N]``.

A server in a process of its own holds 300 feeds of 30 entries. The same threads ask for all of them, once with our
client and reader, once with the bare libraries below them (urllib3 and feedparser, unbounded and unguarded), and then
once more, when nothing has changed. The ratio says what politeness, bounds and cleaning cost.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import socketserver
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from multiprocessing.connection import Connection

import feedparser
import urllib3

from articles.extract.feed import parse_feed
from articles.fetch.client import Client

ENTRIES = 30
WORDS = (
    "Haulix", "and", "Lidaria", "sign", "a", "supply", "deal", "for", "lidar", "sensors", "on", "trucks", "in", "Texas",
)  # fmt: skip


def make_feed(number: int) -> bytes:
    """An RSS feed as WordPress writes it: 30 entries with teaser and whole text, about 60 kB."""
    items = "".join(_make_item(number, entry) for entry in range(ENTRIES))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>http://feed{number}.example/</link><ttl>60</ttl>{items}</channel></rss>"
    ).encode()


def _make_item(number: int, entry: int) -> str:
    turned = [*WORDS[entry % 7 :], *WORDS[: entry % 7]]
    link = f"http://feed{number}.example/{entry}"
    paragraph = f'<p>{" ".join(turned * 4)} &#8211; <a href="{link}/more">read on</a>.</p>'
    return (
        f"<item><title>{' '.join(turned)} {entry}</title><link>{link}</link><guid isPermaLink='false'>{link}</guid>"
        f"<pubDate>Tue, {1 + entry % 28:02d} Oct 2024 09:30:00 +0000</pubDate><dc:creator>Ada Quill</dc:creator>"
        f"<category>Lidar</category><category>Trucks</category><description><![CDATA[{paragraph}]]></description>"
        f"<content:encoded><![CDATA[{paragraph * 3}]]></content:encoded></item>"
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    feeds: list[bytes]

    def do_GET(self) -> None:
        number = int(self.path.rpartition("/")[2])
        etag = f'"{number}"'
        known = self.headers.get("If-None-Match") == etag
        body = b"" if known else self.feeds[number]
        length = "" if known else f"Content-Length: {len(body)}\r\nContent-Type: application/rss+xml\r\n"
        self.wfile.write(f"HTTP/1.1 {304 if known else 200} OK\r\nETag: {etag}\r\n{length}\r\n".encode() + body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


def _serve(feeds: int, pipe: Connection) -> None:
    _Handler.feeds = [make_feed(number) for number in range(feeds)]
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        pipe.send(server.server_address[1])
        server.serve_forever()


@contextmanager
def serving(feeds: int) -> Iterator[str]:
    """A server with ``feeds`` feeds in another process; gives the address to which their numbers are added."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(feeds, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/"
    finally:
        server.terminate()
        server.join()


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


def ask_ours(client: Client, url: str) -> int:
    """Ask whether a feed has changed: 1 where it has not."""
    return client.get(url, kind="feed", etag=f'"{url.rpartition("/")[2]}"').status == 304


def ask_bare(pool: urllib3.PoolManager, url: str) -> int:
    """The same with the library alone."""
    return pool.request("GET", url, headers={"If-None-Match": f'"{url.rpartition("/")[2]}"'}).status == 304


def main() -> int:
    """Print the table; 1 when an entry or a 304 is missing."""
    options = argparse.ArgumentParser(description="How fast feeds are fetched and read, without a database.")
    options.add_argument("--feeds", type=int, default=300)
    options.add_argument("--threads", type=int, default=10)
    given = options.parse_args()
    client = Client(allow_loopback=True, per_host=given.threads)
    bare = urllib3.PoolManager(maxsize=given.threads)
    with serving(given.feeds) as base:
        urls = [f"{base}{number}" for number in range(given.feeds)]
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
