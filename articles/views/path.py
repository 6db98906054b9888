"""How two companies are connected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Company
from articles.network.paths import Paths, Step, find_connected, find_paths, suggest_companies
from articles.timeline.deals import Deal
from articles.timeline.filters import find_companies

NAME_LIMIT = 200


def path(request: HttpRequest) -> HttpResponse:
    """A page: ``?from=microsoft&to=grab`` by slug or any name; ``deals=any`` goes through deals that ended too."""
    asked = {end: request.GET.get(end, "").replace("\0", "").strip()[:NAME_LIMIT] for end in ("from", "to")}
    live_only = request.GET.get("deals", "live") != "any"
    found = find_companies({text for text in asked.values() if text})
    ends = {end: found.get(text) for end, text in asked.items()}
    context: dict[str, Any] = {
        "ends": ends,
        "asked": {end: ends[end].name if ends[end] else text for end, text in asked.items()},  # type: ignore[union-attr]
        "live_only": live_only,
        "unknown": [
            {"end": end, "text": text, "other": asked["to" if end == "from" else "from"],
             "companies": suggest_companies(text)}
            for end, text in asked.items() if text and not ends[end]
        ],
    }  # fmt: skip
    start, end = ends["from"], ends["to"]
    if start and end:
        paths = find_paths(start, end, live_only=live_only)
        context |= {
            "paths": paths,
            "ways": _as_deals(paths),
            "same": start == end,
            "lonely": [] if paths.ways or start == end else _find_lonely([start, end]),
        }
    return render(request, "path.html", context)


def _as_deals(paths: Paths) -> list[list[tuple[Step, Deal]]]:
    """Each step with its best known deal, as lists of deals show them."""
    return [[(step, Deal(step.deals[0], step.claim)) for step in way] for way in paths.ways]


def _find_lonely(companies: list[Company]) -> list[Company]:
    connected = find_connected(companies)
    return [company for company in companies if company.pk not in connected]
