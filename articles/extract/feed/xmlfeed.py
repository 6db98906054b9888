"""The text of an RSS, RDF, Atom or CDF feed → feedparser's reading of it, bounded in what it may cost.

feedparser reads everything that was ever called a feed, but it was not made for the hostile: categories are compared
each with each, authors go through a pattern that takes the square of their length, and neither entries nor elements
are counted. Its two parsers are used here with bounds of our own, on text that `prolog` has already disarmed.
"""

from __future__ import annotations

import io
import xml.sax
from typing import Any
from xml.sax.handler import feature_external_ges, feature_namespaces
from xml.sax.xmlreader import InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser

from articles.extract.feed.entries import MAX_ENTRIES
from articles.extract.feed.parsed import MAIL, MAX_FIELD, MAX_TAGS, Parsed

MAX_ELEMENTS = 100_000
MAX_LOOSE_TEXT = 2_000_000
"""Characters of a broken feed that are read; the forgiving parser takes up to a microsecond for each."""
_LONG_FIELDS = {"content", "description", "summary", "subtitle", "title", "tagline", "rights", "copyright", "info"}
_LONG_FIELDS |= {"body", "fullitem", "content_encoded", "xhtml_body", "abstract"}


class _Enough(xml.sax.SAXException):
    """A bound was reached; what was read so far stands."""


class _Bounded:
    """Bounds for either of feedparser's parsers, whose methods these override."""

    elements = 0

    def unknown_starttag(self, tag: str, attrs: Any) -> Any:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _Enough(f"only the first {MAX_ELEMENTS:,} elements were read")
        return super().unknown_starttag(tag, attrs)  # type: ignore[misc]

    def _start_item(self, attrs_d: Any) -> None:
        if len(self.entries) >= MAX_ENTRIES:  # type: ignore[attr-defined]
            raise _Enough(f"only the first {MAX_ENTRIES:,} entries were read")
        super()._start_item(attrs_d)  # type: ignore[misc]

    _start_entry = _start_item

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        stack = self.elementstack  # type: ignore[attr-defined]
        if stack and stack[-1][0] == element and element not in _LONG_FIELDS:
            stack[-1][2] = _shorten(stack[-1][2])
        return super().pop(element, strip_whitespace)  # type: ignore[misc]

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        if len(self._get_context().get("tags") or ()) < MAX_TAGS:  # type: ignore[attr-defined]
            super()._add_tag(term, scheme, label)  # type: ignore[misc]

    def _sync_author_detail(self, key: str = "author") -> None:
        """Part "mail (name)"; the original knows no top-level domain of more than four letters."""
        context = self._get_context()  # type: ignore[attr-defined]
        people, written = context.get(f"{key}s") or [{}], context.get(key)
        if people[-1] or not isinstance(written, str) or "@" not in written:
            super()._sync_author_detail(key)  # type: ignore[misc]
            return
        mail = MAIL.search(written)
        name = (written.replace(mail[0], " ") if mail else written).strip(" ()<>\t\r\n")
        people[-1].update({"name": name, "email": mail[0]} if mail else {"name": name})
        context.setdefault(f"{key}_detail", people[-1])


def _shorten(pieces: list[Any]) -> list[Any]:
    """The first pieces of an element's text, about ``MAX_FIELD`` characters of them."""
    size = 0
    for number, piece in enumerate(pieces):
        size += len(piece)
        if size > MAX_FIELD:
            return [*pieces[:number], piece[: MAX_FIELD - (size - len(piece))]]
    return pieces


class _Strict(_Bounded, StrictFeedParser):  # type: ignore[misc]
    resolve_relative_uris = False
    sanitize_html = False


class _Loose(_Bounded, LooseFeedParser):  # type: ignore[misc]
    resolve_relative_uris = False
    sanitize_html = False


# What feedparser's handlers raise on documents their author did not think of; what was read by then is kept.
_STUMBLES = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError)


def parse_xml_feed(text: str) -> Parsed:
    """Read a feed strictly, and where that fails once more forgivingly. Never raises for what the text holds.

    Guids and links are as written: no base address is given, for a feed that moves would change all its guids.
    """
    strict = _Strict("", None, "utf-8")
    error = ""
    try:
        _make_sax_parser(strict).parse(_source(text))
    except _Enough as enough:
        return _collect(strict, cut=enough.getMessage())
    except xml.sax.SAXException as broken:
        error = _say(strict.exc or broken)
    except _STUMBLES as stumble:
        error = f"unexpected structure ({type(stumble).__name__})"
    else:
        return _collect(strict)
    return _parse_loosely(text, error)


def _parse_loosely(text: str, error: str) -> Parsed:
    loose = _Loose("", None, "utf-8", {})
    cut = f"only the first {MAX_LOOSE_TEXT:,} characters were read" if len(text) > MAX_LOOSE_TEXT else ""
    try:
        loose.feed(text[:MAX_LOOSE_TEXT])
    except _Enough as enough:
        cut = enough.getMessage()
    except _STUMBLES as stumble:
        cut = f"reading ended early at an unexpected structure ({type(stumble).__name__})"
    return _collect(loose, error=error, cut=cut)


def _make_sax_parser(handler: Any) -> Any:
    parser = xml.sax.make_parser()  # noqa: S317 - entities are gone before, and external ones are not fetched
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(handler)
    parser.setErrorHandler(handler)
    return parser


def _source(text: str) -> InputSource:
    source = InputSource()
    source.setEncoding("utf-8")  # whatever the declaration says: the text is decoded already
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    return source


def _collect(parser: Any, *, error: str = "", cut: str = "") -> Parsed:
    return Parsed(parser.version, dict(parser.feeddata), parser.entries, error, cut)


def _say(error: xml.sax.SAXException) -> str:
    """ "mismatched tag in line 12"."""
    line = getattr(error, "getLineNumber", lambda: None)()
    return f"{error.getMessage()}{f' in line {line}' if line else ''}"
