"""Runs of words without an element of their own, made the paragraphs they are: between two line breaks, beside blocks,
behind an element that holds nothing. A reader sees them all; most of what looks for articles sees elements only.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.extract.page.trees import text_length

_BLOCKS = (
    "p", "div", "section", "article", "main", "table", "ul", "ol", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5",
    "h6", "form", "pre", "figure",
)  # fmt: skip
BLOCK_TAGS = frozenset(_BLOCKS)
_PARTING = BLOCK_TAGS | {
    "aside",
    "header",
    "footer",
    "center",
    "address",
    "details",
    "fieldset",
    "hr",
    "td",
    "th",
    "tr",
}
_BOXES = frozenset(("div", "td", "span", "center", "article", "section", "main", "body", "form"))
"""What may hold paragraphs parted by two line breaks; a <p> that does is parted when its text is read."""

SHORTEST_RUN = 40
"""Characters outside of links from which on words beside blocks are a paragraph, and no label of one of them."""

LONGEST_BOLD_LINE = 120


def part_runs(tree: HtmlElement) -> None:
    """Give runs of words their paragraphs, in place."""
    _fill_empty(tree)
    broken = (line.getparent() for line in tree.iter("br") if _is_break(line.getnext(), line.tail))
    boxes = dict.fromkeys(box for box in broken if box is not None and box.tag in _BOXES)
    loose = [box for box in dict.fromkeys(_with_loose_words(tree)) if box not in boxes]
    for box in boxes:
        _part_box(box, 0)
    for box in loose:
        _part_box(box, SHORTEST_RUN)
    for empty in list(filter(_is_empty_before_words, tree.iter(*_EMPTIED))):
        empty.tag = "br"
    _part_bold_lines(tree)


def has_block(element: HtmlElement) -> bool:
    """Whether an element holds another that makes a paragraph."""
    return next(element.iterdescendants(*_BLOCKS), None) is not None


_INLINE = ("span", "b", "strong", "i", "em", "q")
_EMPTIED = ("div", "p", "section", "h2", "h3", "h4", "blockquote")


def _fill_empty(tree: HtmlElement) -> None:
    """Put the words behind an inline element that holds nothing, a missing dateline or a stray tag, into it.

    trafilatura's precise mode deletes what is empty with the words behind it.
    """
    for empty in tree.iter(*_INLINE):
        if _is_empty_before_words(empty):
            empty.tag, empty.text, empty.tail = "span", empty.tail, None
            empty.attrib.clear()


def _is_empty_before_words(element: HtmlElement) -> bool:
    return not len(element) and not element.text and bool((element.tail or "").strip())


def _is_break(following: HtmlElement | None, words: str | None) -> bool:
    return following is not None and following.tag == "br" and not (words or "").strip()


def _with_loose_words(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The boxes that hold blocks and, beside them, enough words for a paragraph."""
    for block in tree.iter(*_BLOCKS):
        parent = block.getparent()
        if parent is not None and parent.tag in _BOXES and (_run_behind(block) or _run_before(block, parent)):
            yield parent


def _run_behind(block: HtmlElement) -> bool:
    """Whether enough words stand behind a block, up to the next."""
    length = len((block.tail or "").strip())
    for part in block.itersiblings():
        if length >= SHORTEST_RUN or _is_block(part):
            break
        length += _plain_length(part)
    return length >= SHORTEST_RUN


def _run_before(block: HtmlElement, parent: HtmlElement) -> bool:
    """Whether enough words stand before a box's first block."""
    length = len((parent.text or "").strip())
    for part in block.itersiblings(preceding=True):
        if _is_block(part):
            return False
        length += _plain_length(part)
    return length >= SHORTEST_RUN


def _plain_length(part: HtmlElement) -> int:
    """Characters of an inline element and behind it, those of links left out."""
    words = 0 if part.tag in ("a", "br") else text_length(part)
    return words + len((part.tail or "").strip())


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _PARTING or (len(element) > 0 and has_block(element))


def _part_box(box: HtmlElement, least: int) -> None:
    """Make the runs of words between blocks and double line breaks paragraphs, where they have ``least`` characters."""
    parts: list[tuple[HtmlElement, bool]] = []
    run = box.makeelement("p")
    run.text, box.text = box.text, None
    for child in list(box):
        block = _is_block(child)
        if block or (child.tag == "br" and _is_break(child.getnext(), child.tail)):
            parts.append((run, True))
            run = box.makeelement("p")
            run.text, child.tail = child.tail, None
            if block:
                parts.append((child, False))
        elif not (child.tag == "br" and not len(run) and not (run.text or "").strip()):
            run.append(child)
        else:
            run.text = child.tail
    parts.append((run, True))
    del box[:]
    for part, made in parts:
        if made and least and _own_length(part) < least:
            _append_bare(box, part)
        elif not made or len(part) or (part.text or "").strip():
            box.append(part)
    if box.tag in ("span", "center"):
        box.tag = "div"


def _own_length(run: HtmlElement) -> int:
    return len((run.text or "").strip()) + sum(map(_plain_length, run))


def _append_bare(box: HtmlElement, run: HtmlElement) -> None:
    """Put a run's words and elements back as they were."""
    if run.text and len(box):
        box[-1].tail = (box[-1].tail or "") + run.text
    elif run.text:
        box.text = run.text
    box.extend(list(run))


def _part_bold_lines(tree: HtmlElement) -> None:
    """ "<p><b>Outlook</b><br>For the third quarter …" is a short line and a paragraph."""
    for paragraph in list(tree.iter("p")):
        if len(paragraph) < 2 or (paragraph.text or "").strip() or paragraph.getparent() is None:
            continue
        bold, line = paragraph[0], paragraph[1]
        if bold.tag not in ("b", "strong") or line.tag != "br" or (bold.tail or "").strip():
            continue
        if not 2 <= text_length(bold) <= LONGEST_BOLD_LINE:
            continue
        head = paragraph.makeelement("p")
        paragraph.addprevious(head)
        bold.tail = None
        head.append(bold)
        paragraph.text = line.tail
        line.tail = None
        paragraph.remove(line)
