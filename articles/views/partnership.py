"""A pair: the life of the deals between two companies, claim by claim."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Company
from articles.timeline.lanes import make_lanes
from articles.timeline.pair import find_lives


def partnership(request: HttpRequest, a: str, b: str) -> HttpResponse:
    """Slugs stand in alphabetical order; the other order, and merged companies, lead there."""
    rows = {row.slug: row for row in Company.objects.filter(slug__in=(a, b)).select_related("merged_into")}
    if a not in rows or b not in rows or a == b:
        raise Http404(_("No such pair of companies."))
    pair = sorted((rows[a].merged_into or rows[a], rows[b].merged_into or rows[b]), key=lambda row: row.slug)
    if pair[0] == pair[1]:
        return redirect(pair[0], permanent=True)
    if [pair[0].slug, pair[1].slug] != [a, b]:
        return redirect("partnership", pair[0].slug, pair[1].slug, permanent=True)
    lives = find_lives(*pair)
    if not lives:
        raise Http404(_("No report of anything between these two companies."))
    lanes = make_lanes([life.row for life in lives], timezone.localdate(), company=pair[0])
    return render(request, "partnership.html", {"a": pair[0], "b": pair[1], "lives": lives, "lanes": lanes})
