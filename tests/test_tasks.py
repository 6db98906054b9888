"""Celery's door: what a message makes of its rows, and which messages follow."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from articles import pipeline, tasks
from articles.arrivals import make_page
from articles.crew import do_in_turn
from articles.feeds import Arrivals
from articles.models import Feed, Page
from articles.pipeline import Fetched, Polled
from tests.factory import make_feed, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any, Any]]:
    """Messages that would have gone out: the task's last name, its arguments, its countdown."""
    out: list[tuple[str, Any, Any]] = []
    for task in (tasks.check_feed, tasks.check_feeds, tasks.fetch_pages, tasks.read_pages, tasks.read_articles):
        name = task.name.rpartition(".")[2]
        monkeypatch.setattr(
            task, "apply_async", lambda args, name=name, **how: out.append((name, args, how.get("countdown")))
        )
    return out


def pages_at(host: str, number: int) -> list[int]:
    made = [make_page(f"https://{host}/{each}", origin=Page.Origin.FEED) for each in range(number)]
    return [page.pk for page in made]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Fetched | None) -> list[int]:
    """Have `pipeline.fetch_page` give these answers in turn; the ids it was asked for."""
    asked: list[int] = []
    left = list(answers)

    def fetch(page: int) -> Fetched | None:
        asked.append(page)
        return left.pop(0)

    monkeypatch.setattr(pipeline, "fetch_page", fetch)
    return asked


def fetched(*, ready: bool = True, wait: float = 0.0) -> Fetched:
    return Fetched("https://a.example/", "said", ready=ready, wait=wait)


def test_a_feeds_pages_are_one_message_a_host(sent: list[tuple[str, Any, Any]]) -> None:
    first, second = pages_at("a.example", 3), pages_at("b.example", 2)
    tasks.nudge_fetching([*second, *first])
    assert sorted(args[0] for _name, args, _countdown in sent) == sorted([first, second])


def test_a_host_is_asked_for_one_page_a_message_and_the_rest_comes_back_in_its_time(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.HOST_GAP = 2.0
    one, two, three = pages_at("a.example", 3)
    asked = answering(monkeypatch, None, fetched())
    tasks.fetch_pages([one, two, three], until := time.time() + 600)
    assert asked == [one, two], "one that another worker has taken costs the host nothing"
    assert sent == [("read_pages", ([two],), None), ("fetch_pages", ([three], until), 2.0)]


def test_a_page_that_found_no_place_keeps_its_turn_and_the_others_wait_with_it(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = pages_at("a.example", 3)
    answering(monkeypatch, fetched(ready=False, wait=7.0))
    tasks.fetch_pages(ids, until := time.time() + 600)
    assert sent == [("fetch_pages", (ids, until), 7.0)]
    assert pipeline.find_work(datetime.now(UTC)).pages_to_fetch == [], "no second list is sent after the first"
    assert pipeline.find_work(datetime.now(UTC) + timedelta(seconds=8)).pages_to_fetch == ids


@pytest.mark.parametrize(("wait", "life"), [(tasks.NEAR + 1.0, 600.0), (30.0, 20.0)], ids=["far", "over"])
def test_a_list_whose_time_is_over_is_dropped_and_its_rows_are_found_again(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch, wait: float, life: float
) -> None:
    ids = pages_at("a.example", 2)
    answering(monkeypatch, fetched(ready=False, wait=wait))
    tasks.fetch_pages(ids, time.time() + life)
    assert sent == []
    assert pipeline.find_work(datetime.now(UTC) + timedelta(seconds=wait + 1)).pages_to_fetch == ids


def test_without_a_gap_a_list_is_fetched_by_one_message(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.HOST_GAP = 0
    ids = pages_at("a.example", 3)
    asked = answering(monkeypatch, fetched(), fetched(ready=False), fetched())
    tasks.fetch_pages(ids, time.time() + 600)
    assert asked == ids
    assert sent == [("read_pages", ([ids[0], ids[2]],), None)]


def test_fetched_pages_are_nudged_for_reading_some_a_message(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.HOST_GAP = 0
    ids = pages_at("a.example", tasks.BATCH + 1)
    answering(monkeypatch, *(fetched() for _ in ids))
    tasks.fetch_pages(ids, time.time() + 600)
    assert sent == [("read_pages", (ids[:-1],), None), ("read_pages", (ids[-1:],), None)]


def test_a_tick_puts_some_feeds_into_a_message(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.index_rows, "apply_async", lambda **_how: None)
    source = make_source("Local")
    ids = [make_feed(source, url=f"https://a.example/{number}").pk for number in range(tasks.BATCH * 2 + 1)]
    Feed.objects.update(next_poll_at=datetime.now(UTC))
    tasks.tick()
    assert [name for name, _args, _ in sent] == ["check_feeds"] * 3
    assert sorted(row for _, (rows,), _ in sent for row in rows) == ids


def test_a_feed_without_a_place_comes_back_alone_and_the_bug_of_another_is_raised(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "do_together", lambda step, rows: do_in_turn(step, rows, seconds=60))
    pages = pages_at("a.example", 2)
    answers: dict[int, Polled | None] = {
        1: Polled("waits", wait=3.0), 2: None, 4: Polled("fresh", Arrivals(2, tuple(pages)))
    }  # fmt: skip
    monkeypatch.setattr(pipeline, "check_feed", lambda row: answers[row])
    with pytest.raises(KeyError):
        tasks.check_feeds([1, 2, 3, 4])
    assert [(name, args[0], wait) for name, args, wait in sent] == [
        ("check_feed", 1, 3.0),
        ("fetch_pages", pages, None),
    ]


def test_pages_left_over_when_a_messages_turn_is_over_are_nudged_again(
    sent: list[tuple[str, Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(pipeline, "read_page", asked.append)
    monkeypatch.setattr(tasks, "TURN", 0.0)
    tasks.read_pages([1, 2])
    assert (asked, sent) == ([], [("read_pages", ([1, 2],), None)])
    monkeypatch.setattr(tasks, "TURN", 60.0)
    tasks.read_pages([1, 2])
    assert (asked, len(sent)) == ([1, 2], 1)


def test_putting_off_shortens_no_longer_wait_and_touches_no_page_that_is_being_fetched() -> None:
    one, two, three = pages_at("a.example", 3)
    later = datetime.now(UTC) + timedelta(hours=1)
    Page.objects.filter(pk=one).update(retry_at=later)
    Page.objects.filter(pk=two).update(lease_until=later)
    pipeline.put_off([one, two, three], 5)
    waits = dict(Page.objects.values_list("pk", "retry_at"))
    assert (waits[one], waits[two]) == (later, None)
    assert (waits[three] or later) < later
