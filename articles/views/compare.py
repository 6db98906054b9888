"""Two to four companies side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.network.comparison import LEAST, MOST, compare
from articles.network.paths import suggest_companies
from articles.timeline.filters import find_companies

NAME_LIMIT = 200


def comparison(request: HttpRequest) -> HttpResponse:
    """A page: ``?c=waymo&c=cruise``, by slug or any name; more than four are left out, and said so."""
    typed = [text.replace("\0", "").strip()[:NAME_LIMIT] for text in request.GET.getlist("c")]
    asked = list(dict.fromkeys(text for text in typed if text))
    found = find_companies(asked[: MOST * 2])
    companies = list(dict.fromkeys(found[text] for text in asked if text in found))
    unknown = [text for text in asked[: MOST * 2] if text not in found]
    chosen = companies[:MOST]
    boxes = [row.name for row in chosen]
    context: dict[str, Any] = {
        "companies": chosen,
        "boxes": boxes + [""] * (MOST - len(boxes)),
        "left_out": companies[MOST:],
        "unknown": [{"text": text, "companies": suggest_companies(text)} for text in unknown[:MOST]],
        "most": MOST,
    }
    if len(chosen) >= LEAST:
        context["comparison"] = compare(chosen, timezone.localdate())
    return render(request, "compare.html", context)
