"""The vocabulary of furniture knows its lines in five languages and leaves sentences alone."""

from __future__ import annotations

import pytest

from articles.extract.page.furniture import _read_sections, is_comment_heading, is_furniture, is_stop


@pytest.mark.parametrize(
    "line",
    [
        "Share this article", "» Read more: How radar learned to see", "Tags: ports, trucks", "Follow us on Twitter",
        "Sign up for our newsletter", "© 2024 Road Wire. All rights reserved.", "Photo: Ada Wren", "5 min read", "***",
        "Artikel teilen", "Anzeige", "Lesen Sie auch: U4 wird verlängert",
        "Wir verwenden Cookies, um besser zu werden.",
        "Partager sur Facebook", "Publicité", "À lire aussi : le tramway", "Abonnez-vous à notre lettre",
        "责任编辑：刘洋", "分享到", "版权所有 新郎公司", "本文来自科技三六，未经授权不得转载。",
        "関連記事", "この記事をシェア", "無断転載を禁じます", "会員登録はこちら",
    ],
)  # fmt: skip
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices rose after the news.", "Comments by the minister were short.", "Subscribers grew by a third.",
        "Related industries watch with unease.", "The search goes on.", "Print is dead, says the printer.",
        "Die Anzeige im Wagen blieb dunkel.", "Kommentare der Minister blieben aus.",
        "Le partage des données reste flou.",
        "分享经济正在改变城市交通。", "评论认为这是一次冒险。", "関連する企業は三社ある。", "Waymo", "Section 3",
    ],
)  # fmt: skip
def test_sentences_are_left_alone(line: str) -> None:
    assert not is_furniture(line)


def test_headings_that_end_an_article_are_told_from_others() -> None:
    assert is_comment_heading("12 Comments")
    assert is_comment_heading("发表评论")
    assert is_stop("Das könnte Sie auch interessieren")
    assert not is_stop("What the two want")
    assert not is_comment_heading("Discussion")


def test_a_broken_expression_is_named_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"line 2: '\(open' is no expression"):
        _read_sections("[single]\n(open\n")
