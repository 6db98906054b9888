"""Facts of pages from outside are counted by set and half, and only where a label says what is right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.outside_facts import Found, half_of, read_outside, score_facts
from bench.pages import Case


def test_the_pages_of_the_article_package_come_with_its_headlines_and_our_facts(tmp_path: Path) -> None:
    root = tmp_path / "package" / "test" / "reallife"
    for folder in ("source", "expected"):
        (root / folder).mkdir(parents=True)
    entries = [{"key": "0123456789ab", "href": "https://quay.example/a"}, {"key": "ffff456789ab", "href": ""}]
    (root / "datamap.json").write_text(json.dumps(entries))
    (root / "source" / "0123456789ab.html").write_text("<p>Ferries</p>")
    (root / "expected" / "0123456789ab.json").write_text(json.dumps({"title": "Ferries", "text": "Ferries run."}))
    cases = list(read_outside(tmp_path, {"art-0123456789": {"authors": []}}))
    expected = {"url": "https://quay.example/a", "title": "Ferries", "authors": []}
    assert cases == [Case("art-0123456789", b"<p>Ferries</p>", expected)]


def test_a_folder_with_none_of_the_packages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="none of the packages"):
        list(read_outside(tmp_path, {}))


def test_quotes_case_and_dots_do_not_count_but_an_invented_author_does() -> None:
    cases = [
        Case("art-a", b"", {"url": "", "title": "The “last” ferry", "authors": ["Zoë B. Quay"]}),
        Case("art-b", b"", {"url": "", "title": "Ferries run", "authors": [], "published": "2013-05-04"}),
        Case("art-c", b"", {"url": ""}),
    ]
    says = {
        "art-a": Found('The "last"  ferry', ("ZOE B QUAY",)),
        "art-b": Found("ferries run", ("Quay Wire",), "2013-05-04"),
        "art-c": Found("Anything"),
    }
    tallies = score_facts(cases, lambda case: says[case.name])
    asked = sum((tally.asked for tally in tallies.values()), start=type(tallies["art", half_of("art-a")].asked)())
    right = sum((tally.right for tally in tallies.values()), start=type(asked)())
    assert dict(asked) == {"title": 2, "authors": 2, "published": 1, "nameless": 1}
    assert dict(+right) == {"title": 1, "authors": 1, "published": 1}
    assert len([miss for tally in tallies.values() for miss in tally.misses]) == 2
