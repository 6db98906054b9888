"""Spellings of one name share a key; different companies do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.names import name_key, person_key, short_name, slugify

SHORT = [
    ("Navistar International Corp.", "Navistar International"),
    ("Robert Bosch GmbH", "Robert Bosch"),
    ("Apple, Inc.", "Apple"),
    ("Apple,Inc.", "Apple"),
    ("Tencent Holdings Limited", "Tencent"),
    ("Baidu, Inc", "Baidu"),
    ("Hesai Technology Co., Ltd.", "Hesai Technology"),
    ("Hesai Technology Co.,Ltd.", "Hesai Technology"),
    ("Hesai Technology Co. Ltd", "Hesai Technology"),
    ("Continental Aktiengesellschaft", "Continental"),
    ("Volkswagen AG", "Volkswagen"),
    ("ZF Friedrichshafen AG", "ZF Friedrichshafen"),
    ("Iveco S.p.A.", "Iveco"),
    ("Stellantis N.V.", "Stellantis"),
    ("Sensible 4 Oy", "Sensible 4"),
    ("Einride AB", "Einride"),
    ("AB Volvo", "AB Volvo"),
    ("TIER IV K.K.", "TIER IV"),
    ("Denso Kabushiki Kaisha", "Denso"),
    ("株式会社デンソー", "デンソー"),
    ("トヨタ自動車株式会社", "トヨタ自動車"),
    ("(株)ティアフォー", "ティアフォー"),
    ("北京百度网讯科技有限公司", "北京百度网讯科技"),
    ("比亚迪股份有限公司", "比亚迪"),
    ("주식회사 현대모비스", "현대모비스"),
    ("dSPACE GmbH & Co. KG", "dSPACE"),
    ("Schaeffler AG & Co. KGaA", "Schaeffler"),
    ("Tiffany & Co.", "Tiffany"),
    ("Valeo SA", "Valeo"),
    ("EasyMile SAS", "EasyMile"),
    ("Grupo Bimbo, S.A. de C.V.", "Grupo Bimbo"),
    ("Solaris Bus & Coach sp. z o.o.", "Solaris Bus & Coach"),
    ("Rimac Automobili d.o.o.", "Rimac Automobili"),
    ("Grab Holdings Pte. Ltd.", "Grab"),
    ("Tata Elxsi Pvt. Ltd.", "Tata Elxsi"),
    ("Proton Holdings Bhd", "Proton"),
    ("OOO Yandex", "Yandex"),
    ("Ford Motor Company", "Ford Motor"),
    ("The Boring Company", "The Boring Company"),
    ("The Company", "The Company"),
    ("Inc.", "Inc."),
    ("", ""),
    # Words that set a company apart from another are no legal form.
    ("Volvo Group", "Volvo Group"),
    ("Daimler Truck AG", "Daimler Truck"),
    ("General Motors", "General Motors"),
    ("Here Technologies", "Here Technologies"),
    ("BAIC Motor Corporation Ltd.", "BAIC Motor"),
    ("Sequoia Capital", "Sequoia Capital"),
    ("Pony.ai", "Pony.ai"),
    ("GM SAIC", "GM SAIC"),
]


@pytest.mark.parametrize(("name", "expected"), SHORT)
def test_short_name_drops_the_legal_form_and_nothing_else(name: str, expected: str) -> None:
    assert short_name(name) == expected


SAME = [
    ("Pony AI", "Pony.ai", "PONY.AI INC.", "pony-ai"),
    ("Robert Bosch GmbH", "robert bosch", "Robert  Bosch"),
    ("Citroën", "CITROEN", "Citroe\u0308n S.A."),
    ("Renault–Nissan", "Renault-Nissan", "Renault Nissan"),
    ("Rohde & Schwarz GmbH & Co. KG", "Rohde and Schwarz"),
    ("Škoda Auto a.s.", "Skoda Auto"),
    ("Chang'an", "Chang’an", "Changan"),
    ("The Renault Group", "Renault Group"),
    ("Ｂａｉｄｕ", "Baidu"),
    ("Disney+", "Disney Plus"),
    ("Møller", "MOLLER A/S"),
    ("Straße", "STRASSE"),
]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(spelling) for spelling in spellings}) == 1


DIFFERENT = [
    ("Volvo Group", "Volvo"),
    ("Daimler Truck", "Daimler"),
    ("General Motors", "General Electric"),
    ("BAIC Group", "BAIC"),
    ("ガス", "カス"),
    ("Disney+", "Disney"),
    ("百度", "百世"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_companies_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_keys_are_as_documented() -> None:
    assert name_key("Robert Bosch GmbH") == "robertbosch"
    assert name_key("Pony AI") == "ponyai"
    assert name_key("  ") == ""


@given(st.text(max_size=60))
def test_a_key_does_not_depend_on_case_or_outer_space(name: str) -> None:
    assert name_key(f"  {name} ") == name_key(name)
    assert name_key(name_key(name)) == name_key(name_key(name).upper())


@given(st.text(max_size=60))
def test_a_name_with_a_letter_never_loses_all_of_it(name: str) -> None:
    if any(char.isascii() and char.isalnum() for char in name):
        assert name_key(name)
        assert short_name(name)


def test_spellings_of_one_person_share_a_key() -> None:
    assert person_key("Dr. J. K. Müller, PhD") == person_key("JK Muller") == "jkmuller"
    assert person_key("Jean-Luc Picard") == person_key("jean luc picard")
    assert person_key("李欣") != person_key("李想")
    assert person_key("李欣") == person_key("李 欣")
    assert person_key("Emma Lee") != person_key("Emma Leigh")
    assert person_key("Dr.") == "dr"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Renault-Nissan", "renault-nissan"),
        ("Pony.ai", "pony-ai"),
        ("AT&T", "at-and-t"),
        ("Citroën", "citroen"),
        ("Chang’an", "changan"),
        ("Sensible 4", "sensible-4"),
        ("TomTom N.V.", "tomtom-n-v"),
    ],
)
def test_a_slug_is_ascii_words_with_hyphens(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text(max_size=80))
def test_a_slug_fits_an_address_whatever_the_name(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(name))
    assert slugify(name) == slugify(name)


def test_names_without_ascii_letters_get_distinct_slugs() -> None:
    assert slugify("百度") != slugify("小马智行")
    assert slugify("360") != slugify("百度360")
