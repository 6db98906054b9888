"""A deal of which nobody gives a day, not even its article, is listed without one and drawn nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from articles.joining import join_pairs
from articles.models import Company, Partnership
from articles.timeline.facets import FIRST_YEAR
from tests import factory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def carmaker() -> Company:
    """A company with a supply of 2024 and one that an undated article tells without a day."""
    row = factory.make_company("Carmaker")
    dated = factory.make_claim(
        factory.make_article("One."), "supply", factory.make_company("Chips"), row, on=date(2024, 5, 1)
    )
    undated = factory.make_claim(
        factory.make_article("Two.", published=None), "supply", factory.make_company("Pods"), row
    )
    join_pairs([("supply", claim.a_id, claim.b_id) for claim in (dated, undated)], NOW)  # type: ignore[misc]
    return row


@pytest.mark.parametrize(
    "address", ["/", "/timeline/", "/timeline/?company=carmaker", "/company/carmaker/", "/partnership/carmaker/pods/"]
)
@pytest.mark.usefixtures("carmaker")
def test_no_page_makes_up_a_day_for_it(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    assert "1970" not in page
    assert "Pods" in page


@pytest.mark.usefixtures("carmaker")
def test_it_is_listed_last_with_its_date_unknown_and_left_out_of_the_drawing_in_so_many_words(client: Client) -> None:
    page = client.get("/timeline/?company=carmaker").content.decode()

    assert "1 deal: date unknown" in page
    assert page.index("May 2024</h3>") < page.index("date unknown</h3>")


def test_the_table_of_years_counts_it_in_the_sum_alone(client: Client, carmaker: Company) -> None:
    profile = client.get(carmaker.get_absolute_url()).context["profile"]

    (supply,) = profile.kinds
    assert profile.years[0] == 2024
    assert (supply.total, sum(supply.counts)) == (2, 1)


@pytest.mark.usefixtures("carmaker")
def test_the_first_column_of_years_says_that_it_holds_earlier_ones(client: Client) -> None:
    assert f'aria-label="≤{FIRST_YEAR}: 1 deal"' in client.get("/timeline/").content.decode()

    Partnership.objects.filter(a__slug="pods").delete()
    assert f'aria-label="{FIRST_YEAR}: 0 deals"' in client.get("/timeline/").content.decode()


@pytest.mark.usefixtures("carmaker")
def test_neither_the_network_nor_its_files_give_it_a_year(client: Client) -> None:
    assert "1970" not in client.get("/network/").content.decode()
    for form in ("graphml", "gexf"):
        assert "1970" not in client.get("/network/", {"format": form}).content.decode()


@pytest.mark.usefixtures("carmaker")
def test_the_replay_leaves_it_out_of_every_earlier_year_and_says_so(client: Client) -> None:
    page = client.get("/network/?day=2024").content.decode()
    assert "showing 2 of 2 companies, 1 of 1 deals" in page
    assert "1 deal without a date is drawn today only." in page
    assert "/company/pods/" not in page
    assert client.get("/network/?day=2024").context["facets"].total == 1

    assert "is drawn today only" in client.get("/network/?company=carmaker&day=2024").content.decode()
    today = client.get("/network/").content.decode()
    assert "/company/pods/" in today
    assert "without a date" not in today


@pytest.mark.usefixtures("carmaker")
def test_filters_choose_which_deals_without_a_date_are_spoken_of(client: Client) -> None:
    assert "without a date" not in client.get("/network/?day=2024&kind=investment").content.decode()
