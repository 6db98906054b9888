"""Any written date, relative to a day → a day, month, quarter, half or year, kept with its precision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A span of days as wide as the writer left it: ``first`` is its first day, ``precision`` its width."""

    first: date
    precision: Precision = "day"

    @property
    def iso(self) -> str:
        """``2017-07-18``, ``2017-07`` or ``2017``: ISO 8601 as precise as the text allows; quarters give a year."""
        raise NotImplementedError

    @property
    def last(self) -> date:
        """The last day of the span."""
        raise NotImplementedError

    @classmethod
    def from_iso(cls, text: str) -> When:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``ValueError`` says what was expected."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression found in a text: where it stands, what it means, and whether it only bounds ("as of")."""

    start: int
    end: int
    when: When
    bound: bool = False


def find_dates(text: str, today: date | None, *, start: int = 0, end: int | None = None) -> list[DateSpan]:
    """All date expressions in ``text[start:end]``, relative ones resolved against ``today`` (the article's day).

    Offsets are into ``text``. Without ``today`` only expressions that carry their own year are returned.
    """
    raise NotImplementedError


def parse_date(text: str, today: date | None = None) -> When | None:
    """The one date a short text holds (a byline, a ``<time>``, a query parameter), or None."""
    raise NotImplementedError
