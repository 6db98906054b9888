"""Several rows a message: at once or in turn, and whatever happens to one, the others are done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from pytest_django import Settings

from articles.crew import crew, do_in_turn, do_one, do_together


@pytest.fixture(autouse=True)
def few_threads(settings: Settings) -> Iterator[None]:
    """A crew of two, so that one slow row leaves a single thread for all the others."""
    settings.FETCH_THREADS = 2
    crew.cache_clear()
    yield
    crew().shutdown()
    crew.cache_clear()


def test_rows_are_done_at_once() -> None:
    both_there = threading.Barrier(2, timeout=5)
    do_together(lambda _row: void(both_there.wait()), [1, 2])


def test_one_slow_row_keeps_no_other_waiting() -> None:
    free, done = threading.Event(), list[int]()

    def step(row: int) -> None:
        if row == 0:
            assert free.wait(5), "the others waited for the slow one"
        done.append(row)
        if len(done) == 19:
            free.set()

    do_together(step, range(20))
    assert done == [*range(1, 20), 0]


def test_no_more_is_done_at_once_than_the_crew_has_threads_whatever_asks_for_it() -> None:
    lock, under_way, most = threading.Lock(), 0, 0

    def step(row: int) -> int:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.01)
        with lock:
            under_way -= 1
        return row * 2

    feeds = threading.Thread(target=do_together, args=(lambda row: void(step(row)), range(6)))
    feeds.start()
    assert [do_one(step, row) for row in (1, 2)] == [2, 4]
    feeds.join()
    assert most == 2


def test_a_second_message_is_done_while_the_slow_row_of_the_first_goes_on() -> None:
    free, others = threading.Event(), list[int]()
    first = threading.Thread(target=do_together, args=(lambda row: void(row or free.wait(5)), [0, 1]))
    first.start()
    do_together(others.append, [7, 8, 9])
    assert first.is_alive()
    assert others == [7, 8, 9]
    free.set()
    first.join()


@pytest.mark.parametrize("together", [True, False], ids=["together", "in turn"])
def test_a_bug_with_one_row_is_raised_when_all_the_others_are_done(together: bool) -> None:
    done: list[int] = []

    def step(row: int) -> None:
        if row in {2, 3}:
            raise KeyError(row)
        done.append(row)

    with pytest.raises(ExceptionGroup, match="2 rows met a bug") as met:
        run(step, [1, 2, 3, 4], together=together)
    assert [type(error) for error in met.value.exceptions] == [KeyError, KeyError]
    assert sorted(done) == [1, 4]
    with pytest.raises(KeyError, match="2"):
        run(step, [2, 5], together=together)
    assert sorted(done) == [1, 4, 5]


def run(step: object, rows: list[int], *, together: bool) -> None:
    if together:
        do_together(step, rows)  # type: ignore[arg-type]
    else:
        do_in_turn(step, rows, seconds=60)  # type: ignore[arg-type]


def test_rows_left_over_when_the_time_is_up_are_given_back() -> None:
    done: list[int] = []

    def step(row: int) -> None:
        done.append(row)
        time.sleep(0.03)

    assert do_in_turn(step, [1, 2, 3, 4], seconds=0.04) == [3, 4]
    assert done == [1, 2]
    assert do_in_turn(done.append, [], seconds=1) == []


def test_the_time_limit_of_a_message_ends_it_at_once() -> None:
    done: list[int] = []

    def step(row: int) -> None:
        done.append(row)
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        do_in_turn(step, [1, 2], seconds=60)
    assert done == [1]


def void(_value: object) -> None:
    """A step gives nothing."""
