"""The catalogue as the reader sees it: companies, the names they go by, and their owners over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

NameKind = Literal["name", "alias", "brand", "native", "ticker"]


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling that stands for a company. ``needs_context``: the spelling is also a word, a person or a place."""

    text: str
    kind: NameKind = "name"
    needs_context: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """``slug`` of the owner, from ``since`` (None: always) to ``until`` (None: still)."""

    slug: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Company:
    slug: str
    name: str
    sector: str = ""
    country: str = ""
    names: tuple[Name, ...] = ()
    owners: tuple[Owner, ...] = ()
    website: str = ""
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All companies by slug. Build once, use for many articles: name matching is prepared on first use."""

    companies: Mapping[str, Company] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    """Name keys of unknown organisations a person decided to ignore for ever."""


def parse_companies(text: str) -> Catalogue:
    """Read ``companies.csv``: name,slug,sector,country,parent,aliases,brands,context_only,chinese,ticker,website,note[,owners].

    Lists are parted by ``|``. ``owners`` holds ``slug:since..until`` items, dates ISO and optional; without the
    column ``parent`` is the owner of all times. ``ValueError`` names the line and what is wrong with it.
    """
    raise NotImplementedError


def shipped_catalogue() -> Catalogue:
    """The catalogue that ships with the project (``articles/catalogue/companies.csv``)."""
    raise NotImplementedError


def make_catalogue(companies: Iterable[Company], ignored: Iterable[str] = ()) -> Catalogue:
    """A catalogue from rows, for the pipeline."""
    return Catalogue({company.slug: company for company in companies}, frozenset(ignored))
