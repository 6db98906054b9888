"""Everything about one company: its names, family, partners, rivals, people's words, and who writes about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from articles.ledger import KINDS, Ints, Ledger, Mask, read_ledger
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
    Quote,
    Source,
)
from articles.models.claim import Kind
from articles.models.partnership import UNDATED
from articles.timeline.deals import attach_companies
from articles.timeline.lanes import Lanes, make_lanes

ARTICLES = 300
"""Articles looked at for who writes about a company, the last that came in."""
DRAWN = 200
"""Deals drawn as marks; the timeline has the others."""
LANES = 40
ROWS = 40
"""Deals listed, the newest."""
SHOWN = 12
TEXTS = ("article__text", "article__html", "article__cut")
"""Columns of an article that are long and not shown."""
WRITERS = 6
RIVALS = 200
RIVALRY = KINDS.index(Kind.COMPETITOR)


@dataclass(frozen=True, slots=True)
class KindYear:
    """Deals of one kind by year: ``counts`` beside the years of `Profile.years`; ``total`` counts undated ones too."""

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
    """``deals`` are the newest `ROWS`, ``lanes`` hold the newest `DRAWN`; the numbers count all of them.

    ``rivals`` are the `SHOWN` of `rivals_count` that most was written about.
    """

    company: Company
    names: dict[str, list[CompanyName]]
    owners: list[Ownership]
    daughters: list[Ownership]
    lanes: Lanes
    deals: list[Partnership]
    drawn: int
    total: int
    partners: int
    years: list[int]
    kinds: list[KindYear]
    rivals: list[Rival]
    rivals_count: int
    quotes: list[Quote]
    counts: list[PartnerCount]
    articles: list[Article]
    articles_seen: int
    sources: list[tuple[Source, int]]
    authors: list[tuple[Author, int]]


def find_profile(company: Company, today: date) -> Profile:
    """Nineteen queries at most, whatever the number of deals and articles."""
    ledger = read_ledger()
    own = ledger.between(company.pk)
    newest = np.flatnonzero(own & ledger.deals)[:DRAWN]
    deals, lanes = _draw(company, ledger, newest, today)
    rivalry = _rank_rivalry(ledger, own)
    articles = _find_articles(company)
    years, kinds = count_kinds(ledger, own & ledger.deals, today)
    return Profile(
        company=company,
        names=_find_names(company),
        owners=list(company.owners.select_related("owner").order_by("-until", "since")),
        daughters=list(company.daughters.select_related("company").order_by("company__name")),
        lanes=lanes,
        deals=deals,
        drawn=len(newest),
        total=int(np.count_nonzero(own & ledger.deals)),
        partners=_count_partners(ledger, own & ledger.deals),
        years=years,
        kinds=kinds,
        rivals=_find_rivals(company, _read_deals(ledger.ids[rivalry[:SHOWN]])),
        rivals_count=len(rivalry),
        quotes=_find_quotes(company),
        counts=_find_counts(company),
        articles=_read_articles(articles[:SHOWN]),
        articles_seen=len(articles),
        sources=_count_sources(articles),
        authors=_count_authors(articles),
    )


def _draw(company: Company, ledger: Ledger, newest: Ints, today: date) -> tuple[list[Partnership], Lanes]:
    """The deals listed, and all of these as lanes. Only those are read that are listed or lie in a lane that is drawn.

    ``newest`` are places in the ledger, the newest first.
    """
    partners = np.where(ledger.a[newest] == company.pk, ledger.b[newest], ledger.a[newest])
    dated = ~ledger.undated[newest]
    # The fullest lanes, of as full ones those met first: the ones with the latest deal.
    counts = Counter(partners[dated].tolist())
    inside = dated & np.isin(partners, [partner for partner, _count in counts.most_common(LANES)])
    listed = np.arange(len(newest)) < ROWS
    rows = {row.pk: row for row in _read_deals(ledger.ids[newest[inside | listed]])}
    drawn, shown = ([rows[pk] for pk in ledger.ids[newest[mask]].tolist() if pk in rows] for mask in (inside, listed))
    lanes = replace(
        make_lanes(drawn, today, company=company, limit=LANES),
        left_out=max(len(counts) - LANES, 0),
        hidden=int(np.count_nonzero(dated & ~inside)),
        undated=int(np.count_nonzero(~dated)),
    )
    return shown, lanes


def _read_deals(ids: Ints) -> list[Partnership]:
    """These deals with their companies, the newest first. Two queries."""
    rows = Partnership.objects.filter(pk__among=ids.tolist()).order_by("-shown_on", "-pk")
    return attach_companies(rows.defer("created_at", "changed_at"))


def _rank_rivalry(ledger: Ledger, own: Mask) -> Ints:
    """Where in the ledger the newest `RIVALS` rivalries of a company are, those most and most surely told of first."""
    newest = np.flatnonzero(own & (ledger.kinds == RIVALRY))[:RIVALS]
    return newest[np.lexsort((-ledger.confidence[newest], -ledger.reports[newest]))]


def _count_partners(ledger: Ledger, mask: Mask) -> int:
    """How many companies these deals of one company are with."""
    return max(len(np.union1d(ledger.a[mask], ledger.b[mask])) - 1, 0)


def _find_names(company: Company) -> dict[str, list[CompanyName]]:
    """Kind's label → the names of that kind; its own name and its ticker, which stand above, left out."""
    names: dict[str, list[CompanyName]] = {}
    for name in company.names.filter(retired_at=None).order_by("kind", "text"):
        if name.text not in {company.name, company.ticker}:
            names.setdefault(str(name.get_kind_display()), []).append(name)
    return names


