"""Rows written while the clock was wrong: what lies further ahead than it can be meant to counts as due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import visits
from articles.fetch.pace import MAX_INTERVAL_SECONDS, Wait
from articles.fetch.robots import KEEP_SECONDS
from articles.history import LEASE as LEASE_OF_BACKFILL
from articles.history import MAX_FOUND
from articles.models import Article, Backfill, Feed, Host, Page
from articles.models.bounds import LONGEST_HISTORY, LONGEST_LEASE, LONGEST_REST
from articles.pipeline import LEASE, check_feed, find_work
from articles.schedule import MAX_REST_SECONDS
from tests.factory import make_article, make_feed, make_page, make_source
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NEVER = NOW + 2000 * DAY


def test_every_bound_is_beyond_what_is_ever_written() -> None:
    assert timedelta(seconds=MAX_REST_SECONDS) < LONGEST_REST
    assert timedelta(seconds=KEEP_SECONDS) < LONGEST_REST
    assert max(LEASE, LEASE_OF_BACKFILL) < LONGEST_LEASE
    assert timedelta(seconds=MAX_FOUND * MAX_INTERVAL_SECONDS) < LONGEST_HISTORY


@pytest.mark.parametrize(("ahead", "due"), [(-MINUTE, True), (MINUTE, False), (7 * DAY, False), (9 * DAY, True)])
def test_a_feed_is_asked_again_though_its_next_poll_lies_years_ahead(ahead: timedelta, due: bool) -> None:
    feed = make_feed(next_poll_at=NOW + ahead)
    assert find_work(NOW).feeds == [feed.pk] * due
    assert Feed.objects.take(feed.pk, NOW, LEASE) is due


@pytest.mark.parametrize(("ahead", "free"), [(-MINUTE, True), (4 * MINUTE, False), (1000 * DAY, True)])
def test_a_lease_that_nobody_can_hold_binds_nobody(ahead: timedelta, free: bool) -> None:
    feed = make_feed(next_poll_at=NOW, lease_until=NOW + ahead)
    page = make_page(state=Page.State.NEW, lease_until=NOW + ahead)
    backfill = make_backfill(next_at=NOW, lease_until=NOW + ahead)
    assert find_work(NOW).feeds == [feed.pk] * free
    assert find_work(NOW).pages_to_fetch == [page.pk] * free
    assert list(Backfill.objects.due(NOW)) == [backfill] * free
    assert Page.objects.take(page.pk, NOW, LEASE, state=Page.State.NEW) is free
    assert Backfill.objects.take(backfill.pk, NOW, LEASE) is free


def test_pages_articles_and_backfills_put_off_for_years_are_found_again() -> None:
    page = make_page(state=Page.State.NEW, retry_at=NEVER)
    make_page(state=Page.State.NEW, retry_at=NOW + 100 * DAY)  # the end of a long history
    article = make_article(rules_version=0)
    Page.objects.filter(pk=article.page_id).update(retry_at=NEVER)
    backfill = make_backfill(next_at=NEVER)
    assert find_work(NOW).pages_to_fetch == [page.pk]
    assert list(Article.objects.due(NOW)) == [article]
    assert list(Backfill.objects.due(NOW)) == [backfill]


def test_a_robots_txt_kept_for_years_is_asked_for_again(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /")
    Host.objects.create(origin=site.url(""), robots_until=timezone.now() + 2000 * DAY)
    robots = visits.robots_of(site.url("/a"))
    assert not isinstance(robots, Wait)
    assert not robots.allows("/a")


def test_a_feed_of_years_ahead_gets_a_sensible_next_poll(site: Site) -> None:
    feed = make_feed(url=site.url("/none"), next_poll_at=NEVER, lease_until=NEVER)
    polled = check_feed(feed.pk, NOW)
    assert polled is not None
    assert polled.next_at is not None
    assert polled.next_at < NOW + DAY


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_what_is_due_is_found_by_the_index_alone() -> None:
    source = make_source()
    for number in range(40):
        make_feed(source, next_poll_at=NOW + number * MINUTE)
        make_page(state=Page.State.NEW, retry_at=NOW + number * MINUTE)
    for rows, index in (
        (Feed.objects.due(NOW), "feed_due"),
        (Page.objects.unread(NOW).filter(state=Page.State.NEW), "page_unread"),
        (Backfill.objects.due(NOW), "backfill_due"),
    ):
        plan = rows.values_list("pk")[:1000].explain()
        assert index in plan
        assert "SCAN" not in plan
        assert "TEMP B-TREE" not in plan


def make_backfill(**fields: datetime) -> Backfill:
    return Backfill.objects.create(source=make_source(), since=date(2020, 1, 1), until=date(2021, 1, 1), **fields)
