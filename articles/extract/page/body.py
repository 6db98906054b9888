"""The page's tree → the article's own blocks, in order: paragraphs, headings, list items, quotes, table rows.

trafilatura does the finding, in its precise mode; around it stands what news sites taught: furniture known by its class
names is taken out before (with a guard: never what holds most of the text), and where the precise mode keeps far too
little, the broader modes and a plain collector of paragraphs get their chance.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from articles.extract.page.blocks import Block, Body, read_blocks, text_body
from articles.extract.page.inserts import prune_captions, prune_inserts
from articles.extract.page.mending import mend_markup
from articles.extract.page.pruning import measure_page, prose_length, prune_forms, prune_furniture, prune_hidden
from articles.extract.page.runs import BLOCK_TAGS, has_block
from articles.extract.page.trees import Named, count_elements, text_length, text_of_element

MOST_ELEMENTS = 12_000
"""Elements up to which it is asked; some of its steps are worse than linear. Larger pages get the collector."""

LONGEST_ARTICLE = 1_000_000
"""Characters of text that an article may have; the longest novel's chapter has less."""

LEAST, LEAST_EAST_ASIAN = 250, 90
"""Characters below which trafilatura does not trust what it found and looks everywhere, losing order and headings."""

SHORTEST_BODY = 100
"""Characters that stand in <body> itself, on a page without any paragraph, to be its text."""

LEVELS_AROUND = 5
"""How far above a paragraph the box of the whole article may be."""


def read_body(
    tree: HtmlElement, named: Sequence[Named], *, url: str = "", article_text: str = "", live: bool = False
) -> Body:
    """The article's blocks. Furniture is taken out of the tree. ``url`` is the page's address; ``article_text`` is
    JSON-LD's articleBody; ``live`` says that the page is a live blog.
    """
    prune_captions(tree)
    prune_furniture(tree, named)
    whole = measure_page(tree)[1]
    prune_hidden(tree, whole)
    prune_forms(tree, whole)
    prune_inserts(tree, whole, url=url)
    mend_markup(tree, named, live=live)
    gathered = collect_paragraphs(tree)
    body = Body()
    if count_elements(tree) <= MOST_ELEMENTS:
        least = LEAST_EAST_ASIAN if _is_east_asian(tree, gathered) else LEAST
        body = _ask_precisely(tree, gathered, least)
        if body.length < 0.6 * gathered.length or body.length < min(least, 200):
            broad = _ask_trafilatura(tree, precise=False, least=least)
            if broad.length > max(1.3 * body.length, 100) and _holds(broad, body):
                body = broad
    poor = body.length < 0.5 * gathered.length or _told(body) < 0.3 * _told(gathered)
    if poor and _holds(gathered, body):
        body = gathered
    written = text_body(article_text, "json-ld")
    if written.length >= 200 and body.length < 0.5 * written.length:
        body = written
    return body


def _ask_precisely(tree: HtmlElement, gathered: Body, least: int) -> Body:
    """trafilatura's precise mode; with its second opinions, which cost as much again, only where they may differ.

    Those take over where they find more than twice the text, or where the text has no paragraphs or more tables than
    paragraphs: where all that stands around the text has not that much, they cannot. Where they find something else
    altogether, a stream of other stories' first lines as a rule, they are not believed.
    """
    quick = _with_headings(tree, _ask_trafilatura(tree, precise=True, least=least, fast=True), least)
    kinds = Counter(block.kind for block in quick.blocks)
    plain = kinds["p"] > kinds["tr"]
    if plain and quick.length >= least and max(_prose_around(tree, quick), gathered.length) <= 2 * quick.length:
        return quick
    full = _ask_trafilatura(tree, precise=True, least=least)
    if not _holds(full, quick):
        return quick
    return _fill_holes(full, gathered) if gathered.length <= 2 * full.length else full


