"""The page that sets companies side by side."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Company
from tests.factory import make_company, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def companies() -> dict[str, Company]:
    rows = {name: make_company(name) for name in ("Alpha", "Beta", "Shared", "Mine")}
    make_partnership("supply", rows["Alpha"], rows["Shared"])
    make_partnership("investment", rows["Beta"], rows["Shared"])
    make_partnership("partnership", rows["Alpha"], rows["Mine"])
    return rows


def get(client: Client, query: str) -> str:
    answer = client.get(f"/compare/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_partners_in_common_lead_to_each_deal(client: Client) -> None:
    html = get(client, "c=alpha&c=beta")
    assert 'href="/partnership/alpha/shared/"' in html
    assert 'href="/partnership/beta/shared/"' in html
    assert 'href="/partnership/alpha/mine/"' in html


def test_one_company_asks_for_another(client: Client) -> None:
    assert "Name one more company" in get(client, "c=alpha")
    assert "Name two companies" in get(client, "")


def test_more_than_four_are_left_out_and_said_so(client: Client) -> None:
    for name in ("Gamma", "Delta"):
        make_company(name)
    html = get(client, "c=alpha&c=beta&c=shared&c=mine&c=gamma&c=delta")
    assert "Only 4 companies fit side by side" in html
    assert "Gamma, Delta" in html


def test_a_company_named_twice_counts_once(client: Client) -> None:
    assert "Name one more company" in get(client, "c=alpha&c=Alpha")


def test_an_unknown_name_is_named_with_suggestions(client: Client) -> None:
    html = get(client, "c=alpha&c=Btea&c=<i>")
    assert "No company here is called “Btea”" in html
    assert "?c=alpha&amp;c=beta" in html
    assert "<i>”" not in html


@pytest.mark.parametrize("query", ["c=%00", "c=" + "x" * 4000, "&".join(f"c={number}" for number in range(400))])
def test_nothing_typed_breaks_the_page(client: Client, query: str) -> None:
    get(client, query)
