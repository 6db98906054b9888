"""The list of deals: newest first, paged by key, grouped by month, each with the sentence that shows it best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from articles.extract.dates import When
from articles.models import Claim, Company, Partnership
from articles.timeline.filters import Scope, find_deals

PAGE = 40
CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)_(?P<id>\d{1,18})\Z")
_WIDTH = {"day": 0, "month": 1, "quarter": 2, "half": 3, "year": 4}


@dataclass(frozen=True, slots=True)
class Deal:
    """A partnership with the claim that shows it best; ``claim`` is None when none stands any more."""

    row: Partnership
    claim: Claim | None

    @property
    def when(self) -> When | None:
        """When it was announced or began; where nobody says, the day of the first report (see ``dated``), if any."""
        return self.row.first or (When(self.row.reported_on) if self.row.reported_on else None)

    @property
    def dated(self) -> bool:
        return self.row.first_on is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Deals of one month, of one year when no month is known, or of no day anybody gives."""

    when: When | None
    deals: list[Deal]


@dataclass(frozen=True, slots=True)
class DealPage:
    """``older`` is the key of the next page, empty on the last; ``before`` the key this page began at."""

    groups: list[Group]
    shown: int
    before: str
    older: str


def list_deals(scope: Scope, before: str = "", *, size: int = PAGE, ids: list[int] | None = None) -> DealPage:
    """One page of deals, older than the key ``before``; a key that makes no sense starts from the newest.

    ``ids``: see `find_deals`. Three queries.
    """
    rows = find_deals(scope, ids)
    if key := read_key(before):
        day, pk = key
        rows = rows.filter(Q(shown_on__lt=day) | Q(shown_on=day, pk__lt=pk))
    found = list(with_evidence(rows)[: size + 1])
    older = f"{found[size - 1].shown_on.isoformat()}_{found[size - 1].pk}" if len(found) > size else ""
    deals = attach_claims(found[:size])
    return DealPage(group_by_month(deals), len(deals), before if key else "", older)


def read_key(text: str) -> tuple[date, int] | None:
    """The key of a page of deals, the day and id of the last deal before it; None where it makes no sense."""
    match = CURSOR.match(text)
    day = _read_day(match["day"]) if match else None
    return (day, int(match["id"])) if match and day else None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def with_evidence(rows: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """The same rows, each naming its best claim: accepted by a person first, then the surest, then the oldest."""
    best = (
        Claim.objects.standing().filter(partnership=OuterRef("pk")).order_by("-confidence", "on", "pk").values("pk")[:1]
    )
    return rows.annotate(best_claim=Subquery(best))


def attach_claims(rows: Iterable[Partnership]) -> list[Deal]:
    """Rows that went through `with_evidence` → deals with their companies and claims: two queries."""
    rows = attach_companies(rows)
    keys = [row.best_claim for row in rows]  # type: ignore[attr-defined]
    claims = Claim.objects.select_related("article__source").only(
        "evidence", "article__title", "article__published", "article__form", "article__language",
        "article__source__name",
    ).in_bulk([key for key in keys if key])  # fmt: skip
    return [Deal(row, claims.get(key)) for row, key in zip(rows, keys, strict=True)]


def attach_companies(rows: Iterable[Partnership]) -> list[Partnership]:
    """Deals with their two companies, each company read once however many deals it has: one query.

    A deal whose company was merged away or deleted between the two queries is left out.
    """
    rows = list(rows)
    companies = Company.objects.for_lists().by_id({company for row in rows for company in (row.a_id, row.b_id)})
    there = [row for row in rows if row.a_id in companies and row.b_id in companies]
    for row in there:
        row.a, row.b = companies[row.a_id], companies[row.b_id]
    return there


def group_by_month(deals: Iterable[Deal]) -> list[Group]:
    """Deals in the order given → groups a month wide, those known less precisely in groups of their own, after it."""
    return _group(deals, lambda deal: _widen(deal.when))


def group_by_day(deals: Iterable[Deal], day_of: Callable[[Partnership], date]) -> list[Group]:
    return _group(deals, lambda deal: When(day_of(deal.row)))


def _group(deals: Iterable[Deal], key: Callable[[Deal], When | None]) -> list[Group]:
    groups: dict[When | None, list[Deal]] = {}
    for deal in deals:
        groups.setdefault(key(deal), []).append(deal)
    return [Group(when, found) for when, found in groups.items()]


def _widen(when: When | None) -> When | None:
    if when is None or _WIDTH[when.precision] > 1:
        return when
    return When(when.first.replace(day=1), "month")
