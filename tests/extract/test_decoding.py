"""Bytes become text whatever they claim to be, bounded in size and depth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.page.decoding import DEEPEST, LARGEST_PAGE, bound_attributes, bound_depth, decode_page
from articles.extract.page.trees import parse_tree, text_of_element

GERMAN = "<p>Für Züge über die Brücke gilt: größte Vorsicht.</p>"
CHINESE = "<p>启云汽车宣布与自动驾驶公司维瑞达成战略合作，双方将共同开发一款无人配送车。</p>" * 3
JAPANESE = "<p>北浜自動車とベイラは、路線バス向けの自動運転システムを共同で開発すると発表した。</p>" * 3
GBK_META = '<meta charset="gbk">'
RUSSIAN = "<p>Компании объявили о совместной разработке беспилотного грузовика для портов.</p>" * 3


@pytest.mark.parametrize(
    ("data", "content_type", "expected"),
    [
        (GERMAN.encode(), "", GERMAN),
        (GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "", GERMAN),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "", GERMAN),
        (GERMAN.encode("utf-16"), "", GERMAN),
        (GERMAN.encode("utf-16-le"), "", GERMAN),
        (CHINESE.encode("gb18030"), "text/html; charset=gb2312", CHINESE),
        (CHINESE.encode("gb18030"), "", CHINESE),
        (GBK_META.encode() + CHINESE.encode("gb18030"), "text/html; charset=ISO-8859-1", GBK_META + CHINESE),
        (JAPANESE.encode("cp932"), "text/html; charset=Shift_JIS", JAPANESE),
        (JAPANESE.encode("euc_jp"), "", JAPANESE),
        (JAPANESE.encode("iso2022_jp"), "text/html; charset=iso-2022-jp", JAPANESE),
        (RUSSIAN.encode("cp1251"), "", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN),
        (GERMAN.encode("cp1252"), "text/html; charset=no-such-set", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=base64", GERMAN),
    ],
)  # fmt: skip
def test_the_right_character_set_is_found(data: bytes, content_type: str, expected: str) -> None:
    assert decode_page(data, content_type) == expected


def test_a_broken_character_does_not_turn_the_whole_page() -> None:
    data = (GERMAN * 20).encode()
    assert decode_page(data[:100] + b"\xff" + data[100:]).count("größte") >= 19


def test_a_page_cut_within_a_character_is_still_read() -> None:
    assert "größ" in decode_page((GERMAN * 20).encode()[:-30] + b"\xc3")


def test_size_and_gaps_are_bounded() -> None:
    assert len(decode_page("x" * (LARGEST_PAGE + 5))) == LARGEST_PAGE
    assert decode_page("a" + " " * 1_000_000 + "b") == "a b"
    assert decode_page("a" + "\n" * 1_000_000 + "b") == "a\n\nb"


def test_control_characters_go() -> None:
    assert decode_page("a\x00b\x1bc\ufffed") == "a b c d"


def test_text_below_the_deepest_level_is_kept() -> None:
    markup = "<body>" + "<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p>"
    bounded = bound_depth(markup)
    assert bounded.count("<div>") == DEEPEST
    tree, flattened = parse_tree(markup)
    assert flattened
    assert tree is not None
    assert text_of_element(tree).split() == ["deep", "after"]


def test_ordinary_pages_are_not_touched() -> None:
    markup = "<body>" + "<ul><li><p>" * 20 + "x"
    assert parse_tree(markup)[1] is False
    assert bound_attributes(markup) == markup


def test_a_tag_with_endless_attributes_keeps_those_that_count() -> None:
    noise = " ".join(f"data-{number}=1" for number in range(10_000))
    assert bound_attributes(f'<p class="a" {noise}>x') == '<p class="a">x'


@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_bytes_break_the_reading(data: bytes, content_type: str) -> None:
    assert isinstance(decode_page(data, content_type), str)
