"""Rows of other stories go before the text is looked for; an article that is a list stays."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from articles.extract.page.decoding import decode_page
from articles.extract.page.trees import (
    all_words,
    check_selector,
    is_elsewhere,
    lines_of_element,
    mark_teasers,
    parse_tree,
)
from articles.extract.page.trees import strip_machinery as strip

PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "


def tree_of(body: str) -> HtmlElement:
    tree, _ = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    return tree


def row(item: str, count: int = 9) -> str:
    return "".join(item.format(n=n) for n in range(count))


def test_linked_titles_with_excerpts_are_other_stories() -> None:
    teaser = "<div class='a{n}'><h3><a href='/s/{n}'>Story {n}</a></h3><p>" + PROSE + "</p></div>"
    button = "<div class='b{n}'><b>Story {n}</b><p>" + PROSE + "</p><p><a href='/s/{n}'>More</a></p></div>"
    for item in (teaser, button):
        tree = tree_of(f"<main><h1>T</h1><p>{PROSE * 2}</p></main><div><div><div>{row(item)}</div></div></div>")
        strip(tree)
        assert "Story" not in all_words(tree)
        assert PROSE.strip() in all_words(tree)


def test_a_row_that_is_all_of_a_pages_text_stays() -> None:
    update = "<div class='u{n}'><a href='?block={n}'>10:3{n}</a><p>" + PROSE + "</p></div>"
    tree = tree_of(f"<h1>Live</h1><div><div><div>{row(update)}</div></div></div>")
    strip(tree)
    assert all_words(tree).count(PROSE.strip()) == 9


def test_entries_of_an_article_that_is_a_list_stay() -> None:
    entry = "<div class='e{n}'><h3><a href='/p/{n}'>Car {n}</a></h3><p>" + PROSE + "</p></div>"
    tree = tree_of(f"<main><h1>Nine cars</h1><div>{row(entry)}</div></main>")
    strip(tree)
    assert "Car 8" in all_words(tree)


def test_paragraphs_with_links_in_their_sentences_stay() -> None:
    part = "<div class='c{n}'><p>" + PROSE + "It is <a href='/c'>Veyra</a>, number {n}.</p></div>"
    tree = tree_of(f"<div><div><div><div>{row(part)}</div></div></div></div>")
    strip(tree)
    assert "number 8" in all_words(tree)


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
