"""Content codings, unpacked piece by piece."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.fetch.coding import decode_body
from articles.fetch.errors import FetchError

BODY = random.Random(7).randbytes(200_000) + b"the same again " * 40_000


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("size", [100, 65_536, 10**7])
@pytest.mark.parametrize(
    ("codings", "packed"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("X-GZIP", gzip.compress(BODY, mtime=0)),
        ("gzip", gzip.compress(BODY[:1000], mtime=0) + gzip.compress(BODY[1000:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + b"\0" * 10),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY, quality=4)),
        ("zstd", zstd(BODY)),
        ("zstd", zstd(BODY[:1000]) + zstd(BODY[1000:])),
        ("gzip, br", brotli.compress(gzip.compress(BODY, 1), quality=2)),
    ],
)
def test_what_was_packed_is_unpacked_however_it_comes_in(codings: str, packed: bytes, size: int) -> None:
    assert b"".join(decode_body(pieces(packed, size), codings)) == BODY


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstd])
def test_parts_stay_small_so_that_who_stops_reading_stops_the_unpacking(pack: Callable[[bytes], bytes]) -> None:
    name = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br", zstd: "zstd"}[pack]
    parts = decode_body(iter([pack(b"\0" * 5_000_000)]), name)
    assert max(len(next(parts)) for _ in range(5)) <= 256 * 1024


def test_a_zstd_frame_with_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(BODY) + packer.flush()
    with pytest.raises(FetchError, match="zstd"):
        list(decode_body(iter([packed]), "zstd"))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "nonsense", "gzip,gzip,gzip"]), st.binary())
def test_damaged_bytes_raise_nothing_but_fetch_errors(codings: str, data: bytes) -> None:
    try:
        list(decode_body(iter([data]), codings))
    except FetchError as error:
        assert error.kind == "protocol"  # noqa: PT017 - no error is as good
