"""A page's tree: what stands elsewhere, lines and selectors; text in a place no text belongs stays."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from articles.extract.page.decoding import decode_page
from articles.extract.page.trees import (
    all_words,
    check_selector,
    free_article,
    is_elsewhere,
    lines_of_element,
    mark_teasers,
    parse_tree,
    strip_machinery,
)

PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "


def tree_of(body: str) -> HtmlElement:
    tree, _ = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    return tree


def test_an_article_in_microdata_without_the_headline_is_elsewhere() -> None:
    teaser = "<div itemtype='https://schema.org/NewsArticle'><span id='x'>Gil Moss</span></div>"
    main = "<div itemtype='https://schema.org/NewsArticle'><h1>T</h1><span id='y'>Ada Brun</span></div>"
    tree = tree_of(teaser + main)
    mark_teasers(tree)
    assert [is_elsewhere(tree.get_element_by_id(name)) for name in "xy"] == [True, False]


def test_a_bylines_lines_are_parted() -> None:
    tree = tree_of("<p>By <b>Ada Brun</b><br>Staff Writer</p>")
    assert lines_of_element(tree.find(".//p")) == "By Ada Brun | Staff Writer"


def test_few_accents_on_a_large_page_of_no_named_set_are_read_right() -> None:
    page = b"<html><body>" + b"<div>plain words</div>" * 9000 + "<p>La métropole a été élue.</p>".encode("cp1252")
    assert "La métropole a été élue." in decode_page(page)


@pytest.mark.parametrize("selector", ["p[", "p::before", "p:hover("])
def test_what_is_no_selector_is_named_with_its_mistake(selector: str) -> None:
    with pytest.raises(ValueError, match="is no CSS selector"):
        check_selector(selector)


@pytest.mark.parametrize("tag", ["aside", "fieldset", "figure", "nav", "form", "header", "footer"])
def test_a_place_no_text_belongs_that_holds_the_whole_article_is_a_box(tag: str) -> None:
    tree = tree_of(f"<div><p>Menu of the day</p></div><{tag} class='nav'><h1>T</h1>{f'<p>{PROSE}</p>' * 3}</{tag}>")
    free_article(tree)
    strip_machinery(tree)
    assert all_words(tree).count(PROSE.strip()) == 3
    assert tree.find(f".//{tag}") is None


def test_a_footer_longer_than_the_article_stays_a_footer() -> None:
    tree = tree_of(f"<main><h1>T</h1><p>{PROSE}</p></main><footer>{f'<p>{PROSE}</p>' * 4}</footer>")
    free_article(tree)
    assert tree.find(".//footer") is not None
