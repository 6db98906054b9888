"""Sitemaps and sitemap indexes, plain or gzipped → addresses with their days; news sitemaps → entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest
from typing import Literal

from lxml import etree

from articles.extract.errors import ParseError
from articles.extract.feed.entries import MAX_ENTRIES, Entry, Feed
from articles.extract.feed.gunzip import unpack
from articles.extract.markup import absolute_url, one_line

MAX_BYTES = 50 * 1024 * 1024
"""What the sitemap protocol allows a sitemap to hold, unpacked."""
MAX_PLACES = 50_000
_MAX_ELEMENTS = 20_000
"""Elements from one address to the next; a thousand pictures with all that can be said of them need fewer."""
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a sitemap; ``changed`` is its lastmod. ``title`` and ``published`` come from news sitemaps."""

    url: str
    changed: datetime | None = None
    title: str = ""
    published: datetime | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``kind`` "pages": the places are pages; "index": they are further sitemaps."""

    kind: Literal["pages", "index"]
    places: tuple[Place, ...]
    warnings: tuple[str, ...] = ()


def looks_like_sitemap(data: bytes) -> bool:
    """Whether the first element of ``data`` (plain or gzipped) is that of a sitemap."""
    head = next(unpack(data, 4096), b"")[:4096]
    return _ROOT.search(head) is not None


def parse_sitemap(data: bytes, *, url: str = "") -> Sitemap:
    """Read a sitemap or sitemap index, at most 50,000 places; a broken one as far as it goes, with a warning.

    Memory stays small whatever a gzipped one unpacks to. ``ParseError`` when the bytes are no sitemap.
    """
    if not looks_like_sitemap(data):
        raise ParseError("this is no sitemap: its first element is neither <urlset> nor <sitemapindex>")
    reader = _Reader(url)
    warnings: list[str] = []
    try:
        for chunk in unpack(data, MAX_BYTES):
            reader.feed(chunk)
            if reader.cut:
                break
    except etree.XMLSyntaxError as error:
        warnings.append(f"the sitemap is broken and was read as far as it goes: {error}")
    if reader.cut:
        warnings.append(reader.cut)
    return Sitemap("index" if reader.kind == "sitemapindex" else "pages", tuple(reader.places), tuple(warnings))


def parse_news_sitemap(data: bytes, *, url: str = "") -> Feed:
    """Read a sitemap as a feed: every page an entry, dated where it says so. ``ParseError`` for sitemap indexes."""
    sitemap = parse_sitemap(data, url=url)
    if sitemap.kind == "index":
        listed = ", ".join(place.url for place in sitemap.places[:5])
        raise ParseError(f"this is an index of {len(sitemap.places)} sitemaps, not a feed; it lists {listed or 'none'}")
    places, warnings = sitemap.places, sitemap.warnings
    if len(places) > MAX_ENTRIES:
        # Sitemaps are in no order; the newest pages are what a reader of news is after.
        places = tuple(nlargest(MAX_ENTRIES, places, key=lambda place: place.published or place.changed or _LONG_AGO))
        warnings += (f"only the newest {MAX_ENTRIES:,} of its addresses were read",)
    entries = tuple(
        Entry(
            key=place.url,
            url=place.url,
            title=place.title,
            published=place.published,
            updated=place.changed,
            categories=place.keywords,
        )
        for place in places
    )
    form = "news-sitemap" if any(place.published or place.title for place in places) else "sitemap"
    return Feed(form=form, entries=entries, warnings=warnings)


class _Reader:
    """Reads a sitemap piece by piece and frees each address it is done with, so that memory stays small.

    ``kind`` is the root element's name; ``cut`` says which bound ended the reading, "" while none has.
    """

    def __init__(self, base: str) -> None:
        self.places: list[Place] = []
        self.kind = self.cut = ""
        self._base, self._since_place = base, 0
        # Without entities, network, DTDs and huge texts, nothing in the document makes libxml2 do more than read it.
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
        )

    def feed(self, chunk: bytes) -> None:
        """Read on. ``XMLSyntaxError`` where even a forgiving parser gives up."""
        self._parser.feed(chunk)
        for event, element in self._parser.read_events():
            if isinstance(element, etree._Element):
                self._take(event, element)
            if self.cut:
                return

    def _take(self, event: str, element: etree._Element) -> None:
        name = _local(element)
        if event == "start":
            self.kind = self.kind or name
            self._since_place += 1
            if self._since_place > _MAX_ELEMENTS:
                self.cut = f"reading ended after {_MAX_ELEMENTS:,} elements that name no address"
        elif name in {"url", "sitemap"}:
            place = _read_place(element, self._base)
            if place is not None:
                self.places.append(place)
                self._since_place = 0
            if len(self.places) >= MAX_PLACES:
                self.cut = f"only the first {MAX_PLACES:,} addresses were read"
            element.clear()
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _read_place(element: etree._Element, base: str) -> Place | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        parent = child.getparent()
        if parent is not None and child.text:
            # By parent: images and videos have titles of their own.
            texts.setdefault(f"{_local(parent)}/{_local(child)}", one_line(child.text))
    own = _local(element)
    url = absolute_url(texts.get(f"{own}/loc", ""), base)
    if not url:
        return None
    keywords = (word.strip() for word in texts.get("news/keywords", "").split(","))
    return Place(
        url=url,
        changed=parse_w3c_date(texts.get(f"{own}/lastmod", "")),
        title=texts.get("news/title", "")[:1_000],
        published=parse_w3c_date(texts.get("news/publication_date", "")),
        keywords=tuple(dict.fromkeys(word for word in keywords if word))[:20],
    )


def parse_w3c_date(text: str) -> datetime | None:
    """A W3C date ("2024", "2024-05", "2024-05-06", "2024-05-06T07:08:09+01:00") in UTC, or None."""
    whole = _DATE.match(text)
    try:
        if whole:
            return datetime(int(whole[1]), int(whole[2] or 1), int(whole[3] or 1), tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
