"""Whatever stands in an address, the answer is a page that says something: never a crash, never an empty sheet."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from tests.factory import make_article, make_claim, make_company, make_partnership, make_source

pytestmark = pytest.mark.django_db

WRONG = (
    "", " ", "-2019", "0", "9" * 400, "1e9", "nan", "٢٠١٩", "2019-13", "2019-02-31", "9999-12-31", "0001", "nobody",
    "😀", "\0", "a\0b", "W" * 3000, "'; DROP TABLE x; --", "<script>alert(1)</script>", "%", "_", "*", '"', "NEAR(",
    "a AND", "-", "../../etc/passwd", "\u202e", "百度",
)  # fmt: skip
FILTERS = (
    "company", "counterpart", "kind", "stage", "sector", "country", "source", "from", "to", "confidence", "reviewed",
    "words",
)  # fmt: skip
PAGES = {
    "/timeline/": (*FILTERS, "before"),
    "/network/": (*FILTERS, "day", "show", "format"),
    "/companies/": ("q", "sector", "after", "all"),
    "/path/": ("from", "to", "deals"),
    "/compare/": ("c",),
    "/search/": ("q", "sort", "page"),
    "/sources/": ("trouble", "after"),
    "/sources/left-out/": ("source", "before"),
    "/source/wire/": ("before",),
}
STAFF = {
    "/desk/": ("rule", "view", "before"),
    "/desk/names/": ("q",),
    "/desk/companies/merge/": ("gone", "kept"),
    "/trail/": ("verb", "actor_name", "table", "row", "rule", "before"),
}
ROOMS = (
    "/company/{}/", "/author/{}/", "/source/{}/", "/article/{}/", "/partnership/{}/waymo/", "/partnership/waymo/{}/",
    "/trail/{}/", "/desk/company/{}/",
)  # fmt: skip


POSTED = "/theme/"
"""An address that only a form is sent to."""


@pytest.fixture(autouse=True)
def archive() -> None:
    waymo, jaguar, source = make_company("Waymo"), make_company("Jaguar"), make_source("Wire")
    article = make_article("Waymo buys from Jaguar.", source=source, published=date(2018, 3, 27))
    claim = make_claim(article, "supply", jaguar, waymo, on=date(2018, 3, 27))
    make_partnership("supply", jaguar, waymo, first_on=date(2018, 3, 27), claims=[claim])


def check(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {200, 301, 302, 400, 404}, address
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        page: Any = html.fromstring(answer.content.decode())
        (main,) = page.xpath("//main")
        assert main.xpath(".//h1"), f"{address} has no heading"
        assert len(main.text_content().strip()) > 40, f"{address} says nothing"
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_wrong_value_gives_a_page(client: Client, path: str) -> None:
    for name in PAGES[path]:
        for value in WRONG:
            check(client, f"{path}?{urlencode({name: value})}")


@pytest.mark.parametrize("path", PAGES)
def test_a_parameter_twice_gives_a_page(client: Client, path: str) -> None:
    for name in PAGES[path]:
        check(client, f"{path}?{urlencode([(name, 'waymo'), (name, '😀'), (name, '2018')])}")


@pytest.mark.parametrize("path", STAFF)
def test_so_it_is_at_the_desk(admin_client: Client, path: str) -> None:
    for name in STAFF[path]:
        for value in WRONG:
            check(admin_client, f"{path}?{urlencode({name: value})}")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_is_none_is_not_found(admin_client: Client, admin_user: User, room: str) -> None:
    for value in ("nobody", "-1", "0", "9" * 30, "%00", "%F0%9F%98%80", "W" * 500, "%2E%2E", "a%20b"):
        assert admin_client.get(room.format(value)).status_code == 404, room.format(value)


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("from=-2019", "is not a year"), ("to=" + "9" * 400, "is not a year"), ("kind=theft", "is not a kind"),
        ("stage=%F0%9F%98%80", "is not a stage"), ("sector=x", "is not a sector"), ("country=Uto", "is not a country"),
        ("confidence=101", "is not a confidence"), ("company=nobody", "No company here is called"),
        ("source=nobody", "No source here is called"), ("reviewed=perhaps", "is not an answer"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/timeline/", "/network/"])
def test_a_wish_that_makes_no_sense_is_named_and_what_is_left_is_shown(
    client: Client, path: str, query: str, complaint: str
) -> None:
    page = client.get(f"{path}?{query}").content.decode()
    assert complaint in page
    assert "/partnership/jaguar/waymo/" in page


def test_an_address_for_forms_opened_by_hand_says_what_it_is(client: Client) -> None:
    answer = client.get(POSTED)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "not a page" in answer.content.decode()
    assert client.head(POSTED).status_code == 405


def test_a_form_that_is_not_taken_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post(POSTED, {"theme": "dark"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_who_may_not_is_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "Your account may not do this" in answer.content.decode()
