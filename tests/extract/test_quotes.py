"""Direct speech: where it stands, who said it, in which office, for which company."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from articles.extract.companies import shipped_catalogue
from articles.extract.mentions import Party, find_mentions
from articles.extract.quotes import Quote, find_quotes, find_voices, people, speakers
from articles.extract.references import find_references
from articles.extract.sentences import find_sentences

CASES = Path(__file__).parent.parent / "cases" / "quotes" / "quotes.jsonl"


def read(text: str) -> list[Quote]:
    catalogue = shipped_catalogue()
    sentences, mentions = find_sentences(text), find_mentions(text, catalogue)
    return find_quotes(text, sentences, mentions, find_references(text, sentences, mentions, catalogue))


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case["why"]) for case in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())],
)
def test_speech_is_attributed(case: dict[str, Any]) -> None:
    found = [[one.text, one.speaker, one.office, one.company.name if one.company else ""] for one in read(case["text"])]
    assert found == case["quotes"]


def test_offsets_leave_the_quotation_marks_out() -> None:
    text = "Some words. “We want to drive,” said Jane Doe, head of sales at Waymo."
    (quote,) = read(text)
    assert text[quote.start : quote.end] == quote.text == "We want to drive,"
    assert text[quote.start - 1] == "“"


def test_a_reference_gives_the_speakers_company() -> None:
    (quote,) = read("Walmart grows. “We want to drive soon,” said Jane Doe, who heads the retailer's vans.")
    assert quote.company == Party("Walmart", "walmart")


def test_we_inside_a_quotation_is_the_speakers_company() -> None:
    text = "“We trust our partner,” said Jane Doe, head of sales at Waymo. We, the editors, do not."
    voices = find_voices(read(text))
    assert [(one.text, one.parties[0].name) for one in voices] == [("We", "Waymo"), ("our", "Waymo")]
    assert [text[one.start : one.end] for one in voices] == ["We", "our"]


@pytest.mark.parametrize(
    "shape",
    [
        "“",
        '" ',
        "“Yes we can do that,” said Jane Doe, head of Waymo. ",
        "”“",
        "Jane Doe said ",
        "“We go now,” he said. ",
        "“We do go there now.”\n\n",
        "Doe's Roe's said \"",
        '"We do go there now." Doe said: ',
    ],
)
def test_twice_the_text_is_at_most_twice_the_work(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        return within(*args, **kwargs)

    within = people.companies_in
    monkeypatch.setattr(people, "companies_in", counted)
    monkeypatch.setattr(speakers, "companies_in", counted)
    work: list[int] = []
    for size in (10_000, 20_000):
        calls = 0
        read(shape * (size // len(shape)))
        work.append(calls)
    assert work[1] <= 2 * work[0] + 50
