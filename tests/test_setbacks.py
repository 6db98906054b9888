"""A bug is raised, but the row that met it stands aside: the queue behind it moves, and nothing is retried for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from articles import pages, pipeline, tasks
from articles.arrivals import make_page
from articles.directory import catalogue_of_rows
from articles.extract.claims import RULES_VERSION
from articles.fetch.errors import FetchError
from articles.models import Article, Feed, Page
from articles.readings import read_stored
from articles.setbacks import CRASHES
from tests.factory import load_few_companies, make_article, make_feed, make_source

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)
LONG = timedelta(days=1)


def breaking(error: Exception) -> Any:
    def break_(*_args: Any, **_words: Any) -> NoReturn:
        raise error

    return break_


def fetched_page(number: int = 1) -> Page:
    page = make_page(f"https://news.example/{number}", origin=Page.Origin.FEED)
    page.save_body(b"<p>words</p>")
    page.state = Page.State.FETCHED
    page.save()
    return page


@pytest.mark.parametrize("error", [KeyError("a bug"), SoftTimeLimitExceeded()])
def test_a_page_that_breaks_the_reader_is_set_aside_with_the_bugs_name(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    page, now = fetched_page(), NOW
    monkeypatch.setattr(pages, "parse_page", breaking(error))
    for _ in range(CRASHES):
        assert pipeline.find_work(now).pages_to_read == [page.pk]
        with pytest.raises(type(error)):
            pipeline.read_page(page.pk, now)
        assert pipeline.find_work(now + pipeline.LEASE).pages_to_read == [], "not again as soon as the lease is over"
        now += LONG
    page.refresh_from_db()
    assert page.state == Page.State.FAILED
    assert type(error).__name__ in page.reason
    assert pipeline.find_work(now).pages_to_read == []


def test_a_page_that_kills_its_worker_each_time_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    page, now = fetched_page(), NOW
    monkeypatch.setattr(pages, "parse_page", breaking(SystemExit()))  # type: ignore[arg-type]  # no Exception
    for _ in range(CRASHES):
        with pytest.raises(SystemExit):
            pipeline.read_page(page.pk, now)
        now += pipeline.LEASE
    assert pipeline.read_page(page.pk, now) is None
    page.refresh_from_db()
    assert (page.state, page.lease_until) == (Page.State.FAILED, None)
    assert "cut off" in page.reason


def test_a_database_that_is_away_is_no_fault_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page, now = fetched_page(), NOW
    monkeypatch.setattr(pipeline, "save_article", breaking(OperationalError("locked")))
    monkeypatch.setattr(pages, "TEASER_LEAST", 0)
    page.hints = {"teaser": "Some words of it. " * 20}
    page.save()
    for _ in range(CRASHES + 2):
        with pytest.raises(OperationalError):
            pipeline.read_page(page.pk, now)
        now += LONG
    page.refresh_from_db()
    assert (page.state, page.attempts) == (Page.State.FETCHED, 0)


def test_a_fetch_that_meets_a_bug_is_put_off_and_in_the_end_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    page, now = make_page("https://news.example/1", origin=Page.Origin.FEED), NOW
    monkeypatch.setattr(pipeline, "visit_page", breaking(AttributeError("a bug")))
    for _ in range(CRASHES):
        with pytest.raises(AttributeError):
            pipeline.fetch_page(page.pk, now)
        assert pipeline.find_work(now + pipeline.LEASE).pages_to_fetch == []
        now += LONG
    page.refresh_from_db()
    assert page.state == Page.State.FAILED


def test_an_article_that_breaks_the_reader_waits_for_newer_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    article, now = make_article(rules_version=0), NOW
    monkeypatch.setattr(pipeline, "read_stored", breaking(IndexError("a bug")))
    for _ in range(CRASHES):
        assert pipeline.find_work(now).articles == [article.pk]
        with pytest.raises(IndexError):
            pipeline.read_article(article.pk, now)
        assert pipeline.find_work(now + pipeline.LEASE).articles == []
        now += LONG
    assert pipeline.find_work(now).articles == []
    article.refresh_from_db()
    assert article.rules_version == RULES_VERSION
    assert "IndexError" in article.page.reason
    Article.objects.update(rules_version=RULES_VERSION - 1)
    assert pipeline.find_work(now).articles == [article.pk], "newer rules try again"


def test_a_feed_that_meets_a_bug_is_asked_ever_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    feed, now, waits = make_feed(make_source("Local"), next_poll_at=NOW, lease_until=None), NOW, []
    monkeypatch.setattr(pipeline, "visit_feed", breaking(OverflowError("a bug")))
    for _ in range(4):
        with pytest.raises(OverflowError):
            pipeline.check_feed(feed.pk, now)
        feed.refresh_from_db()
        assert feed.next_poll_at is not None
        waits.append(feed.next_poll_at - now)
        now = feed.next_poll_at
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]
    assert "OverflowError" in feed.error
    assert feed.lease_until is None


def test_work_is_found_behind_hundreds_of_rows_that_always_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [fetched_page(number) for number in range(5)]
    monkeypatch.setattr(pages, "parse_page", breaking(KeyError("a bug")))
    for row in pipeline.find_work(NOW, limit=3).pages_to_read:
        with pytest.raises(KeyError):
            pipeline.read_page(row, NOW)
    assert pipeline.find_work(NOW, limit=3).pages_to_read == [row.pk for row in rows[3:]]
    # And when the failed ones are ripe again, they stand behind those that were never tried.
    assert pipeline.find_work(NOW + LONG, limit=3).pages_to_read[:2] == [row.pk for row in rows[3:]]


def test_one_hosts_crowd_does_not_stand_before_the_others() -> None:
    crowd = [make_page(f"https://slow.example/{number}", origin=Page.Origin.FEED) for number in range(4)]
    Page.objects.update(retry_at=NOW - timedelta(seconds=1))  # put off a moment ago, and ripe again
    other = make_page("https://quick.example/1", origin=Page.Origin.FEED)
    assert pipeline.find_work(NOW, limit=2).pages_to_fetch == [other.pk, crowd[0].pk]


def test_a_feed_asked_a_moment_ago_is_not_asked_again_by_a_nudge_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = make_feed(make_source("Local"), next_poll_at=NOW + timedelta(hours=1))
    monkeypatch.setattr(pipeline, "visit_feed", breaking(AssertionError("asked again")))
    assert pipeline.check_feed(feed.pk, NOW) is None


def test_a_poll_does_not_undo_a_persons_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = make_feed(make_source("Local"), next_poll_at=NOW)

    def pause_and_fail(*_args: Any, **_words: Any) -> NoReturn:
        Feed.objects.filter(pk=feed.pk).update(state=Feed.State.PAUSED)
        raise FetchError("refused", kind="connection", retry=True)

    monkeypatch.setattr(pipeline, "visit_feed", pause_and_fail)
    pipeline.check_feed(feed.pk, NOW)
    feed.refresh_from_db()
    assert (feed.state, feed.failures) == (Feed.State.PAUSED, 1)


def test_an_article_read_already_is_not_read_again_by_a_nudge_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(rules_version=RULES_VERSION)
    monkeypatch.setattr(pipeline, "read_article", breaking(AssertionError("read again")))
    tasks.read_article(article.pk)
    tasks.reread_articles([article.pk])


def test_a_reading_of_an_older_text_is_not_saved_over_the_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(rules_version=0, content_hash="old")
    read = read_stored

    def read_while_it_changes(*args: Any) -> Any:
        reading = read(*args)
        Article.objects.update(content_hash="new")
        return reading

    monkeypatch.setattr(pipeline, "read_stored", read_while_it_changes)
    pipeline.read_article(article.pk, NOW)
    assert pipeline.find_work(NOW).articles == [article.pk]


def test_claims_and_partnerships_are_saved_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(rules_version=0)
    monkeypatch.setattr(pipeline, "join_pairs", breaking(KeyError("a bug")))
    with pytest.raises(KeyError):
        pipeline.read_article(article.pk, NOW)
    article.refresh_from_db()
    assert article.rules_version == 0


def test_claims_of_one_key_make_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that differ in little, or only behind the key's end, may come out of a hostile text as one key."""
    load_few_companies()
    article = make_article(
        rules_version=0, text="Magna International will supply Waymo with cars, the two companies said."
    )
    reading = read_stored(article, catalogue_of_rows())
    assert reading.claims
    monkeypatch.setattr(pipeline, "read_stored", lambda *_: replace(reading, claims=reading.claims * 2))
    pipeline.read_article(article.pk, NOW)
    assert article.claims.count() == len(reading.claims)


def test_reading_tasks_have_time_limits_within_a_pages_lease() -> None:
    for task in (tasks.read_page, tasks.read_article, tasks.read_pages, tasks.read_articles):
        assert task.soft_time_limit
        assert task.time_limit
        assert task.soft_time_limit < task.time_limit < pipeline.LEASE.total_seconds()
        assert task.soft_time_limit / 2 > tasks.TURN, "the last page of a message has the most of the time for itself"
