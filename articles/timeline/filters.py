"""What a reader asked for: the query of an address → filters, and filters → deals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.extract.claims import DEALS
from articles.extract.terms import parse_query
from articles.fulltext import list_all, matching, open_words
from articles.models import Claim, Company, CompanyName, Partnership, Source
from articles.models.claim import Kind, Stage

WORDS_LIMIT = 200
"""Characters of the words asked for: more is no question a person types."""
PERIOD = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-[Qq](?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?\Z")
REVIEWED = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Filters:
    """The state of the filter bar. Empty values ask for nothing; ``kinds`` empty means every kind of deal.

    ``since`` and ``until`` are periods as written in the address: ``2024``, ``2024-Q3`` or ``2024-07``, both
    included. ``confidence`` is the least wanted, in percent. Companies and the source are named by slug.
    """

    company: str = ""
    counterpart: str = ""
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sector: str = ""
    country: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    confidence: int = 0
    reviewed: str = ""
    words: str = ""

    @property
    def first_day(self) -> date | None:
        return parse_period(self.since)[0] if self.since else None

    @property
    def last_day(self) -> date | None:
        return parse_period(self.until)[1] if self.until else None

    @property
    def active(self) -> int:
        """How many of the filters ask for something."""
        return sum(1 for item in fields(self) if getattr(self, item.name))

    def change(self, **changes: Any) -> Filters:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The query string that brings these filters back; empty when nothing is asked for.

        Written out by hand: a page with a heat-map asks for some five hundred of them.
        """
        pieces = []
        for name in NAMES:
            if value := getattr(self, name):
                parameter = PARAMETERS.get(name, name)
                values = value if isinstance(value, tuple) else (str(value),)
                pieces += [f"{parameter}={_quote(text)}" for text in values if text]
        return "&".join(pieces)


_quote = lru_cache(maxsize=4_096)(quote_plus)
"""The same companies, quarters and kinds stand in most of them."""
NAMES = tuple(item.name for item in fields(Filters))
PARAMETERS = {"kinds": "kind", "stages": "stage", "since": "from", "until": "to"}
"""Filters whose name in an address differs from the field's."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters with the rows they name; ``complaints`` tell the reader which wishes made no sense, and what would."""

    filters: Filters
    company: Company | None = None
    counterpart: Company | None = None
    source: Source | None = None
    complaints: tuple[str, ...] = field(default=())


def parse_period(text: str) -> tuple[date, date]:
    """``2024``, ``2024-Q3`` or ``2024-07`` → its first and last day; ``ValueError`` on anything else."""
    match = PERIOD.match(text.strip())
    if not match:
        raise ValueError(text)
    year = int(match["year"])
    if match["quarter"]:
        start, months = int(match["quarter"]) * 3 - 2, 3
    elif match["month"]:
        start, months = int(match["month"]), 1
    else:
        start, months = 1, 12
    after = start + months - 1
    return date(year, start, 1), date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def parse_filters(query: QueryDict) -> tuple[Filters, list[str]]:
    """The filters an address asks for, and a complaint for each value that makes no sense (which is then ignored)."""
    complaints: list[str] = []
    since = _read_period(query.get("from", ""), complaints)
    until = _read_period(query.get("to", ""), complaints)
    if since and until and parse_period(since)[0] > parse_period(until)[1]:
        complaints.append(_("The years run backwards (%(since)s to %(until)s), so they were swapped.") % {
            "since": since, "until": until})  # fmt: skip
        since, until = until, since
    filters = Filters(
        company=_read_text(query.get("company", "")),
        counterpart=_read_text(query.get("counterpart", "")),
        kinds=_read_choices(query.getlist("kind"), dict(Kind.choices), _("a kind"), complaints),
        stages=_read_choices(query.getlist("stage"), dict(Stage.choices), _("a stage"), complaints),
        sector=_read_choice(query.get("sector", ""), dict(Company.Sector.choices), _("a sector"), complaints),
        country=_read_country(query.get("country", ""), complaints),
        source=_read_text(query.get("source", "")),
        since=since,
        until=until,
        confidence=_read_percent(query.get("confidence", ""), complaints),
        reviewed=_read_choice(
            query.get("reviewed", ""), {"yes": _("yes"), "no": _("no")}, _("an answer to “reviewed”"), complaints
        ),
        words=_read_text(query.get("words", "")),
    )
    return filters, complaints


def _read_text(value: str) -> str:
    """Blanks folded, and no NUL, which PostgreSQL takes for an error."""
    return " ".join(value.replace("\0", " ").split())[:WORDS_LIMIT]


def _read_choices(
    values: Iterable[str], choices: Mapping[str, Any], what: str, complaints: list[str]
) -> tuple[str, ...]:
    read = (_read_choice(value, choices, what, complaints) for value in values)
    return tuple(dict.fromkeys(value for value in read if value))


def _read_choice(value: str, choices: Mapping[str, Any], what: str, complaints: list[str]) -> str:
    value = value.strip()
    if value and value not in choices:
        complaints.append(_("“%(value)s” is not %(what)s; there are: %(choices)s.") % {
            "value": value[:40], "what": what, "choices": ", ".join(choices)})  # fmt: skip
        return ""
    return value


def _read_country(value: str, complaints: list[str]) -> str:
    value = value.strip().upper()
    if value and not re.fullmatch(r"[A-Z]{2}", value):
        complaints.append(_("“%(value)s” is not a country; write its two letters, as in US or CN.") % {
            "value": value[:40]})  # fmt: skip
        return ""
    return value


