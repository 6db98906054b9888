"""The JSON-LD blocks of a page → its nodes, mended where that is safe, and the one that describes the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

Node = dict[str, Any]

MOST_NODES = 2_000
"""Nodes of a page that are looked at; more is a catalogue, not an article."""

LONGEST_BLOCK = 2_000_000
"""Characters of one block that are read."""

_ARTICLE = re.compile(r"(?:news|blog|tech|report|analysis|opinion|review|background|live|scholarly|social|satirical|"
r"advertiser)?\w*"
                      r"(?:article|posting|blogpost|report|pressrelease)$", re.IGNORECASE)  # fmt: skip
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|"
    r"\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)


def parse_jsonld(blocks: Sequence[str]) -> list[Node]:
    """All nodes of all blocks, outer ones first. What cannot be mended is left out; nothing raises."""
    nodes: list[Node] = []
    for block in blocks:
        for value in _values(block):
            nodes.extend(_nodes(value, MOST_NODES - len(nodes)))
    return nodes


def find_article(nodes: Sequence[Node], titles: Sequence[str] = ()) -> Node:
    """The node that describes the page's article: of an article's type, best with one of its titles; or {}."""
    articles = [node for node in nodes if is_type(node, _ARTICLE)]
    wanted = [_fold(title) for title in titles if title]

    def fitness(node: Node) -> tuple[bool, int]:
        headline = _fold(text_of(node.get("headline") or node.get("name")))
        known = bool(headline) and any(headline in title or title in headline for title in wanted)
        return known, sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody"))

    best = max(articles, key=fitness, default={})
    if best:
        return best
    return next((node for node in nodes if _is_dated_title(node)), {})


def _is_dated_title(node: Node) -> bool:
    """A node without a type that still has a day and a title; Baidu's own form says ``pubDate`` and ``title``."""
    if node.get("pubDate") and node.get("title"):
        return True
    return bool(node.get("datePublished") and (node.get("headline") or node.get("name")))


def is_type(node: Node, pattern: re.Pattern[str]) -> bool:
    """Whether one of the node's types matches."""
    return any(pattern.match(kind.rsplit("/", 1)[-1]) for kind in texts_of(node.get("@type")))


def resolve(value: Any, nodes: Sequence[Node]) -> list[Any]:
    """A property's values as a list, references by ``@id`` replaced by the nodes they name."""
    resolved = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and set(item) <= {"@id", "@type", "url"} and item.get("@id"):
            same = [node for node in nodes if node.get("@id") == item["@id"] and len(node) > len(item)]
            resolved.append(same[0] if same else item)
        elif item is not None:
            resolved.append(item)
    return resolved[:100]


def text_of(value: Any) -> str:
    """A property as one plain text: a list gives its first, a node its name; entities resolved."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value[:20]) if text), "")
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name") or value.get("url"))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return join_lines(html.unescape(str(value)))


def join_lines(text: str) -> str:
    """The text on one line. A lone ideographic space stays: it parts the halves of a Japanese headline."""
    return re.sub(r"(?!\u3000(?!\s))\s+", " ", text).strip()


def texts_of(value: Any) -> list[str]:
    """A property as a list of plain texts."""
    items = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, items[:100]) if text]


def _values(block: str) -> Iterator[Any]:
    """The JSON values of a block: as written, else mended."""
    text = _WRAPPER.sub("", block.strip()).strip().rstrip(";")
    if not text or len(text) > LONGEST_BLOCK:
        return
    mended = ""
    for mend in (str, _mended, _unescaped):
        if mend is _unescaped and "&" not in text:
            continue
        try:
            mended = mend(text)
            yield json.loads(mended, strict=False)
            return
        except (ValueError, RecursionError):
            continue
    values = list(_one_after_another(mended))
    yield from values or _salvaged(text)


_FIELDS = {
    name: re.compile(rf'"{name}"\s*:\s*"([^"\\]{{1,300}})"')
    for name in ("datePublished", "dateModified", "headline", "url")
}
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w*(?:Article|Posting|Report))"')
_AUTHORS = re.compile(r'"author"\s*:\s*(?:"([^"]{2,200})"|(\[[^\]]{0,3000}\]|\{[^{}]{0,1000}))')
_NAME = re.compile(r'"name"\s*:\s*"([^"]{2,120})"')


def _salvaged(text: str) -> Iterator[Node]:
    """What can be picked out of an article's block that is beyond mending: cut off, quotes within quotes."""
    kind = _TYPE.search(text)
    if kind is None:
        return
    node: Node = {"@type": kind[1]}
    for name, pattern in _FIELDS.items():
        if found := pattern.search(text):
            node[name] = found[1]
    tried = (_AUTHORS.match(text, mark.start()) for mark in islice(re.finditer('"author"', text), 5))
    if author := next(filter(None, tried), None):
        names = [author[1]] if author[1] else _NAME.findall(author[2])
        node["author"] = [{"@type": "Person", "name": name} for name in names]
    yield node


def _mended(text: str) -> str:
    """Trailing commas and JavaScript comments taken out, outside of strings only; line breaks in strings escaped by
    ``strict=False``."""
    parts: list[str] = []
    place = 0
    for string in _STRING.finditer(text):
        parts.append(_plain_mended(text[place : string.start()]))
        parts.append(string[0])
        place = string.end()
    parts.append(_plain_mended(text[place:]))
    _add_commas(parts)
    return _TRAILING_COMMA.sub(r"\1", "".join(parts)) if '",' not in text[-3:] else "".join(parts)


def _add_commas(parts: list[str]) -> None:
    """Put the comma between two properties that lack it, in place; ``parts`` are code and strings by turns."""
    for place in range(2, len(parts) - 1, 2):
        code = parts[place].rstrip()
        if code.endswith(("}", "]")) or (not code and parts[place]):
            parts[place] = f"{code},"


def _unescaped(text: str) -> str:
    """A block whose quotes were written as entities."""
    return _mended(html.unescape(text))


def _plain_mended(code: str) -> str:
    code = re.sub(r"/\*.*?(?:\*/|\Z)|//[^\n]*", "", code, flags=re.DOTALL) if "/" in code else code
    return re.sub(r",\s*,+", ",", _TRAILING_COMMA.sub(r"\1", code)).replace("undefined", "null").replace("NaN", "null")


def _one_after_another(text: str) -> Iterator[Any]:
    """Several objects written one behind the other, up to the first that is broken."""
    decoder = json.JSONDecoder(strict=False)
    place = 0
    for _ in range(50):
        start = next((match.start() for match in re.compile(r"[{\[]").finditer(text, place)), -1)
        if start < 0:
            return
        try:
            value, place = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield value


def _nodes(value: Any, most: int) -> list[Node]:
    """The value's nodes, outermost first, breadth first; not more than ``most``."""
    found: list[Node] = []
    waiting: list[Any] = [value]
    seen = 0
    while waiting and len(found) < most and seen < MOST_NODES * 10:
        item = waiting.pop(0) if len(waiting) < 500 else waiting.pop()
        seen += 1
        if isinstance(item, list):
            waiting.extend(item[:500])
        elif isinstance(item, dict):
            found.append(item)
            waiting.extend(child for child in item.values() if isinstance(child, (dict, list)))
    return found


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
