"""Near-duplicate fingerprints: MinHash over word shingles, banded so that a database index finds the copies.

A band of two rows is shared by texts of Jaccard likeness ``s`` with probability ``s**2``. Of 32 bands, unrelated
articles of one trade (``s`` about 0.01) now and then share one, hardly ever two; copies (``s`` from 0.4) share two in
98 of 100 cases. So texts that share `SHARED_BANDS` are candidates, and `likeness` decides.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Callable

from rensa import RMinHash

BANDS = 32
ROWS = 2
SHARED_BANDS = 2
"""Bands that a candidate has in common at least; one alone would make 17 candidates an article among 20,000."""

SHINGLE = 3
"""Words a shingle: two make unrelated news alike, four part copies in which every tenth word was changed."""

SAME_STORY = 0.3
"""Texts at least this alike tell one story (measured by ``python -m bench.likeness``)."""

FEWEST_WORDS = 20
"""Shorter texts (teasers, captions) have no fingerprint: too little to tell a copy from a common phrase."""

MOST_WORDS = 20_000
"""Words beyond are not looked at, so that a hostile text costs no more than a long one."""

_SEED = 0x6E657773
_SPACED = re.compile(r"[^\W_]+")
# Scripts without spaces between words: a character is a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_MIXED = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_BAND = struct.Struct(f">B{ROWS}Q")


def content_hash(text: str) -> str:
    """Equal for texts that differ only in white space, case and punctuation: 32 hex digits."""
    letters = _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def find_bands(text: str) -> tuple[int, ...]:
    """32 band hashes as signed 64-bit integers; two texts that share `SHARED_BANDS` are candidates.

    Empty for texts of fewer than 20 words. The same text gives the same bands in every process and on every machine.
    Cost linear in the text.
    """
    words = _words(text)
    if len(words) < FEWEST_WORDS:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update([" ".join(shingle) for shingle in _shingles(words)])
    minima: list[int] = sketch.digest()
    return tuple(_band_hash(band, minima[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def likeness(text: str, other: str) -> float:
    """Jaccard likeness of the two texts' shingles, 0 to 1, computed exactly over their first 20,000 words.

    1.0 for texts of the same words in the same order; 0.0 where one has fewer than three words and they differ.
    """
    return likeness_to(text)(other)


def likeness_to(text: str) -> Callable[[str], float]:
    """The `likeness` of one text to each of many, with its own shingles made once."""
    words = _words(text)
    shingles = _shingles(words)

    def measure(other: str) -> float:
        others = _words(other)
        if words == others:
            return 1.0
        other_shingles = _shingles(others)
        shared = len(shingles & other_shingles)
        return shared / (len(shingles) + len(other_shingles) - shared) if shared else 0.0

    return measure


def _words(text: str) -> list[str]:
    """The first words, folded: case, width and punctuation do not count."""
    # No more characters than the longest words could take, before folding costs anything.
    folded = unicodedata.normalize("NFKC", text[: MOST_WORDS * 12]).casefold()
    words = _MIXED if not folded.isascii() and _HAS_UNSPACED.search(folded) else _SPACED
    return words.findall(folded)[:MOST_WORDS]


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[offset:] for offset in range(SHINGLE)), strict=False))


def _band_hash(band: int, minima: list[int]) -> int:
    """The band's number is part of the hash: equal values in different bands are no match."""
    digest = hashlib.blake2b(_BAND.pack(band, *minima), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
