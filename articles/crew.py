"""Many rows a message: together by a process's threads, or in turn; a bug with one row does not lose the others.

A message costs its worker some 3 ms whatever it asks for, as much as asking whether a feed has changed. So one carries
several ids, and what is done with each is still a step of its own, with its own claim of the row.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import TypeVar

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import close_old_connections

Result = TypeVar("Result")


@cache
def crew() -> ThreadPoolExecutor:
    """The threads of this process that ask servers, for all messages it has in hand: a slow server takes one of them.

    Made on first use, so after a worker has forked.
    """
    return ThreadPoolExecutor(settings.FETCH_THREADS, thread_name_prefix="crew")


def do_one(step: Callable[[int], Result], row: int) -> Result:
    """Take a step by a thread of the crew, behind what it has to do already; gives what the step gave."""
    return crew().submit(_step_alone, step, row).result()


def do_together(step: Callable[[int], None], rows: Sequence[int]) -> None:
    """Take a step for each row, several at once, and return when all are taken; then raise the bugs that were met."""
    taken = [crew().submit(_step_alone, step, row) for row in rows]
    wait(taken)
    _raise_all([error for each in taken if (error := each.exception()) is not None])


def do_in_turn(step: Callable[[int], None], rows: Sequence[int], *, seconds: float) -> Sequence[int]:
    """Take a step for each row, one after the other, and then raise the bugs that were met; gives the rows left over.

    No step begins after ``seconds``, and none after the time limit of the whole message: what is left over is for
    another message, so that no row answers for the time that others took.
    """
    errors: list[BaseException] = []
    ends = time.monotonic() + seconds
    done = 0
    for row in rows:
        if time.monotonic() >= ends:
            break
        done += 1
        try:
            step(row)
        except Exception as error:  # noqa: BLE001 - raised below, when the others have had their turn
            errors.append(error)
            if isinstance(error, SoftTimeLimitExceeded):
                break
    _raise_all(errors)
    return rows[done:]


def _step_alone(step: Callable[[int], Result], row: int) -> Result:
    """One step in a thread of the crew, whose database connection nobody else looks after."""
    close_old_connections()
    try:
        return step(row)
    finally:
        close_old_connections()


def _raise_all(errors: Sequence[BaseException]) -> None:
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise BaseExceptionGroup(f"{len(errors)} rows met a bug", errors)
