"""Markup that means something else than its tags say, put right before the text is looked for.

Tables that only place columns, the entries of a live blog, captions that are the whole text of a gallery, a bold line
that is a heading: each is told by its shape, never by the name of a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.page.furniture import is_stop
from articles.extract.page.runs import has_block, part_runs
from articles.extract.page.stories import leads_elsewhere
from articles.extract.page.trees import Named, drop_elements, text_length, text_of_element

LONG_CELL = 300
"""Characters from which on a table's cell with several lines holds running text, not a value."""

MOST_TABLES = 400
"""Tables that are looked at; a page with more is a list of data."""

MOST_HEADINGS = 300
"""Headings that are looked at."""

MOST_PARTS = 5
"""Boxes of one name in which one article may stand."""

LEAST_PROSE = 100
"""Characters of a paragraph that is no mere line."""

FEWEST_BOXES = 4
"""Boxes with a paragraph each that are the paragraphs of one text."""

FEWEST_CAPTIONS = 3
"""Captions that make a gallery."""

_BACK_LINKS = etree.XPath("//a[@href and string-length(normalize-space(.)) <= 3]")
_BACK = re.compile(r"[↩↑^¶#§⤴\ufe0e\ufe0f]+")


def mend_markup(tree: HtmlElement, named: Sequence[Named] = (), *, live: bool = False) -> None:
    """Put the tree right, in place. ``live`` says that the page is a live blog, whose entries are one text."""
    _join_parts(named)
    drop_elements(link for link in cast("list[HtmlElement]", _BACK_LINKS(tree)) if _BACK.fullmatch(_words(link)))
    _dissolve_layout(tree)
    etree.strip_tags(tree, "font")
    drop_elements([table for table in tree.iter("table") if _lists_stories(table)])
    _free_headings(tree)
    _keep_tails(tree)
    part_runs(tree)
    _open_boxes(tree)
    if live:
        _join_entries(tree)
    _keep_gallery(tree)
    for section in tree.iter("section"):
        if not has_block(section) and text_length(section):
            section.tag = "p"


def _words(element: HtmlElement) -> str:
    return "".join(text_of_element(element).split())


def _dissolve_layout(tree: HtmlElement) -> None:
    """Make tables that place columns into plain boxes, as they are read; tables of data inside of them stay."""
    tables = [table for table, _ in zip(tree.iter("table"), range(MOST_TABLES), strict=False)]
    for table in [table for table in tables if _places_columns(table)]:
        parts = [table, *table.iterchildren("tbody", "thead", "tfoot")]
        rows = [row for part in parts for row in part.iterchildren("tr")]
        for part in [*parts, *rows, *(cell for row in rows for cell in row.iterchildren("td", "th"))]:
            part.tag = "div"


def _places_columns(table: HtmlElement) -> bool:
    if table.find(".//table") is not None:
        return True
    return any(
        text_length(cell) > LONG_CELL and (cell.find(".//p") is not None or cell.find(".//br") is not None)
        for cell in table.iter("td")
    )


def _lists_stories(table: HtmlElement) -> bool:
    """Whether a table is a box of links under a heading such as "Related stories"."""
    if table.find(".//a") is None or text_length(table) > LONG_CELL:
        return False
    return is_stop(next((words for words in map(str.strip, map(str, table.itertext())) if words), ""))


def _free_headings(tree: HtmlElement) -> None:
    """Take the boxes from around headings that are all there is in them: alone, they are taken for an empty part."""
    for heading in list(islice(tree.iter("h2", "h3", "h4"), MOST_HEADINGS)):
        box = heading.getparent()
        while box is not None and box.tag in ("div", "section") and len(box) == 1:
            if (box.text or "").strip() or (heading.tail or "").strip():
                break
            outer = box.getparent()
            if outer is None:
                break
            heading.tail = None
            box.drop_tag()
            box = outer


def _keep_tails(tree: HtmlElement) -> None:
    """Words straight behind a table get an element of their own: they would go with the table, were it dropped."""
    for table in list(tree.iter("table")):
        if table.tail and table.tail.strip():
            words = table.makeelement("span")
            words.text, table.tail = table.tail, None
            table.addnext(words)


