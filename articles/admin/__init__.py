"""The admin: every table with search and filters, and no list that grows slow with its table.

What a person changes here goes through `articles.curation` like every change: it is on the trail and can be undone.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.admin import articles, authors, claims, companies, decisions, derived, sources

__all__ = ["articles", "authors", "claims", "companies", "decisions", "derived", "sources"]


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """One door for everybody: the site's sign-in, which counts failures, instead of the admin's own."""
    goal = request.GET.get("next", "") or request.get_full_path()
    if request.user.is_authenticated:
        if not admin.site.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")
    return redirect_to_login(goal)


admin.site.login = sign_in  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Newsdash"
