"""The trainer: it learns what is there to learn, the same every time, and is judged on what it has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.extract.claims.weighing import LABELS, shipped_weights
from articles.extract.companies import shipped_catalogue
from bench.train import (
    ARTICLES,
    TIMES,
    Example,
    Lesson,
    Trainer,
    judge,
    learn,
    look_again_unseen,
    look_unseen,
    read_lessons,
    read_sentences,
)

SUPPLY = LABELS.index("supply>")
KEYS = [(label[:-1], "a", "b") for label in LABELS]


def example(*signs: str, label: int | None = None) -> Example:
    return Example(signs, frozenset() if label is None else frozenset({label}), KEYS, frozenset(), elsewhere=False)


EXAMPLES = [example("bias", "verb:supply", label=SUPPLY)] * 6 + [example("bias", "verb:meet")] * 12


def test_it_learns_which_sign_speaks_for_a_claim() -> None:
    weights = Trainer().fit(EXAMPLES)

    assert weights.weigh(["bias", "verb:supply"])[SUPPLY] > 0.6
    assert weights.weigh(["bias", "verb:meet"])[0] > 0.6


def test_the_same_examples_give_the_same_weights() -> None:
    assert Trainer().fit(EXAMPLES).rows == Trainer().fit(EXAMPLES).rows


def test_a_sign_seen_once_has_no_weight() -> None:
    assert "odd" not in Trainer().fit([*EXAMPLES, example("bias", "odd", label=SUPPLY)]).rows


def test_without_weights_only_the_rules_are_judged() -> None:
    lesson = Lesson(1, {KEYS[SUPPLY]}, {KEYS[1]: "verb/supply"}, EXAMPLES)
    _, claims = judge([lesson], None, 0.5)

    assert (claims.hits, claims.said, claims.wanted) == (0, 1, 1)


def test_what_only_one_article_shows_is_not_known_when_that_article_is_judged() -> None:
    lessons = [Lesson(0, {KEYS[SUPPLY]}, {}, EXAMPLES), Lesson(1, set(), {}, [example("bias", "verb:meet")] * 9)]
    rows = look_again_unseen(lessons, look_unseen(lessons, [], Trainer()))
    _, claims = judge(lessons, rows, 0.5)

    assert claims.hits == 0


def test_an_article_is_labelled_where_its_evidence_stands(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    article = {
        "id": "x1", "published": "2024-06-12", "title": None,
        "text": "Luminar will supply its sensors to Volvo Cars.\n\nLuminar and Volvo Cars were at the fair.",
        "companies": ["Luminar", "Volvo Cars"],
        "claims": [{"kind": "supply", "a": "Luminar", "b": "Volvo Cars", "stage": "planned", "date": None,
                    "evidence": "Luminar will supply its sensors to Volvo Cars."}],
    }  # fmt: skip
    path.write_text(json.dumps(article) + "\n", encoding="utf-8")
    (lesson,) = read_lessons([path], shipped_catalogue())

    shown, later = [one for one in lesson.examples if "how:named" in one.signs]
    assert shown.labels == {SUPPLY}
    assert not later.labels
    assert later.elsewhere


def test_the_sentences_are_lessons_too() -> None:
    lessons = list(read_sentences(shipped_catalogue()))

    assert len(lessons) > 100
    assert any(not lesson.wanted and lesson.examples for lesson in lessons)


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_label_of_an_article_can_be_found_in_it(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for claim in article["claims"]:
            assert claim["evidence"] in article["text"], article["id"]
            assert claim["a"] != claim["b"], article["id"]
            assert claim["kind"] in {label[:-1] for label in LABELS[1:]}, article["id"]


@pytest.mark.slow
def test_the_shipped_weights_are_learnt_with_the_rules_as_they_are() -> None:
    """Rules changed and weights not: run ``python -m bench.train``. Processors may round a last digit otherwise."""
    catalogue = shipped_catalogue()
    lessons = list(read_lessons(sorted(ARTICLES.glob("*.jsonl")), catalogue))
    learnt, shipped = learn(lessons, list(read_sentences(catalogue)) * TIMES), shipped_weights()
    signs = learnt.rows.keys() & shipped.rows.keys()
    assert len(signs) > 0.999 * max(len(learnt.rows), len(shipped.rows))
    apart = [
        sign
        for sign in signs
        for label in range(len(LABELS))
        if abs(learnt.of(sign, label) - shipped.of(sign, label)) > 2
    ]
    assert not apart
