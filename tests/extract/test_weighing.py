"""The model over pairs: its file, its sums, which pairs it sees, and what it may not say."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extract.claims import Claim
from articles.extract.claims.pairs import Pair, find_pairs
from articles.extract.claims.signs import Signs
from articles.extract.claims.weighing import (
    LABELS,
    SHIPPED,
    Weights,
    doubted,
    find_weighable,
    format_weights,
    parse_weights,
    reconsider,
    share,
    shipped_weights,
)
from articles.extract.companies import shipped_catalogue
from articles.extract.explain import explain_study
from articles.extract.reading import read_text, study_article
from bench.score import read_lines
from bench.train import ARTICLES

DAY = date(2024, 6, 12)


def row(**weights: int) -> tuple[int, ...]:
    return tuple(weights.get(label.rstrip("=><"), 0) for label in LABELS)


def weighed(text: str) -> list[Claim]:
    claims = read_text(text, shipped_catalogue(), published=DAY).claims
    return [claim for claim in claims if claim.rule.startswith("weighed/")]


def test_weights_come_back_as_they_were_written() -> None:
    weights = Weights({"verb:m:supply": row(none=-40, supply=125), "bias": row(none=7)})

    assert parse_weights(format_weights(weights)).rows == weights.rows


def test_the_shipped_file_is_in_the_form_the_trainer_writes() -> None:
    assert format_weights(shipped_weights()) == SHIPPED.read_text(encoding="utf-8")


def test_weights_for_other_labels_are_refused_with_the_way_to_mend_it() -> None:
    with pytest.raises(ValueError, match=r"python -m bench\.train"):
        parse_weights("sign\tnone\tfriendship\nbias\t1\t2\n")


def test_probabilities_sum_to_one_and_unknown_signs_count_for_nothing() -> None:
    weights = Weights({"bias": row(none=100)})

    assert sum(weights.weigh(["bias"])) == pytest.approx(1)
    assert weights.weigh(["bias", "never seen"]) == weights.weigh(["bias"])
    assert weights.weigh([]) == pytest.approx([1 / len(LABELS)] * len(LABELS))


def test_huge_weights_do_not_overflow() -> None:
    assert Weights({"bias": row(supply=10**9)}).weigh(["bias"])[LABELS.index("none")] == 0


def test_weights_below_nothing_add_up_like_any_others() -> None:
    weights = Weights(
        {"a": row(none=-300, supply=5), "b": row(none=120, supply=-900, partnership=1), "c": row(none=-1)}
    )
    sums = row(none=-181, supply=-895, partnership=1)

    assert weights.weigh(["a", "b", "c"]) == pytest.approx(share(sums))
    assert weights.of("b", LABELS.index("supply>")) == -900


def test_the_sum_of_a_pair_is_that_of_the_signs_the_trainer_sees() -> None:
    catalogue, weights = shipped_catalogue(), shipped_weights()
    for article in read_lines(ARTICLES / "roundups.jsonl"):
        reading, study = study_article(article["text"], catalogue, published=DAY)
        views: dict[int, Signs[int]] = {}
        for one in find_weighable(study.studied, reading.companies[:2], lambda party: party.name[:1], lambda _: ""):
            sums = views.setdefault(id(one.view), Signs(one.view, weights.total, {}))
            assert sums.of(one.pair) == weights.total(one.signs)
            assert len(set(one.signs)) == len(one.signs)


def pairs_of(text: str) -> list[Pair]:
    _, study = study_article(text, shipped_catalogue(), published=DAY)
    return [pair for one in study.studied for pair in find_pairs(one, [])]


def test_each_two_companies_of_a_sentence_are_one_pair() -> None:
    pairs = pairs_of("Waymo told Uber that Waymo and Lyft are no friends of Uber.")

    assert sorted(sorted((pair.a.name, pair.b.name)) for pair in pairs) == [
        ["Lyft", "Uber"], ["Lyft", "Waymo"], ["Uber", "Waymo"],
    ]  # fmt: skip


def test_a_company_outside_the_sentence_pairs_with_those_inside_once() -> None:
    _, study = study_article("Nvidia sells chips to Toyota.", shipped_catalogue(), published=DAY)
    (one,) = study.studied
    outside = next(pair.a for pair in pairs_of("Waymo and Uber."))
    pairs = [pair for pair in find_pairs(one, [("title", [outside]), ("hero", [outside])]) if pair.at < 0]

    assert [(pair.a.name, pair.b.name, pair.how) for pair in pairs] == [
        ("Waymo", "Nvidia", "title"), ("Waymo", "Toyota", "title"),
    ]  # fmt: skip


def test_the_company_that_opens_a_paragraph_pairs_with_all_that_is_named_in_it_and_no_further() -> None:
    text = (
        "Wayve has found a home.\n\nWaymo was at the fair. Uber had a stand. It was big. Bosch showed a motor. "
        "So did Lyft.\n\nNvidia had a hall. Intel had one, too."
    )
    _, study = study_article(text, shipped_catalogue(), published=DAY)
    pairs = find_weighable(study.studied, [], lambda _: "", lambda _: "")

    assert [(one.pair.a.name, one.pair.b.name) for one in pairs if one.pair.how == "opener"] == [
        ("Waymo", "Bosch"), ("Waymo", "Lyft"),
    ]  # fmt: skip


def test_the_pairs_of_a_list_without_end_grow_with_its_length_and_no_faster() -> None:
    names = ("Waymo", "Uber", "Lyft", "Nvidia", "Toyota", "Bosch", "Baidu", "Ford", "Intel", "Magna")
    counts = [len(pairs_of(", ".join(names * times) + " met.")) for times in (2, 4, 8)]

    assert counts[0] == counts[1] == counts[2] == len(names) * (len(names) - 1) // 2


def test_a_person_is_shown_the_signs_that_spoke_for_a_claim() -> None:
    texts = (article["text"] for article in read_lines(ARTICLES / "columns.jsonl"))
    text = next(text for text in texts if weighed(text))
    _, study = study_article(text, shipped_catalogue(), published=DAY)
    shown = [candidate for one in study.studied for candidate in one.candidates if candidate.signs]

    assert shown
    assert all(f", for {candidate.signs[0]}; " in explain_study(text, study) for candidate in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Waymo, Uber and Lyft were at the fair in Las Vegas.",
        "Unlike Tesla, Waymo relies on lidar.",
        "Waymo sued Uber in 2017.",
        "Analysts compared Ford with General Motors.",
        "Baidu has partnerships with Ford, Bosch and Nvidia.",
    ],
)
def test_companies_that_only_stand_together_make_no_claim(text: str) -> None:
    assert weighed(text) == []


def test_what_a_rule_read_and_the_weights_hold_for_impossible_is_struck_out_and_shown_so() -> None:
    text = "Shares of Toyota rose after the trade deal, and those of Lyft fell."
    _, study = study_article(text, shipped_catalogue(), published=DAY)
    refused = [one.refused for sentence in study.studied for one in sentence.candidates]

    assert refused
    assert not study.claims
    assert set(refused) == {"the words around it speak against it"}


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Bosch supplies cameras to Toyota.", 0.85),
        ("Waymo works with Uber on an app.", 0.8),
    ],
)
def test_what_both_a_rule_and_the_weights_say_is_said_surely(text: str, sure: float) -> None:
    (claim,) = read_text(text, shipped_catalogue(), published=DAY).claims

    assert claim.confidence >= sure


def test_the_weights_make_a_rule_less_sure_sooner_than_surer() -> None:
    assert reconsider(0.8, 0.1) == pytest.approx(0.55)
    assert reconsider(0.8, 0.6) == pytest.approx(0.8)
    assert reconsider(0.8, 1.0) == pytest.approx(0.92)
    assert reconsider(0.95, 1.0) == pytest.approx(0.97)
    assert reconsider(0.4, 0.05) == pytest.approx(0.3)


def test_a_rule_on_nearness_is_doubted_sooner() -> None:
    assert doubted("hunch/with", 0.1)
    assert not doubted("verb/work", 0.1)
    assert doubted("verb/work", 0.01)
    assert not doubted("verb/buy a stake", 0.02)
    assert doubted("verb/buy a stake", 0.01)


def test_what_the_weights_were_not_asked_about_is_not_struck_out() -> None:
    text = (
        "Nuro has raised $100 million in a round led by SoftBank.\n\nCars drive. Roads are long, and nobody knows how "
        "long they will stay so.\n\nSoftBank led the round. Tiger Global took part in the round."
    )
    claims = read_text(text, shipped_catalogue(), published=DAY).claims

    assert ("Tiger Global", "Nuro") in [(claim.a.name, claim.b.name) for claim in claims]


def test_what_the_weights_say_stands_on_its_sentence_and_on_a_word_in_it() -> None:
    told = 0
    for article in [article for path in sorted(ARTICLES.glob("*.jsonl")) for article in list(read_lines(path))[:10]]:
        for claim in weighed(article["text"]):
            told += 1
            assert article["text"][claim.start : claim.end] == claim.evidence
            assert claim.start <= claim.cue_start < claim.cue_end <= claim.end
            assert 0.3 <= claim.confidence < 0.9

    assert told > 10
