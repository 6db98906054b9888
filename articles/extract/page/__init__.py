"""Page HTML or saved plain text → title, paragraphs, people, day, canonical address, without the furniture.

The way of a page, each step a module: ``decoding`` (bytes → bounded text), ``metadata`` (what the markup says about the
article), ``body`` (the article's own ``blocks``, after ``stories`` took out other stories, ``pruning`` furniture by its
names, ``inserts`` by its words and place, and ``mending`` righted what tags mean), ``state`` (the data of a page's
scripts, where the markup holds no text), ``saved`` (furniture cut from head and tail), and here what they say joined.
PDF files go by ``pdf``, plain text straight to ``saved``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import escape

from lxml.html import HtmlElement
from trafilatura.meta import reset_caches

from articles.extract.bylines import Person, parse_byline, people_from_names
from articles.extract.bylines.desks import fold
from articles.extract.bylines.people import distinct_people
from articles.extract.dates import When
from articles.extract.errors import ParseError
from articles.extract.markup import clean_html
from articles.extract.page.authors import find_signature
from articles.extract.page.blocks import Block, Body, blocks_html, text_body
from articles.extract.page.body import LONGEST_ARTICLE, bound_body, read_body
from articles.extract.page.days import day_of_address
from articles.extract.page.decoding import LARGEST_PAGE, decode_page
from articles.extract.page.jsonld import text_of
from articles.extract.page.languages import guess_language
from articles.extract.page.lines import is_prose
from articles.extract.page.metadata import Facts, Head, is_live, read_facts, read_head
from articles.extract.page.moments import Moment, parse_moment
from articles.extract.page.pdf import read_pdf
from articles.extract.page.saved import join_wrapped_lines, split_paragraphs, trim_blocks, trim_paragraphs
from articles.extract.page.sitehelp import Helped, SiteHelp, read_help
from articles.extract.page.state import read_state
from articles.extract.page.stories import drop_other_articles, drop_rows
from articles.extract.page.trees import (
    all_words,
    free_article,
    mark_teasers,
    name_elements,
    parse_tree,
    strip_machinery,
)
from articles.extract.page.urls import canonical_url, site_of
from articles.extract.page.walls import asks_to_pay, describe_shell, find_paywall, is_wall, why_no_text

__all__ = ["RULES_VERSION", "Page", "SiteHelp", "canonical_url", "parse_page"]

RULES_VERSION = 4
"""To be raised when a page may be read otherwise than before: `manage.py reread --pages` then reads stored ones anew.

1 stands for all rules from before they were counted.
"""

LARGE = 1_000_000
"""Characters of a page after which the libraries' caches are emptied: they keep a thousand lines however long."""

SHORT_BODY = 400
"""Characters of text in the markup up to which the data of the page's scripts is searched for more."""

SHORTEST_ARTICLE = 60
"""Characters of running text that make an article; with less, the page has none (a CJK character counts three)."""


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


MOST_NULLS = 400
"""One zero byte in so many is a slip of a writer of pages; more are data."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x01\x00")
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_MARKUP = re.compile(
    r"<(?:!doctype html|html|head|body|article|div|p|h1|title|meta|script|section|main|span|table)\b", re.IGNORECASE
)


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
    found ("the page needs a browser", "this is a consent wall", "this is a picture"). ``ValueError`` says which
    argument makes no sense: an address, a day or a selector that is none.
    """
    address = canonical_url(url) if url else ""
    known = _known_day(published)
    if isinstance(data, bytes) and data[:1024].lstrip()[:5] == b"%PDF-":
        return _read_pdf_page(data, address, known)
    _check_kind(data, content_type)
    text = decode_page(data, content_type)
    try:
        return _read_text(text, content_type, address, known, help or SiteHelp())
    finally:
        if len(text) > LARGE:
            reset_caches()


def _read_text(text: str, content_type: str, address: str, known: Moment | None, help: SiteHelp) -> Page:
    if _FEED.match(text[:4096]):
        raise ParseError("this is a feed or a sitemap, not a page: add it as a source instead")
    if "html" in content_type or _is_markup(text):
        return _read_html(text, address, known, help)
    return _read_saved(text, address, known)


def _known_day(published: str) -> Moment | None:
    if not published:
        return None
    moment = parse_moment(published)
    if moment is None:
        raise ValueError(f"published: {published[:40]!r} is no day; give it as YYYY-MM-DD")
    return moment


