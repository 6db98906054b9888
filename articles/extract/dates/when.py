"""A day, month, quarter, half or year: a span of days as wide as its writer left it, and steps along the calendar."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year"]

_MONTHS: dict[Precision, int] = {"day": 0, "month": 1, "quarter": 3, "half": 6, "year": 12}
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class When:
    """A span of days as wide as the writer left it: ``first`` is its first day, ``precision`` its width.

    Ordered by the first day; of two that begin together the narrower comes first.
    """

    first: date
    precision: Precision = "day"

    @property
    def iso(self) -> str:
        """``2017-07-18``, ``2017-07`` or ``2017``: ISO 8601 as precise as the text allows; quarters give a year."""
        if self.precision == "day":
            return self.first.isoformat()
        return (
            f"{self.first.year:04d}-{self.first.month:02d}" if self.precision == "month" else f"{self.first.year:04d}"
        )

    @property
    def last(self) -> date:
        """The last day of the span."""
        if self.precision == "day":
            return self.first
        return step_months(self.first, _MONTHS[self.precision] - 1, day_of_month=31)

    @property
    def width(self) -> int:
        """How many months wide; 0 for a day."""
        return _MONTHS[self.precision]

    def covers(self, other: When) -> bool:
        """True when ``other`` lies wholly inside this span (equal spans cover each other)."""
        return self.first <= other.first and other.last <= self.last

    @classmethod
    def from_iso(cls, text: str) -> When:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``ValueError`` says what was expected."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"{text[:40]!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD, such as 2017-07-18")
        year, month, day = (int(part) if part else None for part in found.groups())
        when = calendar_span(year or 0, month, day)
        if when is None:
            raise ValueError(f"{text!r} is not in the calendar: give a year from 0001, a month 01-12, a day it has")
        return when

    def __lt__(self, other: When) -> bool:
        if not isinstance(other, When):
            return NotImplemented
        return (self.first, self.width) < (other.first, other.width)


def calendar_span(year: int, month: int | None = None, day: int | None = None) -> When | None:
    """The year, month or day of that number; None when the calendar has no such thing (31 June, month 13, year 0)."""
    try:
        first = date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return None
    if month is None:
        return When(first, "year")
    return When(first, "month" if day is None else "day")


def step_days(day: date, days: int) -> date:
    """``day`` moved by a number of days, held at the calendar's two ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def step_months(day: date, months: int, *, day_of_month: int | None = None) -> date:
    """``day`` moved by a number of months; a day the month lacks becomes its last one; held at the calendar's ends."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    wanted = day.day if day_of_month is None else day_of_month
    return date(year, month + 1, min(wanted, calendar.monthrange(year, month + 1)[1]))
