"""Which addresses may be fetched: public ones over http and https, checked by the number that is connected to."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from articles.fetch.errors import FetchError

# Ranges that lead elsewhere than they say: an IPv4 address wrapped in an IPv6 one reaches the inside by a side door.
_WRAPPED = tuple(
    ipaddress.IPv6Network(text)
    for text in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10")
)
_USERINFO = re.compile(r"(?<=//)[^/?#\s@]*(?:@[^/?#\s@]*)*@")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,20})?")

_NUMERIC = re.compile(r"[0-9.]+|[0-9A-Fa-f:.]*:.*")

NAME_SECONDS = 10.0
"""How long a name server may take; most answer within a tenth of a second."""

SocketAddress = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: ``url`` without credentials and fragment, the host in ASCII, ``user`` "name:word"."""

    url: str
    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)


def parse_address(url: str) -> Address:
    """Take an http or https address apart. ``FetchError`` says in plain words what is wrong with another."""
    shown = hide_credentials(url)
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise FetchError(f"“{shown}” is no address: {error}", kind="address") from error
    if parts.scheme not in {"http", "https"}:
        raise FetchError(f"“{shown}” begins with neither http:// nor https://", kind="address")
    if "\\" in parts.netloc:
        raise FetchError(
            f"“{shown}” names no proper host", kind="address"
        )  # browsers and libraries read it differently
    if not ascii_host:
        raise FetchError(f"“{shown}” names no host", kind="address")
    if not _HOST.fullmatch(ascii_host):
        raise FetchError(f"“{shown}” names no proper host", kind="address")
    bracketed = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = bracketed if port is None else f"{bracketed}:{port}"
    user = ":".join(unquote(part) for part in (parts.username or "", parts.password or "")) if parts.username else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
    standard = 443 if parts.scheme == "https" else 80
    clean = urlunsplit((parts.scheme, netloc, path, query, ""))
    return Address(clean, parts.scheme, ascii_host, port or standard, user)


def hide_credentials(text: str) -> str:
    """``text`` with name and password taken out of every address in it; for messages, logs and pages."""
    return _USERINFO.sub("", text)


def refusal(number: str, *, allow_loopback: bool = False) -> str:
    """Why an IP address must not be connected to, or "" where it may: only public unicast addresses may."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if address.is_loopback:
        return "" if allow_loopback else "it is this machine itself"
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _WRAPPED):
        return "it wraps another address"
    if address.is_multicast:
        return "it is a multicast address"
    if not address.is_global or address.is_reserved:
        return "it is not on the public internet"
    return ""


def resolve(
    host: str, port: int, *, allow_loopback: bool = False, seconds: float = NAME_SECONDS
) -> list[SocketAddress]:
    """The numbers behind ``host``, all checked. ``FetchError`` when there is none or when one must not be reached.

    The caller connects to what this returns and does not look the name up again, so a name that answers
    differently the second time gains nothing. A name server that keeps silent is waited for ``seconds`` at most.
    """
    try:
        answers = _look_up(host, port, min(seconds, NAME_SECONDS))
    except Empty:
        raise FetchError(f"the name {host} could not be resolved in time", kind="name", retry=True) from None
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the name {host} cannot be found", kind="name", retry=True) from error
    found: list[SocketAddress] = []
    for family, _type, _protocol, _name, address in answers:
        reason = refusal(str(address[0]), allow_loopback=allow_loopback)
        if reason:
            shown = host if host == address[0] else f"{host} leads to {address[0]}, which"
            raise FetchError(f"{shown} is not fetched: {reason}", kind="address")
        found.append((family, address))
    return found


def _look_up(host: str, port: int, seconds: float) -> list[Any]:
    """What ``getaddrinfo`` says; ``queue.Empty`` when it says nothing in time, since it cannot be interrupted.

    The thread that waits on then ends when the system's own resolver gives up; as many can be left over as fetches
    begin meanwhile, and none keeps the program from ending.
    """
    if _NUMERIC.fullmatch(host):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    said: SimpleQueue[list[Any] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            said.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            said.put(error)

    threading.Thread(target=ask, name=f"looking up {host}", daemon=True).start()
    answer = said.get(timeout=max(seconds, 0.001))
    if isinstance(answer, OSError | UnicodeError):
        raise answer
    return answer
