"""One article read whole: what comes out together, and what the worst input costs."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from articles.extract.companies import Catalogue, shipped_catalogue
from articles.extract.reading import read_text, study_article

DAY = date(2024, 6, 12)
SENTENCE = "Toyota invested $400 million in Pony.ai, the two companies said on Tuesday. "


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


def test_companies_mentions_claims_and_quotes_come_out_together(catalogue: Catalogue) -> None:
    text = (
        "Toyota invested $400 million in Pony.ai on Tuesday.\n\n"
        "“We have known each other for years,” said Ann Miller, chief executive of Pony.ai."
    )
    reading = read_text(text, catalogue, published=DAY)

    assert [party.slug for party in reading.companies] == ["toyota", "pony-ai"]
    assert [text[m.start : m.end] for m in reading.mentions] == [m.text for m in reading.mentions]
    assert [claim.kind for claim in reading.claims] == ["investment"]
    assert [quote.speaker for quote in reading.quotes] == ["Ann Miller"]


def test_the_outlet_is_no_company_of_its_article(catalogue: Catalogue) -> None:
    text = "Uber told TechCrunch that it works with Waymo."
    names = [party.name for party in read_text(text, catalogue, published=DAY, publisher="TechCrunch").companies]

    assert names == ["Uber", "Waymo"]


def test_reading_twice_gives_the_same(catalogue: Catalogue) -> None:
    text = SENTENCE * 5

    assert read_text(text, catalogue, published=DAY) == read_text(text, catalogue, published=DAY)


def test_the_study_holds_what_the_reading_says(catalogue: Catalogue) -> None:
    reading, study = study_article(SENTENCE, catalogue, published=DAY)

    assert study.claims == reading.claims
    assert [one.sentence.start for one in study.studied] == [0]


def test_an_empty_text_reads_as_nothing(catalogue: Catalogue) -> None:
    reading = read_text("", catalogue)

    assert (reading.companies, reading.mentions, reading.claims, reading.quotes, reading.counts) == ((), (), (), (), ())


def count_lines(text: str, catalogue: Catalogue) -> int:
    """How many lines of the reader's own code run over a text: work, whatever the machine does besides."""
    lines = 0

    def local(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return local

    def enter(frame: FrameType, _event: str, _value: Any) -> Any:
        return local if "/articles/extract/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        read_text(text, catalogue, published=DAY)
    finally:
        sys.settrace(before)
    return lines


HARD = {
    "plain sentences": SENTENCE,
    "one endless sentence": "Toyota and Waymo work with Uber and ",
    "companies in a row": "Toyota Waymo Uber Nvidia ",
    "a list without end": "Toyota, Waymo, Uber, ",
    "possessives without end": "Toyota's Waymo's Uber's ",
    "brackets that never close": "(Toyota (Waymo [Uber ",
    "commas": "Toyota,,,,,,,,,,,,,, Waymo,,,,,, ",
    "dashes": "Toyota – Waymo – – Uber -- ",
    "quotation marks": "“Toyota ” Waymo “ “Uber ",
    "relative clauses in each other": "Toyota, which works with Waymo, which ",
    "deal nouns": "a partnership deal agreement with Toyota and the stake in Waymo ",
    "verbs": "Toyota plans to begin to want to invest to put Waymo ",
    "dates": "in May 2020 Toyota on Tuesday Waymo in 2019 ",
    "sums": "Toyota $5 million €7bn Waymo 4 percent ",
}


@pytest.mark.parametrize("unit", HARD.values(), ids=HARD.keys())
def test_the_work_grows_no_faster_than_the_text(unit: str, catalogue: Catalogue) -> None:
    read_text(unit, catalogue, published=DAY)  # what is built once does not count
    small, large = 4_000, 16_000
    once = count_lines(unit * (small // len(unit)), catalogue)
    often = count_lines(unit * (large // len(unit)), catalogue)

    assert often <= once * (large / small) * 1.35


def test_ten_thousand_companies_in_a_row_are_read(catalogue: Catalogue) -> None:
    reading = read_text("Toyota Waymo " * 5_000, catalogue, published=DAY)

    assert {party.slug for party in reading.companies} == {"toyota", "waymo"}
