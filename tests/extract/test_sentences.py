"""Sentences: abbreviations, brands with marks, closing quotes, wrapped lines, and texts that are no text."""

from __future__ import annotations

from typing import Any

import pytest
import sentencex

from articles.extract import sentences
from articles.extract.sentences import LONGEST, find_paragraphs, find_sentences


def split(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Waymo Inc. said so. It left.", ["Waymo Inc. said so.", "It left."]),
        ("He left Ford Motor Co. The company knew.", ["He left Ford Motor Co.", "The company knew."]),
        ("She joined Acme Corp. in May. It paid.", ["She joined Acme Corp. in May.", "It paid."]),
        ("No. 5 won. No. He lost.", ["No. 5 won.", "No.", "He lost."]),
        ("U.S. staff left the U.S. The next day came.", ["U.S. staff left the U.S.", "The next day came."]),
        ("Pony.ai Ltd. drives. Yahoo! said so.", ["Pony.ai Ltd. drives.", "Yahoo! said so."]),
        ("Then came Yahoo! Inc. of Sunnyvale.", ["Then came Yahoo! Inc. of Sunnyvale."]),
        ("Mr. J. B. Hunt spoke. Dr. Who heard.", ["Mr. J. B. Hunt spoke.", "Dr. Who heard."]),
        ("“Why now?” asked one analyst. Nobody knew.", ["“Why now?” asked one analyst.", "Nobody knew."]),
        ("“We wait. We hope.” He left.", ["“We wait. We hope.”", "He left."]),
        ("It moved from Portland, Ore. It grew.", ["It moved from Portland, Ore.", "It grew."]),
        ("It paid $2.5 million. Level 4.5 came.", ["It paid $2.5 million.", "Level 4.5 came."]),
        ("At 5 p.m. Tuesday it rained. Then not.", ["At 5 p.m. Tuesday it rained.", "Then not."]),
        ("百度宣布合作。“很好。”他说！", ["百度宣布合作。", "“很好。”", "他说！"]),
    ],
)  # fmt: skip
def test_a_text_falls_into_these_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_blank_line_always_parts_and_counts_paragraphs() -> None:
    found = find_sentences("A heading without a stop\n\nFirst one. Second one.\n \nThird one.")
    assert [one.paragraph for one in found] == [0, 1, 1, 2]


def test_a_list_item_of_several_sentences_is_parted() -> None:
    text = "• Cruise. The two run a pilot. It is small.\n1. Nuro. Its pods bring milk."
    assert split(text) == ["• Cruise.", "The two run a pilot.", "It is small.", "1. Nuro.", "Its pods bring milk."]


def test_a_heading_and_list_items_stand_alone_but_a_wrapped_line_goes_on() -> None:
    assert split("About Waymo\nWaymo drives.") == ["About Waymo", "Waymo drives."]
    assert split("• one thing\n• another thing") == ["• one thing", "• another thing"]
    wrapped = "This line is so long that the writer of it had to go on\nin the next one."
    assert split(wrapped) == [wrapped]


def test_offsets_cut_out_the_sentence_without_outer_spaces() -> None:
    text = "  One here.   Two there.  \n\n  Three. "
    assert split(text) == ["One here.", "Two there.", "Three."]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\n \n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert find_sentences(text) == []
    assert list(find_paragraphs(text)) == []


@pytest.mark.parametrize("shape", ["word ", "a", "“", ". ", "A. ", "(", "\n", "a\n\n", "百", "? ! "])
def test_no_sentence_is_longer_than_the_limit_and_the_splitter_sees_each_character_once(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    split_block = sentencex.get_sentence_boundaries

    def counted(language: str, block: str) -> Any:
        given.append(len(block))
        return split_block(language, block)

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", counted)
    text = shape * (60_000 // len(shape))
    found = find_sentences(text)
    assert all(one.end - one.start <= LONGEST for one in found)
    assert sum(given) <= len(text)
    assert max(given, default=0) <= sentences.WINDOW
