"""How fast one host is asked: alone, shared through Redis, and when a worker dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from redis import Redis

from articles.fetch.pace import LocalPace, Pace, Place, SharedPace, Wait, place_at

Make = Callable[..., Pace]


@pytest.fixture(params=["shared", "local"])
def make(request: pytest.FixtureRequest) -> Make:
    """Makes a pace of either kind: through a real Redis, where each test has keys of its own, or in memory."""
    if request.param == "local":
        return LocalPace
    server = Redis.from_url(request.getfixturevalue("redis_url"))
    return partial(SharedPace, server, prefix=f"{request.node.name}:")


def enter(pace: Pace, host: str = "a.example", crawl_delay: float | None = None) -> Place:
    place = pace.enter(host, crawl_delay=crawl_delay)
    assert isinstance(place, Place)
    return place


def refused(pace: Pace, host: str = "a.example", crawl_delay: float | None = None) -> Wait:
    wait = pace.enter(host, crawl_delay=crawl_delay)
    assert isinstance(wait, Wait)
    return wait


def test_starts_at_one_host_are_an_interval_apart(make: Make) -> None:
    pace = make(interval=0.2)
    pace.leave(enter(pace))
    wait = refused(pace)
    assert 0 < wait.seconds <= 0.2
    time.sleep(wait.seconds + 0.02)
    enter(pace)


def test_two_requests_may_be_under_way_and_no_third(make: Make) -> None:
    pace = make(interval=0.0)
    first, _second = enter(pace), enter(pace)
    assert "under way" in refused(pace).why
    pace.leave(first)
    enter(pace)


def test_one_host_does_not_hold_up_another(make: Make) -> None:
    pace = make(interval=60.0)
    enter(pace, "slow.example")
    refused(pace, "slow.example")
    enter(pace, "other.example")


def test_the_host_is_the_same_in_capitals(make: Make) -> None:
    pace = make(interval=60.0)
    enter(pace, "a.example")
    refused(pace, "A.EXAMPLE")


def test_a_crawl_delay_wins_over_the_default_and_is_bounded(make: Make) -> None:
    pace = make(interval=0.01)
    enter(pace, crawl_delay=30)
    assert 29 < refused(pace, crawl_delay=30).seconds <= 30
    enter(pace, "b.example", crawl_delay=86_400)
    assert refused(pace, "b.example", crawl_delay=86_400).seconds <= 120


def test_a_killed_workers_place_comes_free_when_its_lease_ends(make: Make) -> None:
    pace = make(interval=0.0, at_once=1, lease=0.15)
    dead = enter(pace)
    refused(pace)
    time.sleep(0.2)
    heir = enter(pace)
    pace.leave(dead)  # the dead one's return must not free the heir's place
    refused(pace)
    pace.leave(heir)
    enter(pace)


def test_a_refused_start_does_not_keep_a_place(make: Make) -> None:
    pace = make(interval=0.1, at_once=1)
    pace.leave(enter(pace))
    for _ in range(3):
        refused(pace)
    time.sleep(0.12)
    enter(pace)


def test_a_throttled_host_is_slowed_and_not_frozen(make: Make) -> None:
    pace = make(interval=0.05)
    pace.slow_down("a.example", 60)
    enter(pace)
    wait = refused(pace).seconds
    assert 0.3 < wait <= 0.5
    time.sleep(wait + 0.02)
    enter(pace)


def test_a_place_is_given_back_whatever_happens(make: Make) -> None:
    pace = make(interval=0.0, at_once=1)

    def fail() -> None:
        with place_at(pace, "a.example") as place:
            assert isinstance(place, Place)
            with place_at(pace, "a.example") as second:
                assert isinstance(second, Wait)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    enter(pace)


def test_twenty_threads_never_have_more_than_two_under_way(make: Make) -> None:
    pace = make(interval=0.0)
    under_way, most, done = 0, 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal under_way, most, done
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            place = pace.enter("a.example")
            if isinstance(place, Wait):
                time.sleep(0.005)
                continue
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.002)
            with lock:
                under_way -= 1
                done += 1
            pace.leave(place)
            return

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, done) == (2, 20)
