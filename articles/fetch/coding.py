"""Content codings → bytes, never more than a limit: gzip, deflate, br and zstd, unpacked piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, cast

import brotli  # type: ignore[import-untyped]
import zstandard

from articles.fetch.errors import FetchError

ACCEPTED = "gzip, br, zstd"
_PIECE = 65_536
_ZSTD_WINDOW = 8 * 1024 * 1024
"""The widest window RFC 9659 allows on the web; a frame that asks for more is refused before memory is taken."""
_MAX_LAYERS = 2
_GZIP_MAGIC = b"\x1f\x8b"


def decode_body(pieces: Iterable[bytes], codings: str) -> Iterator[bytes]:
    """Unpack ``pieces`` by the Content-Encoding header ``codings``, lazily: who stops reading stops the unpacking.

    ``FetchError`` for codings nobody asked for and for damaged data.
    """
    names = [name.strip().lower() for name in codings.split(",") if name.strip().lower() not in {"", "identity"}]
    if len(names) > _MAX_LAYERS:
        raise FetchError(f"the answer is packed {len(names)} times over", kind="protocol", retry=True)
    for name in reversed(names):
        pieces = _decode_layer(pieces, name)
    yield from pieces


def _decode_layer(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    decode = _DECODERS.get(name)
    if decode is None:
        raise FetchError(f"the answer is packed as “{name[:30]}”, which was not asked for", kind="protocol", retry=True)
    try:
        yield from decode(pieces)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise FetchError(f"the answer says it is {name} but cannot be unpacked", kind="protocol", retry=True) from error


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """gzip, several members too; what follows the last one (some servers pad) is ignored."""
    inflate = zlib.decompressobj(wbits=31)
    for piece in pieces:
        left = piece
        while left:
            yield inflate.decompress(left, _PIECE)
            left = inflate.unconsumed_tail
            if inflate.eof:
                left = inflate.unused_data
                if not left.startswith(_GZIP_MAGIC):
                    return
                inflate = zlib.decompressobj(wbits=31)


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """deflate with its zlib header, as the RFC says, or without, as some servers do."""
    inflate: zlib._Decompress | None = None
    for piece in pieces:
        left = piece
        if inflate is None:
            headed = len(piece) > 1 and piece[0] & 15 == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
            inflate = zlib.decompressobj(wbits=15 if headed else -15)
        while left and not inflate.eof:
            yield inflate.decompress(left, _PIECE)
            left = inflate.unconsumed_tail


def _unbrotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unbrotli = brotli.Decompressor()
    for piece in pieces:
        yield unbrotli.process(piece, output_buffer_limit=_PIECE)
        # It takes no more input before all output is drained, and only an empty part says that it is.
        while part := unbrotli.process(b"", output_buffer_limit=_PIECE):
            yield part
        if unbrotli.is_finished():
            return


def _unzstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unzstd = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    with unzstd.stream_reader(cast(IO[bytes], _Source(pieces)), read_size=_PIECE, read_across_frames=True) as reader:
        while part := reader.read(_PIECE):
            yield part


class _Source:
    """``pieces`` as a file to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def read(self, size: int) -> bytes:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        piece, self._left = self._left[:size], self._left[size:]
        return piece


_DECODERS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