def _read_period(value: str, complaints: list[str]) -> str:
    value = value.strip().upper()
    try:
        return value and (parse_period(value) and value)
    except ValueError:
        complaints.append(_("“%(value)s” is not a year; write 2024, 2024-Q3 or 2024-07.") % {
            "value": value[:40]})  # fmt: skip
        return ""


def _read_percent(value: str, complaints: list[str]) -> int:
    value = value.strip().removesuffix("%").strip()
    if not value:
        return 0
    if not re.fullmatch(r"\d{1,3}", value, re.ASCII) or int(value) > 100:
        complaints.append(_("“%(value)s” is not a confidence; write percent from 0 to 100.") % {
            "value": value[:40]})  # fmt: skip
        return 0
    return int(value)


def resolve(query: QueryDict) -> Scope:
    """Read an address's query and look up what it names: two queries, more only for names that are not slugs."""
    filters, complaints = parse_filters(query)
    if filters.counterpart and not filters.company:
        filters = filters.change(company=filters.counterpart, counterpart="")
    wanted = {text for text in (filters.company, filters.counterpart) if text}
    found = find_companies(wanted) if wanted else {}
    for text in sorted(wanted - found.keys()):
        complaints.append(_("No company here is called “%(name)s”.") % {"name": text[:60]})
    company, counterpart = found.get(filters.company), found.get(filters.counterpart)
    if company and company == counterpart:
        counterpart = None
    source = Source.objects.filter(slug=filters.source).first() if filters.source else None
    if filters.source and not source:
        complaints.append(_("No source here is called “%(name)s”.") % {"name": filters.source[:60]})
    filters = filters.change(
        company=company.slug if company else "",
        counterpart=counterpart.slug if counterpart else "",
        source=source.slug if source else "",
    )
    return Scope(filters, company, counterpart, source, tuple(complaints))


def find_companies(wanted: Iterable[str]) -> dict[str, Company]:
    """Companies by slug or by a name they go by, as typed → company; merged ones lead on."""
    wanted = set(wanted)
    rows = Company.objects.filter(slug__in=wanted).select_related("merged_into")
    found = {row.slug: row.merged_into or row for row in rows}
    for text in wanted - found.keys():
        name = (
            CompanyName.objects.filter(text__iexact=text, retired_at=None)
            .select_related("company__merged_into")
            .order_by("needs_context", "pk")
            .first()
        )
        if name:
            found[text] = name.company.merged_into or name.company
    return found


def find_deals(scope: Scope, ids: Iterable[int] | None = None) -> QuerySet[Partnership]:
    """The deals that pass, newest first.

    With a company the order runs along its parties, so that the database walks `party_timeline`. ``ids`` are the
    deals that pass, where they are few and known already: then nothing needs to be searched again.
    """
    company, other = scope.company, scope.counterpart
    if ids is not None:
        return Partnership.objects.filter(pk__among=ids).order_by("-shown_on", "-id")
    if company is None:
        return _narrow(Partnership.objects.all(), scope).order_by("-shown_on", "-id")
    party = Q(parties__company=company)
    if other is not None:
        party &= Q(parties__other=other)
    rows = Partnership.objects.filter(party)
    return _narrow(rows, scope).order_by("-parties__shown_on", "-parties__partnership_id")


def _narrow(rows: QuerySet[Partnership], scope: Scope) -> QuerySet[Partnership]:
    filters = scope.filters
    rows = rows.filter(kind__in=filters.kinds or sorted(DEALS))
    if filters.stages:
        rows = rows.filter(stage__in=filters.stages)
    if filters.first_day:
        rows = rows.filter(shown_on__gte=filters.first_day)
    if filters.last_day:
        rows = rows.filter(shown_on__lte=filters.last_day)
    for name in ("sector", "country"):
        if value := getattr(filters, name):
            rows = rows.filter(_side(scope.company, name, value))
    if filters.confidence:
        rows = rows.filter(confidence__gte=filters.confidence / 100)
    if filters.reviewed:
        rows = rows.filter(reviewed=filters.reviewed == "yes")
    return _narrow_said(rows, scope)


def _narrow_said(rows: QuerySet[Partnership], scope: Scope) -> QuerySet[Partnership]:
    """Deals the source reported; with all the words, or words that begin so, in what the full-text index has of them.

    That is their companies' names, what they are about, and what their kind and stage are called.
    """
    if scope.source:
        said = Claim.objects.standing().filter(article__source=scope.source, partnership__isnull=False)
        rows = rows.filter(pk__in=said.values("partnership"))
    if scope.filters.words:
        query = open_words(parse_query(scope.filters.words))
        # Words without a letter or digit ask for nothing that could be found.
        rows = rows.filter(pk__in=matching("search_deals", query)) if query.parts else rows.none()
    return rows


def list_worded(words: str) -> list[int]:
    """Ids of the deals that pass the filter by words alone, in no order; some may have been deleted. One query."""
    return list_all("search_deals", open_words(parse_query(words)))


def list_reported(source: Source) -> list[int]:
    """Ids of the deals that a source reported, in no order, one as often as it did. One query."""
    said = Claim.objects.standing().filter(article__source=source, partnership__isnull=False).order_by()
    return list(said.values_list("partnership", flat=True))


def _side(company: Company | None, name: str, value: str) -> Q:
    """Either company has it; where one company is chosen, the other one."""
    has = Q(**{f"a__{name}": value}), Q(**{f"b__{name}": value})
    if company is None:
        return has[0] | has[1]
    return (Q(b=company) & has[0]) | (Q(a=company) & has[1])
