"""A page's element tree: parsed once, asked with CSS selectors, pruned with a guard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, cast

import soupsieve
from bs4 import BeautifulSoup
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.extract.page.decoding import DEEPEST, bound_attributes, bound_depth

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_SPACE = re.compile(r"(?!\u3000(?!\s))\s+")
"""White space that is one space; a lone ideographic one parts the halves of a Japanese headline and stays."""
_HIDDEN_TEXT = frozenset({"script", "style", "noscript", "template", "svg", "math", "textarea", "select", "option"})
MANY = 8
"""Links or cards in a row from which on they are a menu or a grid, not part of an article."""

MARKER = "data-newsdash-node"


def parse_tree(markup: str) -> tuple[HtmlElement | None, bool]:
    """The page's tree, or None where there is nothing to parse, and whether its nesting had to be cut."""
    markup = bound_attributes(_XML_HEAD.sub("", markup))
    tree = _parse(markup)
    if tree is None or not _TOO_DEEP(tree):
        return tree, False
    return _parse(bound_depth(markup)), True


_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html asks a function of Python for the class of each element it touches, to tell forms and inputs apart, which
nothing here needs; that is a quarter of the whole reading."""


def mark_teasers(tree: HtmlElement) -> None:
    """Where microdata says which article bears the headline, mark the others: they are teasers."""
    articles = cast("list[HtmlElement]", _ARTICLES(tree))
    if len(articles) > 1:
        untitled = [article for article in articles if article.find(".//h1") is None]
        for article in untitled if len(untitled) < len(articles) else ():
            article.set(TEASER, "1")


_ARTICLES = etree.XPath("//*[contains(@itemtype, 'Article')]")
TEASER = "data-newsdash-teaser"


def _parse(markup: str) -> HtmlElement | None:
    # One parser a page: libxml2 keeps a dictionary of all names it ever saw in a parser that is used again.
    parser = HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True, encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        return document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


_TOO_DEEP = etree.XPath(f"boolean(//*[ancestor::*[{DEEPEST + 20}]])")
_NAMED = etree.XPath("//*[@class or @id or @itemprop or @rel or @data-testid or (@property and not(self::meta))]")


class Named(NamedTuple):
    """An element and what its author calls it: class, id and test id, parted by spaces."""

    element: HtmlElement
    name: str


def name_elements(tree: HtmlElement) -> list[Named]:
    """The elements below <body> that bear a name, in document order. Made once a page."""
    return [
        Named(element, f"{element.get('class', '')} {element.get('id', '')} {element.get('data-testid', '')}")
        for element in cast("list[HtmlElement]", _NAMED(tree))
        if element.tag not in ("body", "html", "script", "style", "link")
    ]


_UNLIKELY = ("aside", "details", "fieldset", "figure")
_IMPOSSIBLE = ("nav", "header", "footer", "form", "noscript", "template")
FEWEST_PARAGRAPHS = 3


def free_article(tree: HtmlElement) -> None:
    """Make plain boxes of what is by its tag no place for an article but is the place of this one: it holds most of the
    page's paragraphs, and the headline where the tag is that of a menu or a form. What a shadow root shows is seen.
    """
    for template in tree.iter("template"):
        if template.get("shadowrootmode"):
            template.tag = "div"
    whole = 0
    for box in list(islice(tree.iter(*_UNLIKELY, *_IMPOSSIBLE), 500)):
        if box.tag in _IMPOSSIBLE and box.find(".//h1") is None:
            continue
        lengths = [text_length(paragraph) for paragraph in box.iter("p")]
        if len(lengths) < FEWEST_PARAGRAPHS:
            continue
        whole = whole or sum(text_length(paragraph) for paragraph in tree.iter("p"))
        if sum(lengths) > 0.6 * whole:
            box.tag = "div"
            for attribute in ("class", "id", "role"):
                box.attrib.pop(attribute, None)


_MACHINERY = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "link", "nav",
    "amp-ad", "amp-analytics", "amp-consent", "amp-embed", "amp-iframe", "amp-list", "amp-sidebar", "amp-social-share",
    "amp-sticky-ad", "amp-user-notification", "amp-video", "amp-youtube",
)  # fmt: skip


def strip_machinery(tree: HtmlElement) -> None:
    """Take out what no reader sees, the menus, and long rows of links: half of a usual page, which every later step
    would walk through. What the reading needs of scripts must have been read before (``metadata.read_head``).
    """
    etree.strip_elements(tree, *_MACHINERY, with_tail=False)
    for links in cast("list[HtmlElement]", _LONG_LISTS(tree)):
        if text_length(links) <= 1.1 * sum(text_length(link) for link in links.iter("a")):
            drop_elements([links])


_LONG_LISTS = etree.XPath(f"//ul[count(li) >= {MANY} and not(.//p)]")


def text_of_element(element: HtmlElement) -> str:
    """The element's words on one line; scripts, styles and hidden templates left out."""
    parts: list[str] = []
    skipping: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipping is None:
                if node.tag in _HIDDEN_TEXT:
                    skipping = node
                elif node.text:
                    parts.append(node.text)
        else:
            if skipping is node:
                skipping = None
            if skipping is None:
                if node.tag in ("br", "p", "div", "li", "td", "h1", "h2", "h3"):
                    parts.append(" ")
                if node is not element and node.tail:
                    parts.append(node.tail)
    return _SPACE.sub(" ", "".join(parts)).strip()


