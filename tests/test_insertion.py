"""Rows inserted in bulk, past those that are there already."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from articles.models import Entry, Page, insertion
from articles.models.insertion import insert_new, insert_row, prepare_columns
from articles.models.page import url_key
from tests.factory import make_feed, make_page, make_source

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)


def new_page(url: str, **fields: object) -> Page:
    return Page(url=url, key=url_key(url), **fields)


def test_a_row_reads_back_as_it_was_given_with_defaults_filled_in() -> None:
    source = make_source("Kerb")
    hints = {"title": "“Zoox” 自动驾驶", "authors": 'a "quoted" name'}
    page = new_page("https://a.example/1", source=source, hints=hints, retry_at=NOW, marks=["paywall"])
    page.save_body(b"\x00\xffbody")
    insert_new([page])
    stored = Page.objects.get()
    assert (stored.source, stored.hints, stored.marks, stored.retry_at) == (source, hints, ["paywall"], NOW)
    assert (stored.read_body(), stored.state, stored.attempts) == (b"\x00\xffbody", Page.State.NEW, 0)
    assert stored.created_at is not None


def test_a_row_whose_key_is_there_is_left_out_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insertion, "BATCH", 2)
    known = make_page(url="https://a.example/1", hints={"title": "known"})
    insert_new(new_page(f"https://a.example/{number}", hints={"title": "new"}) for number in range(6))
    assert Page.objects.count() == 6
    known.refresh_from_db()
    assert known.hints == {"title": "known"}


def test_nothing_is_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        insert_new([])


def test_a_feeds_many_entries_keep_their_days() -> None:
    feed = make_feed()
    insert_new(
        Entry(
            feed_id=feed.pk, key=str(number), published_at=NOW if number else None, first_seen_at=NOW, last_seen_at=NOW
        )
        for number in range(3)
    )
    days = Entry.objects.order_by("key").values_list("published_at", flat=True)
    assert list(days) == [None, NOW, NOW]


def test_one_row_is_told_its_id_and_a_key_that_is_there_is_an_error() -> None:
    page = new_page("https://a.example/1", hints={"title": "one"})
    insert_row(page)
    assert Page.objects.get() == page
    page.reason = "saved as any other row"
    page.save(update_fields=["reason"])
    assert Page.objects.get().reason == "saved as any other row"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(new_page("https://a.example/1"))


def test_columns_make_the_same_row_as_an_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insertion, "BATCH", 2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    source = make_source("Kerb")
    known = {"reason": "why", "retry_at": NOW, "hints": {"title": "“Zoox”"}, "body": b"\x00\xff", "marks": ["paywall"]}
    urls = [f"https://a.example/{number}" for number in range(3)]
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    insert_new(Page(url=url, key=url_key(url), source=source, **known) for url in urls)
    as_objects = list(Page.objects.order_by("url").values(*names))
    Page.objects.all().delete()
    columns = [{"url": url, "key": url_key(url), "source_id": source.pk, **known} for url in urls]
    for batch in prepare_columns(Page, [*columns, columns[0]]):
        batch.insert()
    assert list(Page.objects.order_by("url").values(*names)) == as_objects


def test_columns_not_named_take_their_defaults_and_no_row_shares_them() -> None:
    urls = ["https://a.example/1", "https://a.example/2"]
    rows = [
        {"url": urls[0], "key": url_key(urls[0]), "state": Page.State.READ},
        {"url": urls[1], "key": url_key(urls[1])},
    ]
    for batch in prepare_columns(Page, rows):
        batch.insert()
    one, two = Page.objects.order_by("url")
    assert (one.state, two.state) == (Page.State.READ, Page.State.NEW)
    assert (one.marks, two.hints, two.attempts, two.body, two.retry_at) == ([], {}, 0, None, None)
