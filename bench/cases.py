"""The sentences of ``tests/cases/claims``: what is claimed, beside what looks like it and is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

CLAIMS = Path(__file__).resolve().parent.parent / "tests" / "cases" / "claims"
DAY = date(2024, 6, 12)
"""The day on which the sentences are read."""
Case = tuple[str, list[tuple[str, ...]]]


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file: a text, and lines "= kind | a | b | stage | date" (the last two optional)."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        text = " ".join(line for line in lines if not line.startswith("="))
        if text:
            claims = [tuple(part.strip() for part in line[1:].split("|")) for line in lines if line.startswith("=")]
            yield text, claims
