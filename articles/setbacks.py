"""A row that meets a bug: the bug is raised, and the row put off, so that the queue behind it moves.

A page whose parsing raises would otherwise be found again as soon as its lease is over, and raise again, for ever. The
bug is named on the row; the row waits longer each time. A page is set aside after some times, a backfill ends, an
article counts as tried by these rules (newer ones read it again), a feed is asked more and more rarely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from redis.exceptions import RedisError

from articles.extract.claims import RULES_VERSION
from articles.models import Article, Backfill, Feed, Page
from articles.models.columns import clean
from articles.schedule import Outcome

CRASHES = 3
"""Times a page may meet a bug before it is set aside."""

FIRST_RETRY = timedelta(minutes=15)

OUTAGES = (OperationalError, InterfaceError, RedisError)
"""Database or Redis is away or overrun: no fault of the row at hand, which is tried again in a minute."""

OUTAGE_WAIT = timedelta(minutes=1)


@contextmanager
def setting_back(set_back: Callable[[Exception], None]) -> Iterator[None]:
    """Raise a bug on, but first have its row put off by ``set_back``."""
    try:
        yield
    except Exception as error:
        set_back(error)
        raise


def set_back_feed(
    feed: Feed, error: Exception, now: datetime, schedule: Callable[[Feed, Outcome, datetime], Any]
) -> None:
    """A bug counts as a failed poll, which ``schedule`` writes down with its back-off."""
    if isinstance(error, OUTAGES):
        held = Feed.objects.filter(pk=feed.pk, lease_until=feed.lease_until)
        held.update(next_poll_at=now + OUTAGE_WAIT, lease_until=None)
    else:
        schedule(feed, Outcome("failed", error=_say(error)), now)


def set_back_page(page: Page, error: Exception, now: datetime) -> None:
    """Try the page again later, or set it aside; nothing where another worker has it by now."""
    fields = _fields_of(page, error, now)
    if fields["attempts"] >= CRASHES:
        fields["state"] = Page.State.FAILED
    Page.objects.filter(pk=page.pk, lease_until=page.lease_until).update(lease_until=None, **fields)


def set_back_article(article: Article, error: Exception, now: datetime) -> None:
    """As with a page, on the row of its page."""
    fields = _fields_of(article.page, error, now)
    if fields["attempts"] >= CRASHES:
        Article.objects.filter(pk=article.pk).update(rules_version=RULES_VERSION)
        fields |= {"retry_at": None, "attempts": 0}
    Page.objects.filter(pk=article.page_id, state=Page.State.READ).update(**fields)


def set_back_backfill(backfill_id: int, lease: datetime | None, attempts: int, error: Exception, now: datetime) -> None:
    """Read the listing again later, or end the backfill, which a person may start again where it stood.

    ``lease`` and ``attempts`` are those the step began with; nothing happens where another worker has the row by now.
    """
    held = Backfill.objects.filter(pk=backfill_id, lease_until=lease)
    if isinstance(error, OUTAGES):
        held.update(next_at=now + OUTAGE_WAIT, lease_until=None)
        return
    state = Backfill.State.FAILED if attempts + 1 >= CRASHES else Backfill.State.RUNNING
    again = now + FIRST_RETRY * 3**attempts
    held.update(state=state, attempts=attempts + 1, next_at=again, error=_say(error), lease_until=None)


def _fields_of(page: Page, error: Exception, now: datetime) -> dict[str, Any]:
    if isinstance(error, OUTAGES):
        return {"attempts": page.attempts, "retry_at": now + OUTAGE_WAIT}
    attempts = page.attempts + 1
    retry_at = now + FIRST_RETRY * 3 ** (attempts - 1)
    return {"attempts": attempts, "retry_at": retry_at, "reason": _say(error)}


def _say(error: Exception) -> str:
    return clean(f"a fault of this program: {type(error).__name__}: {error}")[:500]
