"""Every table has a list in the admin with search and filters, and no list grows slow with its table."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import ForeignKey, Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin import tables
from articles.models import Company, Mention
from tests.factory import (
    DAY,
    make_article,
    make_author,
    make_claim,
    make_company,
    make_entry,
    make_feed,
    make_mention,
    make_ownership,
    make_partnership,
    make_quote,
    make_source,
)

TABLES = sorted(apps.get_app_config("articles").get_models(), key=lambda table: table._meta.model_name or "")
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def rows() -> None:
    """Something in most tables, the article with everything a page can hang on it."""
    source = make_source("Trade Post")
    author = make_author("Ada Writer", source)
    article = make_article("Alpha supplies Beta. “Good,” said Ann.", source=source, authors=[author])
    alpha, beta = make_company("Alpha"), make_company("Beta")
    make_ownership(alpha, beta)
    make_mention(article, alpha)
    make_mention(article, None, "Ann")
    make_partnership("supply", alpha, beta, claims=[make_claim(article, "supply", alpha, beta)])
    make_quote(article, "“Good,”", company=alpha, speaker="Ann")
    make_entry(make_feed(source), article.page)


def address(table: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:articles_{table._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_has_a_list_with_search_and_filters(table: type[Model], staff: Client, rows: None) -> None:
    options = admin.site._registry[table]
    assert options.search_fields
    assert options.list_filter
    for query in ("", "?q=alpha", "?q=1", "?q=https://news.example/x", "?p=2", "?all="):
        assert staff.get(address(table, "changelist") + query).status_code in {200, 302}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_row_has_a_page(table: type[Model], staff: Client, rows: None) -> None:
    for row in table._default_manager.all()[:2]:
        assert staff.get(address(table, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_no_form_offers_a_choice_of_every_row(table: type[Model]) -> None:
    """A drop-down of a big table would load it whole; autocomplete and raw ids do not."""
    options: Any = admin.site._registry[table]
    editable = options.fields or [field.name for field in table._meta.fields if field.editable]
    if isinstance(options, tables.DerivedAdmin):
        return
    for field in table._meta.fields:
        if isinstance(field, ForeignKey) and field.name in editable and field.name not in options.readonly_fields:
            assert field.name in (*options.autocomplete_fields, *options.raw_id_fields), field


def test_lists_count_no_further_than_the_limit(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "COUNT_LIMIT", 3)
    for number in range(8):
        make_company(f"Company {number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = staff.get(address(Company, "changelist"))
    assert answer.context["cl"].result_count == 3
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert counts
    assert all("LIMIT 3" in sql for sql in counts)


def test_a_search_looks_through_the_newest_rows_of_a_big_table(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SEARCH_DEPTH", 2)
    article = make_article("Alpha Alpha Alpha Alpha")
    mentions = [make_mention(article, None, "Alpha", start=start, end=start + 5) for start in (0, 6, 12, 18)]
    found = staff.get(address(Mention, "changelist") + "?q=alpha").context["cl"].result_list
    assert [row.pk for row in found] == [row.pk for row in mentions[:1:-1]]
    by_id = staff.get(address(Mention, "changelist") + f"?q={mentions[0].pk}").context["cl"].result_list
    assert [row.pk for row in by_id] == [mentions[0].pk]


def test_an_article_is_found_by_its_address(staff: Client) -> None:
    wanted = make_article("One.", url="https://news.example/wanted")
    make_article("Two.", url="https://news.example/other")
    answer = staff.get(reverse("admin:articles_article_changelist") + "?q=https://news.example/wanted")
    assert [row.pk for row in answer.context["cl"].result_list] == [wanted.pk]


def test_the_queries_of_a_list_do_not_grow_with_its_rows(staff: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("admin:articles_claim_changelist"))
        return len(queries)

    article = make_article("Alpha supplies Beta.", published=DAY)
    alpha = make_company("Alpha")
    make_claim(article, "supply", alpha, make_company("B0"))
    few = count()
    for number in range(1, 12):
        make_claim(article, "supply", alpha, make_company(f"B{number}"))
    assert count() == few


def test_derived_tables_are_for_looking_only(staff: Client, rows: None) -> None:
    mention = Mention.objects.all()[0]
    staff.post(address(Mention, "change", mention.pk), {"text": "Changed"})
    staff.post(address(Mention, "delete", mention.pk), {"post": "yes"})
    assert Mention.objects.get(pk=mention.pk).text == mention.text
    assert staff.get(address(Mention, "add")).status_code == 403