def _join_parts(named: Sequence[Named]) -> None:
    """Put an article that stands in several boxes of one name beside one another, a picture or an advertisement between
    them, together in the first: only that one would be taken.
    """
    parts: dict[tuple[HtmlElement, str], list[HtmlElement]] = {}
    for item in named:
        name = item.element.get("class", "")
        parent = item.element.getparent()
        if parent is not None and item.element.tag in _BOXES and _TEXT_NAME.search(name) and not _OTHERS.search(name):
            parts.setdefault((parent, name), []).append(item.element)
    for boxes in islice((boxes for boxes in parts.values() if len(boxes) > 1), MOST_TABLES):
        if len(boxes) <= MOST_PARTS and not any(map(_is_story_of_its_own, boxes)):
            for box in boxes[1:]:
                boxes[0].extend(list(box))


_BOXES = frozenset(("div", "section", "article"))
_TEXT_NAME = re.compile(
    r"(?:article|story|entry|post|news|main|page)[-_]{0,2}(?:body|content|text)|body-?text", re.IGNORECASE
)
_OTHERS = re.compile(r"comment|repl(?:y|ies)|review|teaser|related|card|item", re.IGNORECASE)


def _is_story_of_its_own(box: HtmlElement) -> bool:
    """Whether a box holds no running text, or a headline or a link to another story."""
    prose = any(text_length(paragraph) >= LEAST_PROSE for paragraph in islice(box.iter("p"), 5))
    return not prose or box.find(".//h1") is not None or leads_elsewhere(box)


def _open_boxes(tree: HtmlElement) -> None:
    """Make boxes of one name around one paragraph each, several of them in a row, into the paragraphs: in a box of its
    own a short one with a link is taken for a teaser.
    """
    rows: dict[tuple[HtmlElement, str], list[HtmlElement]] = {}
    for box in tree.iter("div"):
        parent = box.getparent()
        if (
            parent is None
            or len(box) != 1
            or box[0].tag != "p"
            or (box.text or "").strip()
            or (box[0].tail or "").strip()
        ):
            continue
        rows.setdefault((parent, box.get("class", "")), []).append(box)
    for (_, name), boxes in rows.items():
        if len(boxes) >= FEWEST_BOXES and not _OTHERS.search(name) and _are_prose(boxes):
            for box in boxes:
                box.tag, box[0].tag = "p", "span"


def _are_prose(boxes: Sequence[HtmlElement]) -> bool:
    return 2 * sum(text_length(box) >= LEAST_PROSE for box in boxes) >= len(boxes)


def _join_entries(tree: HtmlElement) -> None:
    """The entries of a live blog, each an <article> of its own, are parts of the one article around them."""
    homes: dict[HtmlElement, list[HtmlElement]] = {}
    for entry in tree.iter("article"):
        parent = entry.getparent()
        if parent is not None and entry.find("p") is not None:
            homes.setdefault(parent, []).append(entry)
    if not homes:
        return
    home, entries = max(homes.items(), key=lambda pair: len(pair[1]))
    if len(entries) > 1:
        for entry in entries:
            drop_elements([part for part in entry.iterchildren("header", "footer") if part.find(".//p") is None])
            entry.drop_tag()
        home.tag = "article"


def _keep_gallery(tree: HtmlElement) -> None:
    """Captions that hold more words than all paragraphs besides are the text of a gallery."""
    captions = [caption for caption, _ in zip(tree.iter("figcaption"), range(300), strict=False)]
    if len(captions) < FEWEST_CAPTIONS:
        return
    words = sum(map(text_length, captions))
    outside = sum(
        text_length(paragraph)
        for paragraph in tree.iter("p")
        if next(paragraph.iterancestors("figcaption"), None) is None
    )
    if words <= outside or words < 40 * len(captions):
        return
    for caption in captions:
        for box in (caption, *caption.iterancestors()):
            if box.tag == "body":
                break
            for name in ("class", "id"):
                box.attrib.pop(name, None)
            if box.tag in ("figure", "ol", "ul", "li"):
                box.tag = "div"
        caption.tag = "div" if has_block(caption) else "p"
