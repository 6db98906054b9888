"""Stored English sentences, said in Chinese."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from articles.extract.feed.entries import Hints
from articles.reasons import say_reason
from articles.schedule import FeedState, Outcome, decide, find_silence, unreadable

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
STATE = FeedState(url="https://wire.example/feed")
EVERY_DAY = [NOW - timedelta(hours=8 * step) for step in range(10)]
OUTCOMES = {
    "gone": Outcome(result="gone"),
    "throttled": Outcome(result="throttled"),
    "asked for rest": Outcome(result="throttled", retry_after=7200),
    "failed": Outcome(result="failed"),
    "unreadable": unreadable("the page is empty"),
    "nothing known": Outcome(result="fresh", body_hash="a"),
    "kept by its server": Outcome(result="fresh", body_hash="a", keep_seconds=40_000),
    "ttl": Outcome(result="fresh", body_hash="a", hints=Hints(ttl_minutes=600)),
    "updated": Outcome(result="fresh", body_hash="a", hints=Hints(update_minutes=600)),
    "skipped days": Outcome(result="fresh", body_hash="a", hints=Hints(skip_days=(0, 1, 2))),
    "skipped hours": Outcome(result="fresh", body_hash="a", hints=Hints(skip_hours=(12, 13, 14))),
}


@pytest.mark.parametrize("recent", [[], EVERY_DAY], ids=["unknown rhythm", "known rhythm"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_why_a_feed_waits_is_said_in_chinese(name: str, recent: list[datetime]) -> None:
    why = decide(STATE, OUTCOMES[name], NOW, recent=recent, random=0.5).state.interval_why
    assert why
    with override("zh-hans"):
        assert re.findall("[A-Za-z]{2,}", say_reason(why).replace("ttl", "")) == []


def test_a_silence_is_said_in_chinese() -> None:
    silence = find_silence([NOW - timedelta(days=30, hours=5 * step) for step in range(40)], NOW)
    assert silence
    with override("zh-hans"):
        assert re.fullmatch(r"通常每天 \d 条，但已有\d+ 天没有新内容", say_reason(silence))


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("the name wire.example cannot be found", "找不到主机 wire.example"),
        ("not about autonomous driving: no word of it", "与自动驾驶无关：没有相关词语"),
        ("the feed asks not to be read on Saturday, Sunday", "订阅源要求在星期六、星期日不要读取"),
        ("failed 1 time in a row; asked ever more rarely until it answers",
         "连续失败 1 次；在恢复响应之前，轮询间隔会逐步拉长"),
        ("something nobody has translated", "something nobody has translated"),
        ("100 % of <b>nothing</b>", "100 % of <b>nothing</b>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_stored_sentence_is_said_in_chinese_or_left(stored: str, said: str) -> None:
    with override("zh-hans"):
        assert say_reason(stored) == said
    with override("en"):
        assert say_reason(stored) == stored
