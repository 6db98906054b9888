"""The one error of fetching: what went wrong in plain words, and whether trying again helps."""

from __future__ import annotations

from typing import Literal

ErrorKind = Literal[
    "address",  # not http(s), malformed, or leading to the inside; never retried
    "name",  # the host's name has no number
    "connection",  # refused, reset, broken off
    "tls",  # the certificate does not fit
    "timeout",  # no answer, or not all of it, within the deadline
    "too-large",
    "redirect",  # a loop, too many hops, or a redirect to nowhere
    "protocol",  # not HTTP, or an encoding nobody asked for
    "throttled",  # 429 and 503: not broken, only busy
    "gone",  # 410
    "missing",  # 404
    "forbidden",  # 401, 403, 407, 451
    "status",  # any other status that is no success
    "robots",  # robots.txt asks not to
]


class FetchError(Exception):
    """An address could not be fetched. The message is for people and never holds credentials.

    ``retry`` tells whether the same request may succeed later; ``retry_after`` (seconds, at most 7 days) is when the
    server asked to be asked again; ``status`` is the HTTP status, 0 where there was no answer.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: ErrorKind,
        retry: bool = False,
        retry_after: float | None = None,
        status: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.kind: ErrorKind = kind
        self.retry = retry
        self.retry_after = retry_after
        self.status = status

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions with keyword arguments cannot be pickled by default; Celery sends them between processes.
        return (_rebuild, (self.message, self.kind, self.retry, self.retry_after, self.status))


def _rebuild(message: str, kind: ErrorKind, retry: bool, retry_after: float | None, status: int) -> FetchError:
    return FetchError(message, kind=kind, retry=retry, retry_after=retry_after, status=status)
