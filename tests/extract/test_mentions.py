"""Which company stands where: names, names that are also words, organisations nobody knows, roles."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from articles.extract.companies import Catalogue, Company, Name, make_catalogue, shipped_catalogue
from articles.extract.mentions import Mention, Party, find_companies, find_mentions, names_as_said, surroundings

CASES = Path(__file__).parent.parent / "cases" / "mentions"


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=f"{name}: {case['why']}") for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", [*cases("names"), *cases("context"), *cases("unknown")])
def test_a_text_names_these_companies_and_no_others(case: dict[str, Any]) -> None:
    mentions = find_mentions(case["text"], shipped_catalogue(), published=date(2022, 3, 1))
    assert [party.name for party in find_companies(mentions)] == case["companies"]


@pytest.mark.parametrize("case", cases("roles"))
def test_a_role_word_stays_with_its_company(case: dict[str, Any]) -> None:
    mentions = find_mentions(case["text"], shipped_catalogue())
    assert {mention.text: mention.role for mention in mentions if mention.role} == case["roles"]


def test_mentions_bear_offsets_into_title_and_text() -> None:
    title, text = "Waymo and Brightloop Inc. team up", "The first van of Waymo left.\n\nBrightloop paid."
    mentions = find_mentions(text, shipped_catalogue(), title=title)
    for mention in mentions:
        source = title if mention.place == "title" else text
        assert source[mention.start : mention.end] == mention.text
    assert [mention.place for mention in mentions] == ["title", "title", "text", "text"]


def test_mentions_never_overlap_and_stand_in_order() -> None:
    text = "Volkswagen Group, Toyota Motor Corporation, Hyundai Ventures and Acme Robotics Inc. met Waymo via Uber."
    spans = [(one.start, one.end) for one in find_mentions(text, shipped_catalogue())]
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_a_brand_counts_as_the_company_that_owned_it_that_day() -> None:
    text = "A hundred Chrysler Pacifica minivans were ordered for the robotaxi fleet."
    before = find_mentions(text, shipped_catalogue(), published=date(2018, 5, 1))
    after = find_mentions(text, shipped_catalogue(), published=date(2022, 5, 1))
    assert [one.slug for one in before] == ["fca"]
    assert [one.slug for one in after] == ["stellantis"]


def test_a_name_shared_by_two_companies_is_the_one_the_article_names_in_full() -> None:
    trucks = find_mentions("Volvo Trucks tests driverless rigs. Later Volvo hired drivers.", shipped_catalogue())
    cars = find_mentions("Volvo Cars tests driverless sedans. Later Volvo hired drivers.", shipped_catalogue())
    assert {one.slug for one in trucks} == {"volvo-group"}
    assert {one.slug for one in cars} == {"volvo-cars"}


def test_the_outlet_is_no_company_of_its_article() -> None:
    mentions = find_mentions("Sina said Waymo had told Sina Corp everything about robotaxis.", shipped_catalogue())
    assert Party("Waymo", "waymo") in find_companies(mentions, publisher="Sina")
    assert all(party.slug != "sina" for party in find_companies(mentions, publisher="Sina"))


def test_an_organisation_a_person_ignored_is_not_found_again() -> None:
    text = "Toyota has partnered with Quandriva Inc. on maps."
    catalogue = Catalogue(shipped_catalogue().companies, frozenset({"quandriva"}))
    assert [one.name for one in find_mentions(text, catalogue)] == ["Toyota"]


def test_an_article_calls_a_company_by_its_fullest_name_there() -> None:
    mentions = find_mentions("VW met Volkswagen AG staff. Azure is a cloud.", shipped_catalogue())
    said = names_as_said(mentions)
    assert said[Party("Volkswagen", "volkswagen")] == "Volkswagen"
    assert said[Party("Microsoft", "microsoft")] == "Microsoft"


def test_without_a_catalogue_only_unknown_organisations_are_found() -> None:
    mentions = find_mentions("Acme Robotics Inc. was bought by Foobar GmbH.", make_catalogue([]))
    assert [(one.name, one.slug, one.kind) for one in mentions] == [
        ("Acme Robotics", None, "unknown"),
        ("Foobar", None, "unknown"),
    ]


def test_empty_texts_name_nobody() -> None:
    assert find_mentions("", shipped_catalogue()) == []
    assert find_mentions("\n\n \n", shipped_catalogue(), title=" ") == []


class Counted:
    """Counts how often a step is taken."""

    def __init__(self, step: Any) -> None:
        self.step, self.calls = step, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.step(*args, **kwargs)


PATHOLOGICAL = [
    "Waymo Toyota ", "Waymo, ", "Acme Robotics Inc. said ", "Cruise ", "Foo Barbaz ", "A", "A.", "A&", "(", "“", "'s ",
    "Bank of ", "John Smith, ", "a joint venture, foo bar, which ", "Foo Bar, as the venture is to be known ", "May, ",
]  # fmt: skip


@pytest.mark.parametrize("shape", PATHOLOGICAL)
def test_twice_the_text_is_at_most_twice_the_work(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = make_catalogue(
        [
            Company("waymo", "Waymo"),
            Company("toyota", "Toyota"),
            Company("cruise", "Cruise", names=(Name("Cruise", needs_context=True),)),
            Company("may-mobility", "May Mobility", names=(Name("May", "alias", needs_context=True),)),
        ]
    )
    work: list[int] = []
    for size in (20_000, 40_000):
        steps = [Counted(surroundings.Page.after), Counted(surroundings.Page.before), Counted(surroundings.overlaps)]
        monkeypatch.setattr(surroundings.Page, "after", lambda page, end, step=steps[0]: step(page, end))
        monkeypatch.setattr(surroundings.Page, "before", lambda page, start, step=steps[1]: step(page, start))
        monkeypatch.setattr("articles.extract.mentions.runs.overlaps", steps[2])
        find_mentions(shape * (size // len(shape)), catalogue)
        work.append(sum(step.calls for step in steps))
        monkeypatch.undo()
    assert work[1] <= 2 * work[0] + 200


def test_a_mention_can_be_made_with_its_place_left_out() -> None:
    assert Mention(0, 5, "Waymo", "Waymo", "waymo", "name").place == "text"
