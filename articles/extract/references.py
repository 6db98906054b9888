""" "The Detroit carmaker", "the pair", "it" → the company meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.extract.companies import Catalogue
from articles.extract.mentions import Mention, Party
from articles.extract.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Reference:
    """Words at ``start:end`` that stand for one company, or for several ("the pair", "both", "the two companies")."""

    start: int
    end: int
    text: str
    parties: tuple[Party, ...]
    confidence: float


def find_references(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    catalogue: Catalogue,
    *,
    published: date | None = None,
) -> list[Reference]:
    """References that could be resolved, in text order, none overlapping a mention."""
    raise NotImplementedError
