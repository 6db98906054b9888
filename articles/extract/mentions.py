"""Text + catalogue → which company stands where, and organisations nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from articles.extract.companies import Catalogue, Company, Name, holds_on
from articles.extract.context import Candidate, choose, is_longer_name
from articles.extract.names import name_key, short_name
from articles.extract.roles import find_roles
from articles.extract.spellings import Spelled, fold_marks
from articles.extract.surroundings import Page
from articles.extract.unknowns import Unknown, find_unknowns

MentionKind = Literal["name", "alias", "brand", "native", "ticker", "reference", "unknown"]
Place = Literal["title", "text"]

NOT_IN_BUSINESS = "public"
"""The sector of public bodies and universities: known, so that nobody takes them for firms, but never mentions."""


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
    page = Page(fold_marks(whole), len(title) + 2)
    candidates = [one for one in _find_candidates(page, catalogue, published) if not is_longer_name(page, one)]
    chosen = [one for one in choose(page, candidates) if one.company.sector != NOT_IN_BUSINESS]
    unknowns = find_unknowns(page, [(one.start, one.end) for one in candidates], catalogue.ignored)
    found: list[Candidate | Unknown] = [*chosen, *unknowns]
    found.sort(key=lambda one: one.start)
    roles = find_roles(page, [(one.start, one.end) for one in found])
    return [_placed(whole, page.shift, one, roles.get(one.start, "")) for one in found]


def _find_candidates(page: Page, catalogue: Catalogue, day: date | None) -> Iterator[Candidate]:
    """Every spelling of the catalogue, with the company it meant on that day."""
    for spelled in catalogue.spellings.find(page.plain):
        meaning = _meaning(spelled, day)
        if meaning is not None:
            yield Candidate(spelled.start, spelled.end, *meaning)


def _placed(whole: str, shift: int, one: Candidate | Unknown, role: str) -> Mention:
    """A company as a mention, with offsets into the title or into the text."""
    place: Place = "title" if one.start < shift else "text"
    move = 0 if place == "title" else shift
    span, written = (one.start - move, one.end - move), whole[one.start : one.end]
    if isinstance(one, Unknown):
        return Mention(*span, written, one.name, None, "unknown", role, place)
    return Mention(*span, written, one.company.name, one.company.slug, one.name.kind, role, place)


def find_companies(mentions: Iterable[Mention], *, publisher: str = "") -> tuple[Party, ...]:
    """The companies an article speaks of, in order of first mention; its ``publisher`` is none of them."""
    outlet = name_key(publisher) if publisher else ""
    parties: dict[Party, None] = {}
    for mention in mentions:
        if outlet and name_key(mention.name) == outlet:
            continue
        parties[Party(mention.name, mention.slug)] = None
    return tuple(parties)


def names_as_said(mentions: Iterable[Mention]) -> dict[Party, str]:
    """What this article calls each company: its fullest name there, without the legal form ("Daimler", "Facebook").

    The catalogue's name where the article has only initials, a brand, a ticker or a native script for it.
    """
    said: dict[Party, str] = {}
    for mention in mentions:
        party = Party(mention.name, mention.slug)
        known = said.setdefault(party, "")
        if mention.kind in {"name", "alias"} and not (mention.text.isupper() and len(mention.text) < 6):
            name = short_name(fold_marks(mention.text).replace("\n", " "))
            if len(name) > len(known):
                said[party] = name
    return {party: name or party.name for party, name in said.items()}


def _meaning(spelled: Spelled[tuple[Company, Name]], day: date | None) -> tuple[Company, Name] | None:
    """What a spelling means on the article's day: of several companies the first whose name it was then."""
    meanings: Sequence[tuple[Company, Name]] = [meaning for _, meaning in spelled.meanings]
    for company, name in meanings:
        if holds_on(name, day):
            return company, name
    return None
