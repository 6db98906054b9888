"""The network of companies and deals as of a day, and the same as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.extract.dates import When
from articles.network.drawing import Drawing, draw
from articles.network.exports import FORMATS, write_graph
from articles.network.graph import SHOWN, SIZES, Network, find_neighbours, find_network
from articles.templatetags.dates import when_words
from articles.timeline import Scope, resolve
from articles.timeline.facets import count_facets
from articles.timeline.filters import parse_period
from articles.timeline.passing import Passing, find_passing, pass_filters
from articles.views.timeline import send_piece, wants_piece

FIRST_YEAR = 2010
"""Where the replay begins."""


def network(request: HttpRequest) -> HttpResponse:
    """A page; for htmx its results, or only the drawing with its list; ``?format=`` gives the drawing as a file."""
    scope = resolve(request.GET)
    today = timezone.localdate()
    day, complaint = read_day(request.GET.get("day", ""), today)
    shown = read_size(request.GET.get("show", ""))
    passing, looked_up = find_passing(scope).as_of(day, today, scope.filters.stages)
    found = find(scope, passing, day, today, shown)
    drawing = draw(found)
    form = request.GET.get("format", "")
    if form in FORMATS:
        return send_file(request, drawing, form, day)
    state = _state(day, today, shown)
    context: dict[str, Any] = {
        "scope": scope, "filters": scope.filters, "query": scope.filters.query, "network": found, "drawing": drawing,
        "today": today, "day": day, "on": when_words(When(day)), "first_year": FIRST_YEAR,
        "ticks": range(FIRST_YEAR, today.year + 1, 5), "shown": shown,
        "sizes": SIZES, "complaint": complaint, "keep": list(state.items()), "hidden": parse_qsl(scope.filters.query),
        "address": _join(scope.filters.query, _query(state)), "ego": _ego_address(scope, state),
        "stages_of_today": not looked_up,
    }  # fmt: skip
    here = f"{request.path}?{context['address']}" if context["address"] else request.path
    if wants_piece(request) and request.headers.get("HX-Target") == "drawing":
        response = send_piece(render(request, "_drawing.html", context | {"alone": True}))
        response["HX-Replace-Url"] = here
        return response
    if wants_piece(request) and request.headers.get("HX-Target") == "own-network":
        return send_piece(render(request, "_figure.html", context))
    context["facets"] = count_facets(passing, scope.filters, today)
    if wants_piece(request):
        response = send_piece(render(request, "_network.html", context))
        response["HX-Push-Url"] = here
        return response
    return render(request, "network.html", context)


def find(scope: Scope, passing: Passing, day: date, today: date, shown: int) -> Network:
    """The network around the chosen company, or the whole one where none is chosen."""
    ledger, own = passing.ledger, passing.all_but("standing")
    if scope.company is None:
        return find_network(ledger, day, today, passing=own, shown=shown)
    others = Scope(scope.filters.change(company="", counterpart=""), source=scope.source)
    every, stages = pass_filters(ledger, others).all_but("stages"), scope.filters.stages
    return find_neighbours(scope.company, ledger, day, today, own=own, every=every, stages=stages, shown=shown)


def read_day(text: str, today: date) -> tuple[date, str]:
    """``2018``, ``2018-07`` or ``2018-07-19`` → its last day, today at the latest; and a complaint about nonsense."""
    text = text.strip()
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else parse_period(text)[1]
    except ValueError:
        return today, _("“%(value)s” is not a day; write 2018, 2018-07 or 2018-07-19.") % {"value": text[:40]}
    return min(day, today), ""


def read_size(text: str) -> int:
    """How many companies to show: one of `SIZES`."""
    return int(text) if text.isdecimal() and len(text) < 5 and int(text) in SIZES else SHOWN


def send_file(request: HttpRequest, drawing: Drawing, form: str, day: date) -> HttpResponse:
    body = write_graph(drawing, form, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(body, content_type=f"{FORMATS[form]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="newsdash-{day.isoformat()}.{form}"'
    return response


def _state(day: date, today: date, shown: int) -> dict[str, str]:
    """What the address says beside the filters; what is usual is empty."""
    written = str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()
    return {"day": written if day != today else "", "show": str(shown) if shown != SHOWN else ""}


def _query(state: dict[str, str]) -> str:
    return urlencode({name: value for name, value in state.items() if value})


def _ego_address(scope: Scope, state: dict[str, str]) -> str:
    """The beginning of the address of a company's own network under the same filters; its slug follows."""
    others = scope.filters.change(company="", counterpart="").query
    return f"{reverse('network')}?{_join(others, _query(state), 'company=')}"


def _join(*queries: str) -> str:
    return "&".join(query for query in queries if query)
