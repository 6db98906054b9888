"""What an editor knows about a site's pages, as CSS selectors, and what they find on a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.bylines import Person, parse_byline
from articles.extract.bylines.people import distinct_people
from articles.extract.page.blocks import Block, Body
from articles.extract.page.moments import Moment, parse_moment
from articles.extract.page.trees import check_selector, drop_elements, select, text_of_element


@dataclass(frozen=True, slots=True)
class SiteHelp:
    """What an editor knows about a site, as CSS selectors; empty ones are not used."""

    body: str = ""
    author: str = ""
    day: str = ""
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Helped:
    """What the selectors found; empty where there was no selector or it found nothing."""

    body: Body | None = None
    authors: tuple[Person, ...] = ()
    published: Moment | None = None


def check_help(help: SiteHelp) -> None:
    """``ValueError`` names the first selector that is none."""
    for selector in (help.body, help.author, help.day, *help.drop):
        if selector:
            check_selector(selector)


def read_help(tree: HtmlElement, help: SiteHelp, outlet: str = "") -> Helped:
    """Apply the selectors; what ``drop`` finds is taken out of the tree first."""
    check_help(help)
    for selector in help.drop:
        drop_elements(element for element in select(tree, selector) if element is not tree and element.tag != "body")
    return Helped(
        body=_body(tree, help.body) if help.body else None,
        authors=_authors(tree, help.author, outlet) if help.author else (),
        published=_day(tree, help.day) if help.day else None,
    )


_BLOCKS = {
    "p": "p",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h5",
    "h6": "h6",
    "li": "li",
    "blockquote": "blockquote",
    "pre": "pre",
    "tr": "tr",
}


def _body(tree: HtmlElement, selector: str) -> Body | None:
    """The blocks below every element the selector finds, in order; an element without blocks is one paragraph."""
    blocks: list[Block] = []
    for element in select(tree, selector):
        inner = [node for node in element.iter(etree.Element) if node.tag in _BLOCKS and not _has_block(node)]
        for node in inner or [element]:
            text = text_of_element(node)
            if text:
                blocks.append(Block(_BLOCKS.get(node.tag, "p"), text, escape(text)))
    return Body(tuple(blocks), "selector") if blocks else None


def _has_block(element: HtmlElement) -> bool:
    return element.tag != "tr" and any(node.tag in _BLOCKS for node in element.iterdescendants(etree.Element))


def _authors(tree: HtmlElement, selector: str, outlet: str) -> tuple[Person, ...]:
    return distinct_people(
        person
        for element in select(tree, selector)[:20]
        for person in parse_byline(element.get("content") or text_of_element(element), outlet=outlet)
    )


def _day(tree: HtmlElement, selector: str) -> Moment | None:
    for element in select(tree, selector)[:20]:
        for text in (element.get("datetime"), element.get("content"), text_of_element(element)):
            moment = parse_moment(text) if text else None
            if moment:
                return moment
    return None
