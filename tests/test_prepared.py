"""Queries composed once: what they give and write is what a queryset would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db.models import F

from articles.models import Article, Feed, Page
from articles.models.prepared import Given, Prepared, update_row, write_columns
from tests.factory import make_article, make_feed, make_source

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def columns_of(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_row_comes_as_a_queryset_gives_it_with_its_related_row() -> None:
    made = make_feed(make_source("Local"), url="https://a.example/feed")
    Feed.objects.update(hints={"ttl_minutes": 5}, warnings=["odd"], next_poll_at=NOW, throttled=True)
    prepared = Prepared(lambda: Feed.objects.filter(pk=Given("pk")).select_related("source"))
    for _ in range(2):
        got, wanted = prepared.get(pk=made.pk), Feed.objects.select_related("source").get(pk=made.pk)
        assert columns_of(got) == columns_of(wanted)
        assert columns_of(got.source) == columns_of(wanted.source)
    assert got.next_poll_at == NOW
    assert prepared.first(pk=made.pk + 1) is None
    with pytest.raises(Feed.DoesNotExist):
        prepared.get(pk=made.pk + 1)


def test_a_related_row_may_be_missing_and_a_deferred_column_is_fetched_when_asked_for() -> None:
    made = make_article(text="Some text")
    Article.objects.update(source=None)
    prepared = Prepared(lambda: Article.objects.select_related("source", "page").defer("text").filter(pk=Given("pk")))
    got = prepared.get(pk=made.pk)
    assert (got.source, got.page) == (None, made.page)
    assert got.get_deferred_fields() == {"text"}
    assert got.text == "Some text"


def test_columns_come_as_python_values() -> None:
    article = make_article(published=date(2026, 1, 2))
    prepared = Prepared(lambda: Article.objects.filter(published__lte=Given("day")).values_list("pk", "published"))
    assert prepared.rows(day=date(2026, 1, 2)) == [[article.pk, date(2026, 1, 2)]]
    assert prepared.rows(day=date(2026, 1, 1)) == []


def test_an_update_meets_the_rows_it_names_and_sets_what_is_given() -> None:
    make_feed(make_source("Local"), url="https://a.example/feed")
    due = Feed.objects.filter(failures=Given("failures"), lease_until__isnull=True).order_by("url")
    prepared = Prepared(lambda: due, next_poll_at=Given("at"), failures=F("failures") + 1)
    assert prepared.update(failures=7, at=NOW) == 0
    assert prepared.update(failures=0, at=NOW + timedelta(hours=1)) == 1
    assert Feed.objects.values_list("next_poll_at", "failures").get() == (NOW + timedelta(hours=1), 1)
    assert prepared.update(failures=1, at=None) == 1
    assert Feed.objects.values_list("next_poll_at", "failures").get() == (None, 2)


def test_columns_of_every_kind_are_written_and_no_others() -> None:
    page = make_article().page
    Page.objects.filter(pk=page.pk).update(reason="said by another meanwhile")
    page.save_body("naïve".encode())
    page.marks, page.fetched_at, page.attempts, page.reason = ["paywall"], NOW, 3, "not written"
    assert write_columns(page, "body", "body_hash", "marks", "fetched_at", "attempts", "source")
    stored = Page.objects.get(pk=page.pk)
    assert (stored.read_body(), stored.marks, stored.fetched_at, stored.attempts) == (
        "naïve".encode(), ["paywall"], NOW, 3
    )  # fmt: skip
    assert stored.reason == "said by another meanwhile"
    Page.objects.filter(pk=page.pk).delete()
    assert not write_columns(page, "attempts")


def test_a_row_that_changed_meanwhile_is_not_written() -> None:
    feed = make_feed(make_source("Local"), url="https://a.example/feed")
    Feed.objects.update(lease_until=NOW)
    assert not update_row(Feed, {"error": "mine"}, pk=feed.pk, lease_until=NOW - timedelta(seconds=1))
    assert update_row(Feed, {"error": "mine", "hints": {"a": 1}}, pk=feed.pk, lease_until=NOW)
    assert Feed.objects.values_list("error", "hints").get() == ("mine", {"a": 1})
    assert not update_row(Feed, {"error": "free"}, pk=feed.pk, lease_until=None)
    Feed.objects.update(lease_until=None)
    assert update_row(Feed, {"error": "free"}, pk=feed.pk, lease_until=None)
    assert not update_row(Feed, {"error": "held"}, pk=feed.pk, lease_until=NOW)
    assert Feed.objects.get().error == "free"


def test_threads_may_compose_the_same_query_at_once() -> None:
    prepared = Prepared(lambda: Feed.objects.filter(pk=Given("pk")).values_list("pk"))
    statements: list[str] = []
    threads = [Thread(target=lambda: statements.append(prepared._composed.statement)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statements) == 4
    assert len(set(statements)) == 1
