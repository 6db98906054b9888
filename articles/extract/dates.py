"""Any written date, relative to a day → a day, month, quarter, half or year, kept with its precision.

`find_dates` reads English, Chinese and Japanese news prose in one pass of one compiled pattern; `parse_date` reads the
dateline of a page, for which it also asks ``dateparser`` about other languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from articles.extract.dateforms import FORMS, NATIVE_FORMS, Form, Reading
from articles.extract.when import Precision, When, calendar_span

__all__ = ["DateRole", "DateSpan", "Precision", "When", "find_dateline", "find_dates", "parse_date"]

DateRole = Literal["", "as_of", "since", "from", "by", "until", "before", "after"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression found in a text: where it stands, what it means, and whether it only bounds ("as of").

    ``role`` is the word that ties it to its sentence ("since 2016", "by mid-2026", "from 2010 until 2014").
    """

    start: int
    end: int
    when: When
    bound: bool = False
    role: DateRole = ""


_BOUNDING = frozenset({"as_of", "by", "until", "before"})
_ROLES: dict[str, DateRole] = {
    "as of": "as_of", "since": "since", "ever since": "since", "from": "from", "starting": "from", "beginning": "from",
    "by": "by", "until": "until", "till": "until", "through": "until", "up to": "until", "to": "until",
    "before": "before", "prior to": "before", "after": "after", "following": "after", "between": "from",
}  # fmt: skip
_LEAD = re.compile(
    r"(?:\b(?P<role>as of|(?:ever )?since|from|starting|beginning|by|until|till|through|up to|to|before|prior to|after|"
    r"following|between)\s(?:(?:in|on|about|around|at)\s)?)?"
    r"(?P<shade>(?:the\s)?(?:(?:very\s)?(?:early|late|mid|earlier|later)(?:-|\s(?:in\s|on\s|of\s)?)"
    r"|(?:beginning|start|middle|end|close|turn|course|rest)\sof\s)?)(?P<the>(?:the|fiscal|fy)\s)?$"
)
# Years, quarters … that may be joined to a "from": "from 2010 to 2014", "between March and June".
_RANGE_OPENERS = frozenset({"from", "since"})

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


def _joined(forms: Iterable[Form]) -> str:
    """The forms as one alternation in which only the form itself is a group, so that ``lastgroup`` names it."""
    return "|".join(f"(?P<{form.name}>{_NAMED_GROUP.sub('(?:', form.words)})" for form in forms)


_ANY = re.compile(rf"(?<![a-z0-9_\u00c0-\u024f])(?:{_joined(FORMS)})|(?<!\d)(?:{_joined(NATIVE_FORMS)})")
_EACH = {form.name: (re.compile(form.words), form) for form in (*FORMS, *NATIVE_FORMS)}
_MARGIN = 200  # how far a form may look around itself


