"""Dates that name their place in the calendar: days, months, quarters, halves, seasons, years; East Asian ones too.

One pattern and one resolver for each form. A resolver gets the match of its own pattern in the lower-cased text and
the `Reading` it stands in, and says which span of days is meant, or None when the words are no date after all
("May Mobility", "Model 2020").
"""

from __future__ import annotations

import re
from datetime import date

from articles.extract.dates.when import Precision, When, calendar_span, step_days, step_months
from articles.extract.dates.words import (
    DAY,
    MON,
    MONTHS,
    NTH,
    SEASON,
    TAIL_YEAR,
    YEAR,
    YEAR_BY_WORD,
    Form,
    Match,
    Reading,
    S,
    heading_year,
    is_month_name,
    looks_ahead,
    looks_back,
    month_number,
    season_of,
    written_year,
)

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_RANGE_TAIL = re.compile(rf"(?:{S}(?:and|to|or|through|until|till){S}|\s?[-–—/]\s?)({MON}),?{S}({YEAR})(?!\d)")


def _ymd(found: Match, _: Reading) -> When | None:
    return calendar_span(int(found["y"]), int(found["m"]), int(found["d"]))


def _year_month(found: Match, _: Reading) -> When | None:
    return calendar_span(int(found["y"]), int(found["m"]))


def _numeric(found: Match, reading: Reading) -> When | None:
    """``5/16/2017`` (American) or ``16.5.2017``; where both readings exist the one not after the article's day wins."""
    one, two, year = int(found["a"]), int(found["b"]), int(found["y"])
    american, european = calendar_span(year, one, two), calendar_span(year, two, one)
    if "." in found.group():
        return european
    if american and european and reading.today and american.first > reading.today >= european.first:
        return european
    return american or european


def _day_of_month(found: Match, reading: Reading) -> When | None:
    """``13 March``, ``Mar. 13, 2017``: without a year the last such day, or one soon to come."""
    if not is_month_name(found, reading):
        return None
    month, day = month_number(found["mon"]), int(found["d"])
    year = written_year(found, reading)
    if year is not None or found["y"] or found["rel"]:
        return calendar_span(year, month, day) if year is not None else None
    if (year := heading_year(reading, found.start())) is not None:
        return calendar_span(year, month, day)
    if reading.today is None:
        return None
    days = 0 if looks_back(reading, found.start()) else 45
    horizon = step_days(reading.today, 340 if looks_ahead(reading, found.start(), found.end()) else days)
    for year in (horizon.year, horizon.year - 1, horizon.year - 2):
        when = calendar_span(year, month, day)
        if when and when.first <= horizon:
            return when
    return None


_AFTER_NTH = re.compile(r"[.,;:)\n]|$|\s(?:it|he|she|they|that|the|an?|its|their|in|at|to|with|and|both|when)\b")


def _nth(found: Match, reading: Reading) -> When | None:
    """``on the 27th``: the last such day on or before the article's day; never "on the 27th floor"."""
    if reading.today is None or not reading.before(found.start()).endswith("on the "):
        return None
    named = reading.text[found.end() : found.end() + 2]
    if not _AFTER_NTH.match(reading.lower, found.end()) and not (named[:1] == " " and named[1:].isupper()):
        return None
    day, first = int(found["d"]), reading.today.replace(day=1)
    for months in range(3):
        month = step_months(first, -months)
        when = calendar_span(month.year, month.month, day)
        if when is not None and when.first <= reading.today:
            return when
    return None


def _month_with_year(found: Match, reading: Reading) -> When | None:
    year = written_year(found, reading)
    if year is None or not is_month_name(found, reading):
        return None
    return calendar_span(year, month_number(found["mon"]))


def _nearest_month(month: int, today: date, *, ahead: bool) -> When | None:
    """The month's last occurrence up to the day's own month, or the next one from there on."""
    year = today.year
    if ahead:
        year += month < today.month
    else:
        year -= month > today.month
    return calendar_span(year, month)


