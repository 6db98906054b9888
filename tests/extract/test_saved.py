"""Pages saved as plain text: the article stays whole, furniture goes from head and tail only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.extract.page import parse_page

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed lies outside of the repository")
def test_the_seed_comes_out_exactly() -> None:
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    page = parse_page((SEED / "article.txt").read_bytes(), url=expected["url"], published=expected["published"])

    assert len(page.paragraphs) == expected["body_paragraphs"]
    for paragraph, start in zip(page.paragraphs, expected["body_starts"], strict=True):
        assert paragraph.startswith(start)
    for furniture in expected["not_in_body"]:
        assert furniture not in page.text
    assert (page.title, page.publisher, page.url) == ("", expected["publisher"], expected["url"])

    (author,) = page.authors
    assert (author.name, list(author.also_known_as)) == (
        expected["author"]["name"],
        expected["author"]["also_known_as"],
    )
    told = [
        {
            key: value
            for key, value in {
                "employer": position.employer,
                "role": position.role,
                "beat": position.beat,
                "since": position.since.iso if position.since else "",
                "until": position.until.iso if position.until else "",
            }.items()
            if value
        }
        for position in author.positions
    ]
    assert told == expected["author"]["positions"]


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed lies outside of the repository")
def test_what_was_cut_from_the_seed_can_be_seen() -> None:
    page = parse_page((SEED / "article.txt").read_bytes())
    assert page.cut[0] == "Avatar photo"
    assert page.cut[-1].startswith("This site uses Akismet")
