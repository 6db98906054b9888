"""The shipped sources make sense before anybody polls them."""

from __future__ import annotations

import csv
import re
from urllib.parse import urlsplit

import pytest

from articles.management.commands.load_catalogue import FOLDER
from articles.models import Source

ROWS = list(csv.DictReader((FOLDER / "sources.csv").read_text(encoding="utf-8").splitlines()))
COLUMNS = ["name", "slug", "site_url", "feed_url", "country", "language", "kind", "topics_only", "note"]


def test_there_are_sources_of_many_countries_and_languages() -> None:
    assert len(ROWS) >= 40
    assert len({row["country"] for row in ROWS}) >= 8
    assert {"en", "zh", "ja", "de", "fr"} <= {row["language"] for row in ROWS}
    assert ROWS[0]["slug"] == "technode"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["slug"])
def test_a_source_is_complete(row: dict[str, str]) -> None:
    assert list(row) == COLUMNS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"])
    assert re.fullmatch(r"[A-Z]{2}", row["country"])
    assert re.fullmatch(r"[a-z]{2}", row["language"])
    assert row["kind"] in Source.Kind.values
    assert row["topics_only"] in {"yes", "no"}
    for address in (row["site_url"], row["feed_url"]):
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}
        assert "." in parts.netloc


@pytest.mark.parametrize("column", ["name", "slug", "feed_url"])
def test_no_source_stands_twice(column: str) -> None:
    values = [row[column] for row in ROWS]
    assert sorted(set(values)) == sorted(values)