def _fill_holes(body: Body, gathered: Body) -> Body:
    """A text pieced together from all over the page, with what it passed over among the paragraphs it took: sentences
    that stand beside one of them in the same element, and headings between two.
    """
    taken = {block.text for block in body.blocks}
    ahead, behind = defaultdict[str, list[Block]](list), defaultdict[str, list[Block]](list)
    blocks = gathered.blocks
    for previous, block, following in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if block.text in taken:
            continue
        after = previous is not None and previous.text in taken
        before = following is not None and following.text in taken
        sentence = len(block.text) >= SHORTEST_BODY and _SENTENCE.search(block.text)
        if previous and after and (sentence or (block.kind.startswith("h") and before)):
            behind[previous.text].append(block)
        elif following and before and sentence:
            ahead[following.text].append(block)
    whole = [part for block in body.blocks for part in (*ahead[block.text], block, *behind[block.text])]
    return Body(tuple(whole), body.method)


_SENTENCE = re.compile(r"[.!?。！？]['\"”’」』)）\]]*$")


def _with_headings(tree: HtmlElement, found: Body, least: int) -> Body:
    """The same text with the headings between its paragraphs, and the sentences below them that are list items.

    Where trafilatura knows no box of the page for an article's, it gathers paragraphs alone. Then the smallest box
    around them is named to it.
    """
    headed = any(block.kind.startswith("h") for block in found.blocks)
    if headed or not found.blocks or next(tree.iter("h2", "h3", "h4"), None) is None:
        return found
    texts = {block.text for block in found.blocks}
    parts = [part for part in tree.iter("p", "li") if text_of_element(part) in texts]
    box = _box_around(parts)
    if box is None or next(box.iter("h2", "h3", "h4"), None) is None or box.get("itemprop"):
        return found
    box.set("itemprop", "articleBody")
    again = _ask_trafilatura(tree, precise=True, least=least, fast=True)
    gained = [block for block in again.blocks if block.text not in texts]
    headed = any(block.kind.startswith("h") for block in gained)
    fitting = headed and all(block.kind.startswith("h") or _is_sentence(block) for block in gained)
    if fitting and again.length > found.length:
        return again
    del box.attrib["itemprop"]
    return found


def _box_around(parts: Sequence[HtmlElement]) -> HtmlElement | None:
    """The smallest element around all of these, below <body>; None where there is none."""
    if len(parts) < 2:
        return None
    around = list(parts[0].iterancestors())
    for part in parts[1:]:
        boxes = set(part.iterancestors())
        around = [box for box in around if box in boxes]
    return next((box for box in around if box.tag not in ("body", "html")), None) if around else None


def _prose_around(tree: HtmlElement, body: Body) -> int:
    """Characters of paragraphs around the body's longest one, some levels up but not in the whole page.

    The whole page's, where that paragraph is none of the page's own: it was made of other elements.
    """
    longest = max((block.text for block in body.blocks if block.kind == "p"), key=len)
    home = next((paragraph for paragraph in tree.iter("p") if text_of_element(paragraph) == longest), None)
    if home is None:
        return prose_length(tree)
    around = [box for box in islice(home.iterancestors(), LEVELS_AROUND) if box.tag not in ("body", "html")]
    return prose_length(around[-1]) if around else 0


def _is_east_asian(tree: HtmlElement, gathered: Body) -> bool:
    """Whether a page's title or words are Chinese, Japanese or Korean, of which a text needs a third as many."""
    words = "".join(block.text for block in gathered.blocks[:20])[:2000]
    return any(
        sum(char > "\u2e7f" for char in sample) * 2 > len(sample)
        for sample in (words, tree.findtext(".//title"))
        if sample and not sample.isascii()
    )


def _holds(larger: Body, smaller: Body) -> bool:
    """Whether a body has at least half of another's sentences, so that it widens it rather than replaces it; lines of
    menus and of notices are no text that one must have.
    """
    told = _told(smaller)
    if told < 200:
        return True
    known = {block.text for block in larger.blocks}
    return 2 * sum(len(block.text) for block in smaller.blocks if block.text in known and _is_sentence(block)) >= told


def _told(body: Body) -> int:
    """Characters of a body's sentences."""
    return sum(len(block.text) for block in body.blocks if _is_sentence(block))


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= (20 if block.text[0] > "\u2e7f" else 60) and bool(_SENTENCE.search(block.text))


def bound_body(body: Body) -> tuple[Body, bool]:
    """The body up to ``LONGEST_ARTICLE`` characters, whole blocks, and whether it had more."""
    if body.length <= LONGEST_ARTICLE:
        return body, False
    total, kept = 0, []
    for block in body.blocks:
        total += len(block.text)
        if total > LONGEST_ARTICLE:
            break
        kept.append(block)
    first = body.blocks[0].text[:LONGEST_ARTICLE]
    return Body(tuple(kept) or (Block("p", first, escape(first)),), body.method), True


