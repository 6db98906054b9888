"""The answer kept on a page → what it says: parsed with its source's help, or its feed's teaser, under its address.

Nothing here writes; the page's columns are set, and whoever asked saves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from articles.extract.errors import ParseError
from articles.extract.page import Page as ParsedPage
from articles.extract.page import SiteHelp, parse_page
from articles.extract.page.urls import plain_host
from articles.models import Page
from articles.models.page import url_key

TEASER_LEAST = 200
"""Characters a feed's teaser must have to stand in for a page that cannot be read."""

MOST_COMPARED = 2000
"""Paragraphs of a reading that are compared with another one's."""

Change = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What people compare of a page: its title, its authors' names, its day, its text; ``error`` where it has none."""

    title: str = ""
    authors: str = ""
    day: str = ""
    paragraphs: tuple[str, ...] = ()
    error: str = ""


def parse_stored(page: Page, help: SiteHelp | None = None) -> ParsedPage:
    """Parse the raw answer kept on a page, with what its source's editor and whoever brought it know.

    ``help`` stands in for what is kept on the source, so that selectors can be tried before they are kept.
    """
    help_ = page.source.page_help if page.source else {}
    kept = SiteHelp(**{**help_, "drop": tuple(help_.get("drop", ()))}) if help_ else None
    return parse_page(
        page.read_body(),
        url=page.url if page.url.startswith("http") else "",
        content_type=page.content_type,
        published=page.hints.get("published", ""),
        help=help or kept,
    )


def parse_teaser(page: Page) -> ParsedPage | None:
    """What the feed said of a page that cannot be read, as its article; None when that is too little."""
    teaser = page.hints.get("teaser", "")
    if len(teaser) < TEASER_LEAST:
        return None
    return ParsedPage(
        title=page.hints.get("title", ""),
        paragraphs=tuple(part for part in teaser.split("\n\n") if part.strip()),
        url=page.url,
    )


def reading_of(page: Page, help: SiteHelp | None = None) -> Reading:
    """A stored page as read now, or with some other help; ``error`` says why it could not be."""
    try:
        parsed = parse_stored(page, help)
    except (ParseError, ValueError, TypeError) as error:  # the two latter: help kept by hand before it was checked
        return Reading(error=str(error))
    return Reading(
        title=parsed.title,
        authors=", ".join(person.name for person in parsed.authors),
        day=parsed.published.iso if parsed.published else "",
        paragraphs=parsed.paragraphs[:MOST_COMPARED],
    )


def compare_texts(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Change, str]]:
    """Both texts as one list, what is only in the first "gone", what is only in the second "new"."""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (("same", text) for text in before[start:end])
            continue
        yield from (("gone", text) for text in before[start:end])
        yield from (("new", text) for text in after[new_start:new_end])


def fold_address(page: Page, parsed: ParsedPage) -> Page | None:
    """Give the page the canonical address it names; the page that already has that address, if there is one.

    A page is believed about its own host only, be it in another dress (``amp.``, ``m.``): any page could claim to be
    another site's article.
    """
    if not parsed.url or parsed.url == page.url:
        return None
    if page.url.startswith("http") and plain_host(parsed.url) != plain_host(page.url):
        return None
    twin = Page.objects.filter(key=url_key(parsed.url)).exclude(pk=page.pk).first()
    if twin is None:
        page.url, page.key = parsed.url, url_key(parsed.url)
    elif twin.state == Page.State.FAILED:
        return None  # that page could not be had, this one can: better under another address than not at all
    return twin
