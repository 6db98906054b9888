"""The starter archive: each brief is news prose that bears the facts listed beside it."""

from __future__ import annotations

import csv
import datetime
import json
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "articles" / "catalogue"
FACTS = ROOT.parent / "shared" / "facts" / "partnerships.jsonl"

Brief = dict[str, Any]

FIELDS = ["url", "publisher", "author", "published", "title", "text", "deals"]
DEAL_FIELDS = ["kind", "companies", "direction", "date", "stage"]
KINDS = {"partnership", "supply", "investment", "acquisition", "joint_venture"}
STAGES = {"announced", "expanded", "ended"}
MONTHS = [datetime.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
# A run this long in two briefs is a phrase that was copied, not one that news just happens to use.
COPIED_RUN = 9


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


BRIEFS = _rows(CATALOGUE / "briefs.jsonl")

each_brief = pytest.mark.parametrize("brief", BRIEFS, ids=[brief["title"] for brief in BRIEFS])


@cache
def _names() -> dict[str, list[str]]:
    """Slug → every name and brand under which the catalogue knows the company, folded."""
    with (CATALOGUE / "companies.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["slug"]: [
                _fold(name)
                for column in ("name", "aliases", "brands")
                for name in row[column].split("|")
                if name.strip()
            ]
            for row in csv.DictReader(file)
        }


