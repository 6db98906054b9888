"""The forms in which news writes dates: one pattern and one resolver for each.

A resolver gets the match of its own pattern in the lower-cased text and the `Reading` it stands in, and says which
span of days is meant, or None when the words are no date after all ("May Mobility", "Model 2020"). Patterns have
bounded repeats only, so that no input makes them slow. `dates.find_dates` puts the forms to work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from articles.extract.when import Precision, When, calendar_span, step_days, step_months


@dataclass(slots=True)
class Reading:
    """Where a date form is met: the text, the article's day and the date last read before it."""

    text: str
    lower: str
    today: date | None
    anchor: When | None = None

    def before(self, position: int, width: int = 28) -> str:
        """Up to ``width`` lower-cased characters before ``position``."""
        return self.lower[max(0, position - width) : position]


Match = re.Match[str]
Resolver = Callable[[Match, Reading], When | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date: ``words`` is a regular expression over lower-cased text."""

    name: str
    words: str
    resolve: Resolver


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_S = r"\s{1,3}"
_YEAR = r"(?:19[5-9]|20[0-6])\d"
_MON = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"[0-3]?\d"
_NTH = r"(?:st|nd|rd|th)?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "twenty": 20, "a couple of": 2, "a couple": 2,
}  # fmt: skip
_COUNT = (
    r"(?:a couple(?: of)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|\d{1,2})"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_STEPS = {"last": -1, "previous": -1, "preceding": -1, "past": -1, "this": 0, "current": 0, "same": 0, "that": 0}
_YEAR_BY_WORD = rf"(?P<rel>last|this|next|that|the same|that same|the following|the previous){_S}year"

_FUTURE = re.compile(
    r"\b(?:will|shall|next|plan(?:s|ned|ning)? (?:to|for|on)|(?:expect|schedul|slat|aim|inten|hop)\w* (?:to|for|by|at)"
    r"|due|set to|going to|is to|are to|about to|upcoming|later this year|target(?:s|ing)?|deadline|take place)\b"
)
_PAST_BEFORE = re.compile(
    r"(?<!be )\b(?:\w{2,20}ed|said|told|wrote|struck|signed|made|begun|began|won|sold|bought|took|led|put|came|went|"
    r"shown|held|built|set|deal|pact|contract|agreement|statement|report)\s(?:(?:back|again|only|on|in|since|from|of|"
    r"late|early|dating)\s){0,3}(?:(?:late|early|mid)[- ])?$"
)
_CLAUSE_END = re.compile(r"[.!?;]\s|\n|,\s(?:the|an?|which|who|whose|according|under|after|following|he|she|they)\s")
_RANGE_TAIL = re.compile(rf"(?:{_S}(?:and|to|or|through|until|till){_S}|\s?[-–—/]\s?)({_MON}),?{_S}({_YEAR})(?!\d)")


def looks_ahead(reading: Reading, start: int, end: int) -> bool:
    """Whether the clause around ``start:end`` speaks of what is to come ("will … in October", "by July")."""
    before = reading.before(start, 160)
    if _PAST_BEFORE.search(before[-48:]):
        return False
    edges = [found.end() for found in _CLAUSE_END.finditer(before)]
    clause = before[edges[-1] :] if edges else before
    if clause.endswith("by ") or _FUTURE.search(clause):
        return True
    if len(clause) > 16:  # the date does not open the clause, and what came before it spoke of no future
        return False
    opened = reading.lower[end : end + 80]
    first_verb = re.search(r"\b(?:will|shall|\w{3,20}ed|was|were|had|has|said)\b", opened)
    return first_verb is not None and first_verb.group() in {"will", "shall"}


def _month_number(word: str) -> int:
    return MONTHS.index(word[:3]) + 1


def _two_digit_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _year_by_word(word: str, reading: Reading) -> int | None:
    """The year of "last year", "this year", "that year", "the following year"."""
    if word in {"that", "the same", "that same", "the following", "the previous"}:
        year = reading.anchor.first.year if reading.anchor else None
        step = {"the following": 1, "the previous": -1}.get(word, 0)
    else:
        year = reading.today.year if reading.today else None
        step = {"last": -1, "this": 0, "next": 1}[word]
    return None if year is None else year + step


def _written_year(found: Match, reading: Reading) -> int | None:
    """The year a form carries, in digits or words; None when it has none (or none that can be known)."""
    groups = found.groupdict()
    if groups.get("y"):
        return _two_digit_year(groups["y"])
    return _year_by_word(re.sub(r"\s+", " ", groups["rel"]), reading) if groups.get("rel") else None


def _is_month_name(found: Match, reading: Reading) -> bool:
    """Month names bear a capital; "may" and "march" in lower case are verbs."""
    return reading.text[found.start("mon")].isupper()


# --- days -----------------------------------------------------------------------------------------------------------


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
    if not _is_month_name(found, reading):
        return None
    month, day = _month_number(found["mon"]), int(found["d"])
    year = _written_year(found, reading)
    if year is not None or found["y"] or found["rel"]:
        return calendar_span(year, month, day) if year is not None else None
    if reading.today is None:
        return None
    horizon = step_days(reading.today, 340 if looks_ahead(reading, found.start(), found.end()) else 45)
    for year in (horizon.year, horizon.year - 1, horizon.year - 2):
        when = calendar_span(year, month, day)
        if when and when.first <= horizon:
            return when
    return None


_DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _today(found: Match, reading: Reading) -> When | None:
    """``today``, ``this morning``, ``last night``, ``the day before yesterday``; a title ("USA Today") is no day."""
    if reading.today is None:
        return None
    start, words = found.start(), found.group()
    if reading.text[start].isupper() and re.search(r"[a-z]\s$", reading.before(start)):
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
    """``Tuesday``: the last one on or before the day; ``next`` and the future look forward, ``last`` strictly back."""
    start, end = found.span("weekday")
    if reading.today is None or not reading.text[start].isupper():
        return None
    if _NO_WEEKDAY_BEFORE.search(reading.before(start)) or _NO_WEEKDAY_AFTER.match(reading.lower, end):
        return None
    back = (reading.today.weekday() - WEEKDAYS.index(found["weekday"][:3])) % 7
    rel = found["rel"] or ""
    if rel in {"next", "coming", "this coming"}:
        return When(step_days(reading.today, 7 - back))
    if rel in {"last", "past", "this past"}:
        return When(step_days(reading.today, -(back or 7)))
    if back and looks_ahead(reading, found.start(), end):
        return When(step_days(reading.today, 7 - back))
    return When(step_days(reading.today, -back))


# --- months ---------------------------------------------------------------------------------------------------------


def _month_with_year(found: Match, reading: Reading) -> When | None:
    year = _written_year(found, reading)
    if year is None or not _is_month_name(found, reading):
        return None
    return calendar_span(year, _month_number(found["mon"]))


def _nearest_month(month: int, today: date, *, ahead: bool) -> When | None:
    """The month's last occurrence up to the day's own month, or the next one from there on."""
    year = today.year
    if ahead:
        year += month < today.month
    else:
        year -= month > today.month
    return calendar_span(year, month)


def _relative_month(found: Match, reading: Reading) -> When | None:
    """``last June`` (before this month), ``this January`` (of this year), ``next June`` (after this month)."""
    if reading.today is None or not _is_month_name(found, reading):
        return None
    month, today = _month_number(found["mon"]), reading.today
    if found["rel"] == "this":
        return calendar_span(today.year, month)
    if found["rel"] in {"next", "this coming"}:
        return calendar_span(today.year + (month <= today.month), month)
    return calendar_span(today.year - (month >= today.month), month)


_MONTH_CONTEXT = re.compile(
    r"\b(?:in|since|until|till|by|from|of|early|late|mid|during|through|between|after|before|end|for|to|and|around)"
    r"[\s-]$"
)


def _bare_month(found: Match, reading: Reading) -> When | None:
    """``in July``: the last one on or before the day. Names that are also words or abbreviations need a preposition."""
    if not _is_month_name(found, reading):
        return None
    word = found["mon"].rstrip(".")
    if word in {"may", "march"} or word in MONTHS or word == "sept":
        if not _MONTH_CONTEXT.search(reading.before(found.start())):
            return None
        if re.match(r"\s(?:mobility|networks)\b", reading.lower[found.end("mon") : found.end("mon") + 12]):
            return None
    month = _month_number(word)
    tail = _RANGE_TAIL.match(reading.lower, found.end())
    if tail:  # "between March and June 2018": one year for both
        return calendar_span(int(tail[2]) - (month > _month_number(tail[1])), month)
    if reading.today is None:
        return None
    return _nearest_month(month, reading.today, ahead=looks_ahead(reading, found.start(), found.end()))


# --- quarters, halves, seasons ----------------------------------------------------------------------------------------


def _part_of_year(found: Match, reading: Reading, part: int, precision: Precision) -> When | None:
    """The ``part``-th quarter or half of the written year, else the last one begun by the day (or next, if ahead)."""
    months = 3 if precision == "quarter" else 6
    if part * months > 12:
        return None
    year = _written_year(found, reading)
    if year is None:
        if reading.today is None or found.groupdict().get("rel"):
            return None
        begun = (part - 1) * months + 1 <= reading.today.month
        ahead = looks_ahead(reading, found.start(), found.end())
        year = reading.today.year - (not begun and not ahead)
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


_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season_of(word: str, year: int) -> When | None:
    """Three months: spring from March, summer from June, autumn from September, winter from December."""
    month = calendar_span(year, _SEASON_MONTHS[word])
    return When(month.first, "quarter") if month else None


def _season_with_year(found: Match, reading: Reading) -> When | None:
    year = _written_year(found, reading)
    return None if year is None else _season_of(found["season"], year)


def _season(found: Match, reading: Reading) -> When | None:
    """``this spring``, ``last summer``, ``in the fall``: relative to the day."""
    rel, today = found["rel"], reading.today
    bare = re.search(r"\b(?:in|since|by|until|from|during)\s(?:the\s)?$", reading.before(found.start()))
    if today is None or not (rel or bare):
        return None
    begun = _SEASON_MONTHS[found["season"]] <= today.month
    this_year = today.year - (found["season"] == "winter" and today.month <= 2)
    if rel in {"next", "coming", "this coming"} or (not rel and looks_ahead(reading, *found.span())):
        return _season_of(found["season"], today.year + begun)
    if rel == "this":
        return _season_of(found["season"], this_year)
    now = _SEASON_MONTHS[found["season"]] <= today.month < _SEASON_MONTHS[found["season"]] + 3
    return _season_of(found["season"], today.year - (not begun or (now and rel in {"last", "past", "this past"})))


# --- steps from the day or from the date before ---------------------------------------------------------------------


def _stretch(day: date, period: str) -> When:
    """The period around a day; a week is given as its month, a decade as its year: nothing finer is meant."""
    if period in {"day"}:
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


_DURATION_BEFORE = re.compile(r"\b(?:over|within|during|in|for|through|throughout|of)\s$")


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


_MONTHS_WIDE = {
    "day": 0, "week": 0, "weekend": 0, "fortnight": 0, "month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 12,
}  # fmt: skip


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
    """``two years ago``, ``three months ago``."""
    return None if reading.today is None else _walked(found, reading.today, -1)


def _later(found: Match, reading: Reading) -> When | None:
    """``two months later``, ``a year earlier``: from the date read before; earlier also from the article's day."""
    back = found["way"].startswith(("earl", "before", "prior", "prev"))
    anchor = reading.anchor
    if anchor is None:
        return _walked(found, reading.today, -1) if back and reading.today else None
    walked = _walked(found, anchor.first, -1 if back else 1)
    if walked.width >= anchor.width:
        return walked
    return When(walked.first, "month") if anchor.precision == "month" else None


# --- years ----------------------------------------------------------------------------------------------------------

_NO_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#/:.,~≈+_]|\d[ ,.]|\b(?:model|version|room|route|highway|flight|pages?|line|section|vision|agenda|horizon|"
    r"level|type|windows|no\.?|number|unit|about|nearly|some|around|than|over|almost|approximately|roughly|least|most|"
    r"up to|another|rs|usd|eur|rmb|additional)\s)$"
)
_NO_YEAR_AFTER = re.compile(
    r"(?:[.,:]\d|[%°+'’](?!s)|[-–][a-z]|\s(?:cars?|vehicles?|miles?|kilomet|km|employees|people|units|dollars|trucks?|"
    r"taxis|robotaxis|percent|per\scent|times|hours|pounds|jobs|workers|shares|patents|yuan|euros?|million|billion|model\b|"
    r"staff|engineers|meters|metres|feet|square|stores|sensors|chips|stations|drivers|rides|trips|tons|kg|rpm|mah|hp))"
)


