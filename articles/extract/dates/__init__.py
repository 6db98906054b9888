"""Any written date, relative to a day → a day, month, quarter, half or year, kept with its precision.

`find_dates` reads English, Chinese and Japanese news prose in one pass of one compiled pattern; `parse_date` reads the
dateline of a page, for which it also asks ``dateparser`` about other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain
from typing import Literal

from articles.extract.dates.forms import CALENDAR_FORMS, NATIVE_FORMS
from articles.extract.dates.steps import NATIVE_STEPS, STEP_FORMS
from articles.extract.dates.when import Precision, When, calendar_span
from articles.extract.dates.words import Form, Match, Reading, looks_ahead

__all__ = ["DateRole", "DateSpan", "Precision", "When", "find_dateline", "find_dates", "parse_date", "without_dateline"]

DateRole = Literal["", "as_of", "since", "from", "by", "until", "before", "after"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression found in a text: where it stands, what it means, and whether it only bounds ("as of").

    ``role`` is the word that ties it to its sentence ("since 2016", "by mid-2026", "from 2010 until 2014"). ``ahead``:
    a part of a time that runs on beyond the article's day, and the words speak of what is to come ("later this year").
    """

    start: int
    end: int
    when: When
    bound: bool = False
    role: DateRole = ""
    ahead: bool = False


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
    r"|(?:beginning|start|middle|end|close|turn|course|rest)\sof\s))?(?:(?:the|fiscal|fy)\s)?$"
)
_LEAD_WORDS = frozenset({
    "of", "since", "from", "starting", "beginning", "by", "until", "till", "through", "to", "before", "after",
    "following", "between", "in", "on", "about", "around", "at", "the", "early", "late", "mid", "earlier", "later",
    "fiscal", "fy",
})  # fmt: skip
_PREPOSITIONS = frozenset({"in", "on", "about", "around", "at"})
# Years, quarters … that may be joined to a "from": "from 2010 to 2014", "between March and June".
_RANGE_OPENERS = frozenset({"from", "since"})

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


def _joined(forms: Iterable[Form]) -> str:
    """The forms as one alternation in which only the form itself is a group, so that ``lastgroup`` names it."""
    return "|".join(f"(?P<{form.name}>{_NAMED_GROUP.sub('(?:', form.words)})" for form in forms)


_FORMS = (*CALENDAR_FORMS, *STEP_FORMS)
_NATIVE = (*NATIVE_FORMS, *NATIVE_STEPS)
# Most words open no date. Only where one of these stands are the forms tried: ten times as fast as trying them all.
_UNIT = r"\s{1,3}(?:da|dec|w|fo|mo|y)"  # what is counted: "two weeks ago", "a month later"
_OPENERS = (
    rf"\d|j(?:an|u[nl])|f(?:eb|ri|all|irst[-\s]|ourth[-\s]|(?:our|ive){_UNIT})|b(?:eginning\sof\sthe)"
    rf"|m(?:ar(?:ch|[^a-z]|$)|ay|ond|iddle\sof\sthe)|s(?:tart\sof\sthe|ep|at|un|econd|pring|ummer|(?:ix|even){_UNIT})"
    rf"|o(?:ct|ne{_UNIT})|n(?:ov|ext|ine{_UNIT})|dec|y(?:est|ear(?:['’]s|[\s-]end))|q\d|h(?:\d|alf\s)"
    rf"|e(?:nd\sof\sthe|(?:ight|ighteen|leven){_UNIT})|w(?:ed|inter)|l(?:ast|atter)|p(?:ast|rev)"
    rf"|c(?:oming|urrent|lose\sof\sthe)|a(?:pr|ug|utumn|n?{_UNIT}|n?\s{{1,3}}coup)|t(?:ue|hur|hird[-\s]|od|om|on|his\s"
    rf"|h(?:at|e)\s{{1,3}}(?:same|foll|next|prev|prec|day)|hat\s{{1,3}}(?:j[au]|fe|ma[ry]|ap|au|se|oc|no|de|we|mo|ye)"
    rf"|(?:wo|hree|en|welve|wenty){_UNIT})"
)
_IN_WORD = r"a-z0-9_\u00c0-\u024f"
_OPENING = re.compile(rf"[^{_IN_WORD}](?={_OPENERS})")  # beginning with a mark, the search skips from one to the next
_ANY_LATIN = re.compile(_joined(_FORMS))
_ANY_SCRIPT = re.compile(rf"(?<![{_IN_WORD}])(?={_OPENERS})(?:{_joined(_FORMS)})|(?<!\d)(?:{_joined(_NATIVE)})")
_NATIVE_LETTER = re.compile("[年月今昨本前明去来上先下周星礼曜]")
_EACH = {form.name: (re.compile(form.words), form) for form in (*_FORMS, *_NATIVE)}
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
    native = not window.isascii() and _NATIVE_LETTER.search(window) is not None
    find = partial(_ANY_SCRIPT.search, reading.lower) if native else _latin_finder(reading.lower, position, stop)
    while (found := find(position, stop)) is not None:
        pattern, form = _EACH[found.lastgroup or ""]
        match = pattern.match(reading.lower, found.start(), stop)
        when = form.resolve(match, reading) if match else None
        if match is None or when is None:
            position = _next_word(reading.lower, found.start(), stop)
            continue
        _add(spans, when, match.span(), reading)
        position, reading.anchor = match.end(), when
    return [_moved(span, offset, start) for span in spans] if offset or start else spans