def _fold(text: str) -> str:
    """Lower case, no accents: spellings of a name differ in both."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’.&$€£-]*\w", _fold(text))


def _sentences(text: str) -> list[str]:
    return [piece for piece in re.split(r"(?<=[.!?])\s+", text) if len(piece.split()) > 3]


def _is_named(slug: str, folded_text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded_text) for name in _names()[slug])


def _is_said(date: str, text: str, published: str | None) -> bool:
    """Whether a reader who knows the day of publication can tell `date` (YYYY, YYYY-MM or YYYY-MM-DD) from `text`."""
    if date == published:
        return True
    year, *rest = date.split("-")
    if not rest:
        return year in text
    month = MONTHS[int(rest[0]) - 1]
    spoken = f"{int(rest[1])} {month}" if len(rest) == 2 else month
    if f"{spoken} {year}" in text:
        return True
    if published is None:
        return False
    read_on = datetime.date.fromisoformat(published)
    if len(rest) == 1:
        return _is_said_month(date, month, text, read_on)
    day = datetime.date.fromisoformat(date)
    by_weekday = day.strftime("%A") in text and 0 <= (read_on - day).days < 7
    return by_weekday or (spoken in text and 0 <= (read_on - day).days < 300)


def _is_said_month(date: str, month: str, text: str, read_on: datetime.date) -> bool:
    """A month without its year is the last one of that name up to the day of publication."""
    if date == f"{read_on:%Y-%m}" and re.search(r"\bthis month\b", text, re.IGNORECASE):
        return True
    age = (read_on.year - int(date[:4])) * 12 + read_on.month - int(date[5:7])
    return 0 <= age < 11 and re.search(rf"\b{month}\b", text) is not None


@each_brief
def test_a_brief_has_the_fields_of_the_archive_and_nothing_else(brief: Brief) -> None:
    assert list(brief) == FIELDS
    assert brief["url"].startswith(("http://", "https://"))
    assert brief["publisher"].strip()
    assert brief["author"] is None or brief["author"].strip()
    assert brief["published"] is None or datetime.date.fromisoformat(brief["published"])
    assert brief["deals"]


@each_brief
def test_a_brief_is_short_plain_prose_under_a_headline(brief: Brief) -> None:
    paragraphs = brief["text"].split("\n\n")
    assert 1 <= len(paragraphs) <= 3
    assert 50 <= len(brief["text"].split()) <= 120
    assert 4 <= len(brief["title"].split()) <= 12
    assert not brief["title"].endswith(".")
    for paragraph in paragraphs:
        assert paragraph == " ".join(paragraph.split())
        assert paragraph.endswith(".")
        assert not re.search(r"[<>\[\]{}]|https?:|\bwww\.", paragraph)


@each_brief
def test_a_deal_is_one_of_the_known_kinds_between_companies_of_the_catalogue(brief: Brief) -> None:
    for deal in brief["deals"]:
        assert list(deal) == DEAL_FIELDS
        assert deal["kind"] in KINDS
        assert deal["stage"] in STAGES
        assert len(set(deal["companies"])) == len(deal["companies"]) >= 2
        assert set(deal["companies"]) <= set(_names())
        giver_and_taker = deal["direction"] or deal["companies"][:2]
        assert len(giver_and_taker) == 2
        assert set(giver_and_taker) <= set(deal["companies"])
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", deal["date"])
        assert datetime.date.fromisoformat(deal["date"] + "-01" * (2 - deal["date"].count("-")))


@each_brief
def test_every_company_of_a_deal_is_named_in_the_text(brief: Brief) -> None:
    text = _fold(brief["text"])
    unnamed = [slug for deal in brief["deals"] for slug in deal["companies"] if not _is_named(slug, text)]
    assert unnamed == []


@each_brief
def test_the_date_of_every_deal_can_be_told_from_the_text(brief: Brief) -> None:
    unsaid = [d["date"] for d in brief["deals"] if not _is_said(d["date"], brief["text"], brief["published"])]
    assert unsaid == []


def test_no_page_and_no_headline_comes_twice() -> None:
    for field in ("url", "title", "text"):
        counts = Counter(brief[field] for brief in BRIEFS)
        assert [value for value, count in counts.items() if count > 1] == []


def test_the_archive_runs_in_the_order_of_the_first_deals() -> None:
    firsts = [min(deal["date"] for deal in brief["deals"]) for brief in BRIEFS]
    assert [(a, b) for a, b in pairwise(firsts) if a > b] == []


def test_no_sentence_stands_in_two_briefs() -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for brief in BRIEFS:
        for sentence in _sentences(brief["text"]):
            where[" ".join(_words(sentence))].append(brief["title"])
    assert {sentence: titles for sentence, titles in where.items() if len(titles) > 1} == {}


def test_no_two_briefs_share_a_long_run_of_words_or_their_opening() -> None:
    """Hand-written news repeats words, not phrases: a shared run would betray a template."""
    runs: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    openings: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for brief in BRIEFS:
        words = _words(brief["text"])
        openings[tuple(words[:4])].add(brief["title"])
        for start in range(len(words) - COPIED_RUN + 1):
            runs[tuple(words[start : start + COPIED_RUN])].add(brief["title"])
    shared = {" ".join(run): titles for run, titles in (runs | openings).items() if len(titles) > 1}
    assert shared == {}


@pytest.mark.skipif(not FACTS.exists(), reason="the facts lie outside the project and are not on this machine")
def test_the_briefs_carry_exactly_the_facts_they_were_written_from() -> None:
    pages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in _rows(FACTS):
        pages[fact["source_url"]].append(fact)
    assert {brief["url"] for brief in BRIEFS} == set(pages)
    for brief in BRIEFS:
        facts = pages[brief["url"]]
        assert {(fact["publisher"], fact["author"], fact["published"]) for fact in facts} == {
            (brief["publisher"], brief["author"], brief["published"])
        }
        in_order = sorted(brief["deals"], key=str)
        assert in_order == sorted(({field: fact[field] for field in DEAL_FIELDS} for fact in facts), key=str)


@pytest.mark.parametrize(
    ("date", "text", "published", "expected"),
    [
        ("2017-05-16", "It joined.", "2017-05-16", True),
        ("2017-05-15", "It joined on Monday.", "2017-05-16", True),
        ("2017-05-15", "It joined on Monday.", "2017-06-16", False),
        ("2017-05-15", "It joined on 15 May 2017.", None, True),
        ("2017-05-15", "It joined in May 2017.", None, False),
        ("2017-05", "It joined this month.", "2017-05-16", True),
        ("2017-05", "It joined this month.", "2017-06-16", False),
        ("2016-05", "It joined in May.", "2017-05-16", False),
        ("2016-11", "It joined in November.", "2017-05-16", True),
        ("2016", "It joined in 2016.", None, True),
    ],
)
def test_a_date_counts_as_said_only_where_a_reader_could_resolve_it(
    date: str, text: str, published: str | None, expected: bool
) -> None:
    assert _is_said(date, text, published) is expected
