"""An XML document's entities, written out; its document type, taken away: nothing that expands reaches a parser."""

from __future__ import annotations

import re
from html.entities import name2codepoint

_TYPE_LIMIT = 65_536
"""A document type longer than this is an attack or a mistake; it is dropped unread."""

_EXPANSION_LIMIT = 1_000_000
"""How many characters all uses of a document's own entities may add up to."""

_VALUE_LIMIT = 2_000

_MISC = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_START = re.compile(r"\s*<!DOCTYPE", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s{0,20}>")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:"([^"<%]*)"|'([^'<%]*)')\s*>""")
_NESTED = re.compile(r"&(?!#x?[0-9a-fA-F]{1,6};|amp;|lt;|gt;|quot;|apos;)")
_ELEMENT = re.compile(r"<[A-Za-z_]")
_USE = re.compile(r"&([A-Za-z_][\w.-]{0,60});")

_HTML = {name: chr(code) for name, code in name2codepoint.items() if name not in {"amp", "lt", "gt", "quot"}}
"""Writers use HTML's entities in XML, which knows five; ``&nbsp;`` alone makes a tenth of the broken feeds."""


def write_out_entities(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without its document type, named entities replaced by what they stand for, and what had to be left out.

    Entities that refer to other entities or to files are not replaced, nor are any of the document's own when their
    uses add up to more than a million characters. Cost is linear in the text.
    """
    text, subset, warnings = _cut_doctype(text)
    own = _plain_entities(subset)
    if subset.count("<!ENTITY") > len(own):
        warnings += ("entities that refer to others or to files were left out",)
    if own and sum(len(own.get(use[1], "")) for use in _USE.finditer(text)) > _EXPANSION_LIMIT:
        own = {}
        warnings += ("entities that would blow the document up were left out",)
    if "&" not in text:
        return text, warnings
    known = {**_HTML, **own}
    return _USE.sub(lambda use: known.get(use[1], use[0]), text), warnings


def _cut_doctype(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The text without its document type, the internal subset, and warnings."""
    start = 0
    while misc := _MISC.match(text, start):
        start = misc.end()
    begun = _START.match(text, start)
    if begun is None:
        return text, "", ()
    end = _find_end(text, begun.end())
    if end < 0:
        # Nothing closes it in reach: what begins like an element is the best guess at where the document starts.
        first = _ELEMENT.search(text, start)
        end = first.start() if first else len(text)
        return text[:start] + text[end:], "", ("an endless or oversized document type was left out",)
    return text[:start] + text[end:], text[begun.end() : end], ()


def _find_end(text: str, position: int) -> int:
    """Just behind the ``>`` that ends the document type which began before ``position``, or -1."""
    limit = position + _TYPE_LIMIT
    bracket, close = text.find("[", position, limit), text.find(">", position, limit)
    if bracket < 0 or 0 <= close < bracket:
        return close + 1 if close >= 0 else -1
    ended = _SUBSET_END.search(text, bracket, limit)
    return ended.end() if ended else -1


def _plain_entities(subset: str) -> dict[str, str]:
    """Entities by name whose value is plain text or character references; the first declaration wins, as XML says."""
    plain: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(subset):
        value = double or single
        if len(value) <= _VALUE_LIMIT and not _NESTED.search(value):
            plain.setdefault(name, value)
    return plain
