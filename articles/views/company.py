"""Companies: the list, and everything about one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.extract.claims import DEALS
from articles.ledger import count_deals, count_sectors
from articles.models import Company, CompanyName, Party
from articles.timeline.company import find_profile

PAGE = 100


def companies(request: HttpRequest) -> HttpResponse:
    """Companies by name, a hundred a page: those with deals, or with ``?all=1`` the whole catalogue.

    ``?sector=`` and ``?q=`` (looks into the whole catalogue) narrow; ``?after=`` goes on after a name.
    """
    sector = request.GET.get("sector", "")
    sector = sector if sector in Company.Sector.values else ""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = request.GET.get("after", "").replace("\0", "")[:200].lower()
    every = bool(words) or request.GET.get("all") == "1"
    listed = Company.objects.for_lists().filter(merged_into=None)
    if not every:
        listed = listed.filter(Exists(_deals_of_company()))
    rows = _narrow(listed, sector, words).annotate(folded=Lower("name"))
    found = list((rows.filter(folded__gt=after) if after else rows).order_by("folded", "pk")[: PAGE + 1])
    counts = count_deals(row.pk for row in found)
    sectors = dict(listed.order_by().values_list("sector").annotate(Count("pk"))) if every else count_sectors()
    kept = {"q": words, "all": "1" if every and not words else "", "sector": sector}
    context = {
        "companies": [(row, counts[row.pk]) for row in found[:PAGE]],
        "next": found[PAGE - 1].name.lower() if len(found) > PAGE else "",
        "sector": sector,
        "sectors": [(value, label, sectors[value]) for value, label in Company.Sector.choices if value in sectors],
        "total": sum(sectors.values()),
        "words": words,
        "every": every,
        "kept": urlencode({name: value for name, value in kept.items() if value}),
        "kept_without_sector": urlencode({name: value for name, value in kept.items() if value and name != "sector"}),
    }
    return render(request, "companies.html", context)


def _deals_of_company() -> QuerySet[Party]:
    return Party.objects.filter(company=OuterRef("pk"), kind__in=sorted(DEALS))


def _narrow(rows: QuerySet[Company], sector: str, words: str) -> QuerySet[Company]:
    if sector:
        rows = rows.filter(sector=sector)
    if words:
        named = CompanyName.objects.filter(text__icontains=words, retired_at=None)
        rows = rows.filter(Q(name__icontains=words) | Q(pk__in=named.values("company")))
    return rows


def company(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Company.objects.select_related("merged_into"), slug=slug)
    if row.merged_into:
        return redirect("company", row.merged_into.slug, permanent=True)
    today = timezone.localdate()
    return render(request, "company.html", {"company": row, "profile": find_profile(row, today), "today": today})
