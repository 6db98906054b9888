"""Page HTML or saved plain text → title, paragraphs, people, day, canonical address, without the furniture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from articles.extract.bylines import Person
from articles.extract.dates import When


@dataclass(frozen=True, slots=True)
class SiteHelp:
    """What an editor knows about a site, as CSS selectors; empty ones are not used."""

    body: str = ""
    author: str = ""
    day: str = ""
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. ``text`` is the paragraphs parted by blank lines; ``html`` the same, cleaned, links kept.

    ``url`` is the canonical address (tracking parameters gone; AMP and print variants folded). ``cut`` is the
    furniture taken from the head and tail of the text, so that it can be seen. ``marks`` are plain findings such
    as ``paywall`` or ``consent wall``.
    """

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    html: str = ""
    authors: tuple[Person, ...] = ()
    published: When | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    url: str = ""
    publisher: str = ""
    language: str = ""
    image: str = ""
    description: str = ""
    cut: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each fact came from, e.g. ``{"published": "json-ld", "authors": "byline"}``."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def parse_page(
    data: bytes | str,
    *,
    url: str = "",
    content_type: str = "",
    published: str = "",
    help: SiteHelp | None = None,
) -> Page:
    """Read a page: HTML, PDF or saved plain text, told apart by ``content_type`` and by looking.

    ``published`` (ISO) is what the caller knows better than the page. ``ParseError`` says why no article text was
    found ("the page needs a browser", "this is a consent wall", "this is a picture").
    """
    raise NotImplementedError


def canonical_url(url: str) -> str:
    """One address for one article: lower-case host, no default port, fragment, tracking parameters, AMP or print suffix.

    ``ValueError`` says what is wrong with an address that is none.
    """
    raise NotImplementedError
