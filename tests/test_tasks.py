"""Celery's door: what a message makes of its rows, and which messages follow."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from articles import pipeline, tasks
from articles.arrivals import make_page
from articles.models import Page
from articles.pipeline import Fetched

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any, Any]]:
    """Messages that would have gone out: the task's last name, its arguments, its countdown."""
    out: list[tuple[str, Any, Any]] = []
    for task in (tasks.fetch_pages, tasks.read_page):
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
    assert sent == [("read_page", (two,), None), ("fetch_pages", ([three], until), 2.0)]


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
    assert [args for name, args, _ in sent if name == "read_page"] == [(ids[0],), (ids[2],)]


def test_putting_off_shortens_no_longer_wait_and_touches_no_page_that_is_being_fetched() -> None:
    one, two, three = pages_at("a.example", 3)
    later = datetime.now(UTC) + timedelta(hours=1)
    Page.objects.filter(pk=one).update(retry_at=later)
    Page.objects.filter(pk=two).update(lease_until=later)
    pipeline.put_off([one, two, three], 5)
    waits = dict(Page.objects.values_list("pk", "retry_at"))
    assert (waits[one], waits[two]) == (later, None)
    assert (waits[three] or later) < later
