"""One HTTP client for feeds, pages, robots.txt, icons and webhooks: polite, bounded in time and size, kept outside."""

from __future__ import annotations

import base64
import http.client
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import ProtocolError

from articles.fetch.address import Address, parse_address
from articles.fetch.answers import Answer, Chain, let_go, read_answer
from articles.fetch.coding import ACCEPTED
from articles.fetch.errors import FetchError
from articles.fetch.faults import EXPECTED, explain
from articles.fetch.sockets import Trip, make_pools, under_way

__all__ = ["Answer", "Client", "FetchError", "Kind"]

Kind = Literal["page", "feed", "robots", "icon"]

MAX_BYTES: Mapping[Kind, int] = {
    "page": 8 * 1024 * 1024,
    "feed": 10 * 1024 * 1024,
    "robots": 500 * 1024,
    "icon": 512 * 1024,
}
"""Caps on the unpacked body. A longer robots.txt is cut, as RFC 9309 has it; anything else is an error."""

DEADLINE_SECONDS = 30.0
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_FEED_TYPES = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml"
_ACCEPT: Mapping[Kind, str] = {
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.8, */*;q=0.5",
    "feed": f"{_FEED_TYPES}, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
    "icon": "image/*, */*;q=0.5",
}
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Client:
    """Fetches addresses; safe to share between threads.

    ``contact`` (a mail address or page) goes into the User-Agent, so that a site's keeper can ask or complain.
    ``allow_loopback`` opens this machine's own addresses, for tests alone. ``ca_file`` adds certificates to trust.
    """

    def __init__(
        self,
        *,
        name: str = "Newsdash",
        version: str = "0.1",
        contact: str = "",
        deadline: float = DEADLINE_SECONDS,
        allow_loopback: bool = False,
        ca_file: str | None = None,
        hosts: int = 100,
        per_host: int = 2,
    ) -> None:
        self.product = name
        self.user_agent = f"{name}/{version} ({_say_contact(contact)})" if contact else f"{name}/{version}"
        self.deadline = deadline
        self._pools = make_pools(allow_loopback=allow_loopback, ca_file=ca_file, hosts=hosts, per_host=per_host)

    def get(
        self,
        url: str,
        *,
        kind: Kind = "page",
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
        max_bytes: int | None = None,
        on_redirect: Callable[[str], None] | None = None,
    ) -> Answer:
        """Fetch ``url``, following at most five redirects. ``FetchError`` for anything but 2xx and 304.

        ``etag`` and ``last_modified`` are what the last answer's headers said; nothing else of it is sent.
        ``on_redirect`` is called with the next address before each redirect is followed; it may raise to stay (what
        robots.txt says of the new address, the pace of another host).
        """
        asked = dict(_ask(kind, etag, last_modified), **(headers or {}))
        limit = max_bytes or MAX_BYTES[kind]
        with under_way(Trip(self.deadline)) as trip:
            start = parse_address(url)
            chain = Chain(start, start)
            while True:
                response = self._send("GET", chain.here, asked, trip)
                target = _redirect_target(response, chain.here)
                if target is None:
                    _check_unchanged(response, asked)
                    return read_answer(response, chain, trip, limit=limit, cut=kind == "robots")
                let_go(response)
                _follow(chain, response.status, target)
                if on_redirect is not None:
                    on_redirect(target.url)

    def post(self, url: str, body: bytes, *, content_type: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Send ``body`` (a webhook). Redirects are not followed: they are an error of the address given."""
        asked = {"Content-Type": content_type, "Accept-Encoding": ACCEPTED, **(headers or {})}
        with under_way(Trip(self.deadline)) as trip:
            address = parse_address(url)
            response = self._send("POST", address, asked, trip, body)
            if response.status in _REDIRECTS:
                let_go(response)
                raise FetchError(
                    f"{address.url} moved to another address; enter that one", kind="redirect", status=response.status
                )
            return read_answer(response, Chain(address, address), trip, limit=MAX_BYTES["robots"], cut=True)

    def close(self) -> None:
        """Close all idle connections."""
        self._pools.clear()

    def _send(
        self, method: str, address: Address, asked: Mapping[str, str], trip: Trip, body: bytes | None = None
    ) -> BaseHTTPResponse:
        """The head of the answer. A kept connection that the server has closed meanwhile is replaced once."""
        headers = {"User-Agent": self.user_agent, **asked}
        if address.user:
            headers["Authorization"] = "Basic " + base64.b64encode(address.user.encode()).decode()
        try:
            return self._open(method, address, headers, trip, body)
        except ProtocolError as error:
            if trip.fresh or method != "GET" or not _is_hang_up(error):
                raise explain(error, address, trip) from error
        except EXPECTED as error:
            raise explain(error, address, trip) from error
        try:
            return self._open(method, address, headers, trip, body)
        except EXPECTED as error:
            raise explain(error, address, trip) from error

    def _open(
        self, method: str, address: Address, headers: Mapping[str, str], trip: Trip, body: bytes | None
    ) -> BaseHTTPResponse:
        trip.fresh = False
        return self._pools.urlopen(
            method,
            address.url,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=trip.left(),
        )


def _say_contact(contact: str) -> str:
    """The User-Agent's comment: "+https://…" for a page, "mailto:…" for a mail address, more of them parted by "; "."""
    words = [word.lstrip("+") for word in re.split(r"[;,\s]+", contact) if word]
    return "; ".join(
        word if word.startswith("mailto:") else f"mailto:{word}" if "@" in word and "://" not in word else f"+{word}"
        for word in words
    )


def _ask(kind: Kind, etag: str, last_modified: str) -> Iterator[tuple[str, str]]:
    yield "Accept", _ACCEPT[kind]
    yield "Accept-Encoding", ACCEPTED
    # A stored validator with a line break in it would end the header; nobody can have sent one.
    if etag and not _CONTROL.search(etag):
        yield "If-None-Match", etag
    if last_modified and not _CONTROL.search(last_modified):
        yield "If-Modified-Since", last_modified


def _redirect_target(response: BaseHTTPResponse, here: Address) -> Address | None:
    """Where the answer sends us, or None when it is no redirect."""
    if response.status not in _REDIRECTS:
        return None
    location = response.headers.get("location", "")
    # Headers come as Latin-1; addresses with other letters are sent as UTF-8 all the same.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    if not location:
        let_go(response)
        message = f"{here.url} says it moved ({response.status}) but not where"
        raise FetchError(message, kind="redirect", retry=True, status=response.status)
    try:
        joined = urljoin(here.url, location)
    except ValueError:
        joined = location
    try:
        return parse_address(joined)
    except FetchError as error:
        let_go(response)
        raise FetchError(f"{here.url} moved, but {error.message}", kind=error.kind, status=response.status) from error


def _check_unchanged(response: BaseHTTPResponse, asked: Mapping[str, str]) -> None:
    """A 304 answers a question; who says it unasked has a broken cache."""
    if response.status == http.client.NOT_MODIFIED and not {"If-None-Match", "If-Modified-Since"} & set(asked):
        let_go(response)
        message = "the server says “unchanged” though it was not asked whether anything has changed"
        raise FetchError(message, kind="protocol", retry=True, status=response.status)


def _follow(chain: Chain, status: int, target: Address) -> None:
    """Take the next hop, unless it closes a circle or is one too many. Credentials stay with their own origin."""
    start, visited = chain.start, {chain.start.url, *(url for _status, url in chain.hops)}
    if target.url in visited:
        message = f"{start.url} redirects in a circle, back to {target.url}"
        raise FetchError(message, kind="redirect", retry=True, status=status)
    if len(chain.hops) == MAX_REDIRECTS:
        message = f"{start.url} redirects more than {MAX_REDIRECTS} times"
        raise FetchError(message, kind="redirect", retry=True, status=status)
    if not target.user and target.origin == start.origin:
        target = replace(target, user=start.user)
    chain.hops.append((status, target.url))
    chain.here = target


def _is_hang_up(error: ProtocolError) -> bool:
    cause: Any = error.args[1] if len(error.args) > 1 else None
    return isinstance(cause, http.client.RemoteDisconnected | ConnectionError)
