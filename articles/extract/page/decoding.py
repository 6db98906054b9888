"""The bytes of a web page → text that is safe to parse: right character set, bounded size, bounded depth.

Bounds count work, not time: the same bytes give the same answer on any machine.
"""

from __future__ import annotations

import codecs
import re
from functools import partial

from articles.extract.page.guessing import choose_set

LARGEST_PAGE = 12_000_000
"""Characters of markup that are read; what follows is dropped and the page marked."""

LONGEST_ATTRIBUTES = 20_000
"""Characters of one tag's attributes; longer ones keep only those by which pages are read."""

DEEPEST = 180
"""Levels of nesting that are kept; tags further in are dropped, their text is not. The parser gives up at 256."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_WESTERN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"}
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "big5": "big5hkscs", "x-euc-jp": "euc_jp", **dict.fromkeys(_WESTERN, "cp1252"), "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874", "utf8": "utf-8", "unicode": "utf-8",
}  # fmt: skip
"""Supersets that browsers read when a page names the narrower set."""

_TEXT_SETS = re.compile(
    r"utf-?(?:8|16|32)|big5|cp\d|euc|gb|hz|iso-?(?:8859|2022)|koi8|latin|mac|shift|tis|windows", re.IGNORECASE
)
_LONG_GAP = re.compile(r"\s{200,}")
"""White space by the kilobyte says nothing, and costs other people's expressions dear."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decode_page(data: bytes | str, content_type: str = "") -> str:
    """A page's text, whatever the server, the byte order mark and the page itself claim. Never raises.

    Bytes that are valid UTF-8 are UTF-8 whoever says otherwise. Then the page's own word outranks a server that says
    Latin-1, which servers say by habit; where all are wrong, the set is guessed from the bytes.
    """
    text = data if isinstance(data, str) else _decode(data, content_type)
    clean = _FORBIDDEN.sub(" ", text[:LARGEST_PAGE])
    # Looked for only where it can hurt: the search itself takes a twentieth of an ordinary page's time.
    return _LONG_GAP.sub(_one_gap, clean) if len(clean) > 400_000 else clean


def _one_gap(match: re.Match[str]) -> str:
    return "\n\n" if match[0].count("\n") > 1 else match[0][:1]


def _decode(data: bytes, content_type: str) -> str:
    data = data[: LARGEST_PAGE * 4]
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:4].count(0) >= 2 or (len(data) > 64 and data[:64].count(0) >= 24):
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    named = _named(data, content_type)
    if b"\x1b$" in data[:LONGEST_ESCAPED]:
        named = ["iso2022_jp_ext", *named]
    stateful = bool(named) and named[0].startswith(("iso-2022", "iso2022", "hz"))
    text = None if stateful else _try(data, "utf-8")
    if text is None and stateful:
        text = _try(data, named[0])
    return text if text is not None else _salvage(data, named)


LONGEST_ESCAPED = 100_000
"""Bytes among which a page in the Japanese mail's set shows its first escape."""


_LONG_TAG = re.compile(rf"<([a-z][a-z0-9:-]*)(\s[^<>]{{{LONGEST_ATTRIBUTES},}})>?", re.IGNORECASE)
_KEPT_ATTRIBUTES = re.compile(
    r"(?<=\s)(?:class|id|href|src|content|name|property|itemprop|datetime|rel|type)\s*=\s*(?:\"[^\"]{0,8000}\"|'[^']{0,8000}'|[^\s\"'>]{1,2000})",
    re.IGNORECASE,
)


def _named(data: bytes, content_type: str) -> list[str]:
    """The sets that the server and the page name, the likelier first, as Python calls them."""
    header = _HEADER.search(content_type)
    meta = _META.search(data[:8192])
    served = header[1].lower() if header else ""
    written = (meta[1] or meta[2]).decode("ascii", "replace").lower() if meta else ""
    order = [written, served] if served in _WESTERN else [served, written]
    return [_MEANT.get(name, name) for name in order if name and _TEXT_SETS.match(_MEANT.get(name, name))]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _salvage(data: bytes, named: list[str]) -> str:
    """Bytes that are no UTF-8: UTF-8 with few broken places, else the named set unless another one fits far better."""
    text = data.decode("utf-8", "replace")
    if _is_whole(text):
        return text
    for encoding in (choose_set(data, named), *named):
        try:
            text = data.decode(encoding, "replace")
        except LookupError:
            continue
        if _is_whole(text):
            return text
    return data.decode("cp1252", "replace")


def _is_whole(text: str) -> bool:
    """Whether few of the characters beyond ASCII are broken; in a text read by the wrong set most are."""
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    beyond = sum(not char.isascii() for char in text)
    return broken * 10 <= beyond or broken <= min(3, beyond - 1)


_TAG = re.compile(
    r"<(?:script\b.*?(?:</script|\Z)|style\b.*?(?:</style|\Z)|!--.*?(?:-->|\Z)|(/?)([a-z][a-z0-9:-]*)([^>]*)(?:>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_NEVER_NEST = frozenset(
    re.findall(
        r"\S+",
        "area base br col embed hr img input link meta param source track wbr html head body p li dd dt option "
        "optgroup tr td th "
        "thead tbody tfoot colgroup caption script style !doctype",
    )
)
"""Void elements and those that the parser closes by itself: they make no depth."""


def bound_depth(markup: str) -> str:
    """The markup with nothing nested deeper than ``DEEPEST``: tags further in go, their text stays. Linear."""
    state = [0, 0]  # levels open and kept, levels open and dropped
    return _TAG.sub(partial(_flatten, state), markup)


def bound_attributes(markup: str) -> str:
    """The markup with no tag's attributes longer than ``LONGEST_ATTRIBUTES``, but for those the reading asks for.

    Parsers look every new attribute up among the tag's others: a hundred thousand on one tag take minutes.
    """
    return _LONG_TAG.sub(_shorten, markup) if len(markup) > LONGEST_ATTRIBUTES else markup


def _shorten(match: re.Match[str]) -> str:
    kept = " ".join(part[0] for part, _ in zip(_KEPT_ATTRIBUTES.finditer(match[2]), range(12), strict=False))
    return f"<{match[1]} {kept}>"


def _flatten(state: list[int], match: re.Match[str]) -> str:
    name = match[2]
    if not name or name.lower() in _NEVER_NEST or match[3].endswith("/"):
        return match[0]
    kept, dropped = state
    if match[1]:
        if dropped:
            state[1] = dropped - 1
            return " "
        state[0] = max(0, kept - 1)
        return match[0]
    if kept >= DEEPEST:
        state[1] = dropped + 1
        return " "
    state[0] = kept + 1
    return match[0]
