"""Feed bytes → entries: RSS 0.9x to 2.0, RDF, Atom, JSON Feed and news sitemaps."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from articles.extract.charset import decode_xml
from articles.extract.dates import parse_date
from articles.extract.errors import ParseError
from articles.extract.feed.discovery import find_feed_links
from articles.extract.feed.entries import MAX_ENTRIES, Entry, Feed, Hints
from articles.extract.feed.gunzip import unpack
from articles.extract.feed.jsonfeed import looks_like_json, parse_json_feed
from articles.extract.feed.parsed import Parsed
from articles.extract.feed.plainfeed import parse_plain_feed
from articles.extract.feed.prolog import write_out_entities
from articles.extract.feed.sitemap import looks_like_sitemap, parse_news_sitemap
from articles.extract.feed.xmlfeed import parse_xml_feed
from articles.extract.markup import absolute_url, clean_html, one_line, plain_text

__all__ = ["MAX_ENTRIES", "Entry", "Feed", "Hints", "find_feed_links", "parse_feed"]

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry|rss|channel|feed|rdf)[\s>/]", re.IGNORECASE)
_HTML_ROOTS = {"html", "head", "body", "meta", "title", "link", "script", "div", "p", "h1"}
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|div|em|font|h[1-6]|hr|i|iframe|img|li|p|q|s|script|small|span|strong|style|sub|sup|u)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DAYLESS = re.compile(r"\s*(?:\d{4}(?:[-/]?\d{2})?)?\s*")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel|xml)\s*>", re.IGNORECASE)

_TITLE_LIMIT, _SUMMARY_LIMIT, _AUTHOR_LIMIT = 1_000, 5_000, 200
_UNPACKED_LIMIT = 10 * 1024 * 1024
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_feed(data: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """Read a feed; what can be saved from a broken one is returned with a warning.

    ``url`` is where it was fetched: relative links are resolved against it. ``ParseError`` when the bytes are no
    feed at all ("this is a web page, not a feed; its own feeds are: …"), with ``retry`` set for empty answers.
    """
    if data.startswith(b"\x1f\x8b"):
        data = b"".join(unpack(data, _UNPACKED_LIMIT))
    if not data.strip():
        raise ParseError("the answer is empty; a feed was expected", retry=True)
    if looks_like_json(data):
        return parse_json_feed(data, url=url)
    if looks_like_sitemap(data):
        return parse_news_sitemap(data, url=url)
    text, warnings = decode_xml(data, content_type)
    is_page = _is_web_page(text)
    if is_page and not _ITEM.search(text):
        raise ParseError(_say_web_page(data, url))
    text, more = write_out_entities(text)
    _refuse_shapeless(text)
    parsed = parse_plain_feed(text) or parse_xml_feed(text)
    feed = _read_feed(parsed, text, url)
    if is_page and not feed.entries:
        raise ParseError(_say_web_page(data, url))
    _refuse_other(feed, parsed, text)
    return replace(feed, warnings=(*warnings, *more, *_find_ailments(parsed, feed, text)))


def _is_web_page(text: str) -> bool:
    root = _ROOT.search(re.sub(r"(?s)<!--.*?-->", "", text[:4096]))
    return root is not None and root[2].lower() in _HTML_ROOTS


def _say_web_page(data: bytes, url: str) -> str:
    links = [link for link, _title in find_feed_links(data, url=url)][:5]
    if links:
        return f"this is a web page, not a feed; its own feeds are: {', '.join(links)}"
    return "this is a web page, not a feed, and it names no feed of its own"


def _refuse_shapeless(text: str) -> None:
    if _ROOT.search(text) is None:
        raise ParseError(f"this is no feed: it begins with “{one_line(text[:60])}” and holds no XML element")


def _refuse_other(feed: Feed, parsed: Parsed, text: str) -> None:
    if feed.entries or parsed.version or parsed.head.get("title") or parsed.head.get("links"):
        return
    root = _ROOT.search(text)
    if root is not None and not _ITEM.search(text):
        raise ParseError(f"this is no feed: an XML document <{root[0][1:]}> without any item or entry")


def _read_feed(parsed: Parsed, text: str, url: str) -> Feed:
    head, links = parsed.head, _links(parsed.head)
    literal = parsed.version.startswith("atom")
    return Feed(
        title=_plain(head, "title", literal=literal)[:_TITLE_LIMIT],
        site_url=absolute_url(head.get("link") or "", url),
        form=parsed.version or "unknown",
        # As plain dicts: feedparser's own looks each key up under all its old names, and guesses missing dates.
        entries=_settle_keys([_read_entry(dict(entry), url, literal=literal) for entry in parsed.entries]),
        hints=_read_hints(head, text),
        next_url=absolute_url(links.get("prev-archive") or links.get("next") or "", url),
        hub_url=absolute_url(links.get("hub") or "", url),
    )


def _links(head: Mapping[str, Any]) -> dict[str, str]:
    """The first address of each link relation."""
    found: dict[str, str] = {}
    for link in head.get("links") or ():
        for relation in str(link.get("rel", "")).lower().split():
            found.setdefault(relation, link.get("href") or "")
    return found


def _plain(holder: Mapping[str, Any], field: str, *, literal: bool) -> str:
    """A text field as one line of plain text.

    Atom says what is text and what markup (``literal``); in RSS each stands for the other, and tags are told by name.
    """
    value = holder.get(field) or ""
    detail = holder.get(f"{field}_detail") or {}
    if not isinstance(value, str):
        return ""
    if detail.get("type") == "text/plain" and (literal or not _MARKUP.search(value)):
        return one_line(value)
    return plain_text(value)


def _read_entry(entry: Mapping[str, Any], base: str, *, literal: bool) -> Entry:
    url = _entry_url(entry, base)
    body = "".join(part.get("value") or "" for part in (entry.get("content") or ())[:1])
    summary = _plain(entry, "summary", literal=literal) or plain_text(body)
    title = _plain(entry, "title", literal=literal)
    published, updated = _moment(entry, "published") or _moment(entry, "created"), _moment(entry, "updated")
    if published is None and not literal:
        published = updated  # RSS knows one date, whichever module it is taken from
    guid = one_line(str(entry.get("id") or ""))
    return Entry(
        key=_short_key(guid or url) or _digest(title, summary, str(published or "")),
        url=url,
        title=title[:_TITLE_LIMIT],
        summary=summary[:_SUMMARY_LIMIT],
        content=clean_html(body, url=url or base) if body else "",
        authors=_authors(entry),
        published=published,
        updated=updated,
        categories=_unique(one_line(str(tag.get("label") or tag.get("term") or "")) for tag in entry.get("tags") or ()),
    )


def _entry_url(entry: Mapping[str, Any], base: str) -> str:
    """The entry's own page: its link, else a guid that is an address, else a document it encloses."""
    original = entry.get("feedburner_origlink")
    link = original if isinstance(original, str) and original else entry.get("link") or ""
    guid = str(entry.get("id") or "")
    if link and link == guid and not guid.startswith(("http://", "https://", "/")):
        link = ""  # a number that calls itself a permalink
    candidates = [link, *(other.get("href") or "" for other in entry.get("links") or () if _leads_to_page(other))]
    if guid.startswith(("http://", "https://")):
        candidates.append(guid)
    return next((found for found in (absolute_url(str(each), base) for each in candidates) if found), "")


