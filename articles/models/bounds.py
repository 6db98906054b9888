"""How far ahead the moments on a row may lie; what lies beyond was written by a clock that was wrong.

Without a bound, a feed that was polled while the clock stood in 2099 would not be asked again until then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from articles.models.prepared import Given

LONGEST_REST = timedelta(days=8)
"""A server may ask for seven days of rest; one more, since clocks of machines differ."""

LONGEST_HISTORY = timedelta(days=140)
"""The last page of the longest backfill (100,000 pages) at the slowest pace (two minutes) is fetched so far ahead."""

LONGEST_LEASE = timedelta(hours=1)
"""Leases are of minutes."""


def has_come(column: str, now: datetime | Given, longest: timedelta) -> Q:
    """The column's moment is over, or lies so far ahead that it cannot be meant: two ranges of its index."""
    beyond: Any = now + longest
    return Q(**{f"{column}__lte": now}) | Q(**{f"{column}__gt": beyond})


def is_free(now: datetime | Given) -> Q:
    """Nobody has taken the row, or whoever did was cut off."""
    return Q(lease_until__isnull=True) | has_come("lease_until", now, LONGEST_LEASE)
