"""Everything about one company: its names, family, partners, rivals, people's words, and who writes about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from articles.extract.claims import DEALS
from articles.models import (
    Article,
    Author,
    Byline,
    Company,
    CompanyName,
    Mention,
    Ownership,
    PartnerCount,
    Partnership,
    Party,
    Quote,
    Source,
)
from articles.models.claim import Kind
from articles.timeline.lanes import MARKS, Lanes, make_lanes

ARTICLES = 300
"""Articles looked at for who writes about a company, the last that came in."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class KindYear:
    """Deals of one kind by year: ``counts`` beside the years of `Profile.years`."""

    kind: str
    label: str
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Rival:
    company: Company
    row: Partnership


@dataclass(frozen=True, slots=True)
class Profile:
    """``deals`` are the newest `MARKS`; ``more_deals`` says that older ones are not drawn."""

    company: Company
    names: dict[str, list[CompanyName]]
    owners: list[Ownership]
    daughters: list[Ownership]
    lanes: Lanes
    deals: list[Partnership]
    more_deals: bool
    partners: int
    years: list[int]
    kinds: list[KindYear]
    rivals: list[Rival]
    quotes: list[Quote]
    counts: list[PartnerCount]
    articles: list[Article]
    articles_seen: int
    sources: list[tuple[Source, int]]
    authors: list[tuple[Author, int]]


def find_profile(company: Company, today: date) -> Profile:
    """Ten queries, whatever the number of deals and articles."""
    parties = list(
        Party.objects.filter(company=company)
        .select_related("partnership__a", "partnership__b")
        .order_by("-shown_on", "-partnership")[: MARKS + 1]
    )
    rows = [party.partnership for party in parties[:MARKS]]
    deals = [row for row in rows if row.kind in DEALS]
    articles = _find_articles(company)
    years, kinds = count_kinds(deals, today)
    return Profile(
        company=company,
        names=_find_names(company),
        owners=list(company.owners.select_related("owner").order_by("-until", "since")),
        daughters=list(company.daughters.select_related("company").order_by("company__name")),
        lanes=make_lanes(deals, today, company=company, limit=40),
        deals=deals,
        more_deals=len(parties) > MARKS,
        partners=len({row.b_id if row.a_id == company.pk else row.a_id for row in deals}),
        years=years,
        kinds=kinds,
        rivals=_find_rivals(company, rows),
        quotes=list(company.quotes.select_related("article__source").order_by("-article_id", "start")[:SHOWN]),
        counts=list(company.partner_counts.select_related("article__source").order_by("-as_of", "-pk")[:SHOWN]),
        articles=articles[:SHOWN],
        articles_seen=len(articles),
        sources=_count_sources(articles),
        authors=_count_authors(articles),
    )


def _find_names(company: Company) -> dict[str, list[CompanyName]]:
    """Kind's label → the names of that kind, its own name left out."""
    names: dict[str, list[CompanyName]] = {}
    for name in company.names.filter(retired_at=None).order_by("kind", "text"):
        if name.text != company.name:
            names.setdefault(str(name.get_kind_display()), []).append(name)
    return names


def _find_articles(company: Company) -> list[Article]:
    """The last articles that name the company, newest first: their ids from the index, then the rows."""
    ids = list(
        Mention.objects.filter(company=company)
        .order_by("-article_id")
        .values_list("article_id", flat=True)
        .distinct()[:ARTICLES]
    )
    rows: QuerySet[Article] = Article.objects.shown().filter(pk__in=ids).select_related("source")
    return list(rows.defer("text", "html", "cut").order_by("-published", "-pk"))


def _find_rivals(company: Company, rows: Sequence[Partnership]) -> list[Rival]:
    rivals = [row for row in rows if row.kind == Kind.COMPETITOR]
    rivals.sort(key=lambda row: (-row.reports_count, -row.confidence))
    return [Rival(row.b if row.a_id == company.pk else row.a, row) for row in rivals]


def count_kinds(deals: Sequence[Partnership], today: date) -> tuple[list[int], list[KindYear]]:
    """Deals → the years from the first to today, and a row of counts for each kind that occurs."""
    if not deals:
        return [], []
    years = list(range(min(deal.shown_on.year for deal in deals), today.year + 1))
    tally = Counter((deal.kind, deal.shown_on.year) for deal in deals)
    kinds = []
    for kind in Kind:
        counts = [tally[kind.value, year] for year in years]
        if any(counts):
            kinds.append(KindYear(kind.value, str(kind.label), counts, sum(counts)))
    return years, kinds


def _count_sources(articles: Sequence[Article]) -> list[tuple[Source, int]]:
    return Counter(article.source for article in articles if article.source).most_common(6)


def _count_authors(articles: Sequence[Article]) -> list[tuple[Author, int]]:
    """Who signed most of these articles. One query."""
    bylines = Byline.objects.filter(article__in=[article.pk for article in articles]).select_related("author__source")
    return Counter(byline.author for byline in bylines).most_common(6)
