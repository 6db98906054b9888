"""Sockets that keep to a deadline and connect only to checked numbers, and the urllib3 connections that use them.

A timeout of urllib3 bounds one wait on the socket; a server that sends a byte every few seconds never meets it. Here
every wait is given what is left of the whole request's time.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import certifi
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from articles.fetch.address import resolve

_CONNECT_SECONDS = 10.0
"""How long one of a host's numbers may take to accept; the next one is tried with what is left."""


class Trip:
    """One request under way: when it must be over, and whether it opened its own connection."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.seconds = seconds
        self.fresh = False

    def left(self) -> float:
        """Seconds left; ``TimeoutError`` when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        return left

    def spent(self) -> float:
        """Seconds since the start."""
        return self.seconds - (self.ends - time.monotonic())


_trip: ContextVar[Trip] = ContextVar("trip")


@contextmanager
def under_way(trip: Trip) -> Iterator[Trip]:
    """Everything this thread sends and receives inside the block keeps to the trip's deadline."""
    token = _trip.set(trip)
    try:
        yield trip
    finally:
        _trip.reset(token)


@contextmanager
def hurried(seconds: float) -> Iterator[Trip]:
    """Inside the block, ``seconds`` at most, and no more than is left of the trip under way."""
    with under_way(Trip(min(seconds, _trip.get().left()))) as trip:
        yield trip


class TimedSocket(socket.socket):
    """A socket whose every wait ends with the trip under way."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_trip.get().left())
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self.settimeout(_trip.get().left())
        super().sendall(*args, **kwargs)


class TimedTLSSocket(ssl.SSLSocket):
    """The same over TLS, its handshake included."""

    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(_trip.get().left())
        super().do_handshake(block)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(_trip.get().left())
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self.settimeout(_trip.get().left())
        super().sendall(*args, **kwargs)


class _Guarded:
    """What both kinds of connection share: ``_new_conn`` looks the name up once, checks, and connects to the number."""

    allow_loopback = False

    def _new_conn(self) -> socket.socket:
        connection: Any = self
        trip = _trip.get()
        trip.fresh = True
        found = resolve(connection._dns_host, connection.port, allow_loopback=self.allow_loopback, seconds=trip.left())
        last: OSError | None = None
        for family, address in found:
            sock = TimedSocket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(min(_CONNECT_SECONDS, trip.left()))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(address)
            except OSError as error:
                sock.close()
                last = error
            else:
                return sock
        if isinstance(last, TimeoutError):
            raise last
        raise NewConnectionError(connection, str(last))


class _GuardedHTTP(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    pass


class _LoopbackHTTP(_GuardedHTTP):
    allow_loopback = True


class _LoopbackHTTPS(_GuardedHTTPS):
    allow_loopback = True


def make_pools(*, allow_loopback: bool, ca_file: str | None, hosts: int, per_host: int) -> PoolManager:
    """Connection pools whose every connection is guarded. ``ca_file`` adds certificates to trust."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    if ca_file:
        context.load_verify_locations(ca_file)
    context.sslsocket_class = TimedTLSSocket
    manager = PoolManager(num_pools=hosts, maxsize=per_host, block=False, retries=False, ssl_context=context)

    class HTTPPool(HTTPConnectionPool):
        ConnectionCls = _LoopbackHTTP if allow_loopback else _GuardedHTTP

    class HTTPSPool(HTTPSConnectionPool):
        ConnectionCls = _LoopbackHTTPS if allow_loopback else _GuardedHTTPS

    manager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}
    return manager
