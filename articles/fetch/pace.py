"""How fast one host is asked: so many at once and so many seconds apart, agreed on by all workers through Redis.

Nobody waits in here. ``enter`` gives a place or says how long to come back in, so that the work is put off and the
worker turns to another host; one slow or large host holds up nobody else. A place is a lease: when its worker is
killed, it comes free by itself.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from redis import Redis

AT_ONCE = 2
INTERVAL_SECONDS = 1.0
LEASE_SECONDS = 60.0
"""Longer than any fetch may take (its deadline is 30 s), short enough that a killed worker does not block a host."""
MAX_INTERVAL_SECONDS = 120.0
"""A crawl-delay beyond this is obeyed as this: some sites name a day, and would never be read."""
SLOW_FACTOR = 10.0

_ENTER = """
local slow = redis.call('EXISTS', KEYS[1])
local pause = tonumber(ARGV[3 + slow])
for place = 3, #KEYS do
    if redis.call('EXISTS', KEYS[place]) == 0 then
        if pause > 0 and not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', pause) then
            return {-1, math.max(redis.call('PTTL', KEYS[2]), 0), slow}
        end
        redis.call('SET', KEYS[place], ARGV[1], 'PX', ARGV[2])
        return {place - 3, 0, slow}
    end
end
return {-1, -1, slow}
"""
"""Keys: slow, start, the places. Values: token, lease, pause, pause where slow (ms). Gives the place or -1; the
milliseconds until the next start, or -1 where no place is free; whether the host is spared."""

_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


@dataclass(frozen=True, slots=True)
class Place:
    """Leave to ask ``host`` now; to be given back with ``leave``."""

    host: str
    slot: int
    token: str


@dataclass(frozen=True, slots=True)
class Wait:
    """No place now: come back in ``seconds``. ``why`` is for people.

    ``failed``: the host was asked and could not be; a try that counts, and no lack of places.
    """

    seconds: float
    why: str
    failed: bool = False


class Pace(Protocol):
    """What both kinds of pace can do."""

    def enter(self, host: str, *, crawl_delay: float | None = None) -> Place | Wait:
        """A place at ``host`` now, or how long to wait. ``crawl_delay`` (robots.txt, seconds) wins over the default."""

    def leave(self, place: Place) -> None:
        """Give a place back; nothing happens when its lease is already over."""

    def slow_down(self, host: str, seconds: float) -> None:
        """For ``seconds``, ask ``host`` ten times as rarely: it has answered 429 or 503."""


class SharedPace:
    """The pace all workers share. Keys of a host, all of which expire by themselves:

    ``pace:HOST:0`` … are the places, each held with a lease; ``pace:HOST:start`` stands for as long as no new request
    may start, ``pace:HOST:slow`` for as long as the host is spared. Coming in and going out are one round trip each:
    two short scripts, each of which Redis runs as one step.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        at_once: int = AT_ONCE,
        interval: float = INTERVAL_SECONDS,
        lease: float = LEASE_SECONDS,
        prefix: str = "pace:",
    ) -> None:
        self._redis: Any = redis
        self._at_once, self._interval, self._lease, self._prefix = at_once, interval, lease, prefix
        self._enter, self._leave = self._redis.register_script(_ENTER), self._redis.register_script(_LEAVE)

    def enter(self, host: str, *, crawl_delay: float | None = None) -> Place | Wait:
        """A place at ``host`` now, or how long to wait."""
        interval = _interval(self._interval, crawl_delay)
        slowed = min(interval * SLOW_FACTOR, MAX_INTERVAL_SECONDS)
        keys = [self._key(host, part) for part in ("slow", "start", *map(str, range(self._at_once)))]
        token = secrets.token_hex(8)
        pauses = [_milliseconds(each) if each > 0 else 0 for each in (interval, slowed)]
        slot, left, slow = self._enter(keys=keys, args=[token, _milliseconds(self._lease), *pauses])
        if slot >= 0:
            return Place(host, slot, token)
        interval = slowed if slow else interval
        if left < 0:
            return Wait(max(interval, 0.05), f"{self._at_once} requests to {host} are under way")
        return Wait(max(left, 1) / 1000, f"{host} is asked every {interval:g} s at most")

    def leave(self, place: Place) -> None:
        """Give a place back, unless the lease is over and it is another's by now."""
        self._leave(keys=[self._key(place.host, str(place.slot))], args=[place.token])

    def slow_down(self, host: str, seconds: float) -> None:
        """For ``seconds``, ask ``host`` ten times as rarely."""
        self._redis.set(self._key(host, "slow"), "1", px=_milliseconds(min(seconds, 3600.0)))

    def _key(self, host: str, part: str) -> str:
        return f"{self._prefix}{host.lower()}:{part}"


@dataclass
class _Host:
    places: dict[str, float] = field(default_factory=dict)
    next_start: float = 0.0
    slow_until: float = 0.0


class LocalPace:
    """The pace of one process, for the command line without Redis; safe between threads."""

    def __init__(
        self, *, at_once: int = AT_ONCE, interval: float = INTERVAL_SECONDS, lease: float = LEASE_SECONDS
    ) -> None:
        self._at_once, self._interval, self._lease = at_once, interval, lease
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def enter(self, host: str, *, crawl_delay: float | None = None) -> Place | Wait:
        """A place at ``host`` now, or how long to wait."""
        interval = _interval(self._interval, crawl_delay)
        with self._lock:
            now, known = time.monotonic(), self._hosts.setdefault(host.lower(), _Host())
            if known.slow_until > now:
                interval = min(interval * SLOW_FACTOR, MAX_INTERVAL_SECONDS)
            known.places = {token: until for token, until in known.places.items() if until > now}
            if len(known.places) >= self._at_once:
                return Wait(max(interval, 0.05), f"{self._at_once} requests to {host} are under way")
            if known.next_start > now:
                return Wait(known.next_start - now, f"{host} is asked every {interval:g} s at most")
            token = secrets.token_hex(8)
            known.places[token] = now + self._lease
            known.next_start = now + interval
            return Place(host, 0, token)

    def leave(self, place: Place) -> None:
        """Give a place back."""
        with self._lock:
            known = self._hosts.get(place.host.lower())
            if known is not None:
                known.places.pop(place.token, None)

    def slow_down(self, host: str, seconds: float) -> None:
        """For ``seconds``, ask ``host`` ten times as rarely."""
        with self._lock:
            self._hosts.setdefault(host.lower(), _Host()).slow_until = time.monotonic() + min(seconds, 3600.0)


@contextmanager
def place_at(pace: Pace, host: str, *, crawl_delay: float | None = None) -> Iterator[Place | Wait]:
    """``with place_at(pace, host) as place``: a place that is given back whatever happens, or a ``Wait``."""
    place = pace.enter(host, crawl_delay=crawl_delay)
    try:
        yield place
    finally:
        if isinstance(place, Place):
            pace.leave(place)


def _interval(default: float, crawl_delay: float | None) -> float:
    if crawl_delay is None or not math.isfinite(crawl_delay) or crawl_delay < 0:
        return default
    return min(max(crawl_delay, 0.0), MAX_INTERVAL_SECONDS)


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
