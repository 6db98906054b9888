"""Dates, days, moments and spans in words: near today as one says them, exact on hover, with their precision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from articles.extract.dates import When

register = template.Library()


@register.filter
def when_words(when: When | None) -> str:
    """A date as precise as it is known: "18 July 2017", "July 2017", "third quarter of 2017", "2017"."""
    return _("date unknown") if when is None else _say_when(when, get_language())


@lru_cache(maxsize=4_096)
def _say_when(when: When, language: str | None) -> str:
    """The same dates stand on a page again and again; ``language`` is the one that is active."""
    first = when.first
    if when.precision == "day":
        return format_date(first, _("j F Y"))
    if when.precision == "month":
        return format_date(first, _("F Y"))
    if when.precision == "quarter":
        return _("Q%(quarter)s %(year)s") % {"quarter": (first.month + 2) // 3, "year": first.year}
    if when.precision == "half":
        half = _("first half of %(year)s") if first.month <= 6 else _("second half of %(year)s")
        return half % {"year": first.year}
    return pgettext("a year alone", "%(year)s") % {"year": first.year}


PRECISION_NOTES = {
    "month": gettext_lazy("the day is not known"),
    "quarter": gettext_lazy("only the quarter is known"),
    "half": gettext_lazy("only the half-year is known"),
    "year": gettext_lazy("only the year is known"),
}


@register.simple_tag
def show_when(when: When | None, prefix: str = "") -> SafeString:
    """A ``<time>``: in words near today, else as precise as known; exact on hover, with its precision."""
    if when is None:
        return format_html('<span class="unknown">{}</span>', _("date unknown"))
    return _show_when(when, prefix, timezone.localdate(), get_language())


@lru_cache(maxsize=4_096)
def _show_when(when: When, prefix: str, today: date, language: str | None) -> SafeString:
    exact = _say_when(when, language)
    note = PRECISION_NOTES.get(when.precision)
    title = f"{exact} ({note})" if note else exact
    near = near_words(when.first, today) if when.precision == "day" else ""
    return format_html(
        '<time datetime="{}" title="{}" class="when p-{}">{}{}</time>', when.iso, title, when.precision, prefix,
        near or exact,
    )  # fmt: skip


def near_words(day: date, today: date) -> str:
    """ "today", "yesterday", "3 days ago", "in 2 days" within a week; nothing farther off."""
    days = (today - day).days
    if abs(days) > 6:
        return ""
    if days < -1:
        return ngettext("in %(days)s day", "in %(days)s days", -days) % {"days": -days}
    if days > 1:
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return {-1: _("tomorrow"), 0: _("today"), 1: _("yesterday")}[days]


@register.simple_tag
def show_day(day: date | None) -> SafeString:
    """A day known to the day, as `show_when` shows it."""
    return show_when(When(day) if day else None)


@register.simple_tag
def show_moment(moment: datetime | None) -> SafeString:
    """A moment as "4 minutes ago" or "in 2 hours"; exact on hover."""
    if moment is None:
        return format_html('<span class="unknown">{}</span>', _("never"))
    local = timezone.localtime(moment)
    exact = f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), exact,
        moment_words(moment, timezone.now()),
    )  # fmt: skip


def moment_words(moment: datetime, now: datetime) -> str:
    """ "just now", "in a moment", "4 minutes ago", "in 2 hours": the largest unit only."""
    apart = abs(now - moment)
    if apart < timedelta(minutes=1):
        return _("in a moment") if moment > now else _("just now")
    if apart < _SHORT:
        span = span_words(int(apart.total_seconds()) // 60 * 60)
    else:
        span = timeuntil(moment, now, depth=1) if moment > now else timesince(moment, now, depth=1)
    return (_("in %(span)s") if moment > now else _("%(span)s ago")) % {"span": span}


_SHORT = timedelta(days=28)
"""Spans below this are the same in every month."""


@register.filter
def span_words(seconds: int) -> str:
    """Seconds → "30 minutes", "2 hours": the largest unit only."""
    return _span_words(seconds, get_language()) if seconds else ""


@lru_cache(maxsize=4_096)
def _span_words(seconds: int, language: str | None) -> str:
    """A page of feeds has hundreds of spans, few of them different; ``language`` is the one that is active."""
    epoch = datetime(2001, 1, 1, tzinfo=UTC)
    return timesince(epoch, epoch + timedelta(seconds=seconds), depth=1)