_MONTH_CONTEXT = re.compile(
    r"\b(?:in|since|until|till|by|from|of|early|late|mid|during|through|between|after|before|end|for|to|and|around)"
    r"[\s-]$"
)


def _bare_month(found: Match, reading: Reading) -> When | None:
    """``in July``: the last one on or before the day. Names that are also words or abbreviations need a preposition."""
    if not is_month_name(found, reading):
        return None
    word = found["mon"].rstrip(".")
    if word in {"may", "march"} or word in MONTHS or word == "sept":
        if not _MONTH_CONTEXT.search(reading.before(found.start())):
            return None
        if re.match(r"\s(?:mobility|networks)\b", reading.lower[found.end("mon") : found.end("mon") + 12]):
            return None
    month = month_number(word)
    tail = _RANGE_TAIL.match(reading.lower, found.end())
    if tail:  # "between March and June 2018": one year for both
        return calendar_span(int(tail[2]) - (month > month_number(tail[1])), month)
    if (year := heading_year(reading, found.start())) is not None:
        return calendar_span(year, month)
    if reading.today is None:
        return None
    return _nearest_month(month, reading.today, ahead=looks_ahead(reading, found.start(), found.end()))


def _nearest_year(today: date, month: int, months: int) -> int:
    """The year in which the months from ``month`` on lie nearest: a "fourth quarter" in February is last year's."""
    ahead = month - today.month
    if ahead <= 0:
        return today.year
    back = today.month - (month + months - 12)  # months since last year's ended
    return today.year if ahead <= back else today.year - 1


def _is_over(today: date, year: int, last_month: int) -> bool:
    return (year, last_month) < (today.year, today.month)


def _part_of_year(found: Match, reading: Reading, part: int, precision: Precision) -> When | None:
    """The ``part``-th quarter or half of the written year, else of the year in which it is nearest."""
    months = 3 if precision == "quarter" else 6
    if part * months > 12:
        return None
    year = written_year(found, reading)
    if year is None:
        if reading.today is None or found.groupdict().get("rel"):
            return None
        year = _nearest_year(reading.today, (part - 1) * months + 1, months)
        if _is_over(reading.today, year, part * months) and looks_ahead(reading, found.start(), found.end()):
            year += 1
    whole = calendar_span(year, (part - 1) * months + 1)
    return When(whole.first, precision) if whole else None


def _quarter_code(found: Match, reading: Reading) -> When | None:
    """``Q3 2025``, ``3Q25``, ``2025 Q3``."""
    return _part_of_year(found, reading, int(found["q"]), "quarter")


def _bare_quarter_code(found: Match, reading: Reading) -> When | None:
    """``in Q3``; elsewhere a Q3 may be a car."""
    if not re.search(r"\b(?:in|of|by|from|since|during|for|until|end)\s(?:the\s)?$", reading.before(found.start())):
        return None
    return _part_of_year(found, reading, int(found["q"]), "quarter")


def _quarter_words(found: Match, reading: Reading) -> When | None:
    return _part_of_year(found, reading, _ORDINALS[found["ord"]], "quarter")


def _half_code(found: Match, reading: Reading) -> When | None:
    return _part_of_year(found, reading, int(found["h"]), "half")


def _half_words(found: Match, reading: Reading) -> When | None:
    """``the first half of 2019``; without a year only after a preposition, and never "the second half of the game"."""
    if not (found["y"] or found["rel"]):
        opened = re.search(r"\b(?:in|by|for|during|from|since|of)\sthe\s$", reading.before(found.start()))
        if not opened or reading.lower.startswith(" of ", found.end()):
            return None
    return _part_of_year(found, reading, _ORDINALS[found["ord"]], "half")


def _season_with_year(found: Match, reading: Reading) -> When | None:
    year = written_year(found, reading)
    return None if year is None else season_of(found["season"], year)


