"""Descriptions, groups and pronouns: which company is meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from articles.extract import references
from articles.extract.companies import shipped_catalogue
from articles.extract.mentions import find_mentions
from articles.extract.references import Reference, descriptions, find_references
from articles.extract.sentences import find_sentences

CASES = Path(__file__).parent.parent / "cases" / "references" / "references.jsonl"


def read(text: str) -> list[Reference]:
    catalogue = shipped_catalogue()
    return find_references(text, find_sentences(text), find_mentions(text, catalogue), catalogue)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case["why"]) for case in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())],
)
def test_words_stand_for_these_companies(case: dict[str, Any]) -> None:
    found = {one.text: [party.name for party in one.parties] for one in read(case["text"])}
    assert found == case["references"]


def test_a_reference_bears_its_place_and_a_confidence_below_a_name() -> None:
    text = "Ford and Baidu met. The Detroit carmaker and the Chinese group signed, and it paid."
    found = read(text)
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert all(0.4 <= one.confidence < 0.9 for one in found)


def test_what_fits_one_company_only_is_surer_than_what_fits_two() -> None:
    one = read("Ford met Nvidia. The carmaker paid.")[0]
    two = read("Ford met Toyota and Nissan. The carmaker paid.")[0]
    assert one.confidence > two.confidence


def test_references_never_overlap_a_mention() -> None:
    text = "The Boring Company and Waymo met. The company dug."
    mentions = find_mentions(text, shipped_catalogue())
    for one in read(text):
        assert all(one.end <= mention.start or one.start >= mention.end for mention in mentions)


def test_nothing_is_resolved_where_no_company_was_named() -> None:
    assert read("The Detroit carmaker said it would pay. The two companies met.") == []


@pytest.mark.parametrize(
    "shape", ["Waymo and its ", "the Chinese search giant Waymo ", "Waymo said it ", "the ", "They and Uber "]
)
def test_twice_the_text_is_at_most_twice_the_work(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        return fits(*args)

    fits = descriptions.Traits.fits
    monkeypatch.setattr(descriptions.Traits, "fits", counted)
    work: list[int] = []
    for size in (10_000, 20_000):
        calls = 0
        read(shape * (size // len(shape)))
        work.append(calls)
    assert work[1] <= 2 * work[0] + 2 * references.RECENT
