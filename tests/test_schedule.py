"""When a feed is asked again: the decision as a function."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.feed.entries import Hints
from articles.fetch.client import Answer
from articles.fetch.errors import FetchError
from articles.schedule import (
    CAP_SECONDS,
    FLOOR_SECONDS,
    FeedState,
    Outcome,
    decide,
    find_freshness,
    find_silence,
    find_validators,
    judge_answer,
    judge_error,
    revive,
    say_duration,
    unreadable,
)

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)  # a Wednesday
KNOWN = FeedState(
    url="https://a.example/feed", etag='W/"1"', last_modified="Tue, 03 Mar 2026 00:00:00 GMT", body_hash="old",
    interval_seconds=3600, last_full_at=NOW - timedelta(hours=1),
)  # fmt: skip
FRESH = Outcome("fresh", etag='"2"', body_hash="new")
UNCHANGED = Outcome("unchanged")
FAILED = Outcome("failed", error="a.example hung up")


def every(hours: float, count: int = 10) -> list[datetime]:
    return [NOW - timedelta(hours=hours * number) for number in range(1, count + 1)]


def wait(state: FeedState, outcome: Outcome, random: float = 0.5, recent: list[datetime] | None = None) -> float:
    decision = decide(state, outcome, NOW, recent=recent or (), random=random)
    assert decision.at is not None
    return (decision.at - NOW).total_seconds()


outcomes = st.builds(
    Outcome,
    st.sampled_from(["fresh", "same", "unchanged", "unreadable", "throttled", "failed"]),
    etag=st.sampled_from(["", '"1"', 'W/"2"']),
    body_hash=st.sampled_from(["", "a", "b"]),
    keep_seconds=st.none() | st.floats(0, 1e9),
    hints=st.none()
    | st.builds(
        Hints,
        ttl_minutes=st.none() | st.integers(1, 10**8),
        skip_hours=st.sets(st.integers(0, 23)).map(tuple),
        skip_days=st.sets(st.integers(0, 6)).map(tuple),
        update_minutes=st.none() | st.integers(1, 10**7),
    ),
    permanent_url=st.sampled_from(["", "https://b.example/feed"]),
    retry_after=st.none() | st.floats(0, 7 * 86_400),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(outcomes, max_size=30), st.floats(0, 1, exclude_max=True), st.lists(st.integers(-1000, 10**6)))
@pytest.mark.slow
def test_whatever_happens_a_feed_is_asked_again_between_15_minutes_and_24_hours(
    story: list[Outcome], random: float, ages: list[int]
) -> None:
    state, now = FeedState(url="https://a.example/feed"), NOW
    for outcome in story:
        decision = decide(state, outcome, now, recent=[now - timedelta(minutes=age) for age in ages], random=random)
        assert decision.at is not None
        seconds = (decision.at - now).total_seconds()
        longest = 7 * 86_400 if outcome.result == "throttled" and outcome.retry_after else CAP_SECONDS
        assert FLOOR_SECONDS <= seconds <= longest
        assert decision.state.interval_why
        assert decision.state.interval_seconds == pytest.approx(seconds, abs=1)
        state, now = decision.state, decision.at


@settings(max_examples=200, deadline=None)
@given(outcomes, st.floats(0, 1, exclude_max=True), st.integers(0, 500))
def test_the_first_success_after_any_failures_restores_the_rhythm_at_once(
    outcome: Outcome, random: float, failures: int
) -> None:
    broken = replace(KNOWN, failures=failures, interval_seconds=CAP_SECONDS, error="was broken")
    if outcome.result in {"fresh", "same", "unchanged"}:
        mended, whole = (decide(state, outcome, NOW, recent=every(4), random=random) for state in (broken, KNOWN))
        assert mended == whole
        assert (mended.state.failures, mended.state.error) == (0, "")


def test_a_feed_that_brings_news_hourly_is_asked_more_often_than_one_that_sleeps() -> None:
    hourly, daily, asleep = (wait(KNOWN, UNCHANGED, recent=every(hours)) for hours in (1, 24, 24 * 30))
    assert hourly < daily < asleep
    assert hourly <= 3600
    assert asleep == pytest.approx(CAP_SECONDS, rel=0.1)


def test_silence_makes_a_lively_feed_rarer() -> None:
    lively = [NOW - timedelta(days=20, hours=number) for number in range(10)]
    assert wait(KNOWN, UNCHANGED, recent=lively) > 10 * wait(KNOWN, UNCHANGED, recent=every(1))


@pytest.mark.parametrize(
    ("hints", "keep", "least"),
    [
        (Hints(ttl_minutes=120), None, 7200),
        (Hints(update_minutes=180), None, 10_800),
        (Hints(), 14_400.0, 14_400),
        (Hints(ttl_minutes=30, update_minutes=60), 5400.0, 5400),
        (Hints(ttl_minutes=10**6), None, CAP_SECONDS),
        (Hints(ttl_minutes=1), 5.0, FLOOR_SECONDS),
    ],
)
@pytest.mark.parametrize("random", [0.0, 0.5, 0.999])
def test_nobody_is_asked_before_the_longest_of_what_they_ask_for(
    hints: Hints, keep: float | None, least: float, random: float
) -> None:
    seconds = wait(KNOWN, replace(FRESH, hints=hints, keep_seconds=keep), random, every(0.1))
    assert least <= seconds <= min(least * 1.11, CAP_SECONDS)


def test_the_feeds_own_hints_are_remembered_through_unchanged_answers() -> None:
    learnt = decide(KNOWN, replace(FRESH, hints=Hints(ttl_minutes=240)), NOW, recent=every(0.1)).state
    assert wait(learnt, UNCHANGED, 0.0, every(0.1)) >= 240 * 60


def test_hours_and_days_to_skip_are_skipped() -> None:
    hours = replace(FRESH, hints=Hints(skip_hours=(12, 13, 14)))
    at = decide(KNOWN, hours, NOW, recent=every(0.1)).at
    assert at is not None
    assert (at.day, at.hour) == (4, 15)
    thursday = replace(FRESH, hints=Hints(skip_days=(2,)))
    at = decide(KNOWN, thursday, NOW, recent=every(0.1)).at
    assert at is not None
    assert at.weekday() == 3


def test_a_feed_that_asks_to_be_skipped_always_is_asked_as_usual() -> None:
    never = replace(FRESH, hints=Hints(skip_hours=tuple(range(24)), skip_days=tuple(range(7))))
    assert wait(KNOWN, never, 0.5, every(0.1)) == wait(KNOWN, FRESH, 0.5, every(0.1))


def test_three_hundred_feeds_added_in_one_second_drift_apart() -> None:
    new = FeedState(url="https://a.example/feed")
    waits = [wait(new, FRESH, number / 300, every(0.1)) for number in range(300)]
    assert max(waits) - min(waits) > 400
    assert max(sum(start <= each < start + 10 for each in waits) for start in range(900, 1400, 10)) < 15


@pytest.mark.parametrize("random", [0.0, 0.25, 0.999])
def test_back_off_doubles_by_a_fifth_more_or_less_up_to_a_day_and_never_ends(random: float) -> None:
    state, last = KNOWN, 3600.0
    for number in range(1, 120):
        decision = decide(state, FAILED, NOW, random=random)
        assert decision.at is not None
        seconds = (decision.at - NOW).total_seconds()
        if seconds < CAP_SECONDS * 0.8:
            assert 1.599 <= seconds / last <= 2.401
        assert seconds <= CAP_SECONDS
        state, last = decision.state, seconds
        assert state.failures == number
    assert last >= CAP_SECONDS * 0.8


def test_a_feed_that_sleeps_is_tried_again_within_hours_of_its_first_failure() -> None:
    assert wait(replace(KNOWN, interval_seconds=CAP_SECONDS), FAILED, 0.999) <= 2.4 * 3600


def test_validators_are_kept_through_errors_and_unreadable_bodies() -> None:
    for outcome in (FAILED, unreadable("this is a web page"), Outcome("throttled", error="429")):
        state = decide(KNOWN, outcome, NOW).state
        assert (state.etag, state.last_modified, state.body_hash) == (KNOWN.etag, KNOWN.last_modified, "old")


def test_the_newest_validators_win_and_dropped_ones_are_dropped() -> None:
    state = decide(KNOWN, FRESH, NOW).state
    assert (state.etag, state.last_modified, state.body_hash) == ('"2"', "", "new")
    state = decide(KNOWN, replace(UNCHANGED, etag='"3"'), NOW).state
    assert (state.etag, state.last_modified) == ('"3"', KNOWN.last_modified)
    state = decide(KNOWN, replace(FRESH, etag='"' + "x" * 600 + '"'), NOW).state
    assert state.etag == ""


def test_a_lying_304_is_escaped_after_20_in_a_row() -> None:
    state = KNOWN
    for _ in range(20):
        assert find_validators(state, NOW) == (KNOWN.etag, KNOWN.last_modified)
        state = decide(state, UNCHANGED, NOW).state
    assert find_validators(state, NOW) == ("", "")
    state = decide(state, FAILED, NOW).state
    assert find_validators(state, NOW) == ("", "")
    state = decide(state, Outcome("same", etag='"9"', body_hash="old"), NOW).state
    assert find_validators(state, NOW) == ('"9"', "")


def test_a_lying_304_is_escaped_after_7_days() -> None:
    assert find_validators(KNOWN, NOW + timedelta(days=6)) != ("", "")
    assert find_validators(KNOWN, NOW + timedelta(days=7)) == ("", "")


def test_retry_after_is_obeyed_and_a_throttled_feed_is_not_a_broken_one() -> None:
    decision = decide(KNOWN, Outcome("throttled", retry_after=7200.0, error="429"), NOW)
    assert decision.at is not None
    assert 7200 <= (decision.at - NOW).total_seconds() <= 7200 * 1.05
    assert (decision.state.failures, decision.state.throttled) == (0, True)
    assert "2 hours" in decision.state.interval_why
    assert not decide(decision.state, UNCHANGED, NOW).state.throttled


def test_throttling_without_a_hint_backs_off() -> None:
    first = decide(KNOWN, Outcome("throttled"), NOW)
    second = decide(first.state, Outcome("throttled"), NOW)
    assert second.state.interval_seconds == pytest.approx(2 * first.state.interval_seconds)


def test_a_gone_feed_rests_is_reported_once_and_can_be_revived() -> None:
    gone = decide(KNOWN, judge_error(FetchError("gone (410)", kind="gone", status=410)), NOW)
    assert (gone.at, gone.state.state) == (None, "gone")
    assert gone.report
    assert not decide(gone.state, Outcome("gone"), NOW).report
    alive = decide(revive(gone.state), UNCHANGED, NOW)
    assert alive.state.state == "active"
    assert alive.at is not None


def test_a_permanent_redirect_is_stored_after_three_polls_with_the_same_target() -> None:
    to_b, to_c = (replace(UNCHANGED, permanent_url=f"https://{host}.example/feed") for host in "bc")
    state, moves = KNOWN, []
    for outcome in (to_b, to_b, UNCHANGED, to_b, to_c, to_b, FAILED, to_b, to_b):
        decision = decide(state, outcome, NOW)
        moves.append(decision.moved_from)
        state = decision.state
    assert moves == [""] * 8 + ["https://a.example/feed"]
    assert (state.url, state.permanent_target, state.permanent_streak) == ("https://b.example/feed", "", 0)


def test_a_paused_feed_stays_paused_when_asked_by_hand() -> None:
    assert decide(replace(KNOWN, state="paused"), FRESH, NOW).state.state == "paused"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "expires": format_datetime(NOW + timedelta(days=1), usegmt=True)}, 600),
        ({"expires": format_datetime(NOW + timedelta(hours=1), usegmt=True)}, 3600),
        (
            {
                "expires": format_datetime(NOW + timedelta(hours=5), usegmt=True),
                "date": format_datetime(NOW + timedelta(hours=4), usegmt=True),
            },
            3600,
        ),
        ({"expires": "0"}, None),
        ({"expires": format_datetime(NOW - timedelta(days=1), usegmt=True)}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=junk"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "max-age=10", "age": "60"}, None),
        ({}, None),
    ],
)
def test_freshness_is_read_from_the_headers(headers: dict[str, str], seconds: float | None) -> None:
    lowered = {name.lower(): value for name, value in headers.items()}
    lowered = {name: value.lower() if name == "cache-control" else value for name, value in lowered.items()}
    assert find_freshness(lowered, NOW) == seconds


def test_an_answer_is_judged_before_it_is_parsed() -> None:
    answer = Answer(
        status=200, url="u", requested_url="u", headers={"etag": '"7"', "cache-control": "max-age=60"}, body=b"x"
    )
    judged = judge_answer(answer, KNOWN, NOW)
    assert (judged.result, judged.etag, judged.keep_seconds) == ("fresh", '"7"', 60)
    assert judge_answer(answer, replace(KNOWN, body_hash=answer.body_hash), NOW).result == "same"
    assert judge_answer(replace(answer, status=304, body=b""), KNOWN, NOW).result == "unchanged"


def test_silence_is_a_fault_of_its_own_in_words() -> None:
    five_a_day = [NOW - timedelta(days=4, hours=4.8 * number) for number in range(50)]
    assert find_silence(five_a_day, NOW) == "usually 5 a day, none for 4 days"
    assert find_silence(every(5), NOW) == ""
    weekly = [NOW - timedelta(days=9 + 7 * number) for number in range(10)]
    assert find_silence(weekly, NOW) == ""
    assert find_silence(every(1, 3), NOW + timedelta(days=300)) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (89, "89 seconds"), (900, "15 minutes"), (3600, "60 minutes"), (7200, "2 hours"),
     (86_400, "24 hours"), (4 * 86_400, "4 days")],
)  # fmt: skip
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert say_duration(seconds) == words
