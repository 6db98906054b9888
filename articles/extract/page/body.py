"""The page's tree → the article's own blocks, in order: paragraphs, headings, list items, quotes, table rows.

trafilatura does the finding, in its precise mode; around it stands what news sites taught: furniture known by its class
names is taken out before (with a guard: never what holds most of the text), and where the precise mode keeps far too
little, the broader modes and a plain collector of paragraphs get their chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from articles.extract.page.trees import Named, count_elements, drop_elements, text_length, text_of_element

MOST_ELEMENTS = 12_000
"""Elements up to which it is asked; some of its steps are worse than linear. Larger pages get the collector."""

LONGEST_ARTICLE = 1_000_000
"""Characters of text that an article may have; the longest novel's chapter has less."""

_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the article: its kind, its words, and its inner HTML (not yet cleaned)."""

    kind: str
    """``p``, ``h2`` … ``h6``, ``li``, ``blockquote``, ``tr`` or ``pre``."""
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Body:
    blocks: tuple[Block, ...] = ()
    method: str = ""
    """Who found them: ``trafilatura``, ``trafilatura, broad``, ``paragraphs``, ``json-ld`` or ``selector``."""

    @property
    def length(self) -> int:
        return sum(len(block.text) for block in self.blocks)


def _names(*expressions: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(expressions)})(?=$|[\s_-])", re.IGNORECASE)


_DROPPED = _names(
    r"author-?(?:bio|box|info|card|profile|description|details|about|block|section|widget)|about-?(?:the-)?author|post-author",
    r"bio-?box|byline-?(?:bio|block)|abh_box|saboxplugin\w*|pp-(?:author|multiple)\w*|molongui\w*",
    r"related(?:-?(?:posts?|articles?|stories|content|links?|news|topics|items?))?|jp-relatedposts|yarpp\w*|crp_related",
    r"more-?(?:stories|news|articles|posts|from)|read-?(?:next|also)|also-?read|recirc\w*|recommend(?:ed|ations?)\S*",
    r"you-?may-?(?:also-?)?like|most-?(?:read|popular)|popular-?(?:posts|articles)|trending|outbrain|taboola\S*",
    r"newsletter-?(?:box|form|signup|cta|widget|block|banner|inline)?|subscri(?:be|ption)-?(?:box|form|cta|widget|block|banner)",
    r"sign-?up-?(?:form|box|block)|mc4wp\S*|mailchimp\S*|share(?:-?(?:bar|buttons?|links?|tools|icons?|daddy))|sharedaddy",
    r"sd-sharing\S*|social-?(?:share|sharing|links?|icons?|bar|media|buttons?)|addtoany\S*|respond|disqus\S*",
    r"comments?(?:-?(?:area|list|form|section|wrapper|respond|title))?|cookie-?(?:banner|notice|consent|bar)|gdpr\S*",
    r"consent-?(?:banner|layer|wall)|paywall-?(?:notice|message|prompt|cta|banner|overlay)|post-?tags|tag-?(?:links|list|cloud)",
    r"breadcrumbs?|post-?nav(?:igation)?|nav-?links|pagination|ad-?(?:slot|container|wrapper|unit|block|banner)",
    r"teaser-?(?:list|box)|artikel-?(?:teilen|empfehlungen)|leserkommentare|mehr-zum-thema|tuijian|xiangguan\S*|gongzhonghao",
)
"""Class names and ids of furniture, as the common systems and themes write them."""

_DROPPED_IF_SHORT = _names(
    r"author-?(?:meta|container|wrap(?:per)?)|entry-author|read-?more|more-?on|newsletter\S*|subscri(?:be|ption)\S*|promo\S*",
    r"entry-?(?:footer|tags)|tags?-?links|sponsored-?\w*|advert(?:isement)?s?|print-?only|screen-reader-text|visually-?hidden",
    r"sr-only|skip-link|sign-?up-?\w*|donat(?:e|ion)\S*|affiliate-?\w*|disclaimer|further-?reading|qrcode\S*|editor-?(?:info|name)|zebian",
    r"copyright|share|social|bio|author",
)
"""Names that stand for furniture on most sites and for something else on some."""

SHORT = 500
"""Characters up to which an element with an ambiguous name is furniture."""

_CONTAINERS = frozenset(
    ("div", "section", "aside", "ul", "ol", "footer", "nav", "form", "p", "span", "dl", "details", "article", "header")
)


def read_body(tree: HtmlElement, named: Sequence[Named], *, article_text: str = "") -> Body:
    """The article's blocks. Furniture is taken out of the tree. ``article_text`` is JSON-LD's articleBody."""
    prune_furniture(tree, named)
    _mark_paragraphs(tree)
    size = count_elements(tree)
    gathered = collect_paragraphs(tree)
    body = Body()
    if size <= MOST_ELEMENTS:
        body = _ask_trafilatura(tree, precise=True)
        if body.length < 0.6 * gathered.length or body.length < 200:
            broad = _ask_trafilatura(tree, precise=False)
            if broad.length > max(1.3 * body.length, 100) and _holds(broad, body):
                body = broad
    too_little = body.length < 0.5 * gathered.length and _holds(gathered, body)
    if too_little or (_is_layout(body) and gathered.length > 0.4 * body.length):
        body = gathered
    written = _from_text(article_text)
    if written.length >= 200 and body.length < 0.5 * written.length:
        body = written
    return body


def _mark_paragraphs(tree: HtmlElement) -> None:
    """Make <section>s that hold words and no block what they are, paragraphs: some editors write all text so."""
    for section in tree.iter("section"):
        if not _has_block(section) and text_length(section):
            section.tag = "p"


def _holds(larger: Body, smaller: Body) -> bool:
    """Whether a body has at least half of another's text, so that it widens it rather than replaces it."""
    if smaller.length < 200:
        return True
    known = {block.text for block in larger.blocks}
    return 2 * sum(len(block.text) for block in smaller.blocks if block.text in known) >= smaller.length