_KINDS = {"p": "p", "h2": "h2", "h3": "h3", "h4": "h4", "blockquote": "blockquote", "li": "li", "div": "p", "td": "p"}


def collect_paragraphs(tree: HtmlElement) -> Body:
    """The paragraphs of the element whose own paragraphs hold most words. Linear in the page.

    A paragraph is a <p>, or a <div> or <td> that holds text and no block; text parted by <br> is the paragraphs of the
    element itself.
    """
    best, weight = _find_home(tree)
    if best is None:
        return Body()
    if (best.tag == "body" or best.find("br") is not None) and _own_text(best) * 2 > weight:
        return Body(tuple(_lines(best)), "paragraphs")
    return Body(tuple(_children(best)), "paragraphs")


def _find_home(tree: HtmlElement) -> tuple[HtmlElement | None, int]:
    """The element whose own paragraphs hold most words, not one of the page's footer, and how many characters."""
    weight: dict[HtmlElement, int] = {}
    for element in tree.iter("p", "div", "td", "section", "article"):
        length = _own_text(element)
        if length < 25:
            continue
        home = element if element.tag != "p" and element.find("br") is not None else element.getparent()
        if home is not None:
            weight[home] = weight.get(home, 0) + length
    if not weight:
        body = tree.find("body")
        words = _own_text(body) if body is not None else 0
        return (body, words) if words >= SHORTEST_BODY else (None, 0)
    heaviest = sorted(weight, key=weight.__getitem__, reverse=True)[:5]
    best = next((home for home in heaviest if not _in_footer(home)), heaviest[0])
    return best, weight[best]


def _in_footer(home: HtmlElement) -> bool:
    """Whether an element stands in the page's footer; an article's own may hold the rest of it."""
    boxes = (home, *home.iterancestors())
    place = next((place for place, box in enumerate(boxes) if box.tag == "footer"), None)
    return place is not None and not any(box.tag == "article" for box in boxes[place:])


def _own_text(element: HtmlElement) -> int:
    """Characters of an element's own text and that of its inline children, links counted against it."""
    total = len((element.text or "").strip())
    for child in element:
        if child.tag not in BLOCK_TAGS and not (len(child) and has_block(child)):
            length = text_length(child) if len(child) else len((child.text or "").strip())
            total += -length if child.tag == "a" else length
        total += len((child.tail or "").strip())
    return total


def _children(home: HtmlElement) -> Iterator[Block]:
    for child in home.iterchildren(etree.Element):
        items = child.iter("li") if child.tag in ("ul", "ol") else (child,)
        for item in items:
            kind = _KINDS.get(item.tag, "")
            text = text_of_element(item) if kind else ""
            if text and (kind != "p" or _own_text(item) > 0):
                yield Block(kind, text, escape(text))


def _lines(home: HtmlElement) -> Iterator[Block]:
    """The lines of an element whose paragraphs are parted by <br>."""
    parts = [home.text or ""]
    for child in home:
        if child.tag == "br" or child.tag in BLOCK_TAGS:
            parts.append("\n")
        if child.tag not in ("script", "style", "br"):
            parts.append(text_of_element(child))
        if child.tag in BLOCK_TAGS:
            parts.append("\n")
        parts.append(child.tail or "")
    for line in re.split(r"\n", "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)):
        words = " ".join(line.split())
        if words:
            yield Block("p", words, escape(words))


def _ask_trafilatura(tree: HtmlElement, *, precise: bool, least: int, fast: bool = False) -> Body:
    document: Any = bare_extraction(tree, options=_options(precise, least, fast))
    if document is None or document.body is None:
        return Body()
    return Body(tuple(read_blocks(document.body)), "trafilatura" if precise else "trafilatura, broad")


@lru_cache(maxsize=8)
def _options(precise: bool, least: int, fast: bool) -> Extractor:
    """Made once: reading the settings file costs as much as parsing a small page. The XML format spares a rendering as
    plain text that nobody would read.
    """
    options = Extractor(
        output_format="xml", precision=precise, fast=fast, comments=False, formatting=True, links=True, tables=True
    )
    options.min_extracted_size = least
    return options
