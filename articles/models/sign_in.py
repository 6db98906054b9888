"""Failed sign-ins: how often an account or an address was tried in vain, and how long it has to wait."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

WINDOW = timedelta(minutes=15)
"""Failures older than this are forgotten."""

LIMITS = {"account": 8, "address": 20}
"""Failures in a window before the next try has to wait; many people may share one address."""


def failure_key(what: str, value: str) -> str:
    """``what`` (account or address) and whose: hashed, since people type passwords into the wrong field."""
    return f"{what}:{hashlib.sha256(value.strip().casefold().encode()).hexdigest()[:40]}"


class SignInFailureQuerySet(models.QuerySet["SignInFailure"]):
    def wait(self, keys: Iterable[str], now: datetime) -> timedelta:
        """How long until the next try counts, the longest of these keys; zero when it may be now."""
        waits = [timedelta()]
        for row in self.filter(key__in=list(keys), last_at__gt=now - WINDOW):
            over = row.failures - LIMITS[row.key.partition(":")[0]]
            if over >= 0:
                # 30 s after the first one too many, twice as long after each further one, a window at most.
                pause = min(timedelta(seconds=30 * 2 ** min(over, 5)), WINDOW)
                # A failure noted by a clock that was ahead holds nobody up for longer than one noted now.
                waits.append(min(row.last_at, now) + pause - now)
        return max(waits)

    def note(self, keys: Iterable[str], now: datetime) -> None:
        """One more failure for each key; a first one after a quiet window starts over."""
        for key in keys:
            _row, made = self.get_or_create(key=key, defaults={"failures": 1, "last_at": now})
            if made:
                continue
            row = self.filter(key=key)
            if not row.filter(last_at__lte=now - WINDOW).update(failures=1, last_at=now):
                row.update(failures=F("failures") + 1, last_at=now)

    def forget(self, keys: Iterable[str]) -> None:
        """A sign-in that worked clears its account."""
        self.filter(key__in=list(keys)).delete()


class SignInFailure(models.Model):
    key = models.CharField(max_length=60, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(help_text=_("When it last failed."))

    objects = SignInFailureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key.partition(':')[0]}, {self.failures}"
