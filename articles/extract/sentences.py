"""Text → sentences with offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of the article, in paragraph number ``paragraph`` (from 0)."""

    start: int
    end: int
    paragraph: int


def find_sentences(text: str) -> list[Sentence]:
    """Sentences in order, never across a blank line; abbreviations, brands with dots and closing quotes kept whole."""
    raise NotImplementedError
