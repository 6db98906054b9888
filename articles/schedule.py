"""When to ask a feed again: a pure decision over what its last answers said. No clock, no network, no tables.

What an answer does to a feed, in the order of ``decide``::

    gone (410)          rests until a person revives it; reported once
    throttled (429, 503)   Retry-After is obeyed, up to 7 days; else as a failure, but the feed is not called broken
    failed, unreadable  twice the last wait ± 20 %, at most 24 h, for ever: no feed is given up
    unchanged, same, fresh  the longest of what server and feed ask for and the feed's own rhythm, 15 min to 24 h,
                        spread by chance so that feeds added together drift apart
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Literal

from articles.extract.feed.entries import Hints
from articles.extract.feed.fingerprint import fingerprint
from articles.fetch.client import Answer
from articles.fetch.errors import FetchError

FLOOR_SECONDS = 15 * 60
CAP_SECONDS = 24 * 3600
DEFAULT_SECONDS = 3600
"""For a feed that tells nothing and whose entries have no dates yet."""
MAX_REST_SECONDS = 7 * 86_400
FULL_AFTER_UNCHANGED = 20
FULL_AFTER = timedelta(days=7)
POLLS_TO_MOVE = 3

_POLLS_PER_ENTRY = 3
"""A feed is asked about three times for each entry it brings: news is then found a sixth of its gap late on average."""
_RECENT = 10
_MAX_ETAG, _MAX_LAST_MODIFIED, _MAX_URL = 500, 100, 1000
_UNITS = ((1, "second", 90), (60, "minute", 90 * 60), (3600, "hour", 36 * 3600), (86_400, "day", float("inf")))
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Result = Literal["fresh", "same", "unchanged", "unreadable", "throttled", "gone", "failed"]
State = Literal["active", "paused", "gone"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between two polls; one row of the table of feeds."""

    url: str
    state: State = "active"
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    interval_seconds: int = 0
    """The last wait, from poll to poll; 0 before the first."""
    interval_why: str = ""
    failures: int = 0
    """Failed polls in a row; throttled ones do not count."""
    throttled: bool = False
    not_modified_streak: int = 0
    last_full_at: datetime | None = None
    """When a readable body last came, rather than a 304."""
    permanent_target: str = ""
    permanent_streak: int = 0
    hints: Hints = field(default_factory=Hints)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll brought. ``fresh`` a new body that was read, ``same`` the old bytes again, ``unchanged`` a 304.

    ``keep_seconds`` is how long the answer's headers call it fresh; ``hints`` are the feed's own, None where it was
    not parsed. ``error`` says in plain words what failed.
    """

    result: Result
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    keep_seconds: float | None = None
    hints: Hints | None = None
    permanent_url: str = ""
    retry_after: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """``state`` to store; ``at`` when to ask next (None: not until a person says so).

    ``moved_from`` is the old address where ``state.url`` is a new one; ``report`` is what a person has to be told,
    once.
    """

    state: FeedState
    at: datetime | None
    moved_from: str = ""
    report: str = ""


def find_validators(state: FeedState, now: datetime) -> tuple[str, str]:
    """The ETag and Last-Modified to send: none after 20 unchanged answers or 7 days, for a 304 may be a lie."""
    stale = state.last_full_at is None or now - state.last_full_at >= FULL_AFTER
    if stale or state.not_modified_streak >= FULL_AFTER_UNCHANGED:
        return "", ""
    return state.etag, state.last_modified


def judge_answer(answer: Answer, state: FeedState, now: datetime) -> Outcome:
    """The outcome of an answer before it is parsed: ``unchanged``, ``same``, or ``fresh`` if it can be read.

    The caller parses a fresh one and adds its hints, or calls ``unreadable`` on the outcome.
    """
    body_hash = "" if answer.unchanged else fingerprint(answer.body)
    same = body_hash == state.body_hash
    return Outcome(
        result="unchanged" if answer.unchanged else "same" if same else "fresh",
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=body_hash,
        keep_seconds=find_freshness(answer.headers, now),
        permanent_url=answer.permanent_url,
    )


def judge_error(error: FetchError) -> Outcome:
    """The outcome of a fetch that failed."""
    result: Result = "gone" if error.kind == "gone" else "throttled" if error.kind == "throttled" else "failed"
    return Outcome(result=result, retry_after=error.retry_after, error=error.message)


def unreadable(message: str) -> Outcome:
    """The outcome of a body that is no feed. Nothing of its answer is remembered."""
    return Outcome(result="unreadable", error=message)


def decide(
    state: FeedState, outcome: Outcome, now: datetime, *, recent: Sequence[datetime] = (), random: float = 0.5
) -> Decision:
    """The feed's next state and poll. ``recent`` are the days of its newest entries, ``random`` is from [0, 1).

    ``now`` has a time zone. The same arguments always give the same decision.
    """
    if outcome.result == "gone":
        return _rest(state, outcome)
    if outcome.result == "throttled":
        return _throttle(state, outcome, now, random)
    if outcome.result in {"failed", "unreadable"}:
        return _back_off(state, outcome, now, random)
    return _carry_on(state, outcome, now, recent=recent, random=random)


def revive(state: FeedState) -> FeedState:
    """The state of a feed a person wants asked again: its troubles forgotten, everything else kept."""
    return replace(state, state="active", failures=0, throttled=False, error="", interval_seconds=0, interval_why="")


def _rest(state: FeedState, outcome: Outcome) -> Decision:
    why = "the site says that this feed is gone for good"
    gone = replace(state, state="gone", throttled=False, error=outcome.error or why, interval_why=why)
    return Decision(gone, None, report="" if state.state == "gone" else why)


def _throttle(state: FeedState, outcome: Outcome, now: datetime, random: float) -> Decision:
    if outcome.retry_after is None or outcome.retry_after <= 0:
        seconds = _doubled(state, random)
        why = "the server asks for fewer requests; asked ever more rarely until it answers"
    else:
        wish = min(outcome.retry_after, MAX_REST_SECONDS)
        seconds = min(max(wish, FLOOR_SECONDS) * (1 + random / 20), MAX_REST_SECONDS)
        why = f"the server asked for {say_duration(wish)} of rest"
    throttled = replace(state, throttled=True, error=outcome.error, interval_seconds=round(seconds), interval_why=why)
    return Decision(throttled, now + timedelta(seconds=seconds))


def _back_off(state: FeedState, outcome: Outcome, now: datetime, random: float) -> Decision:
    failures = state.failures + 1
    seconds = _doubled(state, random)
    why = f"failed {failures} time{'s' if failures > 1 else ''} in a row; asked ever more rarely until it answers"
    failed = replace(
        state,
        failures=failures,
        throttled=False,
        error=outcome.error,
        interval_seconds=round(seconds),
        interval_why=why,
    )
    return Decision(failed, now + timedelta(seconds=seconds))


def _doubled(state: FeedState, random: float) -> float:
    """Twice the last wait, 20 % more or less. The first failure of a feed that sleeps begins at an hour, not a day."""
    last = state.interval_seconds or FLOOR_SECONDS
    if not state.failures and not state.throttled:
        last = min(last, DEFAULT_SECONDS)
    seconds = max(last, FLOOR_SECONDS) * 2 * (0.8 + 0.4 * random)
    return seconds if seconds <= CAP_SECONDS else CAP_SECONDS * (0.8 + 0.2 * random)


def _carry_on(
    state: FeedState, outcome: Outcome, now: datetime, *, recent: Sequence[datetime], random: float
) -> Decision:
    first = state.last_full_at is None
    known = _remember(state, outcome, now)
    wish, wisher = _find_wish(outcome, known.hints)
    rhythm, why = _find_rhythm(recent, now)
    low = min(max(wish, FLOOR_SECONDS), CAP_SECONDS)
    base = min(max(rhythm, low), CAP_SECONDS)
    seconds = _spread(low, base, random, width=0.5 if first else 0.1)
    at, skipped = _skip(now, now + timedelta(seconds=seconds), known.hints, random)
    words = skipped or (wisher if low >= rhythm and wish >= FLOOR_SECONDS else why)
    known = replace(known, interval_seconds=round((at - now).total_seconds()), interval_why=words)
    if known.permanent_streak < POLLS_TO_MOVE:
        return Decision(known, at)
    moved = replace(known, url=known.permanent_target, permanent_target="", permanent_streak=0)
    return Decision(moved, at, moved_from=state.url)


def _remember(state: FeedState, outcome: Outcome, now: datetime) -> FeedState:
    """What a success leaves behind: validators, the count of unchanged answers, the way it was reached."""
    known = replace(state, state="active" if state.state == "gone" else state.state)
    known = replace(known, failures=0, throttled=False, error="")
    if outcome.result == "unchanged":
        # A 304 may carry a newer validator, and need not repeat the old one.
        known = replace(
            known,
            etag=_short(outcome.etag, _MAX_ETAG) or known.etag,
            last_modified=_short(outcome.last_modified, _MAX_LAST_MODIFIED) or known.last_modified,
            not_modified_streak=known.not_modified_streak + 1,
        )
    else:
        known = replace(
            known,
            etag=_short(outcome.etag, _MAX_ETAG),
            last_modified=_short(outcome.last_modified, _MAX_LAST_MODIFIED),
            body_hash=outcome.body_hash,
            not_modified_streak=0,
            last_full_at=now,
            hints=known.hints if outcome.hints is None else outcome.hints,
        )
    if not _short(outcome.permanent_url, _MAX_URL) or outcome.permanent_url == known.url:
        return replace(known, permanent_target="", permanent_streak=0)
    streak = known.permanent_streak + 1 if outcome.permanent_url == known.permanent_target else 1
    return replace(known, permanent_target=outcome.permanent_url, permanent_streak=streak)


def _short(validator: str, limit: int) -> str:
    """A validator or address cut short is a wrong one; one too long to store is as good as none."""
    return validator if len(validator) <= limit else ""


def _find_wish(outcome: Outcome, hints: Hints) -> tuple[float, str]:
    """The longest time server and feed ask us to wait, in seconds, and who asks; 0 where nobody does."""
    wishes = [
        (outcome.keep_seconds or 0, "the server says it stays the same for"),
        ((hints.ttl_minutes or 0) * 60, "the feed says (ttl) it stays the same for"),
        ((hints.update_minutes or 0) * 60, "the feed says it is updated every"),
    ]
    seconds, words = max(wishes, key=lambda wish: wish[0])
    return seconds, f"{words} {say_duration(seconds)}"


def _find_rhythm(recent: Sequence[datetime], now: datetime) -> tuple[float, str]:
    """How often to ask by what the feed has brought, in seconds; the silence since its last entry counts too."""
    days = sorted((min(day, now) for day in recent), reverse=True)[:_RECENT]
    if not days:
        return DEFAULT_SECONDS, "nothing is known of its rhythm yet"
    gap = (now - days[-1]).total_seconds() / len(days)
    return gap / _POLLS_PER_ENTRY, f"it brings something about every {say_duration(max(gap, 60))}"


def _spread(low: float, base: float, random: float, *, width: float) -> float:
    """A wait near ``base``, ``width`` of it wide, never under ``low`` nor over the cap."""
    begin = max(low, base * (1 - width / 2))
    end = max(begin, min(CAP_SECONDS, begin + base * width))
    return begin + (end - begin) * random


def _skip(now: datetime, at: datetime, hints: Hints, random: float) -> tuple[datetime, str]:
    """The first moment from ``at`` on that the feed does not ask to skip; the cap wins over skipping."""
    latest = now + timedelta(seconds=CAP_SECONDS)
    moment = at.astimezone(UTC)
    if not _skipped(moment, hints) or len(hints.skip_hours) >= 24 or len(hints.skip_days) >= 7:
        return at, ""
    while _skipped(moment, hints) and moment < latest:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    moment = min(moment + timedelta(minutes=15 * random), latest)
    words = ", ".join(_NAMES[day] for day in hints.skip_days if 0 <= day < 7) or "certain hours"
    return moment, f"the feed asks not to be read on {words}"


def _skipped(moment: datetime, hints: Hints) -> bool:
    return moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days


def find_freshness(headers: Mapping[str, str], now: datetime) -> float | None:
    """For how many seconds the headers call an answer fresh (Cache-Control before Expires), or None."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:store|cache)\b", control):
        return None
    stated = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,10})\b", control)
    if stated:
        age = re.fullmatch(r"\s*([0-9]{1,10})\s*", headers.get("age", ""))
        left = int(stated[1]) - (int(age[1]) if age else 0)
        return float(left) if left > 0 else None
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return None
    seconds = (expires - (_http_date(headers.get("date", "")) or now)).total_seconds()
    return seconds if seconds > 0 else None


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def find_silence(recent: Sequence[datetime], now: datetime) -> str:
    """In words when a feed has been silent far longer than it ever is ("usually 5 a day, none for 4 days"), else "".

    Silent: four times its widest gap among ``recent``, and two days at least; fewer than five entries say nothing.
    """
    days = sorted((day for day in recent if day <= now), reverse=True)
    if len(days) < 5:
        return ""
    widest = max(later - earlier for later, earlier in pairwise(days))
    silent = now - days[0]
    if silent < max(4 * widest, timedelta(days=2)):
        return ""
    span = max((days[0] - days[-1]).total_seconds(), 3600.0)
    return f"usually {_say_rate((len(days) - 1) / span)}, none for {say_duration(silent.total_seconds())}"


def _say_rate(per_second: float) -> str:
    for seconds, name in ((86_400, "day"), (7 * 86_400, "week"), (30 * 86_400, "month")):
        if per_second * seconds >= 0.95:
            return f"{round(per_second * seconds)} a {name}"
    return "less than one a month"


def say_duration(seconds: float) -> str:
    """A length of time as people say it: "45 minutes", "2 hours", "3 days"."""
    size, name = next((size, name) for size, name, limit in _UNITS if seconds < limit)
    number = round(seconds / size)
    return f"{number} {name}{'' if number == 1 else 's'}"