def _leads_to_page(link: Mapping[str, Any]) -> bool:
    media = str(link.get("type") or "").startswith(("audio/", "video/", "image/"))
    return link.get("rel") in {"alternate", "enclosure"} and not media


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    people = [person.get("name") or "" for person in entry.get("authors") or ()]
    if not any(people):
        people = [str(entry.get("author") or "")]
    return _unique(plain_text(name)[:_AUTHOR_LIMIT] for name in people)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _moment(entry: Mapping[str, Any], field: str) -> datetime | None:
    """A date as written, in UTC; None for days no calendar holds and for dates without a day."""
    written, parsed = entry.get(field), entry.get(f"{field}_parsed")
    if not isinstance(written, str) or _DAYLESS.fullmatch(written):
        return None  # feedparser would fill in today's month and day
    try:
        if _EPOCH.fullmatch(written):
            return datetime.fromtimestamp(int(written[:10]), UTC)
        if parsed is not None and written.isascii():
            year, month, day, hour, minute, second = parsed[:6]
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        found = parse_date(written[:100])  # other languages, other scripts
    except (ValueError, OverflowError):
        return None
    if found is None or found.precision != "day":
        return None
    return datetime(found.first.year, found.first.month, found.first.day, tzinfo=UTC)


def _digest(*parts: str) -> str:
    return "digest:" + hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _short_key(key: str) -> str:
    """A guid as it stands, or its digest where it is too long for an indexed column."""
    return key if len(key) <= 500 else _digest(key)


