"""The measure of page reading counts what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.pages import Case, enlarge, match_runs, read_cases, score_cases


def test_equal_texts_match_wholly_and_strange_ones_not_at_all() -> None:
    assert match_runs("one two three four five", "one  two, three four five") == (1.0, 0.0, 0.0)
    assert match_runs("one two three four", "five six seven eight") == (0.0, 0.5, 0.5)
    assert match_runs("", "") == (1.0, 0.0, 0.0)


def test_a_missing_half_shows_as_missing() -> None:
    right, surplus, missing = match_runs("one two three four five six", "one two three four")
    assert (right, surplus, missing) == pytest.approx((1 / 3, 0, 2 / 3))


def test_a_wrong_page_lowers_the_score() -> None:
    good = next(case for case in read_cases() if case.name == "drupal")
    bad = Case("bad", good.data, {**good.expected, "title": "Another", "body": ["Quite another text than that one."]})
    score = score_cases([good, bad])
    assert score.share("title") == 0.5
    assert score.f1 == pytest.approx(2 / 3)
    assert any(line.startswith("bad: title") for line in score.wrong)


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no page"):
        list(read_cases(tmp_path))


def test_an_enlarged_page_keeps_its_article() -> None:
    case = next(case for case in read_cases() if case.name == "drupal")
    large = enlarge(case.data)
    assert len(large) > 100_000
    assert score_cases([Case("large", large, case.expected)]).f1 > 0.98
