"""An XML document's entities, written out, and its document type, taken away: nothing that expands reaches a parser.

Outside CDATA sections every ``&`` is made one of XML's own: HTML's names and the document's own become what they stand
for, stray ones are escaped, references to characters that XML forbids go. Half of the feeds that are "not well-formed"
are so after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import name2codepoint

_TYPE_LIMIT = 65_536
"""A document type longer than this is an attack or a mistake; it is dropped unread."""

_EXPANSION_LIMIT = 1_000_000
"""How many characters all uses of a document's own entities may add up to."""

_VALUE_LIMIT = 2_000

_MISC = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_START = re.compile(r"\s*<!DOCTYPE", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s{0,20}>")
_DECLARED = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:"([^"<%]*)"|'([^'<%]*)')\s*>""")
_NESTED = re.compile(r"&(?!#x?[0-9a-fA-F]{1,6};|amp;|lt;|gt;|quot;|apos;)")
_ELEMENT = re.compile(r"<[A-Za-z_]")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:([A-Za-z_][\w.-]{0,60});|#([0-9]{1,10});|#x([0-9a-fA-F]{1,8});)?"
)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"

_HTML = {name: chr(code) for name, code in name2codepoint.items() if name not in {"amp", "lt", "gt", "quot"}}


def write_out_entities(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without document type and with no ``&`` but XML's own, and what was wrong with it in plain words.

    Entities that refer to others or to files become nothing, and so do all of the document's own when their uses add
    up to more than a million characters. Cost is linear in the text.
    """
    text, subset, warnings = _cut_doctype(text)
    if "&" not in text:
        return text, warnings
    own = dict.fromkeys(_DECLARED.findall(subset), "")
    plain = _plain_entities(subset)
    if len(plain) < len(own):
        warnings += ("entities that refer to others or to files were left out",)
    if plain and sum(len(plain.get(use[1] or "", "")) for use in _AMPERSAND.finditer(text)) > _EXPANSION_LIMIT:
        plain = {}
        warnings += ("entities that would blow the document up were left out",)
    mended, strays = _write_out(text, {**_HTML, **own, **plain})
    if strays:
        warnings += (f"{strays} stray “&” {'was' if strays == 1 else 'were'} mended",)
    return mended, warnings


def _write_out(text: str, known: Mapping[str, str]) -> tuple[str, int]:
    strays = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal strays
        name, decimal, hexadecimal = found.groups()
        if decimal or hexadecimal:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            if not _is_allowed(code):
                return ""
            # As itself, where it cannot be taken for markup: a parser stops at each reference, not at letters.
            return chr(code) if code > 0x3F else found[0]
        value = known.get(name) if name else None
        if value is not None:
            return value
        strays += 1
        return f"&amp;{found[0][1:]}"

    parts = [part if part.startswith(_CDATA) else _AMPERSAND.sub(replaced, part) for part in _split_cdata(text)]
    return "".join(parts), strays


def _is_allowed(code: int) -> bool:
    """Whether XML 1.0 lets the character with this number stand in a document."""
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _split_cdata(text: str) -> Iterator[str]:
    """``text`` in parts, CDATA sections by themselves; one that is not closed is text like any other."""
    position = 0
    while True:
        start = text.find(_CDATA, position)
        end = text.find(_CDATA_END, start) if start >= 0 else -1
        if end < 0:
            yield text[position:]
            return
        yield text[position:start]
        position = end + len(_CDATA_END)
        yield text[start:position]


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
