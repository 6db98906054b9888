"""Dates, amounts and moments in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import get_script_prefix, set_script_prefix

from articles.extract.dates import When
from articles.models import Company
from articles.templatetags.dates import moment_words, near_words, show_when, span_words, when_words
from articles.templatetags.newsdash import amount_words, country_name, mark_evidence, pair_url
from tests.factory import NOW


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2017, 7, 18)), "18 July 2017"),
        (When(date(2017, 7, 1), "month"), "July 2017"),
        (When(date(2017, 7, 1), "quarter"), "Q3 2017"),
        (When(date(2017, 7, 1), "half"), "second half of 2017"),
        (When(date(2017, 1, 1), "half"), "first half of 2017"),
        (When(date(2017, 1, 1), "year"), "2017"),
        (None, "date unknown"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(when: When | None, words: str) -> None:
    assert when_words(when) == words


def test_a_date_tells_its_precision_on_hover_and_to_machines() -> None:
    html = show_when(When(date(2017, 7, 1), "month"))
    assert 'datetime="2017-07"' in html
    assert "the day is not known" in html


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (7, ""), (-1, "tomorrow"), (-4, "in 4 days")]
)
def test_days_near_today_are_told_from_today(days: int, words: str) -> None:
    today = date(2026, 3, 2)
    assert near_words(today - timedelta(days=days), today) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1250000000.00", "1.25 billion"),
        ("16000000000", "16 billion"),
        ("50000000.00", "50 million"),
        ("6500000", "6.5 million"),
        ("1234567", "1,234,567"),
        ("10000000000000", "10,000 billion"),
        ("999999.50", "999,999.50"),
        ("250000", "250,000"),
        ("0", "0"),
    ],
)
def test_an_amount_in_words_loses_nothing(amount: str, words: str) -> None:
    assert amount_words(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "just now"), (-5, "in a moment"), (240, "4\xa0minutes ago"), (-7300, "in 2\xa0hours")]
)
def test_moments_are_told_in_their_largest_unit(seconds: int, words: str) -> None:
    assert moment_words(NOW - timedelta(seconds=seconds), NOW) == words


def test_spans_and_countries_in_words() -> None:
    assert span_words(5400) == "1\xa0hour"
    assert country_name("CN") == "China"
    assert country_name("ZZZ") == "ZZZ"


def test_evidence_is_escaped_around_and_inside_its_marks() -> None:
    html = mark_evidence("<i>Ann</i> & Bob", [(3, 6, "a"), (4, 9, "b"), (13, 16, "b")])
    assert html == '&lt;i&gt;<b class="name-a">Ann</b>&lt;/i&gt; &amp; <b class="name-b">Bob</b>'


def test_addresses_follow_where_the_site_is_mounted() -> None:
    company = Company(slug="waymo")
    assert (company.get_absolute_url(), pair_url("waymo", "lyft")) == ("/company/waymo/", "/partnership/lyft/waymo/")
    before = get_script_prefix()
    set_script_prefix("/news/")
    try:
        assert company.get_absolute_url() == "/news/company/waymo/"
        assert pair_url("lyft", "waymo") == "/news/partnership/lyft/waymo/"
    finally:
        set_script_prefix(before)
    assert company.get_absolute_url() == "/company/waymo/"
