"""Gzipped files served as they lie on the disk (``sitemap.xml.gz``) → their bytes, never more than asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_MAGIC = b"\x1f\x8b"
_CHUNK = 65_536


def unpack(data: bytes, limit: int) -> Iterator[bytes]:
    """``data`` in chunks, gunzipped where it is gzipped, up to about ``limit`` bytes; ends where it is damaged."""
    if not data.startswith(_MAGIC):
        for start in range(0, min(len(data), limit), _CHUNK):
            yield data[start : start + _CHUNK]
        return
    gunzip = zlib.decompressobj(wbits=31)
    left, total = data, 0
    while left and not gunzip.eof and total < limit:
        try:
            chunk = gunzip.decompress(left, _CHUNK)
        except zlib.error:
            return
        left = gunzip.unconsumed_tail
        total += len(chunk)
        yield chunk
