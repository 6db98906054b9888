"""A web site on loopback for tests: it answers as told, slowly or brokenly where told so, and logs every request."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Request:
    """One request as it came. ``headers`` in the order sent; ``at`` on the monotonic clock; ``client`` is the port."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: float
    client: int

    def header(self, name: str) -> str | None:
        """The header's value, or None where it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Reply:
    """An answer to give. ``delay`` seconds before it; ``drip`` seconds between single bytes of the body (or ``raw``).

    ``chunked`` sends the body in chunks without a length. ``short`` promises that many bytes more than come.
    ``raw`` is sent instead of all else. ``hang_up`` closes the connection afterwards.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    chunked: bool = False
    short: int = 0
    raw: bytes | None = None
    hang_up: bool = False


Route = Reply | Callable[[Request], Reply]


class Site:
    """``with Site({"/feed": Reply(body=…)}) as site: client.get(site.url("/feed"))``; ``site.log`` holds the requests.

    Routes are looked up by path without query, then by the whole; "*" answers the rest (404 by default). They may
    be changed while the site runs. With a ``context`` it speaks TLS.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.log: list[Request] = []
        self.under_way = 0
        self.most_under_way = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._scheme = "http"
        if context is not None:
            self._scheme = "https"
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        """The address of ``path`` on this site."""
        return f"{self._scheme}://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for ``path`` (with its query, if any), in order."""
        with self._lock:
            return [request for request in self.log if request.path == path]

    def answer(self, request: Request) -> Reply:
        """What to answer; logs the request."""
        with self._lock:
            self.log.append(request)
        route = self.routes.get(request.path) or self.routes.get(request.path.partition("?")[0]) or self.routes.get("*")
        if route is None:
            return Reply(404, b"nothing here")
        return route if isinstance(route, Reply) else route(request)

    def enter(self) -> None:
        """Count a request as under way."""
        with self._lock:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)

    def leave(self) -> None:
        """Count a request as answered."""
        with self._lock:
            self.under_way -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the tests; say nothing."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else head and body wait 40 ms for each other
    server: _Server

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        request = Request(
            method=self.command,
            path=self.path,
            headers=tuple(self.headers.items()),
            body=self.rfile.read(length) if length else b"",
            at=time.monotonic(),
            client=self.client_address[1],
        )
        self.server.site.enter()
        try:
            reply = self.server.site.answer(request)
            time.sleep(reply.delay)
            head, body = _wire(reply)
            self._send([head], 0.0)
            self._send(body, reply.drip)
        except OSError:
            self.close_connection = True
        finally:
            self.server.site.leave()
        if reply.hang_up or reply.short or reply.raw is not None:
            self.close_connection = True

    do_GET = do_POST = do_HEAD = _serve  # noqa: N815 - names of the standard library

    def _send(self, pieces: Iterable[bytes], drip: float) -> None:
        for piece in pieces:
            if not drip:
                self.wfile.write(piece)
                continue
            for position in range(len(piece)):
                self.wfile.write(piece[position : position + 1])
                self.wfile.flush()
                time.sleep(drip)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """The log is ``Site.log``."""


def _wire(reply: Reply) -> tuple[bytes, list[bytes]]:
    """The head and the pieces of the body as they go over the wire."""
    if reply.raw is not None:
        return b"", [reply.raw]
    head = {"Content-Type": "text/plain", **reply.headers}
    if reply.chunked:
        head["Transfer-Encoding"] = "chunked"
    elif reply.status != 304:
        head.setdefault("Content-Length", str(len(reply.body) + reply.short))
    lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in head.items())]
    wire = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    if not reply.chunked:
        return wire, [reply.body]
    pieces = (reply.body[start : start + 4096] for start in range(0, len(reply.body), 4096))
    return wire, [*(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces), b"0\r\n\r\n"]