def _check_kind(data: bytes | str, content_type: str) -> None:
    """Refuse what is no page by its first bytes; ``ParseError`` says what it is."""
    if not data.strip():
        raise ParseError("the page is empty", retry=True)
    head = data[:16] if isinstance(data, bytes) else b""
    if head.startswith(_PICTURES) or content_type.startswith(("image/", "video/", "audio/")):
        raise ParseError("this is a picture, a sound or a film, not a page")
    if head.startswith(_ARCHIVES):
        raise ParseError("this is a compressed file or an office document: unpack it or save it as text, HTML or PDF")
    if isinstance(data, bytes) and data[:4096].count(0) * MOST_NULLS > len(data[:4096]) and not _is_wide(data):
        raise ParseError("this is not text: the file holds binary data")


def _is_wide(data: bytes) -> bool:
    """Whether the zero bytes are those of UTF-16 or UTF-32: in text hardly a letter's own byte is zero."""
    sample = data[:4096]
    lanes = sorted(sample[lane::4].count(0) for lane in range(4))
    both, three = lanes[1] * MOST_NULLS <= len(sample), lanes[0] * MOST_NULLS <= len(sample)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or sample.count(0) > len(sample) // 4
    return wide and (both or three)


def _is_markup(text: str) -> bool:
    return len(_MARKUP.findall(text[:20_000])) >= 2 or text.lstrip()[:9].lower() in ("<!doctype", "<html>")


def _read_saved(text: str, url: str, known: Moment | None, *, loose: bool = True) -> Page:
    """A page saved as plain text: furniture cut from both ends, byline and author box read on the way."""
    paragraphs = split_paragraphs(text[:LONGEST_ARTICLE])
    if not any(char.isalpha() for paragraph in paragraphs for char in paragraph):
        raise ParseError("no article text found: the file holds no words")
    trimmed = trim_paragraphs(paragraphs, loose=loose)
    kept = trimmed.kept
    written = Moment(trimmed.published) if trimmed.published else None
    moment = known or written or parse_moment(day_of_address(url))
    authors = distinct_people(trimmed.authors)
    blocks = [Block("p", paragraphs[place], escape(paragraphs[place])) for place in kept]
    return Page(
        title=trimmed.title,
        paragraphs=tuple(block.text for block in blocks),
        html=clean_html(blocks_html(blocks), url=url),
        authors=authors,
        published=moment.day if moment else None,
        published_at=_utc(moment),
        url=url,
        publisher=_employer_at(url, authors),
        language=guess_language(" ".join(block.text for block in blocks)[:6000]),
        cut=tuple(paragraphs[place] for place in sorted({*range(len(paragraphs))} - {*kept})),
        marks=("shortened",) if len(text) > LONGEST_ARTICLE else (),
        sources=_sources(
            title="text" if trimmed.title else "",
            authors="text" if authors else "",
            published="caller" if known else "text" if written else "url" if moment else "",
        ),
    )


def _employer_at(url: str, authors: tuple[Person, ...]) -> str:
    """The outlet's name as its author box writes it, known by the address: "TechNode" for technode.com; or ""."""
    house = site_of(url).partition(".")[0]
    employers = (position.employer for person in authors for position in person.positions)
    return next((employer for employer in employers if house and fold(employer) == fold(house)), "")


def _read_pdf_page(data: bytes, url: str, known: Moment | None) -> Page:
    """A press release: the saved-text way, title and author from the file's own card where the text has none."""
    document = read_pdf(data)
    page = _read_saved(join_wrapped_lines(document.text), url, known, loose=False)
    day = page.published or (When.from_iso(document.created) if document.created else None)
    return replace(
        page,
        title=page.title or document.title,
        authors=page.authors or parse_byline(document.author),
        published=day,
        marks=("pdf", "shortened") if document.shortened else ("pdf",),
        sources={**page.sources, **_sources(published="pdf" if day and not page.published else "")},
    )


def _read_html(markup: str, url: str, known: Moment | None, help: SiteHelp) -> Page:
    tree, flattened = parse_tree(markup)
    if tree is None:
        raise ParseError("the page is empty", retry=True)
    mark_teasers(tree)
    head, shell = read_head(tree), describe_shell(tree)
    _keep_own_story(tree, head, url)
    named = name_elements(tree)
    facts = read_facts(head, tree, named, url=url)
    helped = read_help(tree, help, facts.publisher)
    walled = find_paywall(named)
    words = all_words(tree)[:20_000]
    body = helped.body or read_body(tree, named, url=facts.url or url, article_text=facts.article_text, live=facts.live)
    if head.states and not helped.body and body.length < SHORT_BODY:
        body, facts = _fill_from_state(body, facts, head)
    body, shortened = bound_body(body)
    if not facts.authors and not helped.authors:
        facts = _sign(facts, [block.text for block in body.blocks])
    article, cut = _trim_blocks(body, facts, head)
    signed = bool(facts.authors or facts.published)
    found_text = " ".join(block.text for block in article)
    if not _is_article(article) or is_wall(found_text, f"{facts.title} {words}", signed=signed):
        reason, retry = why_no_text(shell, words, facts.title)
        raise ParseError(reason, retry=retry)
    found = {
        "paywall": walled or not facts.free or asks_to_pay(words, sum(len(block.text) for block in article)),
        "flattened": flattened,
        "shortened": shortened or len(markup) >= LARGEST_PAGE,
    }
    page = _joined(article, facts, helped, known)
    return replace(
        page,
        url=facts.url or url,
        cut=cut,
        marks=tuple(mark for mark, true in found.items() if true),
        sources={**page.sources, "body": body.method},
    )


