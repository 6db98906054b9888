"""Near-duplicate fingerprints: MinHash over word shingles, banded so that a database index finds the copies."""


def content_hash(text: str) -> str:
    """Equal for texts that differ only in white space, case and punctuation: 32 hex digits."""
    raise NotImplementedError


def find_bands(text: str) -> tuple[int, ...]:
    """32 band hashes as signed 64-bit integers; two texts that share one are candidates. Empty for very short texts."""
    raise NotImplementedError


def likeness(text: str, other: str) -> float:
    """Jaccard likeness of the two texts' shingles, 0 to 1, computed exactly."""
    raise NotImplementedError
