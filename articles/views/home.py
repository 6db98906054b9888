"""Home: what is new since the last visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles import stats
from articles.timeline.deals import Deal, Group, attach_claims, group_by_day, group_by_month, with_evidence
from articles.timeline.filters import Filters, Scope
from articles.timeline.lanes import find_latest_lanes
from articles.timeline.motion import find_motion

SHOWN = 30
VISIT = timedelta(minutes=30)
"""Two requests farther apart than this belong to two visits."""
COOKIE = "seen"
COOKIE_AGE = 60 * 60 * 24 * 400


@dataclass(frozen=True, slots=True)
class Visit:
    """``last`` is when this visit's last page was asked for, ``before`` when the visit before this one ended."""

    last: datetime
    before: datetime | None

    def go_on(self, now: datetime) -> Visit:
        return Visit(now, self.last if now - self.last > VISIT else self.before)

    @property
    def text(self) -> str:
        return (
            f"{self.last.timestamp():.0f}.{self.before.timestamp():.0f}"
            if self.before
            else f"{self.last.timestamp():.0f}"
        )


def read_visit(text: str, now: datetime) -> Visit:
    """The cookie's text → the visit as it stands now; a damaged cookie counts as a first visit."""
    last, _dot, before = text.partition(".")
    try:
        seen = datetime.fromtimestamp(int(last), UTC)
        then = datetime.fromtimestamp(int(before), UTC) if before else None
    except (ValueError, OverflowError, OSError):
        return Visit(now, None)
    if seen > now + VISIT or (then and then > seen):
        return Visit(now, None)
    return Visit(seen, then).go_on(now)


def home(request: HttpRequest) -> HttpResponse:
    """The last visit is kept in a cookie, not in a session row: a visitor without an account writes nothing."""
    now = timezone.now()
    today = timezone.localdate()
    visit = read_visit(request.COOKIES.get(COOKIE, ""), now)
    fresh, groups = find_news(visit.before)
    year = Filters(since=str(today.year - 1))
    context: dict[str, Any] = {
        "since": visit.before,
        "fresh": fresh,
        "groups": groups,
        "shown": SHOWN,
        "lanes": find_latest_lanes(Scope(year), today),
        "year": year.since,
        "year_query": year.query,
        "motion": find_motion(today),
        "troubles": stats.find_troubled_feeds() if getattr(request.user, "is_staff", False) else [],
    }
    response = render(request, "home.html", context)
    response.set_cookie(
        COOKIE, visit.text, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response


def find_news(since: datetime | None) -> tuple[int, list[Group]]:
    """How many deals changed since (at most `SHOWN`), and they by day; where none did, the latest ones by month."""
    changed = _attach(stats.changed_since(since)) if since else []
    if changed:
        return len(changed), group_by_day(changed, lambda row: timezone.localtime(row.changed_at).date())
    return 0, group_by_month(_attach(stats.latest_deals()))


def _attach(rows: Any) -> list[Deal]:
    return attach_claims(with_evidence(rows)[:SHOWN])
