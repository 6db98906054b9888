"""What a feed says, without when it was written: many are built anew for each request, with the same entries."""

from __future__ import annotations

import hashlib
import re

_BEGIN = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>/]")
_HEAD_LIMIT = 65_536
"""Bytes before the first entry that are looked through."""
_WRITTEN = re.compile(
    rb"<(?P<name>lastBuildDate|pubDate|updated|(?:dc|atom):(?:date|updated))(?:\s[^<>]*)?>[^<]*</(?P=name)>"
)


def fingerprint(body: bytes) -> str:
    """SHA-256 of a feed's bytes without its head's own dates, 64 hex digits; equal ones need not be parsed again.

    Only the dates before the first entry are left out: an entry's own date is part of what it says.
    """
    begin = _BEGIN.search(body, 0, _HEAD_LIMIT)
    if begin is None:
        return hashlib.sha256(body).hexdigest()
    digest = hashlib.sha256(_WRITTEN.sub(b"", body[: begin.start()]))
    digest.update(memoryview(body)[begin.start() :])
    return digest.hexdigest()