def _year(found: Match, reading: Reading) -> When | None:
    """``in 2015``, ``2010–2014``; not ``$2017``, ``2017 cars``, ``Model 2020``."""
    start, end = found.span("y")
    before = reading.before(start)
    if before.endswith(("-", "–", "—")) and not re.search(r"(?:(?:\d|mid|\s)[-–—]|—)$", before):
        return None
    if _NO_YEAR_BEFORE.search(before) and not re.search(r"(?:\d\.|[a-z],|[a-z]\.\s?|\d{4}/)$", before):
        return None
    if _NO_YEAR_AFTER.match(reading.lower, found.end()):
        return None
    return calendar_span(int(reading.lower[start:end]))


# --- Chinese and Japanese -------------------------------------------------------------------------------------------


def _cjk_date(found: Match, reading: Reading) -> When | None:
    month, day = found["m"], found["d"]
    return calendar_span(int(found["y"]), int(month) if month else None, int(day) if day else None)


def _cjk_month_day(found: Match, reading: Reading) -> When | None:
    """``7月18日``, ``7月``: the last one on or before the day."""
    if reading.today is None:
        return None
    month, day, today = int(found["m"]), found["d"], reading.today
    when = calendar_span(today.year, month, int(day) if day else None)
    if when is None or when.first > step_days(today, 45 if day else 0):
        when = calendar_span(today.year - 1, month, int(day) if day else None)
    return when


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


