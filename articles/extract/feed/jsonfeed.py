"""JSON Feed 1.0 and 1.1 → entries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from articles.extract.errors import ParseError
from articles.extract.feed.entries import MAX_ENTRIES, Entry, Feed
from articles.extract.markup import absolute_url, clean_html, one_line, plain_text

_MAX_OBJECTS = 200_000
_TITLE_LIMIT, _SUMMARY_LIMIT = 1_000, 5_000


def looks_like_json(data: bytes) -> bool:
    """Whether ``data`` begins as a JSON object does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def parse_json_feed(data: bytes, *, url: str = "") -> Feed:
    """Read a JSON Feed; ``ParseError`` says why a document is none. Items of a wrong shape are left out."""
    if data.count(b"{") + data.count(b"[") > _MAX_OBJECTS:
        raise ParseError(f"this is JSON of more than {_MAX_OBJECTS:,} objects, which no feed is")
    try:
        document = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        message = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ParseError(f"this looks like JSON but cannot be read: {message}", retry=True) from error
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise ParseError("this is JSON, but no JSON Feed: it has no list called “items”")
    items = document["items"][:MAX_ENTRIES]
    entries = tuple(_read_item(item, url) for item in items if isinstance(item, dict))
    return Feed(
        title=_text(document, "title")[:_TITLE_LIMIT],
        site_url=absolute_url(_text(document, "home_page_url"), url),
        form=_form(document),
        entries=entries,
        next_url=absolute_url(_text(document, "next_url"), url),
        hub_url=_hub(document, url),
        warnings=_find_ailments(document, len(items) - len(entries), entries),
    )


def _form(document: Mapping[str, Any]) -> str:
    return "json11" if _text(document, "version").rstrip("/").endswith("1.1") else "json1"


def _text(holder: Mapping[str, Any], field: str) -> str:
    value = holder.get(field)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _read_item(item: Mapping[str, Any], base: str) -> Entry:
    url = absolute_url(_text(item, "url"), base) or absolute_url(_text(item, "external_url"), base)
    markup = _text(item, "content_html")
    text = one_line(_text(item, "content_text"))
    title = one_line(_text(item, "title"))
    summary = plain_text(_text(item, "summary")) or text or plain_text(markup)
    digest = hashlib.sha256(f"{title}\n{summary}".encode("utf-8", "replace")).hexdigest()[:32]
    return Entry(
        key=(_text(item, "id") or url)[:500] or f"digest:{digest}",
        url=url or absolute_url(_text(item, "id"), ""),
        title=title[:_TITLE_LIMIT],
        summary=summary[:_SUMMARY_LIMIT],
        content=clean_html(markup, url=url or base) if markup else "",
        authors=_authors(item),
        published=_moment(_text(item, "date_published")),
        updated=_moment(_text(item, "date_modified")),
        categories=tuple(
            dict.fromkeys(tag.strip() for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip())
        ),
    )


def _list(holder: Mapping[str, Any], field: str) -> list[Any]:
    value = holder.get(field)
    return value if isinstance(value, list) else []


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Version 1.1 lists authors, 1.0 had one."""
    people = [*_list(item, "authors"), item.get("author")]
    names = (one_line(_text(person, "name")) for person in people if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))


def _moment(text: str) -> datetime | None:
    """An RFC 3339 date in UTC; one without a zone is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _hub(document: Mapping[str, Any], base: str) -> str:
    hubs = (hub for hub in _list(document, "hubs") if isinstance(hub, dict) and _text(hub, "type").lower() == "websub")
    return next((absolute_url(_text(hub, "url"), base) for hub in hubs), "")


def _find_ailments(document: Mapping[str, Any], odd: int, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    found = []
    if "jsonfeed.org" not in _text(document, "version"):
        found.append("the feed does not say which version of JSON Feed it is")
    if len(document["items"]) > MAX_ENTRIES:
        found.append(f"only the first {MAX_ENTRIES:,} entries were read")
    if odd:
        found.append(f"{odd} of the items are no JSON objects and were left out")
    if not entries:
        found.append("the feed holds no entries")
    return tuple(found)
