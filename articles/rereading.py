"""Stored pages read anew by today's page rules, one by one: what would change, or the change itself.

The rules that read a page stand on its row. What a person set is held by the article and stays; where today's rules
find no text, the earlier one stays. Off the network, and nothing is marked beforehand: stopped half-way, the rest is
still stale, and a page cut off in the middle waits to be read like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from articles import pipeline
from articles.arrivals import fields_of, find_author, people_of
from articles.extract.errors import ParseError
from articles.extract.names import person_key
from articles.extract.page import Page as ParsedPage
from articles.models import Article, Page
from articles.pages import MOST_COMPARED, Reading, compare_texts, parse_stored
from articles.readings import Changes


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page's article as older rules read it and as today's do; ``claims`` that changed where it was written down."""

    page_id: int
    url: str
    before: Reading
    after: Reading
    claims: Changes | None = None

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Name, before, after, of what differs beside the text."""
        names = ("title", "authors", "day", "error")
        rows = [(name, getattr(self.before, name), getattr(self.after, name)) for name in names]
        return [row for row in rows if row[1] != row[2]]

    @property
    def text(self) -> list[tuple[str, str]]:
        """The paragraphs that are gone and new, in their order."""
        return [row for row in compare_texts(self.before.paragraphs, self.after.paragraphs) if row[0] != "same"]

    def __bool__(self) -> bool:
        return self.before != self.after


def preview_page(page_id: int, now: datetime | None = None) -> Comparison:
    """What `reread_page` would change, without changing it."""
    page = Page.objects.select_related("source").get(pk=page_id)
    article = _article_of(page)
    before = _stored(article, page)
    return Comparison(page.pk, page.url, before, _read_anew(page, article, before, now or datetime.now(UTC)))


def reread_page(page_id: int, now: datetime | None = None) -> Comparison | None:
    """Read a stale page anew, and its article where that differs; None where another worker has it, or has done it."""
    now = now or datetime.now(UTC)
    page = Page.objects.stale().select_related("source").defer("body").filter(pk=page_id).first()
    if page is None:
        return None
    before = _stored(_article_of(page), page)
    waiting = {"attempts": 0, "retry_at": None, "lease_until": None}
    Page.objects.stored().filter(pk=page_id, rules_version=page.rules_version).update(
        state=Page.State.FETCHED, **waiting
    )
    read = pipeline.read_page(page_id, now)
    claims = pipeline.read_article(read.pk, now) if read is not None and pipeline.is_due(read.pk, now) else None
    page.refresh_from_db()
    if page.state == Page.State.FETCHED:
        return None
    return Comparison(page.pk, page.url, before, _stored(_article_of(page), page), claims)


def _article_of(page: Page) -> Article | None:
    return Article.objects.filter(page=page).first()


def _stored(article: Article | None, page: Page) -> Reading:
    """What stands of a page; ``error`` says why there is no article, or why an earlier text stands."""
    if article is None:
        return Reading(error=page.reason)
    return Reading(
        error=page.reason,
        title=article.title,
        authors=", ".join(row.author.name for row in article.bylines.select_related("author").order_by("order", "pk")),
        day=article.published.isoformat() if article.published else "",
        paragraphs=tuple(article.paragraphs[:MOST_COMPARED]),
    )


def _read_anew(page: Page, article: Article | None, before: Reading, now: datetime) -> Reading:
    """What would stand of a page: today's reading, but for what a person set and where there would be none."""
    try:
        parsed = parse_stored(page)
    except ParseError as error:
        return replace(before, error=pipeline.why_kept(error)) if article is not None else Reading(error=str(error))
    if article is None and (why := pipeline.why_left_out(page, parsed)):
        return Reading(error=why)
    fields, held = fields_of(page, parsed, now), article.held if article is not None else {}
    day = fields["published"].isoformat() if fields["published"] else ""
    paragraphs = tuple(fields["text"].split("\n\n")[:MOST_COMPARED])
    return Reading(
        title=before.title if "title" in held else fields["title"],
        authors=before.authors if "authors" in held else ", ".join(_names_of(page, parsed)),
        day=before.day if "published" in held else day,
        paragraphs=before.paragraphs if "text" in held else paragraphs,
    )


def _names_of(page: Page, parsed: ParsedPage) -> Iterator[str]:
    """The names that the parsed people go by here: merged and renamed ones by their new one, each once."""
    names = list[str]()
    for person in people_of(page, parsed):
        known = find_author(person_key(person.name)[:200], page.source)
        names.append(known.survivor().name if known is not None else person.name)
    return iter(dict.fromkeys(names))