# --- the table ------------------------------------------------------------------------------------------------------

_TAIL_YEAR = rf"(?:,?{_S}(?:of{_S}|in{_S})?(?:(?P<y>{_YEAR})(?!\w|[.,]\d)|{_YEAR_BY_WORD}))"
_COUNTED = rf"(?:(?P<half>half{_S}an?)|(?P<n>{_COUNT})){_S}(?P<period>day|week|fortnight|month|year|decade)s?"
_COUNTED_MORE = rf"{_COUNTED}(?P<more>{_S}and{_S}a{_S}half)?"

# The order matters: the longer reading of the same words stands first.
FORMS: tuple[Form, ...] = (
    Form("ymd", rf"(?P<y>{_YEAR})[-/.](?P<m>[01]?\d)[-/.](?P<d>{_DAY})(?![\d]|[-/.]\d)", _ymd),
    Form("year_month", rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![\d-]|\.\d)", _year_month),
    Form("numeric", rf"(?P<a>{_DAY})[/.](?P<b>{_DAY})[/.](?P<y>{_YEAR})(?![\d]|[-/.]\d)", _numeric),
    Form(
        "day_month",
        rf"(?P<d>{_DAY}){_NTH}(?:\s?[-–]\s?{_DAY}{_NTH})?{_S}(?:of{_S})?(?P<mon>{_MON}){_TAIL_YEAR}?",
        _day_of_month,
    ),
    Form(
        "month_day",
        rf"(?P<mon>{_MON})\s{{0,2}}(?P<d>{_DAY}){_NTH}(?!\w|[.,:]\d|%)(?:\s?[-–]\s?(?:{_MON}{_S})?{_DAY}(?!\d))?{_TAIL_YEAR}?",
        _day_of_month,
    ),
    Form(
        "month_year",
        rf"(?P<mon>{_MON})(?:(?:,?{_S}(?:of{_S}|in{_S})?|[-/])(?P<y>{_YEAR})(?!\w|,\d)|,?{_S}(?:of{_S})?{_YEAR_BY_WORD})",
        _month_with_year,
    ),
    Form("relative_month", rf"(?P<rel>last|next|this(?: past| coming)?|past){_S}(?P<mon>{_MON})", _relative_month),
    Form("month", rf"(?P<mon>{_MON})", _bare_month),
    Form(
        "weekday",
        rf"(?:(?P<rel>last|next|this past|this coming|coming|past|this){_S})?(?P<weekday>{_WEEKDAY})(?![a-z])",
        _weekday,
    ),
    Form("quarter_code", rf"q(?P<q>[1-4])(?:{_S}(?:of{_S})?|[-/'’]|)(?P<y>{_YEAR}|(?<=['’])\d\d)(?!\w)", _quarter_code),
    Form("code_quarter", rf"(?P<q>[1-4])q{_S}?['’]?(?P<y>{_YEAR}|[12]\d)(?!\w)", _quarter_code),
    Form("year_quarter", rf"(?P<y>{_YEAR})[\s-]?q(?P<q>[1-4])(?!\w)", _quarter_code),
    Form("bare_quarter", r"q(?P<q>[1-4])(?!\w)", _bare_quarter_code),
    Form(
        "quarter",
        rf"(?P<ord>first|second|third|fourth|1st|2nd|3rd|4th)[-\s](?:(?:calendar|fiscal){_S})?quarter(?![a-z]){_TAIL_YEAR}?",
        _quarter_words,
    ),
    Form("half_code", rf"h(?P<h>[12])[-\s]?['’]?(?P<y>{_YEAR}|(?<=['’])\d\d)(?!\w)", _half_code),
    Form("code_half", rf"(?P<h>[12])h{_S}?['’]?(?P<y>{_YEAR}|[12]\d)(?!\w)", _half_code),
    Form("half", rf"(?P<ord>first|second|latter|1st|2nd)[-\s]half(?![a-z]){_TAIL_YEAR}?", _half_words),
    Form("season_year", rf"(?P<season>{_SEASON}){_TAIL_YEAR}", _season_with_year),
    Form(
        "season",
        rf"(?:(?P<rel>last|next|this past|this coming|this|past|coming){_S})?(?P<season>{_SEASON})(?![a-z])",
        _season,
    ),
    Form(
        "same_period",
        rf"(?:the|that){_S}(?P<rel>same|following|next|previous|preceding){_S}(?P<period>day|week|month|quarter|year)"
        rf"(?![a-z])(?!-)",
        _same_period,
    ),
    Form("that_period", rf"(?P<rel>that){_S}(?P<period>day|week|month|year)(?![a-z])", _same_period),
    Form(
        "today",
        rf"today|yesterday|tomorrow|tonight|this{_S}(?:morning|afternoon|evening)(?![a-z])|last{_S}night"
        rf"|the{_S}day{_S}(?:before{_S}yesterday|after{_S}tomorrow)",
        _today,
    ),
    Form(
        "period",
        rf"(?P<rel>last|this|next|previous|current){_S}(?P<period>weekend|week|month|quarter|half|year)(?![a-z-])",
        _period,
    ),
    Form("ago", rf"{_COUNTED_MORE}{_S}ago(?![a-z])", _ago),
    Form(
        "later",
        rf"{_COUNTED_MORE}{_S}(?P<way>later|earlier|afterwards?|before{_S}that|after{_S}that|previously|prior)"
        rf"(?![a-z]|{_S}(?:than|to)\b)",
        _later,
    ),
    Form("year", rf"(?P<y>{_YEAR})(?:[-–/]\d\d(?!\d))?(?!\w)", _year),
)

NATIVE_FORMS: tuple[Form, ...] = (
    Form("cjk_date", r"(?P<y>\d{4})\s?年(?:\s?(?P<m>\d\d?)\s?月(?:\s?(?P<d>\d\d?)\s?[日号號])?)?", _cjk_date),
    Form("cjk_month_day", r"(?P<m>\d\d?)\s?月(?:\s?(?P<d>\d\d?)\s?[日号號])?", _cjk_month_day),
    Form("cjk_word", "(?:" + "|".join(_CJK_WORDS) + ")(?!头条)", _cjk_word),
)
