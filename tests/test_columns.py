"""Text from outside is made fit for any database before it is saved: PostgreSQL refuses what SQLite lets pass."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db.models import CharField

from articles import pipeline
from articles.arrivals import source_of
from articles.directory import host_of
from articles.extract.feed import Entry as Item
from articles.feeds import save_decision, save_entries, state_of
from articles.models import Article, Author, Entry, Feed, Page, Position
from articles.models.columns import as_utc, clean, fit
from articles.schedule import Outcome, decide
from tests.factory import make_feed, make_source

NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)
EDGE = "0001-01-01T00:00:00+14:00"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("plain", "plain"), ("a\0b", "ab"), ("a\ud800b", "a\ufffdb"), ("\ud83d\ude97!", "🚗!"), ("车🚗", "车🚗")],
)
def test_what_no_database_takes_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_values_are_cut_to_their_column_but_an_address_is_never_cut() -> None:
    fields = fit(
        Article, {"title": "x" * 900, "image": "https://a.example/" + "x" * 3000, "cut": ["\0a", {"\0": "\ud800"}]}
    )
    assert fields == {"title": "x" * 500, "image": "", "cut": ["a", {"": "\ufffd"}]}


def test_a_moment_that_leaves_the_calendar_in_utc_is_none() -> None:
    assert as_utc(datetime.fromisoformat(EDGE)) is None
    assert as_utc(datetime.fromisoformat("2024-05-03T09:00:00+02:00")) == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert as_utc(datetime(2024, 5, 3, 9)) == NOW  # noqa: DTZ001 - what a feed without a zone gives


@pytest.mark.django_db
def test_a_hostile_page_is_saved_within_its_columns() -> None:
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "A \ud800 headline \0 " + "that does not end " * 60,
        "datePublished": EDGE,
        "image": "https://a.example/" + "i\ud800" * 1500,
        "author": {"@type": "Person", "name": "Ada \0 Verne", "url": "https://a.example/" + "a" * 2000},
    }
    words = "Magna will supply Waymo with cars from a plant in Arizona, the two firms said on Thursday. " * 5
    page = f'<html><head><script type="application/ld+json">{json.dumps(linked)}</script></head>'
    page += f"<body><article><h1>Cars&#xD800; to come</h1><p>{words}</p><p>{words}</p></article></body></html>"
    hints = {"title": "a\0b\ud800", "authors": "Joan \0 Marsh"}
    article, row = pipeline.ingest(page.encode(), url="https://a.example/x", content_type="text/html", hints=hints)
    assert article is not None, row.reason
    for kept in (Article.objects.get(), Page.objects.get(), *Author.objects.all(), *Position.objects.all()):
        for field in kept._meta.concrete_fields:
            value = getattr(kept, field.attname)
            if isinstance(value, str):
                assert clean(value) == value, field.name
                assert not isinstance(field, CharField) or len(value) <= (field.max_length or 0), field.name


@pytest.mark.django_db
def test_a_hostile_feed_is_saved_within_its_columns() -> None:
    feed = make_feed(make_source("Local"), url="https://local.example/feed", next_poll_at=NOW, lease_until=NOW)
    moment = datetime.fromisoformat(EDGE)
    items = [
        Item(key="k\0\ud800", url="https://local.example/1", title="\0\ud800" * 600, published=moment, updated=moment)
    ]
    save_entries(feed, items, NOW)
    assert Entry.objects.get().title == "\ufffd" * 500
    outcome = Outcome("failed", error="\0" + "e\ud800" * 600)
    assert save_decision(feed, decide(state_of(feed), outcome, NOW), NOW, good=False)
    assert len(Feed.objects.get().error) == 500


@pytest.mark.django_db
def test_hosts_that_make_one_slug_are_two_sources() -> None:
    one, other = source_of("https://a-b.example/1"), source_of("https://a.b.example/1")
    assert one is not None
    assert other is not None
    assert one.pk != other.pk
    assert source_of("https://a.b.example/2") == other


@pytest.mark.parametrize("url", ["http://[bad/", "", "mailto:x", "https://" + "a" * 300 + ".example/"])
def test_an_address_without_a_usable_host_has_none(url: str) -> None:
    assert host_of(url) == ""
