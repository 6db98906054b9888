"""The page that tells how two companies are connected."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from articles.models import Company
from tests.factory import make_article, make_claim, make_company, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chain() -> list[Company]:
    a, b, c = make_company("Alpha", names=["阿尔法"]), make_company("Beta"), make_company("Gamma")
    article = make_article("Alpha will supply Beta with lidars.")
    claim = make_claim(article, "supply", a, b)
    make_partnership("supply", a, b, claims=[claim])
    make_partnership("partnership", b, c, stage="ended", ended_on=date(2024, 1, 1))
    return [a, b, c]


def get(client: Client, query: str) -> str:
    answer = client.get(f"/path/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_step_shows_its_evidence(client: Client) -> None:
    html = get(client, "from=alpha&to=beta")
    assert "1 step" in html
    assert "Alpha will supply Beta with lidars." in html


def test_a_company_is_known_by_any_of_its_names(client: Client) -> None:
    assert "1 step" in get(client, "from=阿尔法&to=BETA")


def test_a_path_through_ended_deals_is_offered(client: Client) -> None:
    html = get(client, "from=alpha&to=gamma")
    assert "No path from Alpha to Gamma" in html
    assert "?from=alpha&amp;to=gamma&amp;deals=any" in html
    assert "2 steps" in get(client, "from=alpha&to=gamma&deals=any")


def test_a_company_without_any_deal_is_named(client: Client) -> None:
    make_company("Lonely")
    assert "No deal of Lonely is known here." in get(client, "from=alpha&to=lonely&deals=any")


def test_an_unknown_name_gets_suggestions_that_lead_on(client: Client) -> None:
    html = get(client, "from=Alhpa&to=beta")
    assert "No company here is called “Alhpa”" in html
    assert '<a href="?from=alpha&amp;to=beta">Alpha</a>' in html


def test_one_company_twice_is_said_to_be_one(client: Client) -> None:
    assert "That is one company" in get(client, "from=alpha&to=阿尔法")


@pytest.mark.parametrize(
    "query", ["", "from=", "from=%00&to=%00", "from=alpha", "to=" + "x" * 3000, "from=<script>&to=beta"]
)
def test_nothing_typed_breaks_the_page(client: Client, query: str) -> None:
    assert "<script>&" not in get(client, query)
