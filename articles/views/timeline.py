"""The timeline: heat-map, swimlanes and list of the deals that pass the filters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from articles.timeline.deals import PAGE, list_deals, read_key
from articles.timeline.facets import count_facets
from articles.timeline.filters import resolve
from articles.timeline.heatmap import make_heatmap
from articles.timeline.lanes import MARKS, find_lanes
from articles.timeline.passing import find_passing

SPARE = 10
"""Deals looked up beyond a page: some may have been deleted since the ledger last saw them."""


def timeline(request: HttpRequest) -> HttpResponse:
    """A page; for htmx its results, or only the next deals of the list (``?piece=deals``)."""
    scope = resolve(request.GET)
    today, before = timezone.localdate(), request.GET.get("before", "")
    context = {"scope": scope, "filters": scope.filters, "query": scope.filters.query}
    if wants_piece(request) and request.headers.get("HX-Target") == "more":
        context["page"] = list_deals(scope, before)
        return send_piece(render(request, "_deals.html", context))
    passing = find_passing(scope)
    ids = passing.few(MARKS)
    context |= {
        "facets": count_facets(passing, scope.filters, today),
        "heatmap": make_heatmap(passing, scope, today),
        "lanes": find_lanes(scope, today, ids) if ids is not None else None,
        "page": list_deals(scope, before, ids=passing.newest(PAGE + SPARE, read_key(before)) if ids is None else ids),
        "marks": MARKS,
    }
    if wants_piece(request):
        response = send_piece(render(request, "_timeline.html", context))
        response["HX-Push-Url"] = f"{request.path}?{scope.filters.query}" if scope.filters.query else request.path
        return response
    return render(request, "timeline.html", context)


def wants_piece(request: HttpRequest) -> bool:
    """Asked by htmx for a piece. A history restore or a boosted link wants the whole page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers and "HX-Boosted" not in headers


def send_piece(response: HttpResponse) -> HttpResponse:
    """Never kept by a cache: the piece and its page have one address, and the back button must find the page."""
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response
