"""The coarse classes of words, and the words beyond a pair that bring them in."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extract.claims.leanings import LEANINGS, NOUNS, VERBS
from articles.extract.claims.weighing import facts_on, find_weighable
from articles.extract.companies import shipped_catalogue
from articles.extract.reading import study_article

DAY = date(2024, 6, 12)


def signs_of(text: str, a: str, b: str) -> list[str]:
    catalogue = shipped_catalogue()
    _, study = study_article(text, catalogue, published=DAY)
    pairs = find_weighable(study.studied, [], *facts_on(catalogue, DAY))
    return next(one.signs for one in pairs if (one.pair.a.name, one.pair.b.name) == (a, b))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("lidars", "~senses"),
        ("jilted", "~woos"),
        ("bolted", "~installs"),
        ("bought", "~buys"),
        ("dispatches", "~hauls"),
    ],
)
def test_a_word_is_known_in_its_forms(word: str, name: str) -> None:
    assert name in LEANINGS[word]


def test_a_word_that_leans_nowhere_is_not_in_the_table() -> None:
    assert LEANINGS.keys().isdisjoint({"the", "which", "tuesday", "blue"})


@pytest.mark.parametrize("table", [NOUNS, VERBS])
def test_each_class_lists_plain_words_once(table: dict[str, str]) -> None:
    for name, text in table.items():
        words = text.split()
        assert len(set(words)) == len(words), name
        assert all(word == word.lower().strip("-") for word in words), name


def test_what_is_said_behind_the_second_company_is_a_sign() -> None:
    assert "qfar:~computes" in signs_of("Waymo and Nvidia chips go well.", "Waymo", "Nvidia")


def test_what_is_said_before_the_first_company_is_a_sign() -> None:
    assert "pfar:~rivals" in signs_of("Old foes: Waymo met Nvidia.", "Waymo", "Nvidia")


def test_what_is_said_behind_the_next_company_is_none() -> None:
    signs = signs_of("Waymo met Nvidia, and Bosch showed chips.", "Waymo", "Nvidia")

    assert not [sign for sign in signs if sign.startswith("qfar:~computes")]
