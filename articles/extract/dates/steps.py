"""Dates said as steps from the article's day or the date read before: "Tuesday", "last year", "two months later"."""

from __future__ import annotations

import re
from datetime import date

from articles.extract.dates.when import When, calendar_span, step_days, step_months
from articles.extract.dates.words import (
    MON,
    SEASON,
    SEASON_MONTHS,
    WEEKDAY,
    WEEKDAYS,
    Form,
    Match,
    Reading,
    S,
    heading_year,
    is_month_name,
    looks_ahead,
    month_number,
    season_of,
)

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "twenty": 20, "a couple of": 2, "a couple": 2,
}  # fmt: skip
_COUNT = (
    r"(?:a couple(?: of)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|\d{1,2})"
)
_STEPS = {"last": -1, "previous": -1, "preceding": -1, "past": -1, "this": 0, "current": 0, "same": 0, "that": 0}
_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


# "Today's cars" are those of our time, "today's announcement" is of this day.
_POSSESSIVE = re.compile(
    r"['’]s\s(?!(?:\w+\s)?(?:announcement|news|deal|launch|agreement|statement|release|event|decision|report|vote"
    r"|meeting|move|signing|order|price|close|trading|session|edition))"
)


def _today(found: Match, reading: Reading) -> When | None:
    """``today``, ``this morning``, ``last night``, ``the day before yesterday``; a title ("USA Today") is no day."""
    if reading.today is None:
        return None
    start, words = found.start(), found.group()
    if reading.text[start].isupper() and re.search(r"[a-z]\s$", reading.before(start)):
        return None
    if _POSSESSIVE.match(reading.lower, found.end()):
        return None
    if words.endswith("night") and words.startswith("last"):
        return When(step_days(reading.today, -1))
    step = _DAY_WORDS.get(words.split()[-1], 0)
    if "before" in words or "after " in words:
        step *= 2
    return When(step_days(reading.today, step))


_NO_WEEKDAY_BEFORE = re.compile(r"(?:black|cyber|good|easter|ruby|super|giving|ash|maundy|palm)\s$")
_NO_WEEKDAY_AFTER = re.compile(r"\.com|\s(?:times|telegraph|mail|post|robotics|night live)")


def _weekday(found: Match, reading: Reading) -> When | None:
    """``Tuesday``: the last one on or before the day; ``next`` and the future look forward, ``last`` strictly back.

    "Friday last week" lies in the week from Monday to Sunday before the day's own, "Thursday a week ago" seven days
    before the last Thursday.
    """
    start, end = found.span("weekday")
    if reading.today is None or not reading.text[start].isupper():
        return None
    if _NO_WEEKDAY_BEFORE.search(reading.before(start)) or _NO_WEEKDAY_AFTER.match(reading.lower, end):
        return None
    back = (reading.today.weekday() - WEEKDAYS.index(found["weekday"][:3])) % 7
    rel, week = found["rel"] or "", found["week"] or ""
    if week.endswith("week"):
        return When(step_days(reading.today, WEEKDAYS.index(found["weekday"][:3]) - reading.today.weekday() - 7))
    if week.endswith("ago"):
        return When(step_days(reading.today, -back - 7))
    if rel in {"next", "coming", "this coming"}:
        return When(step_days(reading.today, 7 - back))
    if rel in {"last", "past", "this past"} or week == "last":
        return When(step_days(reading.today, -(back or 7)))
    told = reading.lower.startswith(("'s ", "’s "), end)  # "Friday's announcement that it will"
    if back and not told and looks_ahead(reading, found.start(), end):
        return When(step_days(reading.today, 7 - back))
    return When(step_days(reading.today, -back))


def _week_ago_day(found: Match, reading: Reading) -> When | None:
    """``a week ago Friday``: seven days before the last Friday."""
    if reading.today is None:
        return None
    back = (reading.today.weekday() - WEEKDAYS.index(found["weekday"][:3])) % 7
    return When(step_days(reading.today, -back - 7))


