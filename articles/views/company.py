"""Companies: the list, and everything about one."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.extract.claims import DEALS
from articles.models import Company
from articles.timeline.company import find_profile

PAGE = 100


def companies(request: HttpRequest) -> HttpResponse:
    """Companies by name, a hundred a page; ``?sector=``, ``?q=`` narrow, ``?after=`` pages by name."""
    sector = request.GET.get("sector", "")
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = request.GET.get("after", "").replace("\0", "")[:200]
    rows = _narrow(sector, words)
    found = list(
        (rows.filter(name__gt=after) if after else rows)
        .annotate(deals=Count("parties", filter=Q(parties__kind__in=sorted(DEALS))))
        .order_by("name", "pk")[: PAGE + 1]
    )
    sectors = dict(Company.objects.filter(merged_into=None).order_by().values_list("sector").annotate(Count("pk")))
    context = {
        "companies": found[:PAGE],
        "next": found[PAGE - 1].name if len(found) > PAGE else "",
        "sector": sector if sector in Company.Sector.values else "",
        "sectors": [(value, label, sectors[value]) for value, label in Company.Sector.choices if value in sectors],
        "total": sum(sectors.values()),
        "words": words,
        "after": after,
    }
    return render(request, "companies.html", context)


def _narrow(sector: str, words: str) -> QuerySet[Company]:
    rows = Company.objects.filter(merged_into=None)
    if sector in Company.Sector.values:
        rows = rows.filter(sector=sector)
    if words:
        named = Company.objects.filter(names__text__icontains=words, names__retired_at=None)
        rows = rows.filter(Q(name__icontains=words) | Q(pk__in=named.values("pk")))
    return rows


def company(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Company.objects.select_related("merged_into"), slug=slug)
    if row.merged_into:
        return redirect("company", row.merged_into.slug, permanent=True)
    today = timezone.localdate()
    return render(request, "company.html", {"company": row, "profile": find_profile(row, today), "today": today})
