"""Pages labelled by others are measured by half, and only the one half is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.outside import half_of, read_package, run_reader, worst_pages
from bench.pages import READERS

SENTENCES = [
    "The harbour office of Oland said on Monday that its second crane comes down before the winter.",
    "Nobody had asked for it in eleven years, and the paint alone costs the town as much as a new bus every spring.",
    "A committee will decide in June whether the foundation stays, to which fishermen would like to tie their boats.",
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two pages in the way of the package, one of each half; the label of the second holds a sentence too many."""
    pages = tmp_path / "test" / "reallife"
    (pages / "source").mkdir(parents=True)
    (pages / "expected").mkdir()
    entries = []
    for key, body in (("c0ffee0000aaaa", SENTENCES), ("c0ffee0010bbbb", [*SENTENCES, "Nobody wrote this sentence."])):
        entries.append({"key": key, "href": f"https://oland.example/{key}"})
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
        page = (
            f"<html><head><title>The crane goes</title></head><body><h1>The crane goes</h1>{paragraphs}</body></html>"
        )
        (pages / "source" / f"{key}.html").write_text(page, encoding="utf-8")
        label = {"title": "The crane goes", "text": "\n\n".join(body)}
        (pages / "expected" / f"{key}.json").write_text(json.dumps(label), encoding="utf-8")
    (pages / "datamap.json").write_text(json.dumps(entries), encoding="utf-8")
    return tmp_path


def test_each_page_counts_in_its_half_and_in_all(package: Path) -> None:
    cases = list(read_package(package))
    result = run_reader(READERS["ours"], cases)
    assert {half_of(case.name) for case in cases} == {"look", "held"}
    whole = next(case for case in cases if case.expected["body"] == SENTENCES)
    assert result.scores[half_of(whole.name)].f1 == 1
    assert 0.5 < result.scores["all"].f1 < 1
    assert result.scores["all"].share("title") == 1
    assert result.speed > 0


def test_only_pages_of_the_half_looked_at_are_shown(package: Path) -> None:
    cases = list(read_package(package))
    lines = worst_pages(run_reader(READERS["ours"], cases), cases)
    shown = [line.split()[0] for line in lines]
    assert shown == [case.name for case in cases if half_of(case.name) == "look"]


def test_another_folder_is_refused_by_a_sentence_that_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"not the unpacked npm package article 1\.1\.2.*npm pack"):
        list(read_package(tmp_path))
