"""The day of a claim by where it stands in an article: its lead, what goes on from it, and what is told beside it."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extract.companies import shipped_catalogue
from articles.extract.reading import read_text

DAY = date(2024, 6, 12)
LEAD = "Volkswagen has signed an agreement with Mobileye, the two companies said on Tuesday."
MIDDLE = "Cars drive. Roads are long, and nobody knows how long they will stay so."


def day_of(text: str, kind: str, a: str, b: str) -> str | None:
    """The day of the one claim of that kind about the two."""
    claims = [
        claim
        for claim in read_text(text, shipped_catalogue(), published=DAY).claims
        if (claim.kind, claim.a.name, claim.b.name) == (kind, a, b)
    ]
    (claim,) = claims
    return claim.when.iso if claim.when is not None else None


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("Volkswagen also said it had bought Europcar.", "2024-06-11"),
        ("As part of the plan, Volkswagen has acquired Europcar.", "2024-06-11"),
        ("Separately, Volkswagen acquired Europcar.", "2024-06-11"),
        ("Volkswagen acquired Europcar.", None),
        ("Volkswagen had acquired Europcar.", None),
        ("The chief executive said that Volkswagen would acquire Europcar.", "2024-06-11"),
        ("In May Volkswagen acquired Europcar.", "2024-05"),
        ("As part of the plan, Volkswagen acquired Europcar in May.", "2024-05"),
    ],
)
def test_what_stands_below_the_lead_is_its_news_only_where_the_words_go_on_from_it(last: str, day: str | None) -> None:
    assert day_of("\n\n".join([LEAD, MIDDLE, MIDDLE, last]), "acquisition", "Volkswagen", "Europcar") == day


@pytest.mark.parametrize(
    ("last", "day"),
    [("Under the agreement, Nvidia supplies Volkswagen.", "2024-06-11"), ("Nvidia supplies Volkswagen.", None)],
)
def test_what_goes_on_is_no_news_unless_a_deal_provides_for_it(last: str, day: str | None) -> None:
    assert day_of("\n\n".join([LEAD, MIDDLE, MIDDLE, last]), "supply", "Nvidia", "Volkswagen") == day


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("Tiger Global took part in the round.", "2024-06-12"),
        ("Tiger Global is an earlier investor in Nuro and joined nothing.", None),
    ],
)
def test_who_joins_a_round_that_is_the_news_does_so_on_its_day(last: str, day: str | None) -> None:
    lead = "Nuro has raised $100 million in a round led by SoftBank."
    assert (
        day_of("\n\n".join([lead, MIDDLE, f"SoftBank led the round. {last}"]), "investment", "Tiger Global", "Nuro")
        == day
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BERLIN, June 12 -- Volkswagen will buy chips from Nvidia.", "2024-06-12"),
        ("BERLIN, June 12 -- Volkswagen will buy chips from Nvidia, the companies announced on Monday.", "2024-06-10"),
        ("Shares rose. Volkswagen will buy chips from Nvidia. That is what was said on Monday.", "2024-06-10"),
        ("Shares rose. Volkswagen will buy chips from Nvidia. The papers were signed on Monday.", "2024-06-10"),
        ("Volkswagen will buy chips from Nvidia. Shares had risen on Monday.", "2024-06-12"),
        ("Volkswagen will buy chips from Nvidia. The price is that of Friday's close, it said.", "2024-06-12"),
        ("Friday's announcement that Volkswagen will buy chips from Nvidia was no surprise.", "2024-06-07"),
    ],
)
def test_news_is_of_the_day_on_which_its_beginning_says_it_was_told(text: str, day: str) -> None:
    assert day_of(text, "supply", "Nvidia", "Volkswagen") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Volvo Cars has belonged to Geely since 2010.", "2010"),
        ("Zeekr, owned by Geely, has sold cars with chips of Mobileye since 2021.", None),
        ("Polestar, a subsidiary of Geely, has worked with Luminar since June 2022.", None),
    ],
)
def test_an_owner_has_only_the_day_that_its_own_verb_has(text: str, day: str | None) -> None:
    claims = [
        claim for claim in read_text(text, shipped_catalogue(), published=DAY).claims if claim.kind == "ownership"
    ]

    assert [claim.when.iso if claim.when is not None else None for claim in claims] == [day]


def test_who_sold_a_company_did_not_begin_to_own_it_that_day() -> None:
    text = "Hyundai bought control of Boston Dynamics from SoftBank in June 2021."

    assert day_of(text, "ownership", "SoftBank", "Boston Dynamics") is None


def test_rivals_have_no_day() -> None:
    text = "Lyft, the rival of Uber, has tried out robot cars since May."
    (claim,) = [c for c in read_text(text, shipped_catalogue(), published=DAY).claims if c.kind == "competitor"]

    assert claim.when is None