def _keep_own_story(tree: HtmlElement, head: Head, url: str) -> None:
    """Take menus, machinery and other stories out of the tree."""
    free_article(tree)
    strip_machinery(tree)
    drop_rows(tree, url=url or head.links.get("canonical", ""))
    titles = [head.meta("og:title"), head.title, text_of(head.article.get("headline"))]
    drop_other_articles(tree, titles, live=is_live(head))


def _fill_from_state(body: Body, facts: Facts, head: Head) -> tuple[Body, Facts]:
    """The article out of the data of the page's scripts, where that holds much more than the markup does."""
    state = read_state(head.states, [facts.title, head.title, head.meta("og:title"), *head.headings])
    written = text_body(state.text, "script")
    if written.length < max(200, 2 * body.length):
        return body, facts
    authors = facts.authors or people_from_names(state.bylines, outlet=facts.publisher)
    day = facts.published or parse_moment(state.published)
    told = _sources(
        authors="script" if authors and not facts.authors else "",
        published="script" if day and not facts.published else "",
    )
    return written, replace(facts, authors=authors, published=day, sources={**facts.sources, **told})


def _sign(facts: Facts, texts: list[str]) -> Facts:
    """The facts with the authors whom the text's own lines name."""
    authors = find_signature(texts, outlet=facts.publisher)
    return replace(facts, authors=authors, sources={**facts.sources, "authors": "text"}) if authors else facts


def _trim_blocks(body: Body, facts: Facts, head: Head) -> tuple[list[Block], tuple[str, ...]]:
    """The body without its furniture, and the texts of what was cut."""
    texts = [block.text for block in body.blocks]
    kinds = [block.kind for block in body.blocks]
    headlines = [*head.headings[:2], head.meta("og:title"), text_of(head.article.get("headline"))]
    kept = set(
        trim_blocks(texts, kinds, title=facts.title, headlines=headlines, outlet=facts.publisher, authors=facts.authors)
    )
    return (
        [block for place, block in enumerate(body.blocks) if place in kept],
        tuple(text for place, text in enumerate(texts) if place not in kept),
    )


def _is_article(blocks: list[Block]) -> bool:
    """Whether the blocks are running text rather than a menu: long enough, or at least one whole sentence."""
    weight = sum(map(_weigh, (block.text[:500] for block in blocks[:20])))
    return weight >= SHORTEST_ARTICLE and (weight >= 250 or any(is_prose(block.text) for block in blocks))


def _weigh(text: str) -> int:
    return len(text) if text.isascii() else sum(3 if char > "\u2e7f" else 1 for char in text)


def _joined(article: list[Block], facts: Facts, helped: Helped, known: Moment | None) -> Page:
    """Text, markup's facts, editor's help and the caller's day as one page; the latter outrank the former."""
    moment = known or helped.published or facts.published
    if moment and known and facts.published and moment.day == facts.published.day:
        moment = Moment(moment.day, moment.at or facts.published.at)
    authors = helped.authors or facts.authors
    return Page(
        title=facts.title,
        paragraphs=tuple(block.text for block in article),
        html=clean_html(blocks_html(article), url=facts.url),
        authors=authors,
        published=moment.day if moment else None,
        published_at=_utc(moment),
        modified_at=_utc(facts.modified),
        publisher=facts.publisher,
        language=facts.language or guess_language(" ".join(block.text for block in article)[:6000]),
        image=facts.image,
        description=facts.description[:1000],
        sources={
            **facts.sources,
            **_sources(
                published="caller" if known else "selector" if helped.published else "",
                authors="selector" if helped.authors else "",
            ),
        },
    )


def _utc(moment: Moment | None) -> datetime | None:
    return moment.at.astimezone(UTC) if moment and moment.at else None


def _sources(**sources: str) -> dict[str, str]:
    return {fact: source for fact, source in sources.items() if source}