def _that_month(found: Match, reading: Reading) -> When | None:
    """``that August``, ``the same September``, ``the following March``: of the year the text dwells in."""
    if not is_month_name(found, reading) or re.match(r"\s(?:mobility|networks)\b", reading.lower[found.end() :][:12]):
        return None
    anchor, today = reading.anchor, reading.today
    if anchor is None and today is None:
        return None
    month, base = month_number(found["mon"]), anchor.first if anchor is not None else today
    assert base is not None
    year = base.year + (found["rel"] == "the following" and month <= base.month)
    return calendar_span(year - (today is not None and (year, month) > (today.year, today.month)), month)


def _day_before(found: Match, reading: Reading) -> When | None:
    """``signed the day before, …``: the day before the one last named, else before the article's own."""
    anchor = reading.anchor
    origin = anchor.first if anchor is not None and anchor.precision == "day" else reading.today
    return None if origin is None else When(step_days(origin, -1))


def _relative_month(found: Match, reading: Reading) -> When | None:
    """``last June`` (before this month), ``this January`` (of this year), ``next June`` (after this month)."""
    if reading.today is None or not is_month_name(found, reading):
        return None
    month, today = month_number(found["mon"]), reading.today
    if found["rel"] == "this":
        return calendar_span(today.year, month)
    if found["rel"] in {"next", "this coming"}:
        return calendar_span(today.year + (month <= today.month), month)
    return calendar_span(today.year - (month >= today.month), month)


def _season(found: Match, reading: Reading) -> When | None:
    """``this spring``, ``last summer``, ``in the fall``: relative to the day."""
    rel, today = found["rel"], reading.today
    bare = re.search(r"\b(?:in|since|by|until|from|during)\s(?:the\s)?$", reading.before(found.start()))
    if bare and not rel and (year := heading_year(reading, found.start())) is not None:
        return season_of(found["season"], year)
    if today is None or not (rel or bare):
        return None
    begun = SEASON_MONTHS[found["season"]] <= today.month
    this_year = today.year - (found["season"] == "winter" and today.month <= 2)
    if rel in {"next", "coming", "this coming"} or (not rel and looks_ahead(reading, *found.span())):
        return season_of(found["season"], today.year + begun)
    if rel == "this":
        return season_of(found["season"], this_year)
    now = SEASON_MONTHS[found["season"]] <= today.month < SEASON_MONTHS[found["season"]] + 3
    return season_of(found["season"], today.year - (not begun or (now and rel in {"last", "past", "this past"})))


def _stretch(day: date, period: str) -> When:
    """The period around a day; a week is given as its month, a decade as its year: nothing finer is meant."""
    if period == "day":
        return When(day)
    if period in {"week", "weekend", "fortnight", "month"}:
        return When(day.replace(day=1), "month")
    if period == "quarter":
        return When(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "quarter")
    if period == "half":
        return When(date(day.year, 1 if day.month <= 6 else 7, 1), "half")
    return When(date(day.year, 1, 1), "year")


def _stepped(day: date, period: str, steps: int) -> date:
    days = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}.get(period)
    if days:
        return step_days(day, days * steps)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}[period]
    return step_months(day, months * steps, day_of_month=None if period == "year" else 1)


def _period(found: Match, reading: Reading) -> When | None:
    """``last year``, ``this month``, ``next week``; "over the last year" is a duration, no date."""
    if reading.today is None or re.search(r"\bthe\s(?:very\s)?$", reading.before(found.start())):
        return None
    steps = _STEPS.get(found["rel"], 1)
    return _stretch(_stepped(reading.today, found["period"], steps), found["period"])


def _end_of_the_period(found: Match, reading: Reading) -> When | None:
    """``the end of the year``, ``year-end``: of the article's own, unless the text dwells in another year."""
    today, anchor = reading.today, reading.anchor
    if today is None or (anchor is not None and anchor.first.year < today.year):
        return None
    return _stretch(today, found["period"])


