"""The box that is taken for the article is the one that tells something."""

from __future__ import annotations

import pytest

from articles.extract.page import parse_page

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
TEXTS = [
    f"Radio Osk said on {day} that its van drives itself to every fair and market of the county this summer."
    for day in DAYS
]
PROSE = "".join(f"<p>{text}</p>" for text in TEXTS)


def read(body: str) -> list[str]:
    page = parse_page(f"<html><head><title>The van of Radio Osk</title></head><body>{body}</body></html>")
    return list(page.paragraphs)


def test_a_list_of_programmes_under_a_promising_name_is_not_taken_for_the_text() -> None:
    shows = "".join(f"<p>The {day} Hour with Anna Frey{day}s from 6 to 9 in the morning</p>" for day in DAYS)
    offer = "<p>You get our letter each morning; if you do not want it, change that in your account at any time.</p>"
    box = f"<div class='article-content'>{shows}{offer}</div>"
    body = f"{box}<div class='col'><h1>The van of Radio Osk</h1>{PROSE}</div>"
    assert read(body) == TEXTS


def test_a_list_of_advice_below_a_heading_of_the_article_stays_in_it() -> None:
    advice = [
        f"{number}. Keep {10 * number} metres away from the van when it turns, as it turns wide and does not say so."
        for number in (1, 2, 3)
    ]
    items = "".join(f"<li>{line}</li>" for line in advice)
    box = f"<div id='facts'><h2>How to stand by the road:</h2><p>{TEXTS[5]}</p><p></p><ul>{items}</ul></div>"
    found = read(f"<div id='outer'><h1>The van of Radio Osk</h1><div>{PROSE[:-1]}</div>{box}</div>")
    assert [line for line in advice if line in found] == advice


@pytest.mark.parametrize("name", ["", "text parbase", "block"])
def test_a_short_paragraph_with_a_link_stays_in_a_row_of_boxes(name: str) -> None:
    short = "The county said so on <a href='/county'>its page</a>."
    boxes = "".join(f"<div class='{name}'><p>{text}</p></div>" for text in [*TEXTS[:3], short, *TEXTS[3:]])
    assert "The county said so on its page." in read(f"<div id='col'><h1>The van</h1><div>{boxes}</div></div>")


@pytest.mark.parametrize("style", ["display:none", "display: none;", "color:red;visibility:hidden"])
def test_what_is_hidden_goes_unless_it_is_much_of_the_text(style: str) -> None:
    first, rest = PROSE[: len(PROSE) // 2], PROSE[len(PROSE) // 2 :]
    short = (
        f"<div style='{style}'><p>Send this page to a friend who likes vans that drive themselves to fairs.</p></div>"
    )
    assert read(f"<article><h1>The van of Radio Osk</h1>{PROSE}{short}</article>") == TEXTS
    assert read(f"<article><h1>The van of Radio Osk</h1>{first}<div style='{style}'>{rest}</div></article>") == TEXTS


@pytest.mark.parametrize("style", ["overflow:hidden", "border:none", "margin:0;border-left: 0"])
def test_a_style_that_hides_nothing_and_draws_nothing_is_no_sign(style: str) -> None:
    last = "So it was, and the people of Osk came to see it."
    assert read(f"<article><h1>The van</h1>{PROSE}<p style='{style}'>{last}</p></article>") == [*TEXTS, last]


@pytest.mark.parametrize("name", ["authorBio", "mostPopular", "storyRelatedLinks", "inlineShare", "pullQuote"])
def test_a_name_whose_words_are_run_together_is_understood(name: str) -> None:
    box = f"<div class='{name}'><p>Anna Frey likes vans, radios and both together, and has two of each.</p></div>"
    assert read(f"<div class='story'><h1>The van of Radio Osk</h1>{PROSE}{box}</div>") == TEXTS


def test_a_line_of_the_source_ends_no_paragraph() -> None:
    lines = "\n    The van won\n\n        <a href='/a'>three\n  races</a>\n\n     <b>said\n\nAnna.</b>\n And more.\n"
    found = read(f"<article><h1>The van of Radio Osk</h1>{PROSE}<p>{lines}</p></article>")
    assert found == [*TEXTS, "The van won three races said Anna. And more."]


def test_a_break_after_a_sentence_ends_one() -> None:
    found = read(
        f"<article><h1>The van of Radio Osk</h1>{PROSE}<p>The van won in May.<br>\nIt won in June.</p></article>"
    )
    assert found == [*TEXTS, "The van won in May.", "It won in June."]
