"""The article in the data by which scripts fill a page."""

from __future__ import annotations

import json

from articles.extract.page.state import read_state

LONG = "The two companies said on Friday that they will build two hundred cars together before the end of the year."
ARTICLE = {
    "headline": "Two firms build cars",
    "authors": [{"name": "Ada Brun"}],
    "body": [
        {"type": "paragraph", "html": f"<p>{LONG}</p>"},
        {"type": "image", "text": "A picture of a car that nobody would call a part of the text"},
        {"type": "heading", "text": "Why now"},
        {"type": "paragraph", "children": [{"type": "text", "text": LONG.upper()}]},
    ],
    "related": [{"headline": "Another", "text": "The third cut this year brings a sensor below the price of a tyre."}],
}


def test_the_article_with_the_pages_title_comes_out_in_order() -> None:
    state = read_state([json.dumps({"props": {"footer": "x", "article": ARTICLE}})], ["Two firms build cars"])
    assert state.text == f"<p>{LONG}</p>\n\nWhy now\n\n{LONG.upper()}"
    assert state.bylines == ("Ada Brun",)


def test_data_that_a_script_assigns_is_read_too() -> None:
    assigned = f"window.__STATE__ = {json.dumps({'a': ARTICLE})}; start()"
    quoted = f"window.__STATE__ = JSON.parse({json.dumps(json.dumps(ARTICLE))})"
    for script in (assigned, quoted):
        assert LONG in read_state([script], ["Two Firms build cars!"]).text


def test_an_article_of_another_title_is_not_the_pages() -> None:
    assert read_state([json.dumps(ARTICLE)], ["A title of something else"]).text == ""


def test_broken_and_deep_data_give_nothing_and_do_not_raise() -> None:
    deep = '{"title": "T", "body": ' + "[" * 5000 + "]" * 5000 + "}"
    for script in ("{", "window.x = {]", deep, "=" * 10_000, '{"title": 1, "body": null}'):
        assert read_state([script], ["T"]).text == ""
