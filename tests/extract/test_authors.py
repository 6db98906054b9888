"""Authors as pages without JSON-LD name them: beside the day, in the text's first and last lines, in Chinese ways."""

from __future__ import annotations

import pytest

from articles.extract.bylines import parse_byline
from articles.extract.page import parse_page

SENTENCE = "The ferry crosses the harbour every half hour, and since this spring nobody has stood at its wheel. "
RUNNING = f"<p>{SENTENCE * 2}</p>"
HAN = "这条无人渡轮从今年春天起每半小时穿越一次海港，船上再也没有人掌舵，乘客们说他们已经习惯了。"


def authors(above: str = "", body: str = RUNNING * 3, below: str = "") -> list[str]:
    text = f"<h1>A ferry alone at sea</h1>{above}{body}{below}"
    page = f"<html><head><title>Ferry alone</title></head><body>{text}</body></html>"
    return [person.name for person in parse_page(page, url="https://quay.example/ferry").authors]


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("<div>Electric Vehicles | 3 May 2024</div>", []),
        ("<p>by Kaja Holm on May 3, 2024 at 3:45 pm ET</p>", ["Kaja Holm"]),
        (
            "<div class='d'>May 3, 2024 02:29 PM EDT | <a href='/reporters/kaja-holm'>Kaja Holm</a> <i>Ports</i></div>",
            ["Kaja Holm"],
        ),
        ("<div>Rio Grande, May 3, 2024</div>", []),
        ("<div class='d'>May 3, 2024 | <a href='/team/harbour-lions'>Harbour Lions</a></div>", []),
        (
            "<div class='bylineComments'><p>By <a rel='author' href='/j/kaja-holm'>Kaja Holm</a></p></div>",
            ["Kaja Holm"],
        ),
        ("<div class='story-comments'><p>By <a rel='author' href='/j/kaja-holm'>Kaja Holm</a></p></div>", []),
    ],
)
def test_a_name_above_the_text_is_the_authors_where_a_day_or_a_byline_stands_with_it(
    above: str, names: list[str]
) -> None:
    assert authors(above) == names


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("<p>By KAJA HOLM</p>", "", ["Kaja Holm"]),
        ("", "<p>Written by Kaja Holm</p>", ["Kaja Holm"]),
        ("", "<p>(Reporting by Kaja Holm; Editing by Ole Brandt)</p>", ["Kaja Holm"]),
        ("", "<p>(Additional reporting by Ole Brandt)</p>", []),
    ],
)
def test_the_first_and_the_last_lines_of_a_text_may_sign_it(first: str, last: str, names: list[str]) -> None:
    menu = "<ul>" + "<li>Ports</li>" * 100 + "</ul>"
    assert authors(menu, first + RUNNING * 3 + last) == names


def test_the_byline_of_a_box_within_the_text_is_not_the_articles() -> None:
    byline = "<div class='byline'><span class='byline-name'>Kaja Holm</span></div>"
    box = f"<div class='feature'><h2>At the quay</h2>{byline}</div>"
    assert authors(body=RUNNING * 2 + box + RUNNING * 2) == []
    assert authors(box, RUNNING * 4) == ["Kaja Holm"]


@pytest.mark.parametrize(
    ("above", "body", "names"),
    [
        ("<p>石佳/港口晚报</p>", f"<p>{HAN}</p>", ["石佳"]),
        ("<p>海港新闻记者 贺小萍</p>", f"<p>{HAN}</p>", ["贺小萍"]),
        ("", f"<p>海港快讯（记者 裴小飞）{HAN}</p><p>{HAN}</p>", ["裴小飞"]),
        ("", f"<p>《渡口》作者 周舟</p><p>{HAN}</p>", ["周舟"]),
        ("", f"<p>{HAN}</p><p>采写：海都见习记者 林小沛</p>", ["林小沛"]),
        ("", f"<p>{HAN}</p><p>（图片由海港集团提供）</p>", []),
    ],
)
def test_chinese_papers_sign_in_their_own_ways(above: str, body: str, names: list[str]) -> None:
    assert authors(above, body + f"<p>{HAN}</p>" if "采写" not in body else f"<p>{HAN}</p>" + body) == names


@pytest.mark.parametrize("text", ["网易", "作者：未知", "佚名", "扬眼"])
def test_portals_and_nobody_are_no_persons(text: str) -> None:
    assert parse_byline(text) == ()


def test_a_paper_or_a_school_behind_a_name_is_no_second_author() -> None:
    for text in ("Kaja Holm, Quay Today", "Kaja Holm, USA TODAY Sports", "Kaja Holm; Harbour School"):
        assert [person.name for person in parse_byline(text)] == ["Kaja Holm"]


def test_a_nickname_may_have_two_words() -> None:
    assert [person.name for person in parse_byline('By Kaja "Sea Gull" Holm')] == ['Kaja "Sea Gull" Holm']


def test_who_is_named_under_written_by_below_everything_else_is_the_author() -> None:
    box = "<div class='x1'><div>Written by</div><div><img><div>Kaja Holm</div><div>Harbour Reporter</div></div></div>"
    assert authors(below=f"<div class='x2'><h4>Send us your news</h4></div>{box}") == ["Kaja Holm"]


def test_a_heading_about_the_author_with_a_sentence_below_names_nobody() -> None:
    assert authors(below="<div><h4>About the author</h4><p>Nobody knows who wrote this old ballad.</p></div>") == []


def test_a_byline_with_one_name_linked_names_the_others_too() -> None:
    line = "<p class='sign'>Par <a rel='author' href='/j/kaja-holm/'>Kaja Holm</a> et Ole Brandt</p>"
    assert authors(line) == ["Kaja Holm", "Ole Brandt"]


def test_an_authors_page_linked_above_the_text_names_the_author_and_two_on_lines_of_their_own_name_nobody() -> None:
    link = "<div><a href='/author/kaja-holm/'>Kaja Holm</a><span>Senior Reporter</span></div>"
    other = "<div><a href='/author/ole-brandt/'>Ole Brandt</a></div>"
    assert authors(link) == ["Kaja Holm"]
    assert authors(link + other) == []


@pytest.mark.parametrize(("signed", "names"), [("Kaja Holm, Ole Brandt", 2), ("Ole Brandt", 1), ("Kaja Holm", 1)])
def test_contributors_are_authors_where_the_card_names_them_with_all_authors(signed: str, names: int) -> None:
    data = (
        '{"@type": "Article", "headline": "A ferry alone at sea", "author": {"@type": "Person", "name": "Kaja Holm"}}'
    )
    head = (
        f"<script type='application/ld+json'>{data}</script><meta name='twitter:label1' content='Written by'>"
        f"<meta name='twitter:data1' content='{signed}'>"
    )
    page = (
        f"<html><head><title>Ferry</title>{head}</head><body><h1>A ferry alone at sea</h1>{RUNNING * 3}</body></html>"
    )
    assert [person.name for person in parse_page(page).authors] == ["Kaja Holm", "Ole Brandt"][:names]
