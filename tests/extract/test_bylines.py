"""Bylines in their many forms name people, and nobody where nobody is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.bylines import is_person_name, parse_byline
from articles.extract.bylines.people import is_mononym

NAMED = {
    "By Emma Lee": ["Emma Lee"],
    "Emma Lee (Li Xin)": ["Emma Lee"],
    "By A. G. Sulzberger and Jane Doe": ["A. G. Sulzberger", "Jane Doe"],
    "By Jane Doe, John Smith and Ana de Armas": ["Jane Doe", "John Smith", "Ana de Armas"],
    "By Jane Doe in Berlin and John Roe in Tokyo": ["Jane Doe", "John Roe"],
    "By Jane Doe for Reuters": ["Jane Doe"],
    "By Jane Doe, Bloomberg": ["Jane Doe"],
    "By Jane Doe, San Francisco": ["Jane Doe"],
    "By Jane Doe | July 19, 2017": ["Jane Doe"],
    "By JANE DOE": ["Jane Doe"],
    "jane doe": ["Jane Doe"],
    "Doe, Jane": ["Jane Doe"],
    "Dr. Jane Doe, PhD": ["Jane Doe"],
    "Jane Doe, Senior Reporter": ["Jane Doe"],
    "Jane Doe Senior Technology Reporter": ["Jane Doe"],
    "Jane Doe Follow @janedoe": ["Jane Doe"],
    "Published by John Smith on 3 May 2021": ["John Smith"],
    "(Reuters) - By Jane Doe": ["Jane Doe"],
    "Jane Doe with John Roe": ["Jane Doe", "John Roe"],
    "Jane Doe; John Roe; Jane Doe": ["Jane Doe", "John Roe"],
    "Written by Emily Post": ["Emily Post"],
    "Von Hans Müller, dpa": ["Hans Müller"],
    "Von Hans Müller und Ursula von der Leyen": ["Hans Müller", "Ursula von der Leyen"],
    "Text: Hans Müller": ["Hans Müller"],
    "Par Marie Dupont et Jean-Luc Picard": ["Marie Dupont", "Jean-Luc Picard"],
    "Por Ana García y Luis Peña": ["Ana García", "Luis Peña"],
    "Ludwig van Beethoven": ["Ludwig van Beethoven"],
    "By Martin Luther King Jr.": ["Martin Luther King Jr."],
    "By Jane D. and John Roe.": ["Jane D.", "John Roe"],
    "Jane “JJ” Doe": ["Jane “JJ” Doe"],
    "Di Zhang": ["Di Zhang"],
    "Di Mario Rossi": ["Mario Rossi"],
    "Prof. Dr. Jane Doe": ["Jane Doe"],
    "Иван Петров": ["Иван Петров"],
    "Conor O’Brien": ["Conor O’Brien"],
    "文/张三": ["张三"],
    "文｜张三 编辑｜李四": ["张三"],
    "记者 张三 李四": ["张三", "李四"],
    "作者：王小明 来源：新华社": ["王小明"],
    "本报记者 王五": ["王五"],
    "文・山田太郎": ["山田太郎"],
    "山田 太郎": ["山田 太郎"],
    "ジョン・スミス": ["ジョン・スミス"],
    "김철수 기자": ["김철수"],
}


@pytest.mark.parametrize("line", NAMED)
def test_people_are_found(line: str) -> None:
    assert [person.name for person in parse_byline(line, outlet="TechNode")] == NAMED[line]


@pytest.mark.parametrize(
    "line",
    [
        "", "By", "Staff", "admin", "By TechNode Staff", "TechNode", "By Reuters", "Reuters Staff",
        "By The Associated Press", "jdoe@example.com", "https://example.com/jane", "@janedoe", "By Business Desk",
        "Redaktion", "dpa", "Von dpa/AFP", "新华社", "ITmedia NEWS編集部", "科技日报", "编辑｜李四",
        "By Land And Sea", "By the Numbers: Big Tech", "Editorial Board", "Guest Contributor", "Press Release",
        "Veyra Inc.", "The Washington Post", "New York",
        "5 min read", "July 19, 2017", "Share this article", "2",
    ],
)  # fmt: skip
def test_nobody_is_invented(line: str) -> None:
    assert parse_byline(line, outlet="TechNode") == ()


def test_the_outlet_is_never_a_person_whatever_its_name() -> None:
    assert parse_byline("By Road Wire", outlet="Road Wire") == ()
    assert parse_byline("By Road Wire Online", outlet="roadwire.com") == ()
    assert [person.name for person in parse_byline("By Nora Wire", outlet="Road Wire")] == ["Nora Wire"]


def test_a_second_name_in_brackets_is_kept() -> None:
    (person,) = parse_byline("By Emma Lee (Li Xin)")
    assert person.also_known_as == ("Li Xin",)


def test_a_bracket_that_is_no_name_is_dropped() -> None:
    (person,) = parse_byline("By Emma Lee (she/her)")
    assert person.also_known_as == ()


def test_a_sentence_is_no_name() -> None:
    assert not is_person_name("Cars Without a Driver Are Coming to Town")
    assert not is_person_name("the car")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(line: str) -> None:
    for person in parse_byline(line, outlet=line[:20]):
        assert person.name.strip()
        assert len(person.name) <= 60


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("BY ANNEKE DE WIT AND TOM O'HARA", ["Anneke de Wit", "Tom O'Hara"]),
        ("By RUTH McALLISTER", ["Ruth McAllister"]),
        ("Interview: Salome Iten • Photography: Joon Park • 20.01.2025", ["Salome Iten"]),
        ("Story by Jane Doe | Photos by Tim Abel", ["Jane Doe"]),
        ("By Jane Doe; Editing by Ann Prior", ["Jane Doe"]),
        ("聞き手・ 森谷由紀 2023年5月15日 18時00分", ["森谷由紀"]),
        ("本报驻海牙记者  何思远", ["何思远"]),
        ("新华社记者张三", ["张三"]),
        ("Ostrava Micro N.V.", []),
        ("Norden Motors AB", []),
    ],
)
def test_editors_companies_and_capitals_are_told_from_authors(line: str, names: list[str]) -> None:
    assert [person.name for person in parse_byline(line)] == names


def test_a_single_word_may_be_a_name_but_no_desk_agency_or_outlet() -> None:
    assert is_mononym("Suresh")
    for word in ("Reuters", "Staff", "Admin", "dpa", "SURESH", "Rundblick", "X"):
        assert not is_mononym(word, outlet="Rundblick.de")


def test_an_indexs_surnames_come_last_in_the_names() -> None:
    names = [person.name for person in parse_byline("Brun, Ada; Hill, Tom J.")]
    assert names == ["Ada Brun", "Tom J. Hill"]


@pytest.mark.parametrize("name", ["Norden Motors", "Veyra Robotics", "Halcyon Software", "Brenn University"])
def test_a_firms_trade_makes_two_words_no_person(name: str) -> None:
    assert parse_byline(name) == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("May 3, 2024 By Ada Brun", ["Ada Brun"]),
        ("Published 3 May 2024, 10:04 am EST by Ada Brun", ["Ada Brun"]),
        ("Words: Ada Brun. Pictures: Tim Abel", ["Ada Brun"]),
        ("Tekst: Kari Nordmann Foto: Ola Hansen", ["Kari Nordmann"]),
        ("Ada Brun@adabrun", ["Ada Brun"]),
        ("Von unserem Redakteur Jan Graf", ["Jan Graf"]),
        ("Eine Analyse von Jan Graf und Ada Brun", ["Jan Graf", "Ada Brun"]),
        ("Von Jan Graf und Ada Brun", ["Jan Graf", "Ada Brun"]),
        ("Aline Brunel, envoyée spéciale à Lyon", ["Aline Brunel"]),
        ("More stories by Ada Brun", ["Ada Brun"]),
        ("记者 王小明 北京报道", ["王小明"]),
        ("By ADA BRUN and TOM HILL Associated Press", ["Ada Brun", "Tom Hill"]),
        ("By Ada Brun in Berlin and Tom Hill in New York", ["Ada Brun", "Tom Hill"]),
        ("Emma Lee（李欣）", ["Emma Lee"]),
        ("Von Jan Graf und Eva Marsch (Text) und Tim Abel (Fotos)", ["Jan Graf", "Eva Marsch"]),
        ("von unserem Korrespondenten Jan Graf, Paris", ["Jan Graf"]),
        ("Publié par Paul Rey le 3 mai 2021", ["Paul Rey"]),
        ("De notre envoyée spéciale Élodie Garnier", ["Élodie Garnier"]),
        ("记者 韩露 通讯员 王明", ["韩露", "王明"]),
        ("（记者 丁文 实习生 鲁娜）", ["丁文", "鲁娜"]),
        ("原创 苏简 送货笔记", ["苏简"]),
        ("特约记者 欧阳娜娜", ["欧阳娜娜"]),
        ("时间：2024-09-11 来源：智车网 作者：方晴 点击：642 次", ["方晴"]),
        ("木村 沙織", ["木村 沙織"]),
        ("執筆者 高梨洋介", ["高梨洋介"]),
        ("Text by 高梨洋介", ["高梨洋介"]),
        ("［藤田 直人，ITジャーナル］", ["藤田 直人"]),
        ("By MotorBrief Staff and wire reports", []),
        ("By submitting your email, you agree to our Terms | Privacy Notice", []),
        ("Navio SA", []),
        ("关注物流", []),
        ("North America", []),
        ("Electric Vehicles", []),
    ],
)
def test_what_stands_around_the_names_of_a_byline_is_taken_off(line: str, names: list[str]) -> None:
    assert [person.name for person in parse_byline(line)] == names
