"""What the date forms are made of: the words of the calendar, the form itself, and the text around it.

Patterns are regular expressions over lower-cased text and have bounded repeats only, so that no input makes them slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from articles.extract.dates.when import When, calendar_span


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
S = r"\s{1,3}"
YEAR = r"(?:19[5-9]|20[0-6])\d"
MON = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)(?![a-z])"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY = r"[0-3]?\d"
NTH = r"(?:st|nd|rd|th)?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
YEAR_BY_WORD = rf"(?P<rel>last|this|next|that|the same|that same|the following|the previous){S}year"
TAIL_YEAR = rf"(?:,?{S}(?:of{S}|in{S})?(?:(?P<y>{YEAR}|['’]\d\d)(?!\w|[.,]\d)|{YEAR_BY_WORD}))"
SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_FUTURE = re.compile(
    r"\b(?:will|would|shall|next|plan(?:s|ned|ning)? (?:to|for|on)"
    r"|(?:expect|schedul|slat|aim|inten|hop)\w* (?:to|for|by|at)|due|set to|to be|going to|is to|are to"
    r"|about to|upcoming|later this year|target(?:s|ing)?|deadline|take place)\b"
)
_PAST_BEFORE = re.compile(
    r"(?<!be )\b(?:\w{2,20}ed|said|told|wrote|struck|signed|made|begun|began|won|sold|bought|took|led|put|came|went|"
    r"shown|held|built|set|deal|pact|contract|agreement|statement|report)\s(?:(?:back|again|only|on|in|since|from|of|"
    r"late|early|dating)\s){0,3}(?:(?:late|early|mid)[- ])?$"
)
_CLAUSE_END = re.compile(
    r"[.!?;]\s|\n|\sunder\s|,\s(?:the|an?|which|who|whose|according|under|after|following|he|she|they)\s"
)


def looks_back(reading: Reading, start: int) -> bool:
    """Whether the words right before ``start`` tell what happened ("signed on …", "under a deal of …")."""
    return _PAST_BEFORE.search(reading.before(start, 48)) is not None


def looks_ahead(reading: Reading, start: int, end: int) -> bool:
    """Whether the clause around ``start:end`` speaks of what is to come ("will … in October", "by July")."""
    if looks_back(reading, start):
        return False
    before = reading.before(start, 160)
    edges = [found.end() for found in _CLAUSE_END.finditer(before)]
    clause = before[edges[-1] :] if edges else before
    if clause.endswith("by ") or _FUTURE.search(clause):
        return True
    if len(clause) > 16:  # the date does not open the clause, and what came before it spoke of no future
        return False
    opened = reading.lower[end : end + 80]
    first_verb = re.search(r"\b(?:will|shall|\w{3,20}ed|was|were|had|has|said)\b", opened)
    return first_verb is not None and first_verb.group() in {"will", "shall"}


_LINE = 400
"""Characters looked back for the beginning of a line."""
_YEAR_HEADS = re.compile(rf"\W{{0,3}}({YEAR})\s?(?:[.:–—|]|-\s)")


def heading_year(reading: Reading, start: int) -> int | None:
    """The year that heads the line of a chronicle: "2015. In August Autoliv pays …"."""
    line = reading.lower.rfind("\n", max(0, start - _LINE), start) + 1
    if line == 0 and start > _LINE:
        return None
    heads = _YEAR_HEADS.match(reading.lower, line, start)
    return int(heads[1]) if heads else None


def month_number(word: str) -> int:
    return MONTHS.index(word[:3]) + 1


def _two_digit_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text[-2:])


def _year_by_word(word: str, reading: Reading) -> int | None:
    """The year of "last year", "this year", "that year", "the following year"."""
    if word in {"that", "the same", "that same", "the following", "the previous"}:
        year = reading.anchor.first.year if reading.anchor else None
        step = {"the following": 1, "the previous": -1}.get(word, 0)
    else:
        year = reading.today.year if reading.today else None
        step = {"last": -1, "this": 0, "next": 1}[word]
    return None if year is None else year + step


def written_year(found: Match, reading: Reading) -> int | None:
    """The year a form carries, in digits or words; None when it has none (or none that can be known)."""
    groups = found.groupdict()
    if groups.get("y"):
        return _two_digit_year(groups["y"])
    return _year_by_word(re.sub(r"\s+", " ", groups["rel"]), reading) if groups.get("rel") else None


def is_month_name(found: Match, reading: Reading) -> bool:
    """Month names bear a capital; in lower case only a date with digits is one, and "may" and "march" are verbs."""
    if reading.text[found.start("mon")].isupper():
        return True
    return not found["mon"].startswith("ma") and any(char.isdigit() for char in found.group())


def season_of(word: str, year: int) -> When | None:
    """Three months: spring from March, summer from June, autumn from September, winter from December."""
    month = calendar_span(year, SEASON_MONTHS[word])
    return When(month.first, "quarter") if month else None