def _find_quotes(company: Company) -> list[Quote]:
    quotes = company.quotes.select_related("article__source").defer(*TEXTS)
    return list(quotes.order_by("-article_id", "start")[:SHOWN])


def _find_counts(company: Company) -> list[PartnerCount]:
    counts = company.partner_counts.select_related("article__source").defer(*TEXTS)
    return list(counts.order_by("-as_of", "-pk")[:SHOWN])


def _find_articles(company: Company) -> list[tuple[int, int | None]]:
    """The last articles that name the company as (id, source's id), the newest first: two queries along indexes."""
    ids = list(
        Mention.objects.filter(company=company)
        .order_by("-article_id")
        .values_list("article_id", flat=True)
        .distinct()[:ARTICLES]
    )
    rows = Article.objects.shown().filter(pk__among=ids).order_by("-published", "-pk")
    return list(rows.values_list("pk", "source_id"))


def _read_articles(articles: Sequence[tuple[int, int | None]]) -> list[Article]:
    rows = Article.objects.filter(pk__in=[pk for pk, _source in articles]).select_related("source")
    return list(rows.defer("text", "html", "cut").order_by("-published", "-pk"))


def _find_rivals(company: Company, rows: Sequence[Partnership]) -> list[Rival]:
    ranked = sorted(rows, key=lambda row: (-row.reports_count, -row.confidence))
    return [Rival(row.b if row.a_id == company.pk else row.a, row) for row in ranked]


def count_kinds(ledger: Ledger, mask: Mask, today: date) -> tuple[list[int], list[KindYear]]:
    """Deals → the years from the first to today, and a row of counts for each kind that occurs."""
    if not mask.any():
        return [], []
    dated = mask & (ledger.days > UNDATED.toordinal())
    first = int(ledger.years[dated].min()) if dated.any() else today.year
    years = list(range(first, today.year + 1))
    tally = Counter(zip(ledger.kinds[mask].tolist(), ledger.years[mask].tolist(), strict=True))
    kinds = []
    for place, kind in enumerate(Kind):
        counts = [tally[place, year] for year in years]
        if total := int(np.count_nonzero(ledger.kinds[mask] == place)):
            kinds.append(KindYear(kind.value, str(kind.label), counts, total))
    return years, kinds


def _count_sources(articles: Sequence[tuple[int, int | None]]) -> list[tuple[Source, int]]:
    """Who published most of these articles. One query."""
    counts = Counter(source for _pk, source in articles if source).most_common(WRITERS)
    rows = Source.objects.in_bulk([source for source, _count in counts])
    return [(rows[source], count) for source, count in counts]


def _count_authors(articles: Sequence[tuple[int, int | None]]) -> list[tuple[Author, int]]:
    """Who signed most of these articles. Two queries."""
    signed = Byline.objects.filter(article__among=[pk for pk, _source in articles]).order_by()
    counts = Counter(signed.values_list("author", flat=True)).most_common(WRITERS)
    rows = Author.objects.select_related("source").in_bulk([author for author, _count in counts])
    return [(rows[author], count) for author, count in counts]
