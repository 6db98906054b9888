"""Other stories on an article's page: rows of teasers around it, whole articles behind it.

They are told by what they are made of, titles that lead elsewhere and their excerpts, and by not bearing the page's own
headline; never by a class name alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.page.trees import MANY, all_words, drop_elements, text_length
from articles.extract.page.urls import site_of

FEWEST_LEFT = 150
"""Characters of paragraphs that must stay on a page when a row of its stories goes."""

LONGEST_CARD = 450
"""Characters of a teaser: a linked heading and the first lines of its story."""

SHORT_ROW = 3
"""Teasers that make a row where each title is a heading that leads to another page of the same site."""

SHORTEST_HOME = 250
"""Characters of paragraphs in the <article> that bears the headline, for the others to be other stories; with less, it
may be a mere heading, and the text in one of the others.
"""

MOST_LEADS = 600

_LONG_ROWS = etree.XPath(f"//body//*[count(div) >= {MANY} or count(article) >= {MANY} or count(li) >= {MANY}]")
_LEADING_LINK = etree.XPath(
    "boolean(.//*[self::h2 or self::h3 or self::h4 or self::h5][.//a[not(starts-with(@href, '#'))] or ancestor::a] or "
    ".//a[not(starts-with(@href, '#'))]"
    "[.//p or .//div or .//img or (count(../*) = 1 and normalize-space(.) = normalize-space(..))])"
)
"""A link that is a heading, a picture, a box or all of a line; those within sentences are none."""


def leads_elsewhere(element: HtmlElement) -> bool:
    """Whether an element holds a link that is a heading, a picture or all of a line, as other stories' teasers do."""
    return cast(bool, _LEADING_LINK(element))


def drop_rows(tree: HtmlElement, *, url: str = "") -> None:
    """Take out rows of other stories: long ones by their shape, short ones by their headings too.

    ``url`` is the page's own.
    """
    rows = cast("list[HtmlElement]", _LONG_ROWS(tree))
    leads = [link for link in _title_links(tree) if _is_of_site(link.get("href", ""), url)]
    if not rows and len(leads) < SHORT_ROW:
        return
    words = sum(text_length(paragraph) for paragraph in tree.iter("p"))
    for parent in rows:
        words -= _drop_cards(parent, words)
    for parent, boxes in _rows_of(leads):
        words -= _drop_short_row(parent, boxes, words)


def drop_other_articles(tree: HtmlElement, titles: Sequence[str], *, live: bool = False) -> None:
    """Where a page bears its headline, take out each <article> that bears another: one that is a link to its story, or
    one of the first level. Lesser ones may be headings within the article.

    The entries of a live blog (``live``, or each with its time) are parts of the one story.
    """
    articles = [article for article in islice(tree.iter("article"), 300) if _is_outermost(article)]
    wanted = [folded for folded in map(_fold, titles) if len(folded) >= 8]
    headed = [article for article in articles if next(_headings(article), None) is not None]
    bearing = [article for article in headed if _has_headline(article, wanted)]
    others = [article for article in headed if article not in bearing and _bears_another(article)]
    if live or not others or len(bearing) > 1 or not _has_headline(tree, wanted):
        return
    if len(others) > 2 and all(other.find(".//time") is not None and not leads_elsewhere(other) for other in others):
        return
    going = sum(map(_paragraph_length, others))
    left = _paragraph_length(bearing[0]) if bearing else _paragraph_length(tree) - going
    sure = bearing or all(next(_headings(other)).tag == "h1" for other in others)
    if left >= (SHORTEST_HOME if sure else max(SHORTEST_HOME, going)):
        drop_elements(others)


def _bears_another(article: HtmlElement) -> bool:
    heading = next(_headings(article))
    return heading.tag == "h1" or heading.find(".//a") is not None or next(heading.iterancestors("a"), None) is not None


def _has_headline(box: HtmlElement, wanted: Sequence[str]) -> bool:
    return any(_is_headline(heading, wanted) for heading in _headings(box))


def _is_outermost(article: HtmlElement) -> bool:
    return next(article.iterancestors("article"), None) is None


def _headings(article: HtmlElement) -> Iterator[HtmlElement]:
    return islice(article.iter("h1", "h2", "h3", "h4"), 5)


def _is_headline(heading: HtmlElement, wanted: Iterable[str]) -> bool:
    words = _fold(all_words(heading))
    return len(words) >= 8 and any(words in title or title in words for title in wanted)


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _paragraph_length(element: HtmlElement) -> int:
    return sum(text_length(paragraph) for paragraph in element.iter("p"))