_DURATION_BEFORE = re.compile(r"\b(?:over|within|during|in|for|through|throughout|of)\s$")
_MONTHS_WIDE = {
    "day": 0, "week": 0, "weekend": 0, "fortnight": 0, "month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 12,
}  # fmt: skip


def _same_period(found: Match, reading: Reading) -> When | None:
    """``the same month``, ``that year``, ``the following year``: steps from the date read before."""
    rel, period = found["rel"], found["period"]
    if reading.anchor is None:
        if rel != "previous" or reading.today is None:
            return None
        return _stretch(_stepped(reading.today, period, -1), period)
    if rel == "next" and _DURATION_BEFORE.search(reading.before(found.start())):
        return None
    if _MONTHS_WIDE[period] < reading.anchor.width:  # "the same month" says nothing new after "in 2016"
        return reading.anchor if _STEPS.get(rel, 1) == 0 else None
    return _stretch(_stepped(reading.anchor.first, period, _STEPS.get(rel, 1)), period)


def _counted(words: str) -> int:
    return int(words) if words.isdigit() else _COUNTS[re.sub(r"\s+", " ", words)]


def _walked(found: Match, origin: date, sign: int) -> When:
    """``origin`` moved by the count of periods a form names, as wide as that way of speaking allows."""
    period = found["period"]
    if found["half"]:  # "half a year ago"
        return _stretch(step_months(origin, 6 * sign), "month")
    count = _counted(found["n"])
    if found["more"]:  # "a year and a half ago"
        return _stretch(step_months(origin, sign * (count * 12 + 6)), "year")
    if period == "month" and count > 12:
        return _stretch(step_months(origin, sign * count), "year")
    return _stretch(_stepped(origin, period, sign * count), period)


def _ago(found: Match, reading: Reading) -> When | None:
    """``two years ago``, ``three months back``."""
    return None if reading.today is None else _walked(found, reading.today, -1)


def _later(found: Match, reading: Reading) -> When | None:
    """``two months later``, ``a year earlier``: from the date read before; earlier also from the article's day.

    "One day earlier" can only step from a day, so where the text dwells in a month or a year it means the day's eve.
    """
    back = found["way"].startswith(("earl", "before", "prior", "prev"))
    anchor = reading.anchor
    if anchor is None or (back and anchor.width and _MONTHS_WIDE[found["period"]] == 0):
        return _walked(found, reading.today, -1) if back and reading.today else None
    walked = _walked(found, anchor.first, -1 if back else 1)
    if walked.width >= anchor.width:
        return walked
    return When(walked.first, "month") if anchor.precision == "month" else None


_CJK_WORDS: dict[str, tuple[str, int]] = {
    "今天": ("day", 0), "今日": ("day", 0), "本日": ("day", 0), "昨天": ("day", -1), "昨日": ("day", -1),
    "前天": ("day", -2), "明天": ("day", 1), "明日": ("day", 1), "今年": ("year", 0), "去年": ("year", -1),
    "昨年": ("year", -1), "前年": ("year", -2), "明年": ("year", 1), "来年": ("year", 1), "本月": ("month", 0),
    "今月": ("month", 0), "上个月": ("month", -1), "上月": ("month", -1), "先月": ("month", -1), "下个月": ("month", 1),
    "来月": ("month", 1), "本周": ("week", 0), "今週": ("week", 0), "上周": ("week", -1), "先週": ("week", -1),
}  # fmt: skip


def _cjk_word(found: Match, reading: Reading) -> When | None:
    if reading.today is None:
        return None
    period, steps = _CJK_WORDS[found.group()]
    return _stretch(_stepped(reading.today, period, steps), period)


_COUNTED = rf"(?:(?P<half>half{S}an?)|(?P<n>{_COUNT})){S}(?P<period>day|week|fortnight|month|year|decade)s?"
_COUNTED_MORE = rf"{_COUNTED}(?P<more>{S}and{S}a{S}half)?"


