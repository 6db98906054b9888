"""Who may do what at the desk: one decorator, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.curation import Outcome, RefusedError
from articles.tasks import nudge_rereading

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

JUDGE, MERGE, CONFIGURE = "articles.judge_claims", "articles.merge_companies", "articles.configure_newsdash"
READ = "articles.view_decision"


def staff_may(permission: str) -> Callable[[View[P]], View[P]]:
    """Only staff with this permission: a visitor is asked to sign in, others are refused with 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                # After a form, back to the desk: a signed-out POST must not be repeated by a GET of its address.
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")
            if not (request.user.is_staff and request.user.has_perm(permission)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def actor_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def tell(request: HttpRequest, text: str, outcome: Outcome | None = None) -> None:
    """Say what was done, and start reading the articles again that it bears on."""
    if outcome is not None and outcome.articles:
        nudge_rereading(outcome.articles)
        count = len(outcome.articles)
        again = ngettext("%d article is read again.", "%d articles are read again.", count) % count
        text = f"{text} {again}"
    messages.success(request, text)


def tell_refusal(request: HttpRequest, refusal: RefusedError) -> None:
    messages.error(request, format_html("{}", refusal.message or _("That cannot be done.")))
