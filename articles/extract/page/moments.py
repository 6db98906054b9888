"""Written points in time, as pages' markup gives them → the day, and the moment with its zone where it has one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from articles.extract.dates import When, parse_date

EARLIEST, LATEST = 1990, 2100
"""Years between which a web page can have been published; without a clock, nothing finer is known."""

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|"
    r"[+-]\d{1,2}:?(?:\d{2})?)?)?"
)
_EAST = re.compile(r"(\d{4})\s*[年./]\s*(\d{1,2})\s*[月./]\s*(\d{1,2})\s*日?(?:\s*(\d{1,2})\s*[:：时時]\s*(\d{2}))?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_MARKED = re.compile(r"[a-zäéû年月]{3,}|年|\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """``day`` as written, in the writer's own zone; ``at`` the moment, only where the zone is written too."""

    day: When
    at: datetime | None = None


def parse_moment(text: str) -> Moment | None:
    """ISO 8601, RFC 2822, seconds or milliseconds since 1970, East Asian or plain dates; None for anything else."""
    text = " ".join(text.split())[:200]
    for read in (_from_iso, _from_epoch, _from_mail, _from_east, _from_european, _from_words):
        try:
            moment = read(text)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
        if moment is not None and EARLIEST <= moment.day.first.year < LATEST:
            return moment
    return None


def _from_iso(text: str) -> Moment | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    written = date(int(year), int(month), int(day))
    if hour is None or zone is None:
        return Moment(When(written))
    moment = datetime(
        written.year, written.month, written.day, int(hour), int(minute), int(second or 0), tzinfo=_zone(zone)
    )
    return Moment(When(written), moment)


def _zone(text: str) -> timezone:
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0") if len(text) > 2 else f"0{text[1:]}00"
    if len(text) == 2:
        digits = f"0{text[1]}00"
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if text[0] == "-" else offset)


def _from_epoch(text: str) -> Moment | None:
    if not _EPOCH.fullmatch(text):
        return None
    moment = datetime.fromtimestamp(int(text[:10]), tz=UTC)
    return Moment(When(moment.date()), moment)


def _from_mail(text: str) -> Moment | None:
    if not re.match(r"[A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
        return None
    moment = parsedate_to_datetime(text)
    return Moment(When(moment.date()), moment if moment.tzinfo else None)


_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_ERA = re.compile(r"(令和|平成|民國|民国)\s*(\d{1,3}|元)\s*年")


def _from_east(text: str) -> Moment | None:
    text = _ERA.sub(lambda era: f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}年", text)
    match = _EAST.search(text)
    return Moment(When(date(int(match[1]), int(match[2]), int(match[3])))) if match else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar janvier enero gennaio janeiro januari jan janv ene gen jänner",
            "februar février fevrier febrero febbraio fevereiro februari feb févr fév",
            "märz mars marzo março maart mar mär mrz",
            "april avril abril aprile apr avr abr",
            "mai mayo maggio maio mei may",
            "juni juin junio giugno junho jun",
            "juli juillet julio luglio julho jul juil",
            "august août aout agosto augustus aug ago",
            "september septembre septiembre settembre setembro sep sept set",
            "oktober octobre octubre ottobre outubro okt oct ott",
            "november novembre noviembre novembro nov",
            "dezember décembre decembre diciembre dicembre dezembro december dez déc dec dic",
        ),
        start=1,
    )
    for name in names.split()
}
_EUROPEAN = re.compile(r"(?<!\d)(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)")


def _from_european(text: str) -> Moment | None:
    """ "23 janvier 2024", "5. Juni 2023", "1er mars 2022", "3 de mayo de 2021"."""
    for match in _EUROPEAN.finditer(text):
        month = _MONTHS.get(match[2].casefold())
        if month:
            return Moment(When(date(int(match[3]), month, int(match[1]))))
    return None


def _from_words(text: str) -> Moment | None:
    when = parse_date(text) if _MARKED.search(text) else None
    return Moment(when) if when is not None and when.precision == "day" else None
