"""What went wrong at the library or at the server, as the one error of fetching, in plain words."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from urllib3.exceptions import HTTPError, IncompleteRead, NewConnectionError, ProtocolError, ReadTimeoutError, SSLError
from urllib3.exceptions import TimeoutError as PoolTimeoutError

from articles.fetch.address import Address, hide_credentials
from articles.fetch.errors import ErrorKind, FetchError
from articles.fetch.sockets import Trip

EXPECTED = (HTTPError, OSError, http.client.HTTPException)
"""What the libraries below raise when a server or the network fails; anything else is a bug and goes up."""

MAX_RETRY_AFTER = 7 * 86_400.0

_STATUSES: Mapping[int, tuple[ErrorKind, bool, str]] = {
    401: ("forbidden", True, "asks for a name and a password"),
    403: ("forbidden", True, "refuses to be read"),
    404: ("missing", True, "is not there"),
    407: ("forbidden", True, "asks for a name and a password"),
    410: ("gone", False, "is gone for good"),
    429: ("throttled", True, "asks for fewer requests"),
    451: ("forbidden", False, "may not be shown for legal reasons"),
    500: ("status", True, "has a fault of its own"),
    502: ("status", True, "cannot reach its own server"),
    503: ("throttled", True, "is busy or being worked on"),
    504: ("status", True, "waits for its own server in vain"),
}


def explain_status(status: int, headers: Mapping[str, str], here: Address) -> FetchError:
    """A status that is no success, with the server's wish for when to come back."""
    other: tuple[ErrorKind, bool, str] = ("status", status >= 500 or status in {408, 425}, "cannot be read")
    kind, retry, meaning = _STATUSES.get(status, other)
    # A date is meant by the server's own clock, which may be wrong but is so twice.
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    retry_after = parse_retry_after(headers.get("retry-after", ""), now) if retry else None
    message = f"{here.url} {meaning} ({status})"
    return FetchError(message, kind=kind, retry=retry, retry_after=retry_after, status=status)


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait, from a Retry-After header in seconds or as a date; None for junk and for the past."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,12}", value):
        seconds = float(value)
    else:
        moment = _http_date(value)
        seconds = (moment - now).total_seconds() if moment else 0.0
    return min(seconds, MAX_RETRY_AFTER) if seconds > 0 else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def explain(error: Exception, address: Address, trip: Trip) -> FetchError:
    """An error of the libraries below as ours, in plain words."""
    cause = error.args[1] if isinstance(error, ProtocolError) and len(error.args) > 1 else error
    host = address.host
    if isinstance(cause, NewConnectionError | ConnectionRefusedError):
        return FetchError(f"{host} does not accept connections on port {address.port}", kind="connection", retry=True)
    if isinstance(cause, TimeoutError | ReadTimeoutError | PoolTimeoutError) or trip.ends <= time.monotonic():
        return FetchError(f"{host} did not answer in full within {trip.seconds:g} seconds", kind="timeout", retry=True)
    if isinstance(cause, SSLError | ssl.SSLError):
        return FetchError(f"{host} cannot prove who it is: {_short(cause)}", kind="tls", retry=True)
    if isinstance(error, IncompleteRead) or isinstance(cause, IncompleteRead | http.client.IncompleteRead):
        return FetchError(f"{host} broke off in the middle of its answer", kind="connection", retry=True)
    if isinstance(cause, OSError | http.client.RemoteDisconnected):
        return FetchError(f"{host} hung up without an answer", kind="connection", retry=True)
    return FetchError(f"{host} does not speak proper HTTP: {_short(cause)}", kind="protocol", retry=True)


def _short(cause: object) -> str:
    return hide_credentials(" ".join(str(cause).split()))[:200]
