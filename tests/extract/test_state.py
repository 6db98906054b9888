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


def flat(*items: object) -> str:
    return json.dumps(items)


def test_data_whose_items_name_each_other_by_their_place_are_read() -> None:
    script = flat(
        ["ShallowReactive", 1], {"story": 2}, {"title": 3, "body": 4, "byline": 5, "publishedAt": 7},
        "Two firms build cars", [8, 8, 9], [6], {"name": 10}, ["Date", "2024-05-01T08:00:00Z"],
        {"kind": 11, "html": 12}, {"kind": 13, "text": 14}, "Ada Brun", "paragraph", f"<p>{LONG}</p>", "heading",
        "Why now",
    )  # fmt: skip
    state = read_state([script], ["Two firms build cars"])
    assert state.text == f"<p>{LONG}</p>\n\n<p>{LONG}</p>\n\nWhy now"
    assert (state.bylines, state.published) == (("Ada Brun",), "2024-05-01T08:00:00Z")


def test_flat_data_that_hold_themselves_or_grow_without_bounds_are_cut() -> None:
    title = "Two firms build cars"
    assert read_state([flat({"title": 1, "body": 0}, title, 0, 0, 0, 0)], [title]).text == ""
    growing = [[place + 1] * 10 for place in range(2, 40)]
    assert read_state([flat({"title": 1, "body": 2}, title, *growing, LONG)], [title]).text.count(LONG) < 50_000
    assert read_state([flat({"title": 1, "body": 999}, title, 0, 0, 0, -7)], [title]).text == ""


def test_a_list_of_numbers_is_no_flat_data() -> None:
    assert (
        read_state(
            [json.dumps([{"a": 1, "title": "Two firms build cars", "body": LONG}, 2, 3, 4, 5, 6])],
            ["Two firms build cars"],
        ).text
        == LONG
    )


def test_broken_and_deep_data_give_nothing_and_do_not_raise() -> None:
    deep = '{"title": "T", "body": ' + "[" * 5000 + "]" * 5000 + "}"
    for script in ("{", "window.x = {]", deep, "=" * 10_000, '{"title": 1, "body": null}'):
        assert read_state([script], ["T"]).text == ""
