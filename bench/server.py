"""A site on loopback, in a process of its own, that costs little: feeds of thirty entries, and news pages."""

from __future__ import annotations

import multiprocessing
import random
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from multiprocessing.connection import Connection

ENTRIES = 30
WORDS = (
    "Haulix", "and", "Lidaria", "sign", "a", "supply", "deal", "for", "lidar", "sensors", "on", "trucks", "in", "Texas",
)  # fmt: skip
BUYERS = ("Waymo", "Zoox", "Pony.ai", "WeRide", "Nuro", "Motional", "Volkswagen", "Toyota", "Nissan", "Baidu")
SELLERS = ("Magna", "Nvidia", "Continental", "Bosch", "Mobileye", "Hesai", "Luminar", "Valeo", "Qualcomm", "Denso")
SUBJECTS = (
    "The vehicles", "The first cars", "Its engineers", "Analysts", "Local officials", "The workers", "Investors",
    "Most passengers", "The regulators", "Two rivals", "The sensors", "Both boards", "The city", "Fleet owners",
)  # fmt: skip
VERBS = (
    "are expected to", "have begun to", "were slow to", "hope to", "had planned to", "would rather", "may soon",
    "refused to", "have promised to", "could not", "want to", "are ready to",
)  # fmt: skip
ACTIONS = (
    "carry passengers", "visit the closed track", "weigh the price of sensors", "follow the timetable", "test at night",
    "publish their figures", "repair the road", "count each kilometre", "train new drivers", "wait for the permit",
    "read the report", "open a second depot", "look at the weather", "change the software",
)  # fmt: skip
PLACES = (
    "in several cities", "before the winter", "near the harbour", "on public roads", "after a delay", "this spring",
    "without a person at the wheel", "at the old airport", "with twice the money", "for less than last year",
    "as demand grows", "under the new law",
)  # fmt: skip
SENTENCES = 24
COPIED = 20
"""Every so manieth page is a near copy of the one before: as many as among real news."""


def make_feed(number: int) -> bytes:
    """An RSS feed as WordPress writes it: 30 entries, one a day until today, with teaser and whole text: 60 kB."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    items = "".join(_make_item(number, entry, today - timedelta(days=entry)) for entry in range(ENTRIES))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>http://feed{number}.example/</link><ttl>60</ttl>{items}</channel></rss>"
    ).encode()


def _make_item(number: int, entry: int, day: datetime) -> str:
    turned = [*WORDS[entry % 7 :], *WORDS[: entry % 7]]
    link = f"http://feed{number}.example/{entry}"
    paragraph = f'<p>{" ".join(turned * 4)} &#8211; <a href="{link}/more">read on</a>.</p>'
    return (
        f"<item><title>{' '.join(turned)} {entry}</title><link>{link}</link><guid isPermaLink='false'>{link}</guid>"
        f"<pubDate>{format_datetime(day)}</pubDate><dc:creator>Ada Quill</dc:creator>"
        f"<category>Lidar</category><category>Trucks</category><description><![CDATA[{paragraph}]]></description>"
        f"<content:encoded><![CDATA[{paragraph * 3}]]></content:encoded></item>"
    )


def make_page(number: int) -> bytes:
    """A news page of about 2,000 characters of text in 12 kB of markup, with one deal; one in twenty copies another."""
    told = number - (number % COPIED == COPIED - 1)
    chance = random.Random(told)  # noqa: S311 - the same page each time
    buyer, seller = BUYERS[told % len(BUYERS)], SELLERS[told // len(BUYERS) % len(SELLERS)]
    lead = (
        f"{buyer} has signed a contract with {seller}, the two companies said on Tuesday. {seller} will supply {buyer} "
        f"with parts for {told + 100} self-driving vehicles from next year."
    )
    parts = (SUBJECTS, VERBS, ACTIONS, PLACES)
    filler = [" ".join(chance.choice(words) for words in parts) + "." for _ in range(SENTENCES)]
    paragraphs = [lead, *(" ".join(filler[start : start + 3]) for start in range(0, SENTENCES, 3))]
    menu = "".join(f'<li><a href="/section/{item}">Section {item}</a></li>' for item in range(60))
    body = "".join(f"<p>{part}</p>" for part in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{buyer} and {seller} sign number {number}</title>'
        f'<meta property="article:published_time" content="2025-03-0{1 + told % 9}T08:00:00Z"></head><body>'
        f"<nav><ul>{menu}</ul></nav><article><h1>{buyer} and {seller} sign number {number}</h1>{body}</article>"
        f"<footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    """``/feed/7`` and ``/page/7``; anything else is not there, robots.txt too."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    bodies: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.bodies.get(self.path)
        if body is None:
            self.wfile.write(b"HTTP/1.1 404 Missing\r\nContent-Length: 0\r\n\r\n")
            return
        etag = f'"{self.path}"'
        known = self.headers.get("If-None-Match") == etag
        kind = "application/rss+xml" if self.path.startswith("/feed/") else "text/html; charset=utf-8"
        length = "" if known else f"Content-Length: {len(body)}\r\nContent-Type: {kind}\r\n"
        head = f"HTTP/1.1 {304 if known else 200} OK\r\nETag: {etag}\r\n{length}\r\n".encode()
        self.wfile.write(head if known else head + body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


def _serve(feeds: int, pages: int, pipe: Connection) -> None:
    _Handler.bodies = {f"/feed/{number}": make_feed(number) for number in range(feeds)}
    _Handler.bodies |= {f"/page/{number}": make_page(number) for number in range(pages)}
    with _Server(("127.0.0.1", 0), _Handler) as server:
        pipe.send(server.server_address[1])
        server.serve_forever()


@contextmanager
def serving(feeds: int, pages: int = 0) -> Iterator[str]:
    """The site, in another process; gives its address, without a slash at the end."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(feeds, pages, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        server.terminate()
        server.join()
