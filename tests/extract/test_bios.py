"""Author boxes tell of posts: employer, role, beat, since and until."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.bylines import Position
from articles.extract.bylines.bios import parse_bio


def posts(name: str, text: str, outlet: str = "") -> list[tuple[str, str, str, str, str, bool]]:
    def iso(position: Position) -> tuple[str, str]:
        return (
            position.since.iso if position.since else "",
            position.until.iso if position.until else "",
        )

    return [
        (position.employer, position.role, position.beat, *iso(position), position.former)
        for position in parse_bio(name, text, outlet=outlet).positions
    ]


CASES = [
    (
        (
            "Nora Quill (Qiu Nuo) was Road Wire's trucks and ports reporter until March 2021, when she "
            "moved to Slow Lane to cover cities and buses."
        ),
        [
            ("Road Wire", "trucks and ports reporter", "", "", "2021-03", False),
            ("Slow Lane", "", "cities and buses", "2021-03", "", False),
        ],
    ),
    (
        (
            "Nora Quill is a senior reporter at Road Wire, where she covers electric trucks. Before "
            "joining Road Wire in 2019, she was a staff writer at Harbour Weekly."
        ),
        [
            ("Road Wire", "senior reporter", "electric trucks", "", "", False),
            ("Harbour Weekly", "staff writer", "", "", "2019", False),
        ],
    ),
    (
        (
            "Nora is Road Wire’s transport editor. She joined Road Wire in March 2018. Previously, she "
            "wrote for Slow Lane and Harbour Weekly."
        ),
        [
            ("Road Wire", "transport editor", "", "2018-03", "", False),
            ("Slow Lane", "", "", "", "", True),
            ("Harbour Weekly", "", "", "", "", True),
        ],
    ),
    (
        "Nora Quill covers the auto industry for Nordwire from Detroit.",
        [("Nordwire", "", "auto industry", "", "", False)],
    ),
    (
        "Nora Quill worked as a reporter at Nordwire from 2010 to 2015.",
        [("Nordwire", "reporter", "", "2010", "2015", False)],
    ),
    (
        "Nora Quill left Road Wire in 2020 to become a correspondent for Nordwire.",
        [("Road Wire", "", "", "", "2020", False), ("Nordwire", "correspondent", "", "", "", False)],
    ),
    (
        "Nora Quill, a former editor at Road Wire, joined Slow Lane in January 2024.",
        [("Road Wire", "editor", "", "", "", True), ("Slow Lane", "", "", "2024-01", "", False)],
    ),
    (
        "Nora previously spent five years at Nordwire, where she covered banks.",
        [("Nordwire", "", "banks", "", "", True)],
    ),
    (
        "Nora Quill leitet seit 2020 das Ressort Mobilität bei Autotakt. Zuvor arbeitete sie für das Handelsecho.",
        [("Autotakt", "", "Mobilität", "2020", "", False), ("Handelsecho", "", "", "", "", True)],
    ),
    ("Nora Quill est journaliste à L'Usine depuis 2018.", [("L'Usine", "journaliste", "", "2018", "", False)]),
    ("Nora Quill schreibt seit 2012 für Autotakt.", [("Autotakt", "", "", "2012", "", False)]),
    ("Nora Quill ist Redakteurin bei Autotakt.", [("Autotakt", "Redakteurin", "", "", "", False)]),
    ("Nora Quill est journaliste à Transrhône.", [("Transrhône", "journaliste", "", "", "", False)]),
    ("Nora Quill likes long walks and short meetings. She lives in Tarn.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_posts_are_read(text: str, expected: list[tuple[str, str, str, str, str, bool]]) -> None:
    assert posts("Nora Quill", text) == expected


def test_the_second_name_stands_in_brackets_behind_the_first() -> None:
    assert parse_bio("Nora Quill", CASES[0][0]).also_known_as == ("Qiu Nuo",)
    assert parse_bio("Nora Quill", "Nora Quill (pictured) is a reporter.").also_known_as == ()


def test_the_whole_bio_is_kept() -> None:
    assert parse_bio("Nora Quill", "  Nora\xa0Quill   writes. ").bio == "Nora Quill writes."


@given(st.text(alphabet="Aa b,.'’was is reporter for at in2019 moved to covers", max_size=600))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert parse_bio("Nora Quill", text).name == "Nora Quill"


ABROAD = {
    ("李晓蕊", "李晓蕊是氪汽车的资深记者，关注自动驾驶和激光雷达。2021年加入氪汽车，此前任职于东湖晨报。"): [
        ("氪汽车", "资深记者", "自动驾驶和激光雷达", "2021", "", False),
        ("东湖晨报", "", "", "", "", True),
    ],
    ("何思远", "何思远，江海日报驻海牙记者，长期报道欧洲港口与物流。"): [
        ("江海日报", "驻海牙记者", "欧洲港口与物流", "", "", False)
    ],
    ("张三", "张三现任财新传媒汽车记者，曾任第一财经记者。"): [
        ("财新传媒", "汽车记者", "", "", "", False),
        ("第一财经", "记者", "", "", "", True),
    ],
    ("王五", "作者王五，自由撰稿人，关注汽车。"): [],
    ("赵六", "赵六，江海日报记者。2019年至2022年任东湖晨报编辑。"): [
        ("江海日报", "记者", "", "", "", False),
        ("东湖晨报", "编辑", "", "2019", "2022", False),
    ],
    ("高梨 洋介", "2015年飛騨日報入社。自動車担当を経て、2021年から編集委員。"): [
        ("飛騨日報", "", "", "2015", "", False),
        ("飛騨日報", "編集委員", "", "2021", "", False),
    ],
    ("高梨 洋介", "1979年生まれ。フリーライター。"): [],
    ("森谷由紀", "森谷由紀（もりや・ゆき） 飛騨日報記者。2018年入社、経済部で自動運転を担当。"): [
        ("飛騨日報", "記者", "自動運転", "2018", "", False)
    ],
    (
        "Maud Perrin",
        "Maud Perrin est journaliste au Quotidien depuis 2019. Elle a travaillé auparavant pour Le Progrès.",
    ): [
        ("Quotidien", "journaliste", "", "2019", "", False),
        ("Le Progrès", "", "", "", "", True),
    ],
    ("Jeanne Leroux", "Jeanne Leroux est correspondante du Quotidien depuis 2021. Ancienne reporter à La Voix."): [
        ("Quotidien", "correspondante", "", "2021", "", False),
        ("La Voix", "reporter", "", "", "", True),
    ],
    ("Jörg Ritter", "Jörg Ritter ist seit 2019 Redakteur bei Rundblick."): [
        ("Rundblick", "Redakteur", "", "2019", "", False)
    ],
}


@pytest.mark.parametrize(
    ("told", "posts"), ABROAD.items(), ids=lambda value: value[0] if isinstance(value, tuple) else ""
)
def test_bios_in_other_languages_tell_posts_too(told: tuple[str, str], posts: list[tuple[object, ...]]) -> None:
    found = [
        (
            post.employer,
            post.role,
            post.beat,
            post.since.iso if post.since else "",
            post.until.iso if post.until else "",
            post.former,
        )
        for post in parse_bio(*told).positions
    ]
    assert found == posts
