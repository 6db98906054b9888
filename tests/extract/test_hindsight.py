"""The second look: what is seen of other pairs becomes signs of a pair, at a cost that only grows with the pairs."""

from __future__ import annotations

import pytest

from articles.extract.claims import hindsight
from articles.extract.claims.hindsight import Place, find_hindsight

LABELS = ("none", "supply>", "supply<", "partnership=")
NOTHING = (1.0, 0.0, 0.0, 0.0)
SUPPLIES = (0.1, 0.9, 0.0, 0.0)
MAYBE = (0.7, 0.3, 0.0, 0.0)


def signs(*looks: tuple[Place, tuple[float, ...]]) -> list[set[str]]:
    return [set(found) for found in find_hindsight([place for place, _ in looks], [row for _, row in looks], LABELS)]


def test_who_supplies_one_member_of_a_sentence_is_seen_to_when_another_is_looked_at() -> None:
    first, second = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES), (Place("nvidia", "zf", 1, 0), NOTHING))

    assert {"here:p:supply>:2", "near:p:supply>:2"} <= second
    assert "here:p:supply>:2" not in first


def test_what_a_pair_is_seen_to_do_is_no_sign_for_itself() -> None:
    (alone,) = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES))

    assert alone == {"second look"}


def test_the_side_of_the_other_company_is_turned() -> None:
    _, second = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES), (Place("bosch", "volvo", 1, 0), NOTHING))

    assert "here:q:supply<:2" in second


def test_another_sentence_of_the_paragraph_is_near_and_not_here() -> None:
    _, second = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES), (Place("nvidia", "zf", 2, 0), NOTHING))
    _, apart = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES), (Place("nvidia", "zf", 2, 1), NOTHING))

    assert "near:p:supply>:2" in second
    assert "here:p:supply>:2" not in second
    assert apart == {"second look"}


def test_several_others_count_for_more_than_one() -> None:
    looks = [(Place("nvidia", name, 1, 0), MAYBE) for name in ("volvo", "zf", "audi", "paccar")]

    assert "here:p:supply>:2" in signs(*looks)[0]
    assert "here:p:supply>:1" in signs(*looks[:2])[0]


def test_another_sentence_on_the_same_two_is_taken_up_whichever_stands_first() -> None:
    first, second = signs((Place("nvidia", "volvo", 1, 0), SUPPLIES), (Place("volvo", "nvidia", 5, 3), MAYBE))

    assert "again:supply<:3" in second
    assert "again:supply<:2" not in second
    assert "again:supply<:2" in first


def test_a_partnership_reads_the_same_both_ways() -> None:
    partners = (0.2, 0.0, 0.0, 0.8)
    _, second = signs((Place("a", "b", 1, 0), partners), (Place("b", "a", 5, 3), NOTHING))

    assert "again:partnership=:3" in second


@pytest.mark.parametrize("count", [200, 400])
def test_a_hub_with_endless_partners_costs_no_more_for_each(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    amount = hindsight._amount

    def counted(total: float) -> int:
        nonlocal asked
        asked += 1
        return amount(total)

    monkeypatch.setattr(hindsight, "_amount", counted)
    places = [Place("hub", f"member {number}", 1, 0) for number in range(count)]
    found = list(find_hindsight(places, [SUPPLIES] * count, LABELS))

    assert len(found) == count
    assert asked <= 4 * len(LABELS) * count
