"""The bytes of an XML document → its text, whatever the server, the byte order mark and the declaration claim."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?" or "<r" looks in encodings that are no superset of ASCII (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"<\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
}  # fmt: skip
"""Supersets that writers mean when they name the narrower encoding."""

# Python's codecs hold more than character sets, and some ("punycode") cost quadratic time. UTF-16 shows by its shape.
_TEXT_ENCODINGS = re.compile(
    r"ansi|ascii|big5|cp\d|euc|gb|hz|iso-?[28]|johab|koi8|ks_c|latin|mac|shift|sjis|tis|us-|windows|x-"
)
_STATEFUL = ("iso-2022", "hz")
"""Encodings whose bytes are all ASCII, so that they pass for UTF-8."""

_BROKEN_SHARE = 0.1
"""Up to this share of the characters beyond ASCII undecodable, a text is taken for UTF-8 with a few broken places."""

# Control characters, halves of surrogate pairs and non-characters: XML forbids them, databases choke on some.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decode_xml(data: bytes, content_type: str = "") -> tuple[str, tuple[str, ...]]:
    """``data`` as text fit for an XML parser, and what was wrong with it in plain words.

    Bytes that are valid UTF-8 are UTF-8 whoever says otherwise: other encodings pass for it practically never, and
    wrong labels are common. Then the server's word, the document's, and UTF-8 with replacements. Never raises.
    """
    text, warning = _decode(data, content_type)
    clean = _FORBIDDEN.sub("", text)
    warnings = [warning] if warning else []
    if len(clean) != len(text):
        warnings.append(f"characters that XML forbids were left out: {len(text) - len(clean)}")
    return clean, tuple(warnings)


def _decode(data: bytes, content_type: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ""
    for shape, encoding in _SHAPES:
        if shape.match(data):
            return data.decode(encoding, "replace"), ""
    declared = _declared(data, content_type)
    if not (data.isascii() and declared and declared[0].startswith(_STATEFUL)):
        text = _try(data, "utf-8")
        if text is not None:
            wrong = declared and not data.isascii()
            return text, f"the text is called {declared[0]} but is UTF-8" if wrong else ""
    for encoding in declared:
        text = _try(data, encoding)
        if text is not None:
            return text, ""
    return _salvage(data, declared)


def _declared(data: bytes, content_type: str) -> list[str]:
    """What the server and the document call the encoding, in this order, as Python's names; UTF-8 is tried anyway."""
    found = [_CHARSET.search(content_type), _DECLARED.match(data[:1024])]
    names = [str(match[1], "ascii") if isinstance(match[1], bytes) else match[1] for match in found if match]
    return [_WIDER.get(name, name) for name in map(str.lower, names) if _TEXT_ENCODINGS.match(name)]


def _try(data: bytes, encoding: str) -> str | None:
    """``data`` decoded, or None where it does not fit or Python knows no such text encoding."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _salvage(data: bytes, declared: list[str]) -> tuple[str, str]:
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    beyond = sum(not char.isascii() for char in text)
    if broken <= max(min(3, beyond - 1), beyond * _BROKEN_SHARE) and "cp1252" not in declared:
        return text, f"characters that are broken and shown as \N{REPLACEMENT CHARACTER}: {broken}"
    return data.decode("cp1252", "replace"), "the text is in no encoding it names; read as Western European"
