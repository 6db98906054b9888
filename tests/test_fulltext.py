"""The full-text index gives the newest matches, whichever way the database goes to find them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles import fulltext
from articles.extract.terms import list_terms, parse_query
from articles.fulltext import fts5, tsvector, words

pytestmark = pytest.mark.django_db

DAY = 1 << 40
"""Articles' numbers begin with their day."""
QUERIES = ["robot*", "robotaxi", "lidar robot*", '"robotaxi lidar"', "fleet", "lidar fleet", '"fleet robot*"', "xyz*"]


def put(texts: Sequence[str], table: fulltext.Table = "search_articles") -> None:
    """Documents with these texts, one every fifth day from day 740,000 on."""
    docs = [
        fulltext.Doc((740_000 + 5 * at) * DAY + at, list_terms(text)[:2], list_terms(text)[2:])
        for at, text in enumerate(texts)
    ]
    fulltext.put_docs(table, docs)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")  # the planner's estimates, and how many there are


def archive() -> list[str]:
    """Common words, rare ones, and some that stand only in the oldest documents."""
    texts = []
    for at in range(150):
        said = [
            "fleet report",
            "robotaxi lidar" if at % 3 else "fleet robots",
            "robotic fleet" if at % 7 == 0 else "van",
        ]
        texts.append(" ".join([*said, "steam robotaxi lidar" if at < 4 else "road"]))
    return texts


def ask(text: str, limit: int = 1000, *, scored: bool = False) -> list[fulltext.Hit]:
    return fulltext.find_docs("search_articles", parse_query(text), limit, scored=scored)


def numbers(text: str, limit: int = 1000, *, scored: bool = False) -> list[int]:
    return [hit.number for hit in ask(text, limit, scored=scored)]


def make_all_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fts5, "RARE", 0)
    monkeypatch.setattr(tsvector, "RARE", 0)


@pytest.mark.parametrize("text", QUERIES)
def test_a_beginning_finds_what_the_words_that_begin_so_find(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(archive())
    written_out = {scored: numbers(text, scored=scored) for scored in (False, True)}
    make_all_common(monkeypatch)
    common = numbers(text)
    monkeypatch.setattr(words, "KEPT", frozenset())
    assert written_out[False] == written_out[True] == common == numbers(text)
    assert bool(common) == (text != "xyz*")


@pytest.mark.parametrize("limit", [1, 7, 40, 1000])
@pytest.mark.parametrize("text", [*QUERIES, "steam", "steam robot*", "steam fleet"])
def test_common_words_give_the_newest_matches_as_rare_ones_do(
    text: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive())
    rare = numbers(text, limit)
    make_all_common(monkeypatch)
    assert numbers(text, limit) == rare
    monkeypatch.setattr(tsvector, "COUNTED", 0)
    assert numbers(text, limit) == rare
    assert rare == sorted(rare, reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_on_postgresql_scores_do_not_depend_on_the_window(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite scores rare words alone")
    put(archive())
    rare = ask("fleet robot*", limit, scored=True)
    make_all_common(monkeypatch)
    assert ask("fleet robot*", limit, scored=True) == rare
    assert len({hit.score for hit in rare}) > 1 or limit == 1


def test_a_phrase_of_common_words_is_looked_for_among_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite walks the newest documents whatever the words")
    put(archive())
    every = numbers('"robotaxi lidar"', 10)
    assert len(every) == 10
    monkeypatch.setattr(tsvector, "PHRASED", 10)
    for common in (False, True):
        if common:
            make_all_common(monkeypatch)
        # In every third document the two words do not follow each other.
        some = numbers('"lidar fleet"', 10)
        assert some == numbers('"lidar fleet"', 1000)[: len(some)]
        assert numbers('"robotaxi lidar"', 10) == every


@pytest.mark.parametrize("common", [False, True])
def test_a_phrase_that_hardly_any_of_the_newest_holds_is_looked_for_farther_back(
    common: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(["a b lidar fleet"] * 3 + ["a b fleet lidar"] * 30)
    if common:
        make_all_common(monkeypatch)
    monkeypatch.setattr(tsvector, "PHRASED", 5)
    assert [number % DAY for number in numbers('"lidar fleet"', 5)] == [2, 1, 0]


def test_a_beginning_of_very_many_words_stands_for_the_shortest(monkeypatch: pytest.MonkeyPatch) -> None:
    put(["a b roboticist", "a b robotaxi", "a b robots", "a b robotaxi"])
    monkeypatch.setattr(words, "MOST", 2)
    for module in (fts5, tsvector):
        monkeypatch.setattr(module, "MOST", 2)
    make_all_common(monkeypatch)
    assert [number % DAY for number in numbers("robo*")] == [3, 2, 1]


def test_a_single_chinese_character_finds_every_pair_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    put([f"标题 车{chr(0x5000 + at)}" for at in range(8)])
    monkeypatch.setattr(words, "MOST", 2)
    assert len(numbers("车")) == 8


def test_words_are_kept_once_however_often_they_come() -> None:
    put(["robots and robotaxis", "robots", "Robot's"])
    put(["robots"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_articles_words ORDER BY word")
        assert [word for (word,) in cursor.fetchall()] == ["and", "robot", "robotaxi"]
    fulltext.clear_docs("search_articles")
    assert numbers("robot*") == []


@pytest.mark.parametrize("fill", [fulltext.put_docs, fulltext.fill_docs])
def test_the_words_of_an_index_that_is_there_already_are_taken_from_it(fill: object) -> None:
    fill("search_articles", [fulltext.Doc(DAY, ["robotaxi"], ["百度", "skoda"])])  # type: ignore[operator]
    migration = import_module("articles.migrations.0005_search_words")
    assert numbers("robo*") == [DAY]
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_articles_words ORDER BY word")
        assert [word for (word,) in cursor.fetchall()] == ["robotaxi", "skoda", "百度"]
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.drop_words(None, editor)
        migration.make_words(None, editor)
        cursor.execute("SELECT word FROM search_articles_words ORDER BY word")
        assert [word for (word,) in cursor.fetchall()] == ["robotaxi", "skoda", "百度"]
        for change in (migration.drop_spans, migration.add_spans):
            change(None, editor)
    assert numbers("robo*") == [DAY]


@given(st.integers(0, 1 << 55), st.integers(0, 1 << 47))
def test_spans_hold_every_number_of_a_window_and_are_few(first: int, length: int) -> None:
    spans = tsvector.list_spans("search_articles", first, first + length)
    short, long = tsvector.SPANS["search_articles"]
    for number in (first, first + length // 3, first + length):
        assert {number >> short, -1 - (number >> long)} & set(spans)
    assert len(spans) <= tsvector.SPANS_ASKED + 2 + (length >> long)


def test_all_matches_are_listed_however_many_and_none_where_there_is_none() -> None:
    put(["a b robotaxi", "a b van", "a b robotaxi"])
    assert [number % DAY for number in sorted(fulltext.list_all("search_articles", parse_query("robotaxi")))] == [0, 2]
    assert fulltext.list_all("search_articles", parse_query("steam")) == []
    assert fulltext.list_all("search_articles", parse_query("!")) == []
