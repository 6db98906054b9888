"""Text + catalogue → which company stands where, and organisations nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from articles.extract.companies import Catalogue, Company, Name, holds_on
from articles.extract.names import name_key
from articles.extract.spellings import Spelled, fold_marks

MentionKind = Literal["name", "alias", "brand", "native", "ticker", "reference", "unknown"]
Place = Literal["title", "text"]


@dataclass(frozen=True, slots=True)
class Party:
    """A company as claims and quotes speak of it: the catalogue's, or (``slug`` None) one that nobody knows yet."""

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
    whole = f"{title}\n\n{text}"
    shift = len(title) + 2
    plain = fold_marks(whole)
    found: list[Mention] = []
    for spelled in catalogue.spellings.find(plain):
        meaning = _meaning(spelled, published)
        if meaning is not None:
            company, name = meaning
            place: Place = "title" if spelled.start < shift else "text"
            move = 0 if place == "title" else shift
            span = (spelled.start - move, spelled.end - move)
            kind: MentionKind = name.kind
            found.append(
                Mention(*span, whole[spelled.start : spelled.end], company.name, company.slug, kind, "", place)
            )
    return found


def find_companies(mentions: Iterable[Mention], *, publisher: str = "") -> tuple[Party, ...]:
    """The companies an article speaks of, in order of first mention; its ``publisher`` is none of them."""
    outlet = name_key(publisher) if publisher else ""
    parties: dict[Party, None] = {}
    for mention in mentions:
        if outlet and name_key(mention.name) == outlet:
            continue
        parties[Party(mention.name, mention.slug)] = None
    return tuple(parties)


def _meaning(spelled: Spelled[tuple[Company, Name]], day: date | None) -> tuple[Company, Name] | None:
    """What a spelling means on the article's day: of several companies the first whose name it was then."""
    meanings: Sequence[tuple[Company, Name]] = [meaning for _, meaning in spelled.meanings]
    for company, name in meanings:
        if holds_on(name, day):
            return company, name
    return None
