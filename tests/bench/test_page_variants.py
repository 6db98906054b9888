"""A page laid out otherwise keeps its article, and a way of laying out does what it says."""

from __future__ import annotations

import pytest
from lxml import etree

from bench.page_variants import VARIANTS, lay, score_variant
from bench.pages import read_cases

CASE = next(case for case in read_cases() if case.name == "wordpress_newspack")


@pytest.mark.parametrize("name", VARIANTS)
def test_each_way_changes_the_page_and_leaves_the_articles_words(name: str) -> None:
    plain, changed = lay(CASE), lay(CASE)
    assert plain is not None
    assert changed is not None
    VARIANTS[name](changed)
    assert (etree.tostring(plain.tree) == etree.tostring(changed.tree)) == (name == "as it is")
    words = "".join(map(str, changed.tree.itertext()))
    assert all(text in words for text in CASE.expected["body"])


def test_a_way_is_scored_beside_trafilatura() -> None:
    ours, precise = score_variant(VARIANTS["article in <aside>"], [CASE])
    assert ours.f1 > 0.95
    assert 0 < precise.f1 <= 1
