"""A web page → the feeds it points at."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from articles.extract.markup import absolute_url, element_text, one_line

WELL_KNOWN_PATHS = (
    "/feed/",
    "/rss",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
)
"""Where feeds stand on sites that do not link them, likeliest first."""

_TYPES = {
    "application/rss+xml": 3, "application/atom+xml": 3, "application/feed+json": 3, "application/rdf+xml": 2,
    "text/xml": 1, "application/xml": 1, "application/json": 1, "application/x-rss+xml": 2,
}  # fmt: skip
_ANCHOR = re.compile(r"(?:^|[/._-])(?:rss|feed|feeds|atom|xml)(?:[/._?-]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|/\d{4}/\d{2}/", re.IGNORECASE)
_LIMIT = 1_000_000


def find_feed_links(html: bytes, *, url: str) -> list[tuple[str, str]]:
    """Feeds a page points at, best first: ``(address, title)`` from link tags and well-known anchors.

    Feeds of the site come before those of comments or of one article, link tags before anchors. Never raises.
    """
    html = html[:_LIMIT]
    parser = etree.HTMLParser(no_network=True, huge_tree=False, recover=True, encoding=_encoding(html))
    try:
        tree = etree.fromstring(html, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if tree is None:
        return []
    base = url
    for element in tree.iter("base"):
        base = absolute_url(element.get("href") or "", url) or url
        break
    found: dict[str, tuple[int, str]] = {}
    for rank, link, title in [*_find_link_tags(tree), *_find_anchors(tree, url)]:
        address = absolute_url(link, base)
        if address and address not in found:
            penalty = 20 if _COMMENTS.search(f"{urlsplit(address).path} {title}") else 0
            found[address] = (rank - penalty, title)
    best = sorted(found.items(), key=lambda item: -item[1][0])
    return [(address, title) for address, (_rank, title) in best]


def _encoding(html: bytes) -> str | None:
    """UTF-8 where the bytes are that (a page need not say so), else what the page says of itself."""
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _find_link_tags(tree: etree._Element) -> list[tuple[int, str, str]]:
    found = []
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        rank = _TYPES.get((element.get("type") or "").split(";")[0].strip().lower(), 0)
        if ("alternate" in relations and rank >= 2) or "feed" in relations:
            found.append((20 + rank, element.get("href") or "", one_line(element.get("title") or "")))
    return found


def _find_anchors(tree: etree._Element, url: str) -> list[tuple[int, str, str]]:
    """Links of the page whose address or words say feed; those of other sites are other sites' feeds."""
    host = urlsplit(url).netloc
    found = []
    for element in tree.iter("a"):
        link = element.get("href") or ""
        words = one_line(element_text(element))[:80]
        elsewhere = absolute_url(link, url)
        if not elsewhere or urlsplit(elsewhere).netloc != host:
            continue
        if _ANCHOR.search(urlsplit(elsewhere).path) or words.lower() in {"rss", "atom", "feed", "rss feed", "xml"}:
            found.append((10, link, words))
    return found[:20]