def _lowered(text: str) -> str:
    """Lower case, character for character, so that offsets stay true (``İ`` would become two)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_dates(
    text: str, today: date | None, *, start: int = 0, end: int | None = None, anchor: When | None = None
) -> list[DateSpan]:
    """All date expressions in ``text[start:end]``, relative ones resolved against ``today`` (the article's day).

    Offsets are into ``text``; spans stand in order and never overlap. Without ``today`` only expressions that carry
    their own year (or step from one that does) are returned. "Two months later" steps from the date read before it:
    read an article in one call, or give the last date of what came before as ``anchor``. Cost linear in the text.
    """
    end = len(text) if end is None else min(end, len(text))
    offset = max(0, start - _MARGIN)
    window = text[offset : end + _MARGIN]
    reading = Reading(window, _lowered(window), today, anchor)
    spans: list[DateSpan] = []
    position, stop = start - offset, end - offset
    while (found := _ANY.search(reading.lower, position, stop)) is not None:
        span = _read_form(found, reading, stop)
        if span is None:
            position = _next_word(reading.lower, found.start(), stop)
            continue
        position, reading.anchor = span.end, span.when
        _add(spans, replace(span, start=span.start + offset, end=span.end + offset), text, start)
    return spans


def _read_form(found: re.Match[str], reading: Reading, stop: int) -> DateSpan | None:
    """The date a match of the joined pattern stands for, with the words that lead to it."""
    pattern, form = _EACH[found.lastgroup or ""]
    match = pattern.match(reading.lower, found.start(), stop)
    assert match is not None  # the joined pattern matched the same words here
    when = form.resolve(match, reading)
    if when is None:
        return None
    lead = _LEAD.search(reading.lower, max(0, found.start() - 40), found.start())
    assert lead is not None  # every part of it may be empty
    role = _ROLES.get(lead["role"] or "", "")
    start = lead.start("shade") if lead["shade"] else found.start()
    return DateSpan(start, match.end(), when, role in _BOUNDING, role)


def _next_word(text: str, position: int, stop: int) -> int:
    """Where to go on after words that were no date: past their first run of letters or digits, or one character."""
    after = position + 1
    while after < stop and text[after].isascii() and text[after].isalnum():
        after += 1
    return after


def _add(spans: list[DateSpan], span: DateSpan, text: str, start: int) -> None:
    """Append a span; "Tuesday, July 18" is one date and the number decides; "to 2014" needs a "from 2010"."""
    span = replace(span, start=max(span.start, start))
    last = spans[-1] if spans else None
    if last is not None:
        span = replace(span, start=max(span.start, last.end))
        between = text[last.end : span.start]
        if last.when.precision == span.when.precision == "day" and between in {", ", " ", " (", ",", "., "}:
            spans[-1] = replace(last, end=span.end, when=span.when)
            return
    if span.role == "until" and re.search(r"\bto\s", text[max(0, span.start - 8) : span.start].lower()):
        ranged = last is not None and last.role in _RANGE_OPENERS and span.start - last.end < 24
        span = span if ranged else replace(span, role="", bound=False)
    spans.append(span)


_DATELINE = re.compile(r"[^\n]{0,120}?(?:[-–—:|]|\n|\(|$)")


def find_dateline(text: str, published: date | None) -> date | None:
    """The day a report gives itself in its opening ("Hanover, 5 February 2018 – …"), which "today" then means.

    Only a full date within the first 160 characters counts, and only one up to a week before ``published``.
    """
    for span in find_dates(text, None, end=min(len(text), 160)):
        if span.when.precision != "day" or span.role:
            continue
        near = published is None or 0 <= (published - span.when.first).days <= 7
        after = text[span.end : span.end + 24]
        opens = re.match(r"\s?(?:\([^)\n]{1,16}\)\s?)?(?:[-–—:|/.]|\n|,\s?\n|$)", after)
        return span.when.first if near and opens else None
    return None


_OTHER_LANGUAGES = (
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "sv",
    "da",
    "fi",
    "nb",
    "pl",
    "cs",
    "ru",
    "tr",
    "ko",
    "ja",
    "zh",
    "he",
)
_LONGEST_DATELINE = 300


def parse_date(text: str, today: date | None = None) -> When | None:
    """The one date a short text holds (a byline, a ``<time>``, a query parameter), or None.

    Of several dates the first of the finest precision counts ("July 2017 · updated 2017-07-20" → the day). Texts
    longer than 300 characters are no dateline. Other languages are read by ``dateparser``.
    """
    short = " ".join(text.split())
    if not short or len(short) > _LONGEST_DATELINE:
        return None
    if (stamp := _read_stamp(short)) is not None:
        return stamp
    spans = find_dates(short, today)
    best = min(spans, key=lambda span: (span.when.width, span.start), default=None)
    if best is not None and (best.when.precision == "day" or not re.search(r"[^\W\d_]{3}", _outside(short, best))):
        return best.when
    foreign = _parse_foreign(short, today)
    if foreign is None or (best is not None and best.when.width <= foreign.width):
        return best.when if best else None
    return foreign


def _outside(text: str, span: DateSpan) -> str:
    return text[: span.start] + " " + text[span.end :]


def _read_stamp(text: str) -> When | None:
    """``2017-07-19T08:30:00+08:00``, ``20170719``: the day as written, in the zone of the writer."""
    try:
        return When(datetime.fromisoformat(text).date())
    except ValueError:
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)[T ]\d", text)
        return calendar_span(int(found[1]), int(found[2]), int(found[3])) if found else None


@lru_cache(maxsize=1024)
def _parse_foreign(text: str, today: date | None) -> When | None:
    """What ``dateparser`` makes of a text in another language; never a date without a digit, nor without its parts."""
    if not re.search(r"\d", text):
        return None
    from dateparser.date import DateDataParser  # noqa: PLC0415 -- costs 0.3 s, and few pages need it

    settings: dict[str, object] = {
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["month", "year"],
        "PARSERS": ["absolute-time"],
    }
    if today is not None:
        settings |= {"RELATIVE_BASE": datetime(today.year, today.month, today.day), "REQUIRE_PARTS": ["month"]}  # noqa: DTZ001
    try:
        data = DateDataParser(languages=list(_OTHER_LANGUAGES), settings=settings).get_date_data(text)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    if data.date_obj is None:
        return None
    day = data.date_obj.date()
    if data.period == "year":
        return calendar_span(day.year)
    return calendar_span(day.year, day.month, None if data.period == "month" else day.day)