def text_length(element: HtmlElement) -> int:
    """Characters of visible words below an element, white space not counted; cheap."""
    return int(cast(float, _LENGTH(element)))


_LENGTH = etree.XPath("string-length(normalize-space(.))")


def unlinked_length(element: HtmlElement) -> int:
    """Characters of the words below an element that are no links."""
    return text_length(element) - sum(text_length(link) for link in element.iter("a"))


def all_words(tree: HtmlElement) -> str:
    """All words of a page on one line, for looking at only: inline and block elements are not told apart."""
    return " ".join(" ".join(map(str, tree.itertext())).split())


def lines_of_element(element: HtmlElement) -> str:
    """An element's words, its lines parted by bars where it has line breaks: a byline's second line is a post."""
    if element.find(".//br") is None:
        return all_words(element)
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(" | " if node.tag == "br" else node.text or "")
        elif node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())


_BELOW_TITLE = etree.XPath("(//h1)[1]/following::*[position() <= 90]")
_FROM_TOP = etree.XPath("//body/descendant::*[position() <= 150]")
_LINE_TAGS = frozenset(
    (
        "p",
        "div",
        "span",
        "font",
        "address",
        "li",
        "small",
        "h4",
        "h5",
        "h6",
        "em",
        "i",
        "td",
        "cite",
        "section",
        "strong",
        "time",
    )
)


_ELSEWHERE = re.compile(
    r"related|comment|discussion|replies|sidebar|recommend|popular|teaser|promo|(?<!post-)(?<!entry-)(?<!article-)footer|latest|trending|newsletter|more-?(?:stories|news|"
    r"from)|recirc|"
    r"next-?(?:post|article)|prev-?(?:post|article)|carousel|ticker|most-?read|quote|caption|credit(?!s)|respond|gallery|"
    r"(?:photo|image|picture|img|video|media)[-_]*(?:author|source|by)",
    re.IGNORECASE,
)


def is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a part of the page that belongs to other stories, to pictures or to readers."""
    for ancestor in (element, *islice(element.iterancestors(), 7)):
        if ancestor.tag in ("body", "main"):
            return False
        if ancestor.tag == "footer":
            return not any(outer.tag == "article" for outer in ancestor.iterancestors())
        if ancestor.tag in ("aside", "nav", "figure", "blockquote"):
            return True
        if ancestor.tag != "article" and _ELSEWHERE.search(f"{ancestor.get('class', '')} {ancestor.get('id', '')}"):
            return ancestor.find(".//h1") is None
        if ancestor.get(TEASER):
            return True
    return False


MOST_IN_LINE = 200
"""Elements within one that may still be a line of text."""


def head_lines(tree: HtmlElement) -> list[str]:
    """The short texts between the headline and the first running text, where pages put byline and day, in order."""
    lines: list[str] = []
    for element in cast("list[HtmlElement]", _BELOW_TITLE(tree) or _FROM_TOP(tree)):
        if element.tag not in _LINE_TAGS or is_elsewhere(element):
            continue
        if sum(1 for _ in islice(element.iter(), MOST_IN_LINE + 1)) > MOST_IN_LINE:
            continue
        text = all_words(element)
        if len(text) > 160 and element.tag == "p":
            break
        if 4 <= len(text) <= 160 and text not in lines[-1:]:
            lines.append(text)
    return lines[:30]


def is_small(tree: HtmlElement, characters: int, elements: int = 12_000) -> bool:
    """Whether a page is small enough for readers whose cost is worse than linear."""
    return cast(float, _RAW_LENGTH(tree)) <= characters and cast(float, _COUNT(tree)) <= elements


_RAW_LENGTH = etree.XPath("string-length(.)")
_COUNT = etree.XPath("count(.//*)")


def count_elements(tree: HtmlElement) -> int:
    """How many elements lie below an element."""
    return int(cast(float, _COUNT(tree)))


def select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements a CSS selector finds, in document order; ``ValueError`` says what is wrong with the selector.

    lxml's own selectors are XPath in disguise and lack much of CSS; so the tree is numbered, read once by BeautifulSoup
    and asked there. It costs as much as the rest of the reading; only sources with help of their own pay it.
    """
    check_selector(selector)
    nodes = list(tree.iter(etree.Element))
    for number, node in enumerate(nodes):
        node.set(MARKER, str(number))
    soup = BeautifulSoup(etree.tostring(tree, encoding="unicode", method="html"), "lxml")
    found = [nodes[int(str(match[MARKER]))] for match in soupsieve.select(selector, soup) if match.has_attr(MARKER)]
    for node in nodes:
        del node.attrib[MARKER]
    return found


@lru_cache(maxsize=256)
def check_selector(selector: str) -> None:
    """``ValueError`` that names the selector and its mistake; nothing for a good one."""
    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, ValueError, RuntimeError) as error:  # RuntimeError: "p::before"
        raise ValueError(f"the selector {selector!r} is no CSS selector: {str(error).splitlines()[0]}") from None


def drop_elements(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of their tree; the text behind each stays."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
