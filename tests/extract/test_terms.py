"""Texts and queries become the same terms, whatever the script, and no query raises."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.terms import Part, Query, find_parts, find_terms, list_terms, parse_query, stem


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Waymo’s self-driving Vehicles", ["waymo", "self", "driving", "vehicle"]),
        ("Škoda and Citroën", ["skoda", "and", "citroen"]),
        ("the companies' buses pass 3 glass roofs", ["the", "company", "buse", "pass", "3", "glass", "roof"]),
        ("百度Apollo", ["百度", "度", "apollo"]),
        ("フォルクスワーゲン", ["フォ", "ォル", "ルク", "クス", "スワ", "ワー", "ーゲ", "ゲン", "ン"]),
        ("현대차", ["현대", "대차", "차"]),
        ("4.5 million, Q3_2025", ["4", "5", "million", "q3", "2025"]),
        ("", []),
    ],
)
def test_a_text_becomes_folded_words_and_pairs_of_characters(text: str, terms: list[str]) -> None:
    assert list_terms(text) == terms


@given(st.text(max_size=300))
def test_places_and_lists_agree_and_places_lie_in_the_text(text: str) -> None:
    found = list(find_terms(text))
    assert [term.text for term in found] == list_terms(text)
    assert all(0 <= term.start < term.end <= len(text) for term in found)
    assert all(term.text for term in found)


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("companies", "company"), ("robotaxis", "robotaxi"), ("bus", "bus"), ("gas", "gas"), ("shoes", "shoes")],
)
def test_only_plurals_are_taken_off(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("waymo zeekr", (Part(("waymo",)), Part(("zeekr",)))),
        ('"self driving" cars trucks', (Part(("self", "driving")), Part(("car",)), Part(("truck",)))),
        ("self-driving", (Part(("self", "driving")),)),
        ("“lidar unit", (Part(("lidar", "unit")),)),
        ("compani*", (Part(("compani",), "compani"),)),
        ("百度", (Part(("百度",)),)),
        ("车", (Part(("车",), "车"),)),
        ("百度阿波", (Part(("百度", "度阿", "阿波")),)),
        ("waymo WAYMO", (Part(("waymo",)),)),
        ("* ( ) : - ^ '", ()),
    ],
)
def test_a_query_says_what_must_stand_together(text: str, parts: tuple[Part, ...]) -> None:
    assert parse_query(text).parts == parts


def test_while_typing_the_last_word_may_go_on_unless_its_quotes_are_closed() -> None:
    assert parse_query("nvidia robot", open_end=True).parts[-1] == Part(("robot",), "robot")
    assert parse_query('"nvidia robot"', open_end=True).parts == (Part(("nvidia", "robot")),)


@given(st.text(max_size=400))
def test_no_query_raises_and_none_grows_beyond_its_bounds(text: str) -> None:
    for open_end in (False, True):
        query = parse_query(text, open_end=open_end)
        assert len(query.parts) <= 10
        assert all(part.terms and len(part.terms) <= 10 for part in query.parts)


@given(st.text(alphabet="abc 百度车", min_size=1, max_size=30), st.data())
def test_every_stretch_of_native_script_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    wanted = data.draw(st.sampled_from(["百", "百度", "度车", "车百度"]))
    text = f"{text[:start]} {wanted} {text[start:]}"
    assert find_parts(text, parse_query(wanted))


def test_matches_are_told_with_their_part_and_their_place() -> None:
    text = "A self-driving car: cars drive"
    hits = find_parts(text, parse_query('"self driving" car*'))
    assert [(part, text[start:end]) for part, start, end in hits] == [
        (0, "self-driving"), (1, "car"), (1, "cars")]  # fmt: skip


def find_one_by_one(text: str, query: Query) -> list[tuple[int, int, int]]:
    """`find_parts` by its definition: every part held against the terms from each one on."""
    terms, found = list(find_terms(text)), []
    for at in range(len(terms)):
        for number, part in enumerate(query.parts):
            here = terms[at : at + len(part.terms)]
            same = tuple(term.text for term in here) == part.terms
            goes_on = bool(part.prefix) and len(here) == len(part.terms) and here[-1].text.startswith(part.prefix)
            if same or (goes_on and tuple(term.text for term in here[:-1]) == part.terms[:-1]):
                found.append((number, here[0].start, here[-1].end))
    return sorted(found, key=lambda hit: hit[1:])


PIECES = st.lists(
    st.sampled_from([
        "company", "companies", "Company’s", "ROBOTAXIS", "robot", "Škoda", "skoda", "e\u0301a", "ea", "ﬁn", "fin", "s",
        "'s", "x's's", "y", "ies", "百度", "度车", "百", "self-driving", "taxi_robot", " ", " ", "\n", "-", "’", ".",
        '"', "ſ", "İ",
    ]) | st.text(max_size=2),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(PIECES, PIECES, st.booleans(), st.booleans())
def test_parts_are_found_wherever_their_terms_stand(text: str, typed: str, phrase: bool, open_end: bool) -> None:
    query = parse_query(f'"{typed}"' if phrase else typed, open_end=open_end)
    assert find_parts(text, query) == find_one_by_one(text, query)


@pytest.mark.parametrize("unit", ["robot", "robot ", "百", "é", "é "])
def test_finding_parts_costs_no_more_than_the_text_is_long(unit: str) -> None:
    query = parse_query("robots* 百度 é")
    find_parts(unit, query)  # what is made once for a query is made

    def cost(count: int) -> int:
        text = unit * count
        calls = 0

        def trace(frame: FrameType, event: str, arg: object) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        sys.setprofile(trace)
        try:
            find_parts(text, query)
        finally:
            sys.setprofile(None)
        return calls

    assert cost(4_000) < 5 * cost(1_000)
