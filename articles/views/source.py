"""Sources: how each feed fares, and one source with its articles and deals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles import stats
from articles.extract.claims import DEALS
from articles.models import Article, Backfill, Claim, Feed, Partnership, Source
from articles.timeline.deals import attach_companies

PAGE = 30
REPORTED = 200
"""A source's last claims that are looked at for the deals it reports."""
DEALS_SHOWN = 12
FEEDS = 60
NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)
CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)?_(?P<id>\d{1,18})\Z")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    articles: list[Article]
    before: str
    older: str


def list_articles(rows: QuerySet[Article], before: str) -> ArticlePage:
    """One page of articles by day, newest first, those without a day last; ``before`` is the key to go on from.

    Dated and undated ones are asked for apart: databases do not agree on where nothing sorts.
    """
    rows = rows.select_related("source").defer("text", "html", "cut")
    dated = rows.filter(published__isnull=False).order_by("-published", "-pk")
    undated = rows.filter(published=None).order_by("-pk")
    if match := CURSOR.match(before):
        day, pk = _read_day(match["day"]), int(match["id"])
        if day:
            dated = dated.filter(Q(published__lt=day) | Q(published=day, pk__lt=pk))
        else:
            dated, undated = dated.none(), undated.filter(pk__lt=pk)
    found = list(dated[: PAGE + 1])
    found += undated[: PAGE + 1 - len(found)]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ArticlePage(found[:PAGE], before if match else "", f"{last.published or ''}_{last.pk}" if last else "")


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def sources(request: HttpRequest) -> HttpResponse:
    """The feeds with their state, `FEEDS` a page by source; sources that have none are listed below the last.

    ``?trouble=1`` keeps to those in trouble, ``?after=`` goes on after a feed.
    """
    trouble = request.GET.get("trouble") == "1"
    feeds = Feed.objects.select_related("source").order_by("source__name", "pk")
    found = list(_after(feeds.filter(stats.TROUBLED) if trouble else feeds, request.GET.get("after", ""))[: FEEDS + 1])
    last = len(found) <= FEEDS
    context = {
        "pulses": stats.find_pulses(found[:FEEDS], timezone.now()),
        "weeks": stats.WEEKS,
        "health": stats.find_health(),
        "trouble": trouble,
        "next": "" if last else found[FEEDS - 1].pk,
        "others": _find_feedless() if last and not trouble else [],
    }
    return render(request, "sources.html", context)


def _after(feeds: QuerySet[Feed], key: str) -> QuerySet[Feed]:
    """The feeds behind this one; a key that makes no sense starts from the first."""
    before = Feed.objects.select_related("source").filter(pk=key).first() if NUMBER.match(key) else None
    if before is None:
        return feeds
    return feeds.filter(Q(source__name__gt=before.source.name) | Q(source__name=before.source.name, pk__gt=before.pk))


def _find_feedless() -> list[Source]:
    return list(Source.objects.filter(feeds=None).annotate(n=Count("articles")).order_by("-n", "name")[:200])


def source(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Source, slug=slug)
    context = {
        "source": row,
        "pulses": stats.find_pulses(row.feeds.select_related("source"), timezone.now()),
        "weeks": stats.WEEKS,
        "backfills": list(Backfill.objects.filter(source=row)[:3]),
        "deals": find_reported(row),
        "page": list_articles(Article.objects.shown().filter(source=row), request.GET.get("before", "")),
    }
    return render(request, "source.html", context)


def find_reported(row: Source) -> list[Partnership]:
    """The newest of the deals that the source's last articles report. Three queries along indexes."""
    said = Claim.objects.standing().filter(article__source=row, partnership__isnull=False)
    ids = said.order_by("-article__published", "-article_id").values_list("partnership", flat=True)[:REPORTED]
    deals = Partnership.objects.filter(pk__in=list(ids), kind__in=sorted(DEALS)).order_by("-shown_on", "-pk")
    return attach_companies(deals[:DEALS_SHOWN])
