"""The catalogue as the reader sees it: companies, the names they go by, and their owners over time."""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from articles.extract.spellings import Spellings

NameKind = Literal["name", "alias", "brand", "native", "ticker"]

SHIPPED = Path(__file__).resolve().parent.parent / "catalogue" / "companies.csv"

COLUMNS = (
    "name", "slug", "sector", "country", "parent", "aliases", "brands", "context_only", "chinese", "ticker",
    "website", "note",
)  # fmt: skip

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTRY = re.compile(r"[A-Z]{2}")
WINDOW = re.compile(r"(?P<what>.+?):(?P<since>[\d-]*)\.\.(?P<until>[\d-]*)")


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

    def owner_on(self, day: date | None) -> str | None:
        """The owner's slug on ``day``; without a day, the owner of today."""
        for owner in self.owners:
            if holds_on(owner, day):
                return owner.slug
        return None


@dataclass(frozen=True)
class Catalogue:
    """All companies by slug. Build once, use for many articles: name matching is prepared on first use."""

    companies: Mapping[str, Company] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    """Name keys of unknown organisations a person decided to ignore for ever."""

    @cached_property
    def spellings(self) -> Spellings[tuple[Company, Name]]:
        """Every spelling of every company, prepared for finding them all in one pass over a text."""
        return Spellings(
            (name.text, (company, name))
            for company in self.companies.values()
            for name in written_names(company)
            if name.kind != "ticker"
        )


def written_names(company: Company) -> Iterator[Name]:
    """The company's names, its main name first even when the row lists only others."""
    if all(name.text != company.name for name in company.names):
        yield Name(company.name)
    yield from company.names


def holds_on(span: Name | Owner, day: date | None) -> bool:
    """Whether ``day`` lies in the span's days, both ends included; without a day, whether the span is still open."""
    if day is None:
        return span.until is None
    return (span.since is None or span.since <= day) and (span.until is None or day <= span.until)


def parse_companies(text: str) -> Catalogue:
    """Read ``companies.csv``: the columns of ``COLUMNS`` and, optionally, ``owners``.

    Lists are parted by ``|``. ``owners`` holds ``slug:since..until`` items, dates ISO and optional; without the
    column ``parent`` is the owner of all times. Aliases and brands may bear such a window, too: a brand that moved
    from one company to another stands in both rows. ``ValueError`` names the line and what is wrong with it.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"line 1: the header lacks {', '.join(missing)}; it must begin with {','.join(COLUMNS)}")
    companies: dict[str, Company] = {}
    try:
        for row in rows:
            company = _parse_row(row, rows.line_num)
            if company.slug in companies:
                raise ValueError(
                    f"line {rows.line_num}: slug {company.slug!r} stands there twice; slugs must be unique"
                )
            companies[company.slug] = company
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num}: not readable as CSV ({error}); quote fields with commas") from error
    return Catalogue(companies)


def shipped_catalogue() -> Catalogue:
    """The catalogue that ships with the project (``articles/catalogue/companies.csv``)."""
    return _read_shipped(SHIPPED)


@cache
def _read_shipped(path: Path) -> Catalogue:
    return parse_companies(path.read_text(encoding="utf-8"))


def make_catalogue(companies: Iterable[Company], ignored: Iterable[str] = ()) -> Catalogue:
    """A catalogue from rows, for the pipeline."""
    return Catalogue({company.slug: company for company in companies}, frozenset(ignored))


def _parse_row(row: Mapping[str | None, str | list[str] | None], line: int) -> Company:
    if None in row:
        raise ValueError(f"line {line}: more fields than the header has; quote fields that hold a comma")
    cell = {str(key): (value or "").strip() for key, value in row.items() if isinstance(value, str) or value is None}
    name, slug, country = cell["name"], cell["slug"], cell["country"]
    if not name:
        raise ValueError(f"line {line}: the name is empty")
    if not SLUG.fullmatch(slug):
        raise ValueError(f"line {line}: slug {slug!r} must be lower-case letters, digits and single hyphens")
    if country and not COUNTRY.fullmatch(country):
        raise ValueError(f"line {line}: country {country!r} must be two capital letters (ISO 3166), or empty")
    return Company(
        slug=slug,
        name=name,
        sector=cell["sector"],
        country=country,
        names=tuple(_parse_names(cell, line)),
        owners=tuple(_parse_owners(cell, line)),
        website=cell["website"],
        note=cell["note"],
    )


def _parse_names(cell: Mapping[str, str], line: int) -> Iterator[Name]:
    unsure = frozenset(_items(cell["context_only"]))
    yield Name(cell["name"], "name", cell["name"] in unsure)
    lists: tuple[tuple[str, NameKind], ...] = (("aliases", "alias"), ("brands", "brand"), ("chinese", "native"))
    for column, kind in lists:
        for item in _items(cell[column]):
            what, since, until = _parse_window(item, line)
            if what != cell["name"]:
                yield Name(what, kind, what in unsure, since, until)
    for item in _items(cell["ticker"]):
        yield Name(item, "ticker")


def _parse_owners(cell: Mapping[str, str], line: int) -> Iterator[Owner]:
    if "owners" not in cell:
        if cell["parent"]:
            yield Owner(cell["parent"])
        return
    for item in _items(cell["owners"]):
        slug, since, until = _parse_window(item, line)
        if not SLUG.fullmatch(slug):
            raise ValueError(f"line {line}: owner {item!r} must look like slug:2016-05..2024-12")
        yield Owner(slug, since, until)


def _items(text: str) -> Iterator[str]:
    return (item.strip() for item in text.split("|") if item.strip())


def _parse_window(item: str, line: int) -> tuple[str, date | None, date | None]:
    """``cruise:2016-05..2024-12`` → the word, the first day of May 2016, the last day of December 2024."""
    match = WINDOW.fullmatch(item)
    if not match:
        return item, None, None
    try:
        since = _first_day(match["since"]) if match["since"] else None
        until = _last_day(match["until"]) if match["until"] else None
    except ValueError as error:
        raise ValueError(
            f"line {line}: the dates of {item!r} must be YYYY, YYYY-MM or YYYY-MM-DD, as in slug:2016-05..2024-12"
        ) from error
    if since and until and until < since:
        raise ValueError(f"line {line}: {item!r} ends before it begins")
    return match["what"], since, until


def _first_day(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(parts[0], parts[1], parts[2])
