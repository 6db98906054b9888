"""Autonomous driving is taken in, other news left out, and each verdict says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.relevance import RELEVANT, Topics, judge_entry, judge_relevance, parse_topics, shipped_topics

CASES = Path(__file__).resolve().parent.parent / "cases" / "relevance"


def cases(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("positives.jsonl"), ids=lambda case: case["title"])
def test_news_of_autonomous_driving_is_taken_in(case: dict[str, str]) -> None:
    verdict = judge_relevance(case["title"], case["text"])
    assert verdict.relevant, verdict


@pytest.mark.parametrize("case", cases("negatives.jsonl"), ids=lambda case: case["title"])
def test_other_news_is_left_out(case: dict[str, str]) -> None:
    verdict = judge_relevance(case["title"], case["text"])
    assert not verdict.relevant, verdict


def test_there_are_enough_negatives_to_mean_something() -> None:
    assert len(cases("negatives.jsonl")) >= 60


class TestEntries:
    def test_a_headline_that_says_it_is_enough(self) -> None:
        verdict = judge_entry("Robotaxi firm gets leave to charge fares", "")
        assert verdict.relevant
        assert not verdict.unsure

    def test_an_entry_with_a_hint_is_left_open(self) -> None:
        verdict = judge_entry("Chip designer and carmaker deepen their ties", "")
        assert (verdict.relevant, verdict.unsure) == (False, True)

    def test_a_company_of_the_catalogue_is_a_hint(self) -> None:
        assert not judge_entry("Qualcomm names a new finance chief", "").unsure
        assert judge_entry("Qualcomm names a new finance chief", "", companies=["Qualcomm"]).unsure

    def test_an_entry_without_a_hint_is_left_out(self) -> None:
        verdict = judge_entry("How to roast a cauliflower whole", "Salt it well.")
        assert (verdict.relevant, verdict.unsure, verdict.reasons) == (False, False, ())


class TestWeights:
    topics = parse_topics(
        "term,language,group,weight\nself-driving,en,core,2\nrobotaxi*,en,core,2\ncar,en,generic,0.5\n"
        "van,en,generic,0.5\ntruck,en,generic,0.5\nbus,en,generic,0.5\nrobot vacuum,en,against,-2\n自动驾驶,zh,core,2\n"
    )

    def score(self, title: str, text: str, *companies: str) -> float:
        return judge_relevance(title, text, companies=companies, topics=self.topics).score

    def test_hyphens_case_and_line_breaks_do_not_matter(self) -> None:
        assert self.score("", "Self-driving") == self.score("", "self\ndriving") == self.score("", "SELF–DRIVING") == 2

    def test_a_word_inside_another_does_not_count(self) -> None:
        assert self.score("", "careful scarred vans vanish; selfself-driving") == 0

    def test_an_open_end_takes_any_ending(self) -> None:
        assert self.score("", "robotaxis") == self.score("", "robotaxi") == 2

    def test_a_native_word_needs_no_edges(self) -> None:
        assert self.score("", "百度自动驾驶车队") == 2

    def test_the_headline_weighs_more_and_repeats_weigh_less(self) -> None:
        assert self.score("self-driving", "") == pytest.approx(3.2)
        assert self.score("", "self-driving self-driving") == pytest.approx(2.7)
        assert self.score("", "self-driving " * 50) == self.score("", "self-driving " * 500)

    def test_generic_words_and_companies_alone_are_never_enough(self) -> None:
        everything = self.score("", "car van truck bus " * 20, "A", "B", "C", "D", "E")
        assert everything < RELEVANT

    def test_words_against_weigh_down(self) -> None:
        assert self.score("", "self-driving robot vacuum") == 0

    def test_the_reasons_name_the_words_the_weightiest_first(self) -> None:
        verdict = judge_relevance("A car", "self-driving", companies=["Waymo", "Magna"], topics=self.topics)
        assert verdict.reasons == (
            "“self driving” (+2.0)",
            "“car” in the headline (+0.8)",
            "companies: Magna, Waymo (+0.8)",
        )


class TestTopicsFile:
    def test_the_shipped_words_cover_the_languages_of_the_sources(self) -> None:
        topics = shipped_topics()
        assert isinstance(topics, Topics)
        assert {topic.group for topic in topics.topics} == {"core", "near", "name", "generic", "against"}
        for text in ("自动驾驶", "自動運転", "autonomes Fahren", "véhicule autonome", "자율주행", "self-driving"):
            assert judge_relevance(text, "").relevant, text

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "first line"),
            ("term,weight\ncar,1\n", "first line"),
            ("term,language,group,weight\n", "no term"),
            ("term,language,group,weight\ncar,en,generic,heavy\n", "line 2: weight"),
            ("term,language,group,weight\ncar,en,generic,-1\n", "below 0 only"),
            ("term,language,group,weight\ncar,en,generic,nan\n", "0 to 10"),
            ("term,language,group,weight\ncar,en,odd,1\n", "line 2: group"),
            ("term,language,group,weight\nx*,en,core,1\n", "two characters"),
            ("term,language,group,weight\ncar,en,generic\n", "line 2: weight"),
            ("term,language,group,weight\nself-driving,en,core,1\nself driving*,en,core,1\n", "line 3.*twice"),
        ],
    )
    def test_a_file_that_makes_no_sense_is_refused_with_the_line(self, text: str, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            parse_topics(text)


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_raises_and_a_verdict_agrees_with_its_score(title: str, text: str) -> None:
    verdict = judge_relevance(title, text)
    assert verdict.relevant == (verdict.score >= RELEVANT)
    entry = judge_entry(title, text)
    assert not (entry.relevant and entry.unsure)