def _settle_keys(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Tell apart entries that share a guid but not their address: for these the address (or the text) is the key."""
    owners: dict[str, set[str]] = {}
    for entry in entries:
        owners.setdefault(entry.key, set()).add(entry.url or entry.title)
    return tuple(
        entry
        if len(owners[entry.key]) == 1
        else replace(entry, key=_short_key(entry.url) or _digest(entry.key, entry.title, entry.summary))
        for entry in entries
    )


def _read_hints(head: Mapping[str, Any], text: str) -> Hints:
    period = _PERIODS.get(str(head.get("sy_updateperiod") or "").strip().lower())
    frequency = _number(head.get("sy_updatefrequency")) or 1
    if period is None and head.get("sy_updatefrequency"):
        period = _PERIODS["daily"]  # the module's default
    ttl = _number(head.get("ttl"))
    return Hints(
        ttl_minutes=ttl or None,
        skip_hours=_skipped_hours(text),
        skip_days=_skipped_days(text),
        update_minutes=max(1, period // frequency) if period else None,
    )


def _number(value: object) -> int | None:
    digits = re.match(r"\s*(\d{1,9})\s*(?:\.\d*)?\s*$", str(value or ""))
    return int(digits[1]) if digits else None


def _skipped_hours(text: str) -> tuple[int, ...]:
    """Hours of the ``skipHours`` element, which feedparser folds into one; 24 is an old way to write 0."""
    hours = re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", _element(text, "skipHours"))
    return tuple(sorted({int(hour) % 24 for hour in hours if int(hour) <= 24}))


def _skipped_days(text: str) -> tuple[int, ...]:
    days = re.findall(r"<day>\s*(\w+)\s*</day>", _element(text, "skipDays"))
    return tuple(sorted({_DAYS.index(day.lower()) for day in days if day.lower() in _DAYS}))


def _element(text: str, name: str) -> str:
    start = text.find(f"<{name}")
    if start < 0:
        return ""
    end = text.find(f"</{name}", start, start + 4_000)
    return text[start:end] if end >= 0 else ""


def _find_ailments(parsed: Parsed, feed: Feed, text: str) -> list[str]:
    """What is wrong with a feed that could be read all the same, in plain words."""
    found = [parsed.cut] if parsed.cut else []
    if not parsed.cut and not _CLOSED.search(text[-2_000:]):
        found.append("the feed breaks off before its end")
    elif parsed.error:
        found.append(f"not well-formed XML ({parsed.error}); read as far as it goes")
    if not feed.entries:
        return [*found, "the feed holds no entries"]
    bare = sum(not entry.url for entry in feed.entries)
    if bare:
        found.append(f"{bare} of {len(feed.entries)} entries have no address")
    undated = sum(entry.published is None and entry.updated is None for entry in feed.entries)
    if undated:
        found.append(f"{undated} of {len(feed.entries)} entries have no readable date")
    twice = sum(count - 1 for count in Counter(entry.key for entry in feed.entries).values())
    if twice:
        found.append(f"{twice} of {len(feed.entries)} entries are listed twice")
    return found