_NO_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#/:.,~≈+_]|\d[,.]|(?<!\d{3})\d,?\s"
    r"|\b(?:model|version|room|route|highway|flight|pages?|line|section|vision|agenda|horizon|level|type|windows|no\.?"
    r"|number|unit|nearly|(?<!later )than|over|almost|approximately|roughly|least|most|up to|additional"
    r"|rs|usd|eur|rmb)\s)$"
)
_YEAR_AFTER_DASH = re.compile(rf"(?:(?<!\d){YEAR}\s?[-–—]|\b(?:mid|late|early)[-–]|\s[-–—]|[a-z]—)$")
_NO_YEAR_AFTER = re.compile(
    r"(?:[-–/.,:]\d(?!\d{3}(?!\d))|[%°+'’](?!s)|[-–][a-z]"
    r"|\s(?:cars?|vehicles?|miles?|kilomet|km|employees|people|units|dollars|trucks?|taxis|robotaxis|percent|per\scent"
    r"|times|hours|pounds|jobs|workers|shares|patents|yuan|euros?|million|billion|model\b|staff|engineers|met(?:er|re)s"
    r"|feet|square|stores|sensors|chips|stations|drivers|rides|trips|tons|kg|rpm|mah|hp))"
)


def _year(found: Match, reading: Reading) -> When | None:
    """``in 2015``, ``2010–2014``; not ``$2017``, ``2017 cars``, ``Model 2020``."""
    start, end = found.span("y")
    before = reading.before(start)
    if before.endswith(("-", "–", "—")) and not _YEAR_AFTER_DASH.search(before):
        return None
    if _NO_YEAR_BEFORE.search(before) and not re.search(r"(?:[a-z],|[a-z]\.\s?|\d{4}/)$", before):
        return None
    if found["to"] and int(found["to"]) <= int(found["y"][2:]):  # neither 2016-17 nor a month of the year
        return None
    if _NO_YEAR_AFTER.match(reading.lower, found.end()):
        return None
    return calendar_span(int(reading.lower[start:end]))


def _cjk_date(found: Match, reading: Reading) -> When | None:
    month, day = found["m"], found["d"]
    return calendar_span(int(found["y"]), int(month) if month else None, int(day) if day else None)


_CJK_PARTS: dict[str, tuple[Precision, int]] = {
    "上半年": ("half", 1), "下半年": ("half", 7), "第一季度": ("quarter", 1), "第二季度": ("quarter", 4),
    "第三季度": ("quarter", 7), "第四季度": ("quarter", 10), "上半期": ("half", 1), "下半期": ("half", 7),
}  # fmt: skip


def _cjk_part(found: Match, _: Reading) -> When | None:
    """``2019年第三季度``, ``2019年上半年``."""
    precision, month = _CJK_PARTS[found["part"]]
    whole = calendar_span(int(found["y"]), month)
    return When(whole.first, precision) if whole else None


_CJK_YEARS = {"去年": -1, "昨年": -1, "前年": -2, "今年": 0, "明年": 1, "来年": 1}


def _cjk_worded_year(found: Match, reading: Reading) -> When | None:
    """``去年11月``, ``来年3月18日``."""
    if reading.today is None:
        return None
    day = found["d"]
    return calendar_span(reading.today.year + _CJK_YEARS[found["year"]], int(found["m"]), int(day) if day else None)


def _cjk_month_day(found: Match, reading: Reading) -> When | None:
    """``7月18日``, ``7月``: the last one on or before the day."""
    if reading.today is None:
        return None
    month, day, today = int(found["m"]), found["d"], reading.today
    when = calendar_span(today.year, month, int(day) if day else None)
    if when is None or when.first > step_days(today, 45 if day else 0):
        when = calendar_span(today.year - 1, month, int(day) if day else None)
    return when


