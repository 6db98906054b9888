"""Text + catalogue → which company stands where, and organisations nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from articles.extract.companies import Catalogue

MentionKind = Literal["name", "alias", "brand", "native", "ticker", "reference", "unknown"]
Place = Literal["title", "text"]


@dataclass(frozen=True, slots=True)
class Party:
    """A company as claims and quotes speak of it: from the catalogue, or (``slug`` None) an organisation nobody knows yet."""

    name: str
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A company standing at ``start:end`` of the title or the text.

    ``slug`` is the catalogue's company, None for an organisation nobody knows yet; ``name`` is what to call it
    (the catalogue's name, or the organisation's short name as first written). ``role`` is the role word that
    stands with it ("mapping company").
    """

    start: int
    end: int
    text: str
    name: str
    slug: str | None
    kind: MentionKind
    role: str = ""
    place: Place = "text"


def find_mentions(text: str, catalogue: Catalogue, *, title: str = "", published: date | None = None) -> list[Mention]:
    """Mentions in text order (title first), never overlapping."""
    raise NotImplementedError
