"""A page of a site's history → its entries and where the next ones are: WordPress posts, paged feeds, sitemaps."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from articles.extract.errors import ParseError
from articles.extract.feed import parse_feed
from articles.extract.feed.entries import Entry
from articles.extract.feed.sitemap import Place, parse_sitemap
from articles.extract.markup import absolute_url, one_line, plain_text

POSTS_A_PAGE = 100
"""The most WordPress gives at once."""

_TITLE_LIMIT, _SUMMARY_LIMIT = 1_000, 4_000

_FOLDERS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?(?=/|$)")
_WHOLE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_FILE_DAYS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/]?(0[1-9]|1[0-2])(?:[-_/]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_SHELVES = frozenset({
    "about", "author", "authors", "categories", "category", "contact", "event", "events", "feed", "jobs", "login",
    "newsletter", "page", "pages", "privacy", "product", "products", "search", "shop", "subscribe", "tag", "tags",
    "topic", "topics", "user", "users", "video", "videos", "wp-content", "wp-json",
})  # fmt: skip
"""Path segments under which sites keep lists and forms, not articles."""
_NO_ARTICLES = re.compile(
    r"(?:^|[-_./])(?:authors?|categor(?:y|ies)|post_tag|tags?|images?|videos?|products?|events?|users?|page)"
    r"[-_.]?(?:sitemap|index)|sitemap[-_](?:authors?|categor(?:y|ies)|tags?|images?|videos?|products?|users?)\b"
    r"|wp-sitemap-(?:users|taxonomies|posts-page)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\d{5}")

Days = tuple[date, date]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``following`` are the addresses of further listings; ``total`` is how many entries the server says there are.

    ``proof``: it has shown that there is more to it than a feed's newest entries.
    """

    entries: tuple[Entry, ...]
    following: tuple[str, ...] = ()
    total: int | None = None
    proof: bool = True


Parse = Callable[[bytes, str, Mapping[str, str]], Listing]


def wordpress_url(base: str, days: Days) -> str:
    """The first page of a WordPress site's posts between two days, the oldest first.

    In that order a post published meanwhile comes last and moves none of the others to another page. The span is a
    day wider at both ends, for WordPress compares by the site's own clock.
    """
    first, last = (datetime.combine(day, time()) for day in days)
    query = {
        "per_page": POSTS_A_PAGE,
        "page": 1,
        "after": (first - timedelta(days=1)).isoformat(),
        "before": (last + timedelta(days=2)).isoformat(),
        "orderby": "date",
        "order": "asc",
        "_fields": "link,date_gmt,title,excerpt",
    }
    return f"{base.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(query)}"


def parse_wordpress(data: bytes, url: str, headers: Mapping[str, str]) -> Listing:
    """Read posts as ``/wp-json/wp/v2/posts`` gives them; ``ParseError`` for anything but a list of such.

    ``url`` is what was asked for; ``headers`` bear X-WP-Total and X-WP-TotalPages where the server sends them. Items
    of a wrong shape are left out; a site whose posts are of another kind gives none, which proves nothing.
    """
    try:
        posts = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise ParseError("this is no list of WordPress posts: it is no JSON that can be read") from error
    if not isinstance(posts, list):
        raise ParseError("this is no list of WordPress posts, but other JSON")
    entries = tuple(entry for post in posts[:POSTS_A_PAGE] if (entry := _read_post(post, url)))
    if posts and not entries:
        raise ParseError("this is a JSON list, but none of its items is a WordPress post with an address")
    pages, page = _count(headers.get("x-wp-totalpages")), _page_of(url, "page")
    more = page < pages if pages is not None else len(posts) >= POSTS_A_PAGE
    following = (with_page(url, "page", page + 1),) if more else ()
    return Listing(entries, following, _count(headers.get("x-wp-total")), proof=bool(entries))


def parse_paged_feed(data: bytes, url: str, headers: Mapping[str, str]) -> Listing:
    """Read one page of a feed that is turned by ``?paged=N``; only the second one proves that it turns."""
    feed = parse_feed(data, content_type=headers.get("content-type", ""), url=url)
    page = _page_of(url, "paged")
    following = (with_page(url, "paged", page + 1),) if feed.entries else ()
    return Listing(feed.entries, following, proof=page > 1)


def parse_archived_feed(data: bytes, url: str, headers: Mapping[str, str]) -> Listing:
    """Read one document of a feed that links its older ones (RFC 5005)."""
    feed = parse_feed(data, content_type=headers.get("content-type", ""), url=url)
    return Listing(feed.entries, (feed.next_url,) if feed.next_url else (), proof=bool(feed.next_url))


