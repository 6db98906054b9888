"""From the head and tail of a page's blocks goes what repeats its facts; from within, what repeats the text."""

from __future__ import annotations

import pytest

from articles.extract.bylines import Person
from articles.extract.page.saved import trim_blocks

PROSE = "The county of Osk will let lorries without a driver use its coast road between midnight and five."
MORE = "Neither firm said on Wednesday what its lorries had cost, and the county did not want to know it."
TITLE = "Osk lets lorries steer themselves"


def kept(head: list[str], tail: list[str], **facts: object) -> list[str]:
    texts = [*head, PROSE, MORE, *tail]
    places = trim_blocks(texts, ["p"] * len(texts), title=TITLE, **facts)  # type: ignore[arg-type]
    return [texts[place] for place in places]


@pytest.mark.parametrize(
    "line",
    [
        "By", "OSK |", "KIROV, Norland |", "Article Date: 19 Jul 2013 - 0:00 PDT", "Published: July 18, 2013",
        "Originally published on Wed June 5, 2013 4:19 pm", "By Mara Lind",
    ],
)  # fmt: skip
def test_what_is_left_of_a_byline_goes_even_below_another_line(line: str) -> None:
    assert kept([line], []) == [PROSE, MORE]
    assert kept(["Fish, night and radar", line], []) == ["Fish, night and radar", PROSE, MORE]


def test_the_pages_other_headline_goes_as_well() -> None:
    other = "Lorries of Osk drive alone from midnight"
    assert kept([other], [], headlines=[other]) == [PROSE, MORE]
    assert kept([other], []) == [other, PROSE, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Written by Mara Lind",
        "Mara Lind, a reporter for Seaboard News, covers the coast of Osk and is on Twitter @maralind.",
        "(Reporting by Mara Lind; Editing by Ann Prior)",
    ],
)
def test_who_wrote_it_goes_from_below_the_text(line: str) -> None:
    assert kept([], [line], authors=[Person(name="Mara Lind")]) == [PROSE, MORE]


def test_a_last_paragraph_about_somebody_else_stays() -> None:
    line = "Arne Dahl, an editor until 2009, is the owner of Osk Haulage and writes its letters himself."
    assert kept([], [line], authors=[Person(name="Mara Lind")])[-1] == line


def test_a_quote_that_repeats_a_paragraph_goes_and_one_that_does_not_stays() -> None:
    texts = [PROSE, "“lorries without a driver use its coast road”", "“There is nobody there but the moose.”", MORE]
    kinds = ["p", "blockquote", "blockquote", "p"]
    assert trim_blocks(texts, kinds) == [0, 2, 3]
