"""One box for everything."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.extract.terms import QUERY_LIMIT
from articles.network.paths import suggest_companies
from articles.search import NEWEST, find_everything, find_instantly, find_names
from articles.views.timeline import send_piece, wants_piece


def search(request: HttpRequest) -> HttpResponse:
    """A page; for htmx the best few answers while somebody types, or with ``piece=names`` companies for a form's field.

    ``page`` counts the articles' pages, ``sort=new`` puts the newest first.
    """
    words = request.GET.get("q", "").replace("\0", "")[:QUERY_LIMIT]
    if request.GET.get("piece") == "names":
        # The field that is typed in has its form's name for it.
        typed = next((value for name in ("q", "from", "to", "c") if (value := request.GET.get(name))), "")
        return send_piece(render(request, "_names.html", {"companies": find_names(typed)}))
    if wants_piece(request):
        return send_piece(render(request, "_instant.html", {"answer": find_instantly(words), "words": words}))
    newest_first = request.GET.get("sort") == "new"
    answer = find_everything(words, page=_read_page(request.GET.get("page", "")), newest_first=newest_first)
    context: dict[str, Any] = {"answer": answer, "words": words, "newest": NEWEST, "asked": bool(words.strip())}
    if context["asked"] and answer.empty:
        context["suggested"] = suggest_companies(words)
    return render(request, "search.html", context)


def _read_page(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 1