_PERIOD = "(?:weekend|week|month|quarter|half|year)"

STEP_FORMS: tuple[Form, ...] = (
    Form("relative_month", rf"(?P<rel>last|next|this(?: past| coming)?|past){S}(?P<mon>{MON})", _relative_month),
    Form(
        "weekday",
        rf"(?:(?P<rel>last|next|this past|this coming|coming|past|this){S})?(?P<weekday>{WEEKDAY})(?![a-z])"
        rf"(?:,?{S}(?:of{S})?(?P<week>last{S}week|an?{S}week{S}ago|last(?!{S}(?:{_PERIOD}|{MON}|{SEASON}|night)\b)))?",
        _weekday,
    ),
    Form("week_ago_day", rf"(?:a|one){S}week{S}ago{S}(?:on{S})?(?P<weekday>{WEEKDAY})(?![a-z])", _week_ago_day),
    Form("that_month", rf"(?P<rel>that same|that|the same|the following){S}(?P<mon>{MON})", _that_month),
    Form("day_before", rf"the{S}day{S}before(?=[.,;:)]|$)", _day_before),
    Form(
        "season",
        rf"(?:(?P<rel>last|next|this past|this coming|this|past|coming){S})?(?P<season>{SEASON})(?![a-z])",
        _season,
    ),
    Form(
        "same_period",
        rf"(?:the|that){S}(?P<rel>same|following|next|previous|preceding){S}(?P<period>day|week|month|quarter|year)"
        rf"(?![a-z])(?!-)",
        _same_period,
    ),
    Form("that_period", rf"(?P<rel>that){S}(?P<period>day|week|month|year)(?![a-z])", _same_period),
    Form(
        "today",
        rf"today|yesterday|tomorrow|tonight|this{S}(?:morning|afternoon|evening)(?![a-z])|last{S}night"
        rf"|the{S}day{S}(?:before{S}yesterday|after{S}tomorrow)",
        _today,
    ),
    Form(
        "period",
        rf"(?P<rel>last|this|next|previous|current){S}(?P<period>weekend|week|month|quarter|half|year)(?![a-z-])",
        _period,
    ),
    Form(
        "end_of_the_period",
        rf"(?:beginning|start|middle|end|close){S}of{S}the{S}(?P<period>year|month|quarter|week)(?![a-z-])",
        _end_of_the_period,
    ),
    Form("year_end", r"(?P<period>year)(?:['’]s\s|[\s-])end(?![a-z])", _end_of_the_period),
    Form("ago", rf"{_COUNTED_MORE}{S}(?:ago(?![a-z])|back(?=[.,;:)]|$|{S}(?:it|he|she|they|the|and)\b))", _ago),
    Form(
        "later",
        rf"{_COUNTED_MORE}{S}(?P<way>later|earlier|afterwards?|before{S}that|after{S}that|previously|prior)"
        rf"(?![a-z]|{S}(?:than|to)\b)",
        _later,
    ),
)
_CJK_DAYS = "一二三四五六日天"


def _cjk_weekday(found: Match, reading: Reading) -> When | None:
    """``周二``, ``星期二``, ``火曜日``: the last one on or before the day; with 上 that of the week before."""
    if reading.today is None:
        return None
    weekday = min(_CJK_DAYS.index(found["day"]), 6) if found["day"] else "月火水木金土日".index(found["youbi"])
    back = (reading.today.weekday() - weekday) % 7
    if found["week"] == "上":
        back = reading.today.weekday() - weekday + 7
    return When(step_days(reading.today, -back))


NATIVE_STEPS: tuple[Form, ...] = (
    Form(
        "cjk_weekday",
        rf"(?:(?P<week>[本上这])?(?:周|星期|礼拜)(?P<day>[{_CJK_DAYS}])|(?P<youbi>[月火水木金土日])曜日)",
        _cjk_weekday,
    ),
    Form("cjk_word", "(?:" + "|".join(_CJK_WORDS) + ")(?!头条)", _cjk_word),
)
