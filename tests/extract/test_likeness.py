"""Copies of one story are found, other articles are not, and every process computes the same fingerprint."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.likeness import SAME_STORY, SHARED_BANDS, content_hash, find_bands, likeness

STORY = (
    "The truck maker from Gothenburg has ordered forty thousand radar sensors from a supplier in Haifa. "
    "Deliveries begin in the autumn, both sides said on Tuesday, and the contract runs for six years. The sensors "
    "see three hundred metres ahead in fog. Until now the company had bought such parts from a rival in Toronto, "
    "which lost a fifth of its value on the stock exchange. Analysts had not expected the change before next "
    "year."
)
REPRINT = "Sensor order surprises market. " + STORY.replace("forty thousand", "40,000").replace(" on Tuesday", "")
OTHER = (
    "A start-up from Lyon will let its shuttles carry passengers in the harbour of Osaka. The city has given "
    "leave for a year of trials at walking pace, with an attendant aboard who can stop the vehicle at any time. "
    "If all goes well, twenty shuttles are to connect the exhibition halls with the railway station by the time "
    "the fair opens its gates."
)
CHINESE = "小马智行与丰田汽车宣布在广州成立合资公司，双方将共同投入超过一千辆无人驾驶出租车，并计划于明年开始运营。"


def shared_bands(text: str, other: str) -> int:
    return len(set(find_bands(text)) & set(find_bands(other)))


def test_a_reprint_is_a_candidate_and_tells_the_same_story() -> None:
    assert shared_bands(STORY, REPRINT) >= SHARED_BANDS
    assert likeness(STORY, REPRINT) >= SAME_STORY


def test_another_article_is_neither() -> None:
    assert shared_bands(STORY, OTHER) < SHARED_BANDS
    assert likeness(STORY, OTHER) < 0.05


def test_scripts_without_spaces_are_compared_too() -> None:
    assert shared_bands(CHINESE, "广州讯：" + CHINESE.replace("明年", "后年")) >= SHARED_BANDS
    assert likeness(CHINESE, CHINESE[:40] + "今天北京天气晴朗，市民纷纷走上街头") < 0.7


def test_likeness_is_the_share_of_common_shingles() -> None:
    assert likeness("a b c d", "b c d e") == pytest.approx(1 / 3)
    assert likeness("a b c d", "A, b: C – d!") == 1.0
    assert likeness("a b", "a b") == 1.0
    assert likeness("a b", "a c") == 0.0
    assert likeness("", "") == 1.0


def test_bands_are_32_signed_64_bit_numbers() -> None:
    bands = find_bands(STORY)
    assert len(set(bands)) == 32
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert min(bands) < 0 < max(bands)


def test_a_text_of_a_few_words_has_no_bands() -> None:
    assert find_bands("Leave a comment") == ()
    assert find_bands("") == ()


def test_bands_are_the_same_in_another_process_with_another_hash_seed() -> None:
    program = "import sys; from articles.extract.likeness import find_bands; print(*find_bands(sys.stdin.read()))"
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program],
            input=STORY,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
        )
        assert tuple(map(int, run.stdout.split())) == find_bands(STORY)


def test_stored_bands_stay_valid() -> None:
    """The bands of stored articles stand in a table: another sketch would part old articles from new ones."""
    assert find_bands(STORY)[:2] == (-5541116324581734946, 2950850440423299986)


def test_the_content_hash_ignores_space_case_and_punctuation_only() -> None:
    assert content_hash("Pony.ai signs – again!") == content_hash("pony AI\u00a0signs\nagain")
    assert content_hash("Pony.ai signs") != content_hash("Pony.ai sings")
    assert content_hash("Level 2") != content_hash("Level 4")
    assert len(content_hash("")) == 32


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_symmetric_and_between_0_and_1(text: str, other: str) -> None:
    assert 0.0 <= likeness(text, other) == likeness(other, text) <= 1.0
    assert likeness(text, text) == 1.0
    find_bands(text)
    content_hash(text)


def test_likeness_agrees_with_the_bands_shared() -> None:
    """The share of common bands is about the square of the likeness: that is what the candidates rest on."""
    rng = random.Random(3)
    words = [f"word{rng.randrange(10**6)}" for _ in range(600)]
    text, shared = " ".join(words), 0
    trials = 40
    for _ in range(trials):
        other = " ".join(words[150:] + [f"other{rng.randrange(10**6)}" for _ in range(150)])
        shared += shared_bands(text, other)
    expected = likeness(text, other) ** 2
    assert shared / (32 * trials) == pytest.approx(expected, abs=0.12)
