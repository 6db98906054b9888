"""Pages about the site itself: help, and the choice of light or dark."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.models.claim import Kind, Precision, Stage
from articles.templatetags.newsdash import THEMES

YEAR = 60 * 60 * 24 * 365


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html", {"kinds": Kind.choices, "stages": Stage.choices, "widths": Precision.choices})


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the look in a cookie and go back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
