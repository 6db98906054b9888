"""The search page and the answers while typing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.indexing import index_all
from tests.factory import make_article, make_author, make_claim, make_company, make_partnership, make_source

pytestmark = pytest.mark.django_db
TYPING = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def archive() -> None:
    source = make_source("Wire")
    alpha, beta = make_company("Alpha", native_name="阿尔法"), make_company("Beta")
    author = make_author("Ada Alphason", source)
    article = make_article(
        "Alpha <b>bold</b> supplies Beta with lidars.", title="Alpha & Beta", source=source, authors=[author]
    )
    claim = make_claim(article, "supply", alpha, beta)
    make_partnership("supply", alpha, beta, subject="lidars", claims=[claim])
    index_all()


def get(client: Client, query: str, **headers: str) -> str:
    answer = client.get(f"/search/?{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_is_found_in_one_box_and_matches_are_marked(client: Client) -> None:
    html = get(client, "q=alpha")
    for part in ("/company/alpha/", "/partnership/alpha/beta/", "/article/", "<mark>Alpha</mark> &amp; Beta"):
        assert part in html
    assert "<mark>Alpha</mark> &lt;b&gt;bold&lt;/b&gt; supplies" in html


def test_while_typing_a_piece_comes_with_the_best_few(client: Client) -> None:
    html = get(client, "q=alph", **TYPING)
    assert "<html" not in html
    assert '<a href="/company/alpha/"><mark>Alpha</mark></a>' in html
    assert "Ada <mark>Alphason</mark>" in html
    assert "answers" in html
    assert get(client, "q=", **TYPING).count("<a ") == 0


def test_nothing_found_says_what_to_do(client: Client) -> None:
    html = get(client, "q=alhpa")
    assert "Nothing found for “alhpa”" in html
    assert '<a href="/company/alpha/">Alpha</a>' in html


def test_names_for_a_forms_field_come_as_options(client: Client) -> None:
    for field in ("q", "from", "to", "c"):
        assert '<option value="Alpha">阿尔法</option>' in get(client, f"piece=names&{field}=al")
    assert "<option" not in get(client, "piece=names&from=")


def test_pages_and_order_are_in_the_address(client: Client) -> None:
    for number in range(45):
        make_article(f"Number {number} of many.", title=f"Many {number}")
    index_all()
    first, last = get(client, "q=many&sort=new"), get(client, "q=many&sort=new&page=3")
    assert "Page 1 of 3" in first
    assert "?q=many&amp;sort=new&amp;page=2" in first
    assert "Page 3 of 3" in last
    for page in ("0", "99", "x", "-1", "²", "9" * 30):
        get(client, f"q=many&page={quote(page)}")


@pytest.mark.parametrize(
    "text", ['"', "a\0b", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 5000, "(((", "🚗", "NEAR("]
)
def test_no_words_break_the_page(client: Client, text: str) -> None:
    for headers in ({}, TYPING):
        assert "<script>alert" not in get(client, f"q={quote(text)}", **headers)


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    def ask(**headers: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(client, "q=alpha", **headers)
        return len(queries)

    few = ask(), ask(**TYPING)
    for number in range(15):
        make_article(f"Alpha {number}.", authors=[make_author(f"Alpha Number{number}")])
        make_partnership("supply", make_company(f"Alpha {number}"), make_company(f"Other {number}"))
    index_all()
    assert (ask(), ask(**TYPING)) == few


def test_a_company_found_by_another_name_says_by_which(client: Client) -> None:
    make_company("Gamma", names=["Gamut Lidar", "Old Gamut"])
    index_all()
    html = get(client, "q=lidar")
    assert "also called Gamut <mark>Lidar</mark>" in html
    assert "Old Gamut" not in html
    assert "also called" not in get(client, "q=gamma")


def test_without_a_question_there_are_examples(client: Client) -> None:
    assert 'href="?q=waymo"' in get(client, "")
