"""Text + catalogue → which company stands where, and organisations nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from articles.extract.companies import Catalogue, Company, Name, holds_on
from articles.extract.mentions.context import Candidate, choose, is_longer_name
from articles.extract.mentions.roles import find_roles
from articles.extract.mentions.surroundings import Page
from articles.extract.mentions.unknowns import Unknown, find_unknowns
from articles.extract.names import name_key, short_name
from articles.extract.spellings import Spelled, fold_marks

MentionKind = Literal["name", "alias", "brand", "native", "ticker", "reference", "unknown"]
Place = Literal["title", "text"]

NOT_IN_BUSINESS = "public"
"""The sector of public bodies and universities: known, so that nobody takes them for firms, but never mentions."""


class Party(NamedTuple):
    """A company as claims and quotes speak of it: the catalogue's, or (``slug`` None) one that nobody knows yet.

    A tuple, because nothing is compared and looked up as often.
    """

    name: str
    slug: str | None = None


class Mention(NamedTuple):
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
    standing = choose(page, candidates)
    chosen = [one for one in standing if one.company.sector != NOT_IN_BUSINESS]
    known = [(one.start, one.end) for one in standing]
    rejected = frozenset((one.start, one.end) for one in candidates) - frozenset(known)
    unknowns = find_unknowns(page, known, rejected, catalogue.ignored)
    found: list[Candidate | Unknown] = [*chosen, *unknowns]
    found.sort(key=lambda one: one.start)
    roles = find_roles(page, [(one.start, one.end) for one in found])
    return [_placed(whole, page.shift, one, roles.get(one.start, "")) for one in found]


def _find_candidates(page: Page, catalogue: Catalogue, day: date | None) -> Iterator[Candidate]:
    """Every spelling of the catalogue, with the company it meant on that day.

    A spelling that several companies share ("Volvo") means the one that the article names in full, else the first one.
    """
    found: list[tuple[Spelled[tuple[Company, Name]], list[tuple[Company, Name]]]] = []
    in_full: set[str] = set()
    for spelled in catalogue.spellings.find(page.plain):
        meanings = [(company, name) for _, (company, name) in spelled.meanings if holds_on(name, day)]
        if meanings and all(company is meanings[0][0] for company, _ in meanings):
            in_full.add(meanings[0][0].slug)
        found.append((spelled, meanings))
    for spelled, meanings in found:
        if len(meanings) == 1:
            yield Candidate(spelled.start, spelled.end, *meanings[0])
        elif meanings:
            named = [meaning for meaning in meanings if meaning[0].slug in in_full]
            yield Candidate(spelled.start, spelled.end, *(named or meanings)[0])


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
