"""Asking other people's servers: with our one client, at the host's pace, and where robots.txt lets us.

A visit either gives an answer, or says how long to wait for a place (`Wait`), or raises `FetchError`.
"""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from articles.fetch.answers import Answer
from articles.fetch.client import Client, Kind
from articles.fetch.errors import FetchError
from articles.fetch.pace import LocalPace, Pace, SharedPace, Wait, place_at
from articles.fetch.robots import CLOSED, Robots, fetch_robots, parse_robots
from articles.models import Host
from articles.models.bounds import LONGEST_REST
from articles.models.prepared import Given, Prepared

PRODUCT = "Newsdash"

_FRESH = Prepared(
    lambda: Host.objects.filter(
        origin=Given("origin"), robots_until__gt=Given("now"), robots_until__lte=Given("now") + LONGEST_REST
    )
)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """robots.txt keeps us out; ``why`` says so in plain words."""

    why: str


def client() -> Client:
    """The one client of this process: its connections are kept open and shared by all threads."""
    with _client_lock:  # else each of the first threads would make one, and load all certificates for it
        return _client()


_client_lock = threading.Lock()


@cache
def _client() -> Client:
    return Client(
        name=PRODUCT,
        version=settings.VERSION,
        contact=settings.CONTACT,
        allow_loopback=settings.ALLOW_LOOPBACK,
        per_host=max(2, settings.HOST_SLOTS),
    )


REDIS_AGAIN = 30.0
"""Seconds until a Redis that was away is asked for again."""

_pace: Pace | None = None
_pace_again = 0.0
_pace_lock = threading.Lock()


def pace() -> Pace:
    """The pace all workers share through Redis; where none answers (a lone command), this process's own until then."""
    global _pace, _pace_again  # noqa: PLW0603 - one pace a process
    with _pace_lock:
        if _pace is None or (isinstance(_pace, LocalPace) and time.monotonic() >= _pace_again):
            # Asked without the library's retries, which hold up every visit for seconds where there is no Redis.
            once = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
            server = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=10)
            try:
                once.ping()
            except redis.exceptions.RedisError:
                _pace = _pace or LocalPace(at_once=settings.HOST_SLOTS, interval=settings.HOST_GAP)
                _pace_again = time.monotonic() + REDIS_AGAIN
            else:
                _pace = SharedPace(server, at_once=settings.HOST_SLOTS, interval=settings.HOST_GAP)
        return _pace


def forget() -> None:
    """Drop client and pace, so that the next visit makes them anew: for tests that change settings."""
    global _pace  # noqa: PLW0603
    _pace = None
    _client.cache_clear()


def visit_feed(url: str, *, etag: str = "", last_modified: str = "") -> Answer | Wait:
    """Ask for a feed; a server that says it is busy has all its feeds asked more slowly for a while."""
    answer = _visit(url, "feed", etag=etag, last_modified=last_modified)
    assert not isinstance(answer, Forbidden)  # robots.txt is about pages; a feed is there to be polled
    return answer


def visit_page(url: str) -> Answer | Wait | Forbidden:
    """Ask for a page, if its site's robots.txt lets us."""
    return _visit(url, "page", heed_robots=True)


def visit_listing(url: str) -> Answer | Wait | Forbidden:
    """Ask for a page of a site's history (posts, archive, sitemap), if its robots.txt lets us; up to a feed's size."""
    return _visit(url, "feed", heed_robots=True)


def robots_of(url: str, now: datetime | None = None, *, held: bool = False) -> Robots | Wait:
    """The rules of an address's site, from the row while they are fresh, else asked for.

    ``held``: the caller has a place at this host already, and asks in it.
    """
    now = now or datetime.now(UTC)
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"[:300]
    kept = _FRESH.first(origin=origin, now=now)
    if kept is None:
        with nullcontext() if held else place_at(pace(), parts.hostname or "") as place:
            if isinstance(place, Wait):
                return place
            answer = fetch_robots(client(), url)
        fresh = {
            "robots": answer.text.replace("\0", ""),
            "robots_until": now + timedelta(seconds=answer.keep_seconds),
            "robots_why": answer.why[:300],
        }
        kept, _ = Host.objects.update_or_create(origin=origin, defaults=fresh)
    if kept.robots_why and kept.robots == CLOSED:
        # The site did not say no: it could not be asked (RFC 9309, 2.3.1.4). The page waits instead of being left out.
        return Wait(max(60.0, (kept.robots_until - now).total_seconds()), kept.robots_why, failed=True)
    return parse_robots(kept.robots, PRODUCT)


class _TurnedAwayError(Exception):
    """A host on the way has no place for us now, or does not want us; carries what the visit then gives."""

    def __init__(self, answer: Wait | Forbidden) -> None:
        super().__init__(answer)
        self.answer = answer


def _visit(
    url: str, kind: Kind, *, heed_robots: bool = False, etag: str = "", last_modified: str = ""
) -> Answer | Wait | Forbidden:
    """Fetch, with a place at every host the redirects lead to, and robots.txt heeded at every address on the way."""
    held = set[str]()
    with ExitStack() as places:

        def enter(address: str) -> None:
            host = urlsplit(address).hostname or ""
            delay = _heed_robots(address, held=host in held) if heed_robots else None
            if host not in held:
                # One place a visit and host: a second one for the next hop would be waited for in vain in the first.
                place = places.enter_context(place_at(pace(), host, crawl_delay=delay))
                if isinstance(place, Wait):
                    raise _TurnedAwayError(place)
                held.add(host)

        try:
            enter(url)
            return client().get(url, kind=kind, etag=etag, last_modified=last_modified, on_redirect=enter)
        except _TurnedAwayError as away:
            return away.answer
        except FetchError as error:
            if error.kind == "throttled":
                pace().slow_down(urlsplit(url).hostname or "", error.retry_after or 300)
            raise


def _heed_robots(url: str, *, held: bool) -> float | None:
    """Go no further where robots.txt does not let us; gives the crawl delay it asks for."""
    parts = urlsplit(url)
    robots = robots_of(url, held=held)
    if isinstance(robots, Wait):
        raise _TurnedAwayError(robots)
    if not robots.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
        raise _TurnedAwayError(Forbidden(f"robots.txt of {parts.hostname} does not allow this page"))
    return robots.crawl_delay