# The order matters: the longer reading of the same words stands first.
CALENDAR_FORMS: tuple[Form, ...] = (
    Form("ymd", rf"(?P<y>{YEAR})[-/.](?P<m>[01]?\d)[-/.](?P<d>{DAY})(?![\d]|[-/.]\d)", _ymd),
    Form("year_month", rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?![\d-]|\.\d)", _year_month),
    Form("numeric", rf"(?P<a>{DAY})[/.](?P<b>{DAY})[/.](?P<y>{YEAR})(?![\d]|[-/.]\d)", _numeric),
    Form(
        "day_month",
        rf"(?P<d>{DAY}){NTH}(?:\s?[-–]\s?{DAY}{NTH})?{S}(?:of{S})?(?P<mon>{MON}){TAIL_YEAR}?",
        _day_of_month,
    ),
    Form(
        "month_day",
        rf"(?P<mon>{MON})\s{{0,2}}(?P<d>{DAY}){NTH}(?!\w|[.,:]\d|%)(?:\s?[-–]\s?(?:{MON}{S})?{DAY}(?!\d))?{TAIL_YEAR}?",
        _day_of_month,
    ),
    Form("nth", rf"(?P<d>{DAY})(?:st|nd|rd|th)(?![a-z])", _nth),
    Form(
        "month_year",
        rf"(?P<mon>{MON})(?:(?:,?{S}(?:of{S}|in{S})?|[-/])(?P<y>{YEAR}|['’]\d\d)(?!\w|,\d)|,?{S}(?:of{S})?{YEAR_BY_WORD})",
        _month_with_year,
    ),
    Form("month", rf"(?P<mon>{MON})", _bare_month),
    Form("quarter_code", rf"q(?P<q>[1-4])(?:{S}(?:of{S})?|[-/'’]|)(?P<y>{YEAR}|(?<=['’])\d\d)(?!\w)", _quarter_code),
    Form("code_quarter", rf"(?P<q>[1-4])q\s?['’]?(?P<y>{YEAR}|[12]\d)(?!\w)", _quarter_code),
    Form("year_quarter", rf"(?P<y>{YEAR})[\s-]?q(?P<q>[1-4])(?!\w)", _quarter_code),
    Form("bare_quarter", r"q(?P<q>[1-4])(?!\w)", _bare_quarter_code),
    Form(
        "quarter",
        rf"(?P<ord>first|second|third|fourth|1st|2nd|3rd|4th)[-\s](?:(?:calendar|fiscal){S})?quarter(?![a-z]){TAIL_YEAR}?",
        _quarter_words,
    ),
    Form("half_code", rf"h(?P<h>[12])[-\s]?['’]?(?P<y>{YEAR}|(?<=['’])\d\d)(?!\w)", _half_code),
    Form("code_half", rf"(?P<h>[12])h\s?['’]?(?P<y>{YEAR}|[12]\d)(?!\w)", _half_code),
    Form("half", rf"(?P<ord>first|second|latter|1st|2nd)[-\s]half(?![a-z]){TAIL_YEAR}?", _half_words),
    Form("season_year", rf"(?P<season>{SEASON}){TAIL_YEAR}", _season_with_year),
    Form("year", rf"(?P<y>{YEAR})(?:[-–/](?P<to>\d\d)(?!\d))?(?!\w)", _year),
)
NATIVE_FORMS: tuple[Form, ...] = (
    Form("cjk_part", rf"(?P<y>\d{{4}})\s?年(?P<part>{'|'.join(_CJK_PARTS)})", _cjk_part),
    Form(
        "cjk_worded_year",
        rf"(?P<year>{'|'.join(_CJK_YEARS)})\s?(?P<m>\d\d?)\s?月(?:\s?(?P<d>\d\d?)\s?[日号號])?",
        _cjk_worded_year,
    ),
    Form("cjk_date", r"(?P<y>\d{4})\s?年(?:\s?(?P<m>\d\d?)\s?月(?:\s?(?P<d>\d\d?)\s?[日号號])?)?", _cjk_date),
    Form("cjk_month_day", r"(?P<m>\d\d?)\s?月(?:\s?(?P<d>\d\d?)\s?[日号號])?", _cjk_month_day),
)
