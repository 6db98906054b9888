"""Markup that means something else than its tags say, put right before the text is looked for.

Tables that only place columns, the entries of a live blog, captions that are the whole text of a gallery, a bold line
that is a heading: each is told by its shape, never by the name of a site.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.page.furniture import is_stop
from articles.extract.page.trees import drop_elements, text_length, text_of_element

LONG_CELL = 300
"""Characters from which on a table's cell with several lines holds running text, not a value."""

MOST_TABLES = 400
"""Tables that are looked at; a page with more is a list of data."""

MOST_HEADINGS = 300
"""Headings that are looked at."""

FEWEST_CAPTIONS = 3
"""Captions that make a gallery."""

_BLOCKS = (
    "p", "div", "section", "article", "main", "table", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5",
    "h6", "form", "pre", "figure",
)  # fmt: skip
BLOCK_TAGS = frozenset(_BLOCKS)
_BACK_LINKS = etree.XPath("//a[@href and string-length(normalize-space(.)) <= 3]")
_BOXES = frozenset(("div", "td", "span", "center", "article", "section", "main"))
"""What may hold paragraphs parted by two line breaks; a <p> that does is parted when its text is read."""
_BACK = re.compile(r"[↩↑^¶#§⤴\ufe0e\ufe0f]+")


def mend_markup(tree: HtmlElement, *, live: bool = False) -> None:
    """Put the tree right, in place. ``live`` says that the page is a live blog, whose entries are one text."""
    drop_elements(link for link in cast("list[HtmlElement]", _BACK_LINKS(tree)) if _BACK.fullmatch(_words(link)))
    _dissolve_layout(tree)
    etree.strip_tags(tree, "font")
    drop_elements([table for table in tree.iter("table") if _lists_stories(table)])
    _free_headings(tree)
    _keep_tails(tree)
    broken = (line.getparent() for line in tree.iter("br") if _is_break(line.getnext(), line.tail))
    for box in dict.fromkeys(box for box in broken if box is not None and box.tag in _BOXES):
        _part_at_breaks(box)
    _part_bold_lines(tree)
    if live:
        _join_entries(tree)
    _keep_gallery(tree)
    for section in tree.iter("section"):
        if not has_block(section) and text_length(section):
            section.tag = "p"


def has_block(element: HtmlElement) -> bool:
    """Whether an element holds another that makes a paragraph."""
    return next(element.iterdescendants(*_BLOCKS), None) is not None


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


def _part_at_breaks(box: HtmlElement) -> None:
    """Make the runs of words between double line breaks the paragraphs they are."""
    runs: list[HtmlElement] = []
    run = box.makeelement("p")
    run.text, box.text = box.text, None
    for child in list(box):
        if child.tag in BLOCK_TAGS or (child.tag == "br" and _is_break(child.getnext(), child.tail)):
            runs.append(run)
            run = box.makeelement("p")
            run.text, child.tail = child.tail, None
            if child.tag in BLOCK_TAGS:
                runs.append(child)
        elif not (child.tag == "br" and not len(run) and not (run.text or "").strip()):
            run.append(child)
        else:
            run.text = child.tail
    for part in list(box):
        box.remove(part)
    box.extend(part for part in [*runs, run] if part.tag != "p" or len(part) or (part.text or "").strip())
    if box.tag in ("span", "center"):
        box.tag = "div"


def _is_break(following: HtmlElement | None, words: str | None) -> bool:
    return following is not None and following.tag == "br" and not (words or "").strip()


def _part_bold_lines(tree: HtmlElement) -> None:
    """ "<p><b>Outlook</b><br>For the third quarter …" is a short line and a paragraph."""
    for paragraph in list(tree.iter("p")):
        if len(paragraph) < 2 or (paragraph.text or "").strip() or paragraph.getparent() is None:
            continue
        bold, line = paragraph[0], paragraph[1]
        if bold.tag not in ("b", "strong") or line.tag != "br" or (bold.tail or "").strip():
            continue
        if not 2 <= text_length(bold) <= 120:
            continue
        head = paragraph.makeelement("p")
        paragraph.addprevious(head)
        bold.tail = None
        head.append(bold)
        paragraph.text = line.tail
        line.tail = None
        paragraph.remove(line)


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