def parse_site_map(data: bytes, url: str, headers: Mapping[str, str], days: Days) -> Listing:
    """Read a sitemap's articles, or the sitemaps of an index that may hold some between these days."""
    sitemap = parse_sitemap(data, url=url)
    if sitemap.kind == "index":
        following = tuple(place.url for place in sitemap.places if may_hold(place, days))
        return Listing((), following, proof=bool(sitemap.places))
    entries = tuple(_read_place(place) for place in sitemap.places if names_article(place.url))
    return Listing(entries, proof=bool(sitemap.places))


def may_hold(place: Place, days: Days) -> bool:
    """Whether a sitemap of an index may hold articles between these days, by its own name and its last change."""
    if place.changed is not None and place.changed.date() < days[0]:
        return False
    parts = urlsplit(place.url)
    if _NO_ARTICLES.search(parts.path):
        return False
    named = _days_of_file(parts.path, parts.query)
    return named is None or overlaps(named, days)


def find_days(url: str) -> Days | None:
    """The day or month an address names: ``/2019/05/12/``, ``/2019/05/``, ``2019-05-12-…``; None for others."""
    path = urlsplit(url).path
    if found := _FOLDERS.search(path):
        return _days(found[1], found[2], found[3])
    found = _WHOLE_DAY.search(path)
    return _days(found[1], found[3], found[4]) if found else None


def overlaps(one: Days, other: Days) -> bool:
    """Whether two spans share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def words_of(url: str) -> str:
    """The words in the last part of an address: what a sitemap tells of an article's headline."""
    segments = [segment for segment in unquote(urlsplit(url).path).split("/") if segment]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", segments[-1]) if segments else ""
    return " ".join(word for word in _WORD.findall(last) if not word.isdigit())


def names_article(url: str) -> bool:
    """Whether an address looks like an article's: it ends in a headline or a long number, or bears a day.

    What stands on the shelf of a list or a form (``/tag/``, ``/author/``) is none.
    """
    segments = [segment.lower() for segment in urlsplit(url).path.split("/") if segment]
    if not segments or not _SHELVES.isdisjoint(segments):
        return False
    return len(words_of(url).split()) >= 3 or bool(_NUMBERED.search(segments[-1])) or find_days(url) is not None


def with_page(url: str, name: str, number: int) -> str:
    """``url`` asking for another page."""
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, str(number))]), fragment=""))


def _page_of(url: str, name: str) -> int:
    return _count(dict(parse_qsl(urlsplit(url).query)).get(name)) or 1


def _count(text: str | None) -> int | None:
    found = re.fullmatch(r"\s*(\d{1,9})\s*", text or "", re.ASCII)
    return int(found[1]) if found else None


def _read_post(post: object, base: str) -> Entry | None:
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return None
    url = absolute_url(post["link"], base)
    if not url:
        return None
    return Entry(
        key=url,
        url=url,
        title=plain_text(_rendered(post, "title"))[:_TITLE_LIMIT],
        summary=plain_text(_rendered(post, "excerpt"))[:_SUMMARY_LIMIT],
        published=_moment(post.get("date_gmt")),
    )


def _rendered(post: Mapping[str, Any], field: str) -> str:
    value = post.get(field)
    text = value.get("rendered") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment and (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _read_place(place: Place) -> Entry:
    """A sitemap's page as an entry; its day is the news sitemap's or the address's, never its last change."""
    days = find_days(place.url)
    exact = datetime.combine(days[0], time(), UTC) if days and days[0] == days[1] else None
    entry = Entry(key=place.url, url=place.url, title=one_line(place.title), updated=place.changed)
    return replace(entry, published=place.published or exact)


def _days_of_file(path: str, query: str) -> Days | None:
    """The year, month or day a sitemap's own name says: ``sitemap-2019-05.xml``, ``sitemap.xml?yyyy=2019&mm=05``."""
    asked = {key.lower(): value for key, value in parse_qsl(query)}
    year = asked.get("yyyy") or asked.get("year")
    if year:
        parts = (year, asked.get("mm", ""), asked.get("dd", ""))
        named = _FILE_DAYS.search("-".join(part.zfill(2) for part in parts if part))
    else:
        named = _last(_FILE_DAYS.finditer(path))
    return _days(named[1], named[2], named[3]) if named else None


def _last(found: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for last in found:  # noqa: B007 - the last one is wanted
        pass
    return last


def _days(year: str, month: str | None, day: str | None) -> Days | None:
    """The days a written year, month or day spans; None for one no calendar has."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return first, first
    last = int(month) if month else 12
    return first, date(first.year, last, monthrange(first.year, last)[1])
