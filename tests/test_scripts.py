"""Which of a company's names is Chinese."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import scripts
from articles.models import Company, CompanyName
from tests import factory


@pytest.mark.parametrize(
    ("names", "country", "chosen"),
    [
        (["百度", "萝卜快跑"], "CN", "百度"),
        (["トヨタ自動車", "トヨタ", "丰田", "丰田汽车"], "JP", "丰田"),
        (["日産自動車", "日産", "日产"], "JP", "日产"),
        (["본사", "기아", "起亚"], "KR", "起亚"),
        (["LG전자", "LG电子"], "KR", "LG电子"),
        (["鴻海", "富士康"], "TW", "富士康"),
        (["鴻海精密"], "TW", "鴻海精密"),
        (["日本電信電話"], "JP", ""),
        (["KDDI株式会社"], "JP", ""),
        (["7-11"], "JP", ""),
        ([], "CN", ""),
    ],
)
def test_the_name_of_a_company_in_chinese(names: list[str], country: str, chosen: str) -> None:
    assert scripts.choose_chinese(names, country) == chosen


@pytest.mark.parametrize(
    ("name", "country", "language"),
    [
        ("百度", "CN", "zh"),
        ("トヨタ自動車", "JP", "ja"),
        ("日本電信電話", "JP", "ja"),
        ("현대자동차", "KR", "ko"),
        ("鴻海", "TW", "zh"),
        ("Яндекс", "RU", ""),
    ],
)
def test_a_native_name_says_its_language(name: str, country: str, language: str) -> None:
    assert scripts.language_of(name, country) == language


@pytest.fixture
def baidu(db: None) -> Company:
    scripts.forget()
    return factory.make_company("Baidu", native_name="百度", country="CN")


def test_all_names_are_read_at_once_and_kept(baidu: Company) -> None:
    waymo = factory.make_company("Waymo")
    with CaptureQueriesContext(connection) as queries:
        assert [scripts.chinese_name(company) for company in (baidu, waymo, baidu)] == ["百度", "", "百度"]
    assert len(queries) == 2


def test_a_new_name_is_seen_when_the_old_ones_are_forgotten(baidu: Company) -> None:
    assert scripts.chinese_name(baidu) == "百度"
    Company.objects.update(native_name="")
    CompanyName.objects.create(company=baidu, text="萝卜快跑", kind="native")
    scripts.forget()
    assert scripts.chinese_name(baidu) == "萝卜快跑"


def test_a_retired_name_is_not_used(baidu: Company) -> None:
    Company.objects.update(native_name="")
    CompanyName.objects.create(company=baidu, text="百度", kind="native", retired_at=factory.NOW)
    assert scripts.chinese_name(baidu) == ""