def _drop_cards(parent: HtmlElement, words: int) -> int:
    """Take out rows of other stories: children of one class that are each a link with a few words, and children of any
    class that are each a linked heading or picture with an excerpt, where they are all there is in a part of the page
    and not all of its text. ``words``: characters of the page's paragraphs; how many of them went is given back.
    """
    alike: dict[str, list[HtmlElement]] = {}
    children = list(parent.iterchildren("div", "article", "li", "section"))
    for child in children:
        alike.setdefault(child.get("class", ""), []).append(child)
    for name, cards in alike.items():
        if name and len(cards) >= MANY and all(_is_card(card) for card in cards):
            drop_elements(cards)
    teasers = [child for child in children if child.getparent() is parent and _is_teaser(child)]
    if len(teasers) < MANY or len(teasers) < 0.8 * len(parent) or _bears_headline(parent):
        return 0
    going = sum(map(_paragraph_length, teasers))
    if words - going < FEWEST_LEFT:
        return 0
    drop_elements(teasers)
    return going


def _bears_headline(parent: HtmlElement) -> bool:
    """Whether a row stands with the page's headline or among paragraphs: it may be an article that is a list."""
    return parent.find("p") is not None or any(
        box.find(".//h1") is not None
        for box in (parent, *islice(parent.iterancestors(), 2))
        if box.tag not in ("body", "html")
    )


def _is_card(element: HtmlElement) -> bool:
    return (
        element.find(".//a") is not None
        and text_length(element) <= 250
        and all(text_length(paragraph) <= 100 for paragraph in element.iter("p"))
    )


def _is_teaser(element: HtmlElement) -> bool:
    """A title, an excerpt and a link that leads to the story."""
    return len(element.findall(".//p")) <= 2 and text_length(element) <= LONGEST_CARD and leads_elsewhere(element)


def _title_links(tree: HtmlElement) -> list[HtmlElement]:
    """Links that are the whole of a heading below the first level, or hold one."""
    links: list[HtmlElement] = []
    for heading in islice(tree.iter("h2", "h3", "h4", "h5"), MOST_LEADS):
        link = next(heading.iter("a"), None)
        if link is None:
            link = next(islice(heading.iterancestors("a"), 1), None)
        elif text_length(link) < text_length(heading):
            continue
        if link is not None and not link.get("href", "#").startswith("#"):
            links.append(link)
    return links


def _is_of_site(href: str, url: str) -> bool:
    """Whether a link leads to a page of the same site; a list of products leads to many."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return not parts.netloc or (bool(url) and site_of(href.strip()) == site_of(url))


def _rows_of(leads: Sequence[HtmlElement]) -> Iterator[tuple[HtmlElement, list[HtmlElement]]]:
    """The largest boxes around one title each, by the element they stand in, where there are enough for a row."""
    titles: dict[HtmlElement, set[str]] = {}
    for lead in leads:
        for box in islice(lead.iterancestors(), 12):
            titles.setdefault(box, set()).add(lead.get("href", ""))
    rows: dict[HtmlElement, dict[HtmlElement, None]] = {}
    for lead in leads:
        box = lead
        for outer in islice(lead.iterancestors(), 12):
            if len(titles[outer]) > 1 or outer.tag == "body":
                rows.setdefault(outer, {})[box] = None
                break
            box = outer
    return ((parent, list(boxes)) for parent, boxes in rows.items() if len(boxes) >= SHORT_ROW)


def _drop_short_row(parent: HtmlElement, boxes: Sequence[HtmlElement], words: int) -> int:
    """Take out a row of teasers, unless paragraphs stand among them or more text would go than stay: then the row may
    be an article that is a list. Characters of paragraphs that went are given back.
    """
    if parent.find("p") is not None or any(box.getparent() is not parent for box in boxes):
        return 0
    if not all(_is_teaser(box) and box.find(".//h1") is None for box in boxes):
        return 0
    going = sum(map(_paragraph_length, boxes))
    if words - going < (FEWEST_LEFT if _are_headlines(boxes) else max(2 * FEWEST_LEFT, going)):
        return 0
    drop_elements(boxes)
    return going


def _are_headlines(boxes: Sequence[HtmlElement]) -> bool:
    """Whether the titles are as long as those of stories: the entries of a list are named in a word or two."""
    titles = [all_words(heading) for box in boxes for heading in islice(_headings(box), 1)]
    return sum(len(title.split()) >= 5 or sum(char > "\u2e7f" for char in title) >= 12 for title in titles) * 2 > len(
        titles
    )
