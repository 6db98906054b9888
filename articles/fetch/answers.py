"""The head of an answer → the answer read to its end, unpacked, within its bounds."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from urllib3 import BaseHTTPResponse

from articles.fetch.address import Address
from articles.fetch.coding import decode_body
from articles.fetch.errors import FetchError
from articles.fetch.faults import EXPECTED, explain, explain_status
from articles.fetch.sockets import Trip, hurried

_PIECE = 65_536
_DRAIN_SECONDS = 0.5
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True)
class Answer:
    """A success (2xx) or "unchanged" (304), read to its end.

    ``url`` is where the body came from and ``requested_url`` what was asked for, both without credentials.
    ``body`` is unpacked. ``permanent_url`` is where a chain of only 301 and 308 led, "" for any other chain.
    ``redirects`` holds ``(status, address it led to)``, in order; ``elapsed`` is in seconds.
    """

    status: int
    url: str
    requested_url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    content_type: str = ""
    permanent_url: str = ""
    redirects: tuple[tuple[int, str], ...] = ()
    elapsed: float = 0.0

    @property
    def unchanged(self) -> bool:
        return self.status == http.client.NOT_MODIFIED

    @property
    def etag(self) -> str:
        """The validator to send next time, byte for byte as it came; "" where the server gave none."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        return self.headers.get("last-modified", "")

    @property
    def body_hash(self) -> str:
        """SHA-256 of the unpacked body, 64 hex digits."""
        return sha256(self.body).hexdigest()


@dataclass(slots=True)
class Chain:
    """The way from the address asked for to the one that answers; ``hops`` are ``(status, address it led to)``."""

    start: Address
    here: Address
    hops: list[tuple[int, str]] = field(default_factory=list)

    @property
    def permanent(self) -> bool:
        """Whether there were redirects and all said "for ever". With credentials it is not for us to rewrite."""
        return bool(self.hops) and not self.start.user and all(status in _PERMANENT for status, _url in self.hops)


def read_answer(response: BaseHTTPResponse, chain: Chain, trip: Trip, *, limit: int, cut: bool = False) -> Answer:
    """Read a success to its end. ``FetchError`` for other statuses and for bodies over ``limit`` bytes, unpacked.

    ``cut`` takes the first ``limit`` bytes of a longer body instead.
    """
    status, headers, here = response.status, response.headers, chain.here
    if not (200 <= status < 300 or status == http.client.NOT_MODIFIED):
        let_go(response)
        raise explain_status(status, headers, here)
    try:
        body = b"" if status == http.client.NOT_MODIFIED else _read_body(response, limit, cut=cut)
    except EXPECTED as error:
        response.close()
        raise explain(error, here, trip) from error
    except FetchError as error:
        response.close()
        raise FetchError(f"{here.url}: {error.message}", kind=error.kind, retry=error.retry, status=status) from error
    response.release_conn()
    return Answer(
        status=status,
        url=here.url,
        requested_url=chain.start.url,
        headers=headers,
        body=body,
        content_type=headers.get("content-type", ""),
        permanent_url=here.url if chain.permanent else "",
        redirects=tuple(chain.hops),
        elapsed=trip.spent(),
    )


def let_go(response: BaseHTTPResponse) -> None:
    """Leave a body unread: keep the connection when the rest of a short answer comes at once, else close it."""
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) <= _PIECE:
        with suppress(*EXPECTED), hurried(_DRAIN_SECONDS):
            response.read(_PIECE, decode_content=False)
            response.release_conn()
            return
    response.close()


def _read_body(response: BaseHTTPResponse, limit: int, *, cut: bool) -> bytes:
    """The unpacked body, stopped at ``limit`` bytes whatever it would unpack to."""
    codings = response.headers.get("content-encoding", "")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit and not cut:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    for part in decode_body(_raw_pieces(response), codings):
        parts.append(part)
        size += len(part)
        if size > limit:
            if not cut:
                raise _too_large(limit)
            response.close()
            break
    return b"".join(parts)[:limit]


def _too_large(limit: int) -> FetchError:
    return FetchError(f"the answer is larger than {limit / 1024 / 1024:g} MiB", kind="too-large", retry=True)


def _raw_pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    while piece := response.read(_PIECE, decode_content=False):
        yield piece
