"""A site's address → its feeds, looked at before subscribing; lists of feeds in and out as OPML."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import sleep
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import quoteattr

from lxml import etree

from articles.arrivals import source_of
from articles.directory import FIRST_POLLS
from articles.extract.errors import ParseError
from articles.extract.feed import entries as extract
from articles.extract.feed import parse_feed
from articles.extract.feed.discovery import WELL_KNOWN_PATHS, find_feed_links
from articles.extract.names import slugify
from articles.fetch.address import hide_credentials, parse_address
from articles.fetch.answers import Answer
from articles.fetch.errors import FetchError
from articles.fetch.pace import Wait
from articles.models import Feed, Source
from articles.models.columns import fit
from articles.visits import visit_feed

MOST = 5
"""Feeds looked at for one site: the first ones are the site's, the rest are sections and comments."""

OPML_LIMIT = 5_000_000
URL_LIMIT = 1_000
"""Characters of a feed's address: as many as its column holds."""
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed before subscribing: where it is, what it calls itself, and its newest entries.

    ``url`` keeps the name and password it was asked with; ``shown_url`` is without them.
    """

    url: str
    title: str
    site_url: str
    form: str
    entries: tuple[extract.Entry, ...]
    warnings: tuple[str, ...] = ()
    known: bool = False

    @property
    def shown_url(self) -> str:
        return hide_credentials(self.url)


class NoFeedError(ValueError):
    """No feed was found at an address; the message says what was tried."""


def find_feeds(address: str) -> list[Preview]:
    """The feeds of a site, best first: the address itself, what its page links, then well-known places.

    ``NoFeedError`` when there is none; ``FetchError`` when this is no address, or the site cannot be reached at all.
    """
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    asked = parse_address(address)
    answer = _ask(address)
    try:
        return [_preview(answer, address)]
    except ParseError:
        places = [url for url, _title in find_feed_links(answer.body, url=answer.url)]
    found = list(_look(places[:MOST]))
    if not found:
        places = [urljoin(answer.url, path) for path in WELL_KNOWN_PATHS]
        found = list(_look(places, enough=1))
    if not found:
        host = urlsplit(answer.url).hostname
        raise NoFeedError(
            f"No feed was found at {asked.url}: its page links none, and none of the usual places on {host} has one. "
            "Look for a feed's own address (often behind an RSS sign) and give that."
        )
    return found


def subscribe(preview: Preview, *, topics_only: bool = False) -> Feed:
    """Follow a feed; one that is followed already is returned as it is. Its first poll is due within minutes."""
    known = Feed.objects.filter(url=preview.url).first()
    if known is not None:
        return known
    source = source_of(preview.site_url, preview.title) or source_of(preview.url, preview.title)
    if source is None or len(preview.url) > URL_LIMIT:
        raise NoFeedError(
            f"{preview.shown_url[:100]} cannot be followed: it has no host, or over {URL_LIMIT} characters"
        )
    if topics_only and not source.topics_only:
        Source.objects.filter(pk=source.pk).update(topics_only=True)
    named = fit(Feed, {"url": preview.url, "title": preview.title})
    return Feed.objects.create(source=source, next_poll_at=_soon(0), **named)


def export_opml(*, whole: bool = False) -> str:
    """All feeds as OPML 2.0, by source; ``whole`` with the names and passwords some are asked with."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0"><head><title>Newsdash</title></head><body>']
    lines += [
        f'<outline type="rss" text={quoteattr(feed.title or feed.source.name)} '
        f"xmlUrl={quoteattr(feed.url if whole else feed.shown_url)} htmlUrl={quoteattr(feed.source.site_url)}/>"
        for feed in Feed.objects.select_related("source").order_by("source__name", "url")
    ]
    return "\n".join([*lines, "</body></opml>"]) + "\n"


def import_opml(data: bytes) -> tuple[int, int]:
    """Follow every feed of an OPML file: how many are new, how many were followed already.

    What can be no address is passed over, others are taken as they are: the first polls are spread over minutes and
    will tell what is wrong with them. ``ParseError`` when the file is no OPML.
    """
    made = known = 0
    for url, title, site in _outlines(data):
        if Feed.objects.filter(url=url).exists():
            known += 1
            continue
        source = source_of(site, title) or source_of(url, title)
        if source is not None:
            Feed.objects.create(source=source, url=url, title=title[:300], next_poll_at=_soon(FIRST_POLLS))
            made += 1
    return made, known


def _outlines(data: bytes) -> Iterator[tuple[str, str, str]]:
    if len(data) > OPML_LIMIT:
        raise ParseError(f"the file is larger than {OPML_LIMIT // 1_000_000} MB, which no list of feeds is")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"this is no OPML file: {error}") from error
    if root is None or root.tag.lower() != "opml":
        raise ParseError("this is no OPML file: it should begin with <opml>")
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if len(url) <= URL_LIMIT and _is_address(url):
            yield url, outline.get("title") or outline.get("text") or "", outline.get("htmlUrl") or ""


def _is_address(url: str) -> bool:
    try:
        parse_address(url)
    except FetchError:
        return False
    return True


def _look(places: Iterable[str], enough: int = MOST) -> Iterator[Preview]:
    seen: set[str] = set()
    for place in places:
        try:
            preview = _preview(_ask(place), place)
        except (ParseError, FetchError):
            continue
        if preview.url not in seen:
            seen.add(preview.url)
            yield preview
        if len(seen) >= enough:
            return


def _preview(answer: Answer, asked: str) -> Preview:
    """What an answer holds; an address with a name and a password is kept as it was ``asked``."""
    feed = parse_feed(answer.body, content_type=answer.content_type, url=answer.url)
    url = asked if parse_address(asked).user else answer.permanent_url or answer.requested_url
    return Preview(
        url=url,
        title=feed.title or slugify(urlsplit(url).hostname or ""),
        site_url=feed.site_url,
        form=feed.form,
        entries=feed.entries[:5],
        warnings=feed.warnings,
        known=Feed.objects.filter(url=url).exists(),
    )


def _ask(url: str) -> Answer:
    """An answer, with a person waiting: a place at the host is waited for, but not for long."""
    waited = 0.0
    while isinstance(answer := visit_feed(url), Wait):
        waited += answer.seconds
        if waited > PATIENCE:
            raise FetchError(f"the host is being asked by others: {answer.why}", kind="throttled", retry=True)
        sleep(answer.seconds)
    return answer


def _soon(spread: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=random.uniform(0, spread))  # noqa: S311 - jitter
