"""Sentences and what the rules make of them: ``tests/cases/claims``, those that say nothing beside the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.extract.claims import SYMMETRIC, Claim, find_claims
from articles.extract.companies import shipped_catalogue
from articles.extract.mentions import find_mentions
from articles.extract.reading import read_text
from articles.extract.sentences import find_sentences
from bench.cases import CLAIMS as CASES
from bench.cases import DAY, read_cases


def all_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.txt")):
        for number, (text, claims) in enumerate(read_cases(path), start=1):
            yield pytest.param(text, claims, id=f"{path.stem}-{number}")


def read(text: str) -> tuple[Claim, ...]:
    return read_text(text, shipped_catalogue(), published=DAY).claims


def tell(claim: Claim) -> tuple[str, ...]:
    return (claim.kind, claim.a.name, claim.b.name, claim.stage, claim.when.iso if claim.when else "none")


@pytest.mark.parametrize(("text", "wanted"), list(all_cases()))
def test_a_sentence_says_what_its_case_says(text: str, wanted: list[tuple[str, ...]]) -> None:
    told = {claim[:3]: claim for claim in map(tell, read(text))}

    assert sorted(told) == sorted(case[:3] for case in wanted)
    for case in wanted:
        assert told[case[:3]][: len(case)] == case


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_phenomenon_has_sentences_that_say_something(path: Path) -> None:
    assert any(claims for _, claims in read_cases(path))


@pytest.mark.parametrize(
    "name", ["partnerships", "supply", "money", "ventures", "relations", "lists", "stages", "references"]
)
def test_every_family_of_rules_has_sentences_that_say_nothing(name: str) -> None:
    assert any(not claims for _, claims in read_cases(CASES / f"{name}.txt"))


@pytest.mark.parametrize("text", [text for path in sorted(CASES.glob("*.txt")) for text, _ in read_cases(path)])
def test_a_claim_stands_on_its_sentence(text: str) -> None:
    for claim in read(text):
        assert text[claim.start : claim.end] == claim.evidence
        assert claim.start <= claim.cue_start < claim.cue_end <= claim.end
        assert 0 < claim.confidence < 1
        assert claim.a != claim.b
        assert claim.kind not in SYMMETRIC or claim.a.name < claim.b.name


def test_a_rule_on_hold_does_not_fire() -> None:
    text = "Toyota invested $400 million in Pony.ai."
    (claim,) = read(text)
    held = read_text(text, shipped_catalogue(), published=DAY, on_hold=frozenset({claim.rule})).claims

    assert claim.rule not in {other.rule for other in held}
    assert read_text(text, shipped_catalogue(), published=DAY, on_hold=frozenset({claim.rule, "weighed"})).claims == ()


def test_the_subject_and_the_scope_of_a_supply_are_kept() -> None:
    (claim,) = read("Microsoft will provide cloud services to Volkswagen outside of China.")

    assert (claim.subject, claim.scope) == ("cloud services", "outside of China")


def test_an_investment_bears_its_sum() -> None:
    (claim,) = read("Toyota invested $400 million in Pony.ai.")

    assert (claim.amount, claim.currency) == (400e6, "USD")


def test_a_deal_that_ended_keeps_its_beginning_and_its_end() -> None:
    (claim,) = read("In May 2024 BMW and Mercedes-Benz ended the partnership they had signed in July 2019.")

    assert claim.stage == "ended"
    assert claim.when is not None
    assert claim.when.iso == "2019-07"
    assert claim.ended is not None
    assert claim.ended.iso == "2024-05"


@pytest.mark.parametrize(
    ("text", "began", "ended"),
    [
        ("Tesla used to buy chips from Mobileye.", None, None),
        ("Until 2016 Mobileye supplied Tesla with chips.", None, "2016"),
        ("From 2014 until 2016 Mobileye supplied Tesla with chips.", "2014", "2016"),
    ],
)
def test_a_deal_told_in_passing_as_over_does_not_end_on_the_articles_day(
    text: str, began: str | None, ended: str | None
) -> None:
    (claim,) = read(text)

    assert claim.stage == "ended"
    assert (claim.when.iso if claim.when else None) == began
    assert (claim.ended.iso if claim.ended else None) == ended


def test_as_of_bounds_and_does_not_date() -> None:
    (claim,) = read("As of May, Tier IV works with Yamaha Motor.")

    assert claim.when is None
    assert claim.as_of is not None
    assert claim.as_of.iso == "2024-05"


def test_the_number_of_partners_is_counted() -> None:
    text = "As of May, Baidu has partnerships with about 50 companies."
    reading = read_text(text, shipped_catalogue(), published=DAY)

    (count,) = reading.counts
    assert (count.party.slug, count.partners, count.approximate) == ("baidu", 50, True)
    assert text[count.start : count.end] == "partnerships with about 50 companies"


def test_what_one_sentence_says_twice_is_one_claim() -> None:
    claims = read("Waymo works with Uber. Since 2023 Waymo has been a partner of Uber. Uber and Waymo work together.")

    assert [tell(claim)[:3] for claim in claims] == [("partnership", "Uber", "Waymo")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        ".",
        "Waymo",
        "Waymo,",
        ", Waymo ,",
        "Waymo's",
        "((Waymo",
        "Waymo – Uber –",
        "“Waymo and”",
        "and Uber",
    ],
)
def test_scraps_say_nothing_and_break_nothing(text: str) -> None:
    assert read(text) == ()


def test_without_the_articles_day_only_dates_with_a_year_count() -> None:
    catalogue = shipped_catalogue()
    told = read_text("Toyota invested in Pony.ai on Tuesday.", catalogue).claims
    dated = read_text("Toyota invested in Pony.ai in May 2021.", catalogue).claims

    assert [claim.when for claim in told] == [None]
    assert [claim.when.iso for claim in dated if claim.when] == ["2021-05"]


def test_candidates_that_fell_say_why() -> None:
    text = "Has Baidu signed a cooperation agreement with Geely?"
    sentences, mentions = find_sentences(text), find_mentions(text, shipped_catalogue())
    study = find_claims(text, sentences, mentions, (), published=DAY)

    assert study.claims == ()
    assert {candidate.refused for one in study.studied for candidate in one.candidates} == {"a question"}
