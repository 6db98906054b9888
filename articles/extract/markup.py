"""Foreign HTML → what may be shown: plain text, or cleaned HTML with absolute links."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
import nh3

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto"}
_DROPPED = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title", "textarea"}

# A tag whose end or beginning parts words; the others ("<b>") may stand inside one.
_BREAK = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|blockquote|figure|figcaption|section|article)|[bh]r)\b",
    re.IGNORECASE,
)
# From the equals sign, which is rare and found at once, back to the name; any name where there is a space between them.
# Possessive: given back, the quotation mark would itself stand where no scheme is, and make every link relative.
_RELATIVE = re.compile(r"""=(?:(?<=href=)|(?<=src=)|(?<=\s=))\s*+["']?+\s*+(?!https?:|mailto:)""", re.IGNORECASE)
# Teasers as most feeds write them: a few tags that do no more than part or mark words, and references that every parser
# reads alike. Nothing that a parser would mend, drop or refuse, such as controls and halves of surrogate pairs.
_SIMPLE = re.compile(
    r"""(?:[^<&\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]++"""
    r"""|<(?i:br\s?/?|/?(?:p|a|b|i|em|strong)|(?:a|p)(?:\s[a-z-]{1,30}="[^"<>\x00-\x1f\ud800-\udfff]*+")++)>"""
    r"""|&(?:amp|lt|gt|quot|nbsp|#0?39|#160|#8[0-9]{3});)*+"""
)
_PARTING = re.compile(r"</?(?:p|br)\b[^>]*+>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*+>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_WHOLE_TAG = re.compile(r"<(/?)([A-Za-z!][A-Za-z0-9]*)[^<>]*>?")
_CHILDLESS = {"br", "hr", "img", "input", "p", "li", "wbr", "source", "embed", "col", "dt", "dd", "tr", "td", "th"}

# Cleaning costs the square of the depth (100,000 open elements: 20 s), and of some runs of special characters.
_DEPTH_LIMIT = 250
_LIMIT = 300_000
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[^\s\\]*)?$")
"""An address that needs no taking apart: most do not, and taking apart is half the cost of a feed's links."""
_PARSER = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)


def plain_text(markup: str) -> str:
    """The words of a piece of HTML on one line, entities resolved, scripts and comments gone."""
    if "<" not in markup:
        return one_line(html.unescape(markup) if "&" in markup else markup)
    markup = markup[:_LIMIT]
    if _is_deep(markup):
        return one_line(html.unescape(_strip_tags(markup)))
    if _SIMPLE.fullmatch(markup):
        text = _ANY_TAG.sub("", _PARTING.sub(" ", markup))
        return one_line(html.unescape(text) if "&" in text else text)
    return _parsed_text(markup)


def _parsed_text(markup: str) -> str:
    """The same by the parser, for which the process's threads wait in line."""
    spaced = _BREAK.sub(lambda tag: " " + tag[0], markup)
    try:
        tree = lxml.html.document_fromstring(spaced, parser=_PARSER)
    except (lxml.etree.ParserError, ValueError):
        return ""
    lxml.etree.strip_elements(tree, *_DROPPED, with_tail=False)
    return one_line(element_text(tree))


def element_text(element: lxml.etree._Element) -> str:
    """All text inside an element, as it stands."""
    return "".join(piece if isinstance(piece, str) else piece.decode() for piece in element.itertext())


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def clean_html(markup: str, *, url: str = "") -> str:
    """HTML safe to show: a small set of elements, links absolute against ``url``, no scripts, styles or handlers."""
    if len(markup) > _LIMIT or _is_deep(markup):
        return f"<p>{html.escape(plain_text(markup), quote=False)}</p>"
    base = url if _RELATIVE.search(markup) else ""
    return _cleaner(base).clean(markup).strip()


@lru_cache(maxsize=256)
def _cleaner(base: str) -> nh3.Cleaner:
    """A cleaner costs more to make than a paragraph to clean; only texts with relative links need one of their own."""
    relative: Any = ("rewrite_with_base", base) if base else "deny"
    try:
        return nh3.Cleaner(
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            clean_content_tags=_DROPPED,
            url_schemes=_SCHEMES,
            url_relative=relative,
            link_rel="noopener noreferrer nofollow",
        )
    except ValueError:  # stricter than we are about what an address is
        return _cleaner("")


def _is_deep(markup: str) -> bool:
    """Whether elements may stand deeper in one another than the parsers bear: opened ones less closed ones."""
    if markup.count("<") <= _DEPTH_LIMIT:
        return False
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[1]:
            depth -= 1
        elif tag[2].lower() not in _CHILDLESS:
            depth += 1
            if depth > _DEPTH_LIMIT:
                return True
    return False


def _strip_tags(markup: str) -> str:
    """What stands between the tags, without parsing; scripts and the like are left out up to their end."""
    words: list[str] = []
    position, dropped = 0, ""
    for tag in _WHOLE_TAG.finditer(markup):
        if not dropped:
            words.append(markup[position : tag.start()])
        name = tag[2].lower()
        if not tag[1] and not dropped and name in _DROPPED:
            dropped = name
        elif tag[1] and name == dropped:
            dropped = ""
        position = tag.end()
    return " ".join([*words, "" if dropped else markup[position:]])


def absolute_url(link: str, base: str) -> str:
    """``link`` against ``base`` as an http or https address, or "" where that gives none."""
    link = link.strip()
    if _PLAIN_ADDRESS.match(link):
        return link
    if not link:
        return ""
    try:
        joined = urljoin(base, link) if base else link
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in {"http", "https"} and parts.netloc else ""
