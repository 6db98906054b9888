"""The article's text as blocks: read from trafilatura's own vocabulary or a script's text, and written as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

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
    """Who found them: ``trafilatura``, ``trafilatura, broad``, ``paragraphs``, ``json-ld``, ``script`` …"""

    @property
    def length(self) -> int:
        return sum(len(block.text) for block in self.blocks)


def text_body(text: str, method: str) -> Body:
    """A text as a page's data gives it, plain or with some HTML, as blocks."""
    plain = re.sub(r"<br\s*/?>|</p>", "\n\n", text) if "<" in text else text
    plain = re.sub(r"<[^>]{0,500}>", "", plain)
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=[A-Z“\"0-9])|\r\n", plain)]
    return Body(tuple(Block("p", part, escape(part)) for part in parts if part), method)


def read_blocks(body: etree._Element) -> Iterator[Block]:
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
    if "\n" not in text:
        return text
    return re.sub(r"(?<=[.!?。！？\"”])\s*\n(?=\s*\S)", "\n\n", _SPACE.sub(" ", text))


_INLINE = {"#b": "strong", "#i": "em", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup"}


def _render(element: etree._Element, text: list[str], html: list[str]) -> None:
    """Walk an element once, writing its words and its HTML side by side; with a stack, as depth is the page's. A line
    that ends in the page's source goes on, but where a break stands beside it.
    """
    _add(element.text, text, html)
    stack: list[tuple[Iterator[etree._Element], str, etree._Element | None]] = [(iter(element), "", None)]
    while stack:
        children, closing, ended = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            html.append(closing)
            if ended is not None:
                _add(ended.tail, text, html, broken=ended.tag == "lb")
            continue
        opening, end = _tags(child)
        if child.tag in ("p", "item", "lb", "quote", "head", "list", "row"):
            text.append("\n\n" if child.tag != "lb" else "\n")
            html.append("\n\n" if child.tag != "lb" else "\n")
        if child.tag == "graphic":
            opening = end = ""
        html.append(opening)
        _add(child.text, text, html)
        stack.append((iter(child), end, child))


def _add(words: str | None, text: list[str], html: list[str], *, broken: bool = False) -> None:
    if words:
        words = words if broken else words.replace("\n", " ")
        text.append(words)
        html.append(escape(words))


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
            yield Block("tr", " | ".join(_join_signs(cells)), html)


def _join_signs(cells: Sequence[str]) -> list[str]:
    """Reports give "$", "(" and "%" cells of their own; read aloud they belong to the figure."""
    joined: list[str] = []
    for cell in filter(None, cells):
        if joined and (_CLOSING.fullmatch(cell) or _OPENING.fullmatch(joined[-1])):
            joined[-1] += cell
        else:
            joined.append(cell)
    return joined


_OPENING = re.compile(r"(?:[A-Z]{0,3}[$€£¥]|[(−-])+")
_CLOSING = re.compile(r"[)%]+")


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