def _latin_finder(lower: str, first: int, end: int) -> Callable[[int, int], Match | None]:
    """A search for the next words from a place on that have the form of a date, tried only behind a mark or space."""
    opens = first == 0 and _OPENING.match(" " + lower[:40]) is not None
    places = chain([0] if opens else [], map(re.Match.end, _OPENING.finditer(lower, max(0, first - 1), end)))

    def find(position: int, stop: int) -> Match | None:
        for place in places:
            if place >= position and (found := _ANY_LATIN.match(lower, place, stop)) is not None:
                return found
        return None

    return find


def _next_word(text: str, position: int, stop: int) -> int:
    """Where to go on after words that were no date: past their first run of letters or digits, or one character."""
    after = position + 1
    while after < stop and text[after].isascii() and text[after].isalnum():
        after += 1
    return after


def _moved(span: DateSpan, offset: int, start: int) -> DateSpan:
    """A span of a window as one of the whole text, begun no earlier than the caller asked for."""
    return replace(span, start=max(span.start + offset, start), end=span.end + offset)


def _lead(lower: str, start: int) -> tuple[int, DateRole]:
    """The words that lead to a date: where the expression begins with them ("early 2019"), and its role ("since")."""
    words = lower[max(0, start - 40) : start]
    last = words[-14:].split()
    if not last or (last[-1] not in _LEAD_WORDS and words[-1] != "-"):
        return start, ""
    if last[-1] in _PREPOSITIONS and (len(last) < 2 or last[-2] not in _LEAD_WORDS):  # a plain "in 2015"
        return start, ""
    lead = _LEAD.search(words)
    assert lead is not None  # every part of it may be empty
    if lead["shade"]:
        start -= len(words) - lead.start("shade")
    return start, _ROLES.get(lead["role"] or "", "")


def _add(spans: list[DateSpan], when: When, place: tuple[int, int], reading: Reading) -> None:
    """Append a span; "Tuesday, July 18" is one date and the number decides; "to 2014" needs a "from 2010"."""
    begin, end = place
    last = spans[-1] if spans else None
    if last is not None and _restates(last, when, place, reading.lower):
        spans[-1] = replace(last, end=end, when=when)
        return
    start, role = _lead(reading.lower, begin)
    start = max(start, last.end if last else 0)
    ranged = last is not None and last.role in _RANGE_OPENERS and start - last.end <= 24
    if ranged and last is not None and reading.lower[last.end : start] == " and ":  # "between 2014 and 2016"
        role = "until" if "between " in reading.lower[max(0, last.start - 12) : last.start] else role
    if role == "until" and not ranged and reading.lower.endswith("to ", max(0, start - 3), start):
        role = ""
    ahead = _is_ahead(reading, when, reading.lower[start:begin], place)
    bound = role in _BOUNDING and not reading.lower.startswith(", when ", end)  # "until March, when Uber sold"
    spans.append(DateSpan(start, end, when, bound, role, ahead))


_LATE = 90
"""Days. "Late this year" with less of it left may be over already."""


def _is_ahead(reading: Reading, when: When, shade: str, place: tuple[int, int]) -> bool:
    """Whether of a month or year under way the part still to come is meant: "later this year", "will open in 2024"."""
    today = reading.today
    if today is None or when.last <= today or when.first > today:
        return False
    left = (when.last - today).days
    if shade.startswith(("later", "rest")) or ("rest of" in shade):
        return True
    if left > _LATE and ("late" in shade or "end of" in shade or "close of" in shade):
        return True
    return looks_ahead(reading, *place)


def _restates(last: DateSpan, when: When, place: tuple[int, int], lower: str) -> bool:
    """Whether a date spells out the day word before it: "Tuesday, July 18", "today (18 July)"."""
    if place[0] - last.end > 2 or last.when.precision != "day" or when.precision != "day":
        return False
    if lower[last.end : place[0]] not in {", ", " ", " (", ","}:
        return False
    return lower.endswith("day", last.start, last.end) and not lower.endswith("day", *place)


def find_dateline(text: str, published: date | None) -> date | None:
    """The day a report gives itself in its opening ("Hanover, 5 February 2018 – …"), which "today" then means.

    Only a full date within the first 160 characters counts, and only one up to a week before ``published``.
    """
    if re.search(r"\d", text[:160]) is None:
        return None
    for span in find_dates(text, None, end=min(len(text), 160)):
        if span.when.precision != "day" or span.role:
            continue
        near = published is None or 0 <= (published - span.when.first).days <= 7
        after = text[span.end : span.end + 24]
        opens = re.match(r"\s?(?:\([^)\n]{1,16}\)\s?)?(?:[-–—:|/.]|\n|,\s?\n|$)", after)
        return span.when.first if near and opens else None
    return None


def without_dateline(text: str, spans: list[DateSpan], published: date | None) -> list[DateSpan]:
    """The dates of an article less the one of its dateline ("SEOUL, March 20 -- …"): the day of print, of no deal."""
    first = spans[0] if spans else None
    if (
        first is None
        or published is None
        or first.start > _LONGEST_PLACE
        or first.role
        or first.when.precision != "day"
    ):
        return spans
    near = abs((published - first.when.first).days) <= 1
    opens = _DATELINE_END.match(text, first.end) is not None and text[:1] not in '“"'
    return spans[1:] if near and opens else spans


_LONGEST_PLACE = 80
"""Characters before the day in a dateline: places, an agency."""
_DATELINE_END = re.compile(r"\s?(?:\([^)\n]{1,24}\)\s?)?(?:[-–—:|/])")

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