def _is_layout(body: Body) -> bool:
    """Whether a table was taken for data that only places columns: a row holds most of the text."""
    return any(block.kind == "tr" and len(block.text) > max(200, body.length // 2) for block in body.blocks)


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


def prune_furniture(tree: HtmlElement, named: Sequence[Named]) -> None:
    """Take out elements whose name says furniture, unless they hold a third of the page's words."""
    whole = _prose_length(tree)
    for item in named:
        if item.element.tag not in _CONTAINERS or not _may_go(item.element, tree):
            continue
        limit = whole * 0.3 if _DROPPED.search(item.name) else 0.0
        if not limit and _DROPPED_IF_SHORT.search(item.name):
            limit = min(SHORT, whole * 0.3)
        if limit and _prose_length(item.element) <= limit:
            drop_elements([item.element])


def _may_go(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an element is still in the tree and holds neither the title nor a whole article."""
    if element.getparent() is None or element is tree or element.tag in ("article", "header"):
        return False
    return element.find(".//h1") is None and element.find(".//article") is None


def _prose_length(element: HtmlElement) -> int:
    """Characters in paragraphs below an element, else of all its text where it has none."""
    return sum(text_length(paragraph) for paragraph in element.iter("p")) or text_length(element)


_BLOCK_TAGS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "table",
        "ul",
        "ol",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "form",
        "pre",
    ]
)
_KINDS = {"p": "p", "h2": "h2", "h3": "h3", "h4": "h4", "blockquote": "blockquote", "li": "li", "div": "p", "td": "p"}


def collect_paragraphs(tree: HtmlElement) -> Body:
    """The paragraphs of the element whose own paragraphs hold most words. Linear in the page.

    A paragraph is a <p>, or a <div> or <td> that holds text and no block; text parted by <br> is the paragraphs of the
    element itself.
    """
    weight: dict[HtmlElement, int] = {}
    for element in tree.iter("p", "div", "td", "section", "article"):
        length = _own_text(element)
        if length < 25:
            continue
        home = element if element.tag != "p" and element.find("br") is not None else element.getparent()
        if home is not None:
            weight[home] = weight.get(home, 0) + length
    if not weight:
        return Body()
    best = max(weight, key=weight.__getitem__)
    if best.find("br") is not None and _own_text(best) * 2 > weight[best]:
        return Body(tuple(_lines(best)), "paragraphs")
    return Body(tuple(_children(best)), "paragraphs")


def _own_text(element: HtmlElement) -> int:
    """Characters of an element's own text and that of its inline children, links counted against it."""
    total = len((element.text or "").strip())
    for child in element:
        if child.tag not in _BLOCK_TAGS and not (len(child) and _has_block(child)):
            length = text_length(child) if len(child) else len((child.text or "").strip())
            total += -length if child.tag == "a" else length
        total += len((child.tail or "").strip())
    return total


def _has_block(element: HtmlElement) -> bool:
    return next(element.iterdescendants(*_BLOCK_TAGS), None) is not None


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
        if child.tag == "br" or child.tag in _BLOCK_TAGS:
            parts.append("\n")
        if child.tag not in ("script", "style", "br"):
            parts.append(text_of_element(child))
        if child.tag in _BLOCK_TAGS:
            parts.append("\n")
        parts.append(child.tail or "")
    for line in re.split(r"\n", "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)):
        words = " ".join(line.split())
        if words:
            yield Block("p", words, escape(words))


def _from_text(text: str) -> Body:
    """JSON-LD's articleBody as blocks."""
    plain = re.sub(r"<br\s*/?>|</p>", "\n\n", text) if "<" in text else text
    plain = re.sub(r"<[^>]{0,500}>", "", plain)
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=[A-Z“\"0-9])|\r\n", plain)]
    return Body(tuple(Block("p", part, escape(part)) for part in parts if part), "json-ld")


def _ask_trafilatura(tree: HtmlElement, *, precise: bool) -> Body:
    document: Any = bare_extraction(tree, options=_PRECISE if precise else _BROAD)
    if document is None or document.body is None:
        return Body()
    return Body(tuple(_blocks(document.body)), "trafilatura" if precise else "trafilatura, broad")


# Made once: reading the settings file costs as much as parsing a small page. The XML format spares a rendering
# as plain text that nobody would read.
_PRECISE, _BROAD = (
    Extractor(output_format="xml", precision=precise, comments=False, formatting=True, links=True, tables=True)
    for precise in (True, False)
)


def _blocks(body: etree._Element) -> Iterator[Block]:
    """trafilatura's own small vocabulary → blocks."""
    for child in body:
        if child.tag == "list":
            for item in child.iterchildren("item"):
                yield from _paragraphs(item, "li")
        elif child.tag == "table":
            yield from _rows(child)
        elif child.tag == "head":
            yield from _paragraphs(child, child.get("rend") or "h2")
        elif child.tag == "quote":
            yield from _paragraphs(child, "blockquote")
        elif child.tag == "code":
            text = "".join(map(str, child.itertext())).strip("\n")
            if text.strip():
                yield Block("pre", text, escape(text))
        else:
            yield from _paragraphs(child, "p")
        if child.tail and child.tail.strip():
            yield Block("p", " ".join(child.tail.split()), escape(" ".join(child.tail.split())))


def _paragraphs(element: etree._Element, kind: str) -> Iterator[Block]:
    """One block an element; more where it holds paragraphs or double line breaks."""
    text_parts: list[str] = []
    html_parts: list[str] = []
    _render(element, text_parts, html_parts)
    texts = re.split(r"\n\s*\n+", _merge_breaks("".join(text_parts)))
    htmls = re.split(r"\n\s*\n+", _merge_breaks("".join(html_parts)))
    if len(texts) != len(htmls):
        htmls = [escape(text) for text in texts]
    for text, html in zip(texts, htmls, strict=True):
        words = " ".join(text.split())
        if words:
            yield Block(kind, words, " ".join(html.split()))


def _merge_breaks(text: str) -> str:
    """A single line break after a sentence's end parts paragraphs too: pages without <p> are written so."""
    return re.sub(r"(?<=[.!?。！？\"”])\s*\n(?=\s*\S)", "\n\n", _SPACE.sub(" ", text))


_INLINE = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}


def _render(element: etree._Element, text: list[str], html: list[str]) -> None:
    """Walk an element once, writing its words and its HTML side by side; with a stack, as depth is the page's."""
    text.append(element.text or "")
    html.append(escape(element.text or ""))
    stack: list[tuple[Iterator[etree._Element], str, str]] = [(iter(element), "", "")]
    while stack:
        children, closing, tail = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            html.append(closing + escape(tail))
            text.append(tail)
            continue
        opening, end = _tags(child)
        if child.tag in ("p", "item", "lb", "quote", "head", "list", "row"):
            text.append("\n\n" if child.tag != "lb" else "\n")
            html.append("\n\n" if child.tag != "lb" else "\n")
        if child.tag == "graphic":
            opening = end = ""
        html.append(opening + escape(child.text or ""))
        text.append(child.text or "")
        stack.append((iter(child), end, child.tail or ""))


def _tags(element: etree._Element) -> tuple[str, str]:
    if element.tag == "ref" and element.get("target", "").strip():
        return f'<a href="{escape(element.get("target", "").strip())}">', "</a>"
    if element.tag == "hi":
        name = _INLINE.get(element.get("rend", ""), "")
        return (f"<{name}>", f"</{name}>") if name else ("", "")
    return "", ""


def _rows(table: etree._Element) -> Iterator[Block]:
    """A table row by row: "Company | Partner | Year"."""
    for row in table.iter("row"):
        cells = [" ".join("".join(map(str, cell.itertext())).split()) for cell in row.iterchildren("cell")]
        if any(cells):
            names = ["th" if cell.get("role") == "head" else "td" for cell in row.iterchildren("cell")]
            html = "".join(f"<{name}>{escape(words)}</{name}>" for name, words in zip(names, cells, strict=True))
            yield Block("tr", " | ".join(cell for cell in cells if cell), html)


_WRAPPERS = {"li": "ul", "tr": "table"}


def blocks_html(blocks: list[Block]) -> str:
    """The blocks as HTML, list items and rows back in their lists and tables. Not cleaned."""
    parts: list[str] = []
    open_wrapper = ""
    for block in blocks:
        wrapper = _WRAPPERS.get(block.kind, "")
        if wrapper != open_wrapper:
            parts.append((f"</{open_wrapper}>" if open_wrapper else "") + (f"<{wrapper}>" if wrapper else ""))
            open_wrapper = wrapper
        inner = f"<p>{block.html}</p>" if block.kind == "blockquote" else block.html
        parts.append(f"<{block.kind}>{inner}</{block.kind}>")
    return "\n".join(parts) + (f"</{open_wrapper}>" if open_wrapper else "")
