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
        "（原标题：渡轮巴士上路）", "【文/海岸网专栏作者 王文】", "采写：海岸日报记者 余青", "图片均来自网络",
        "位置：首页 > 新闻", "更多消息，欢迎扫描左方二维码关注本报官方微信", "返回海岸网首页>>",
        "支持本站，转发请注明本文链接：https://x.example", "このニュースをシェア",
        "この記事は会員限定です。登録すると続きをお読みいただけます。", "홍길동 기자 hong@osk.example",
        "(Reporting by Ewa Malik in Skarholm; Editing by Ann Prior)", "Additional reporting by Jo Reed and Al Brint",
        "To contact the reporter on this story: Jo Reed in Osk at jreed@osk.example",
        "Contact Jo Reed at jreed@osk.example and follow @joreed on Twitter.", "Follow Jo Reed on Twitter: @joreed",
        "Follow us @Oskdaily and on Facebook.", "For comments and feedback: desk@osk.example",
        "Kick off your day with our free email newsletter. It is short and good.", "“Start Quote", "Edit this article",
        "This material may not be published, broadcast, rewritten or redistributed.", "Like us on Facebook",
        "Not to be reproduced without permission of Osk Daily", "GALLERY: THE FERRY BUS", "STORY: The bus that swims",
        "[ Lidar is cheap now. Read Ten Things To Do With It. ]", "[Also on Osk Daily: The bus that swims]",
        "(This story was refiled to mend a name in the second paragraph)",
        "Note: By posting your comments here you agree to the terms of www.osk.example",
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
        "他把图片发给编辑，编辑说很好。", "返回工厂的车辆不多。", "原计划明年上路。", "位置传感器由海岸公司供应。",
        "Contact between the two firms began at a fair in Osk.", "Follow the money and you come to a bank in Osk.",
        "Find the right car on Facebook and you have to fetch it.", "Like many firms, it began on Twitter.",
        "Start-ups send newsletters to everybody.", "Reach of the car is 400 km at 90 km/h.",
        "The results can not be reproduced, the firms said.", "The report may not be published before the vote.",
        "He angered them by posting comments on their page.", "Reporting by the paper showed that nobody had asked.",
        "Editing by machines is cheap. It is also bad.", "Video of the crash shows it: the car did not stop.",
    ],
)  # fmt: skip
def test_sentences_are_left_alone(line: str) -> None:
    assert not is_furniture(line)


def test_headings_that_end_an_article_are_told_from_others() -> None:
    assert is_comment_heading("12 Comments")
    assert is_comment_heading("发表评论")
    assert is_comment_heading("Add your opinion on this article")
    assert is_comment_heading("Visitor opinions (latest first)")
    assert is_stop("Please use one of these formats to cite this article in your paper:")
    assert is_stop("Das könnte Sie auch interessieren")
    assert not is_stop("What the two want")
    assert not is_comment_heading("Discussion")


def test_a_broken_expression_is_named_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"line 2: '\(open' is no expression"):
        _read_sections("[single]\n(open\n")
