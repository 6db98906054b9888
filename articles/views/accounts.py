"""Signing in and out. Failures are counted by account and by address; after too many, the next try has to wait."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from articles.models import SignInFailure
from articles.models.sign_in import failure_key


class ThrottledForm(AuthenticationForm):
    """Asks the counters before the password: a try that has to wait tells nothing about the password."""

    def clean(self) -> dict[str, Any]:
        now = timezone.now()
        account = failure_key("account", self.data.get("username", ""))
        keys = [account, failure_key("address", address_of(self.request))]
        wait = SignInFailure.objects.wait(keys, now)
        if wait.total_seconds() > 0:
            raise ValidationError(wait_words(wait.total_seconds()), code="wait")
        try:
            data: dict[str, Any] = super().clean()
        except ValidationError:
            SignInFailure.objects.note(keys, now)
            raise
        SignInFailure.objects.forget([account])
        return data


class SignIn(LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = ThrottledForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """By POST alone, so that no link or picture on another page can sign anybody out."""

    http_method_names = ["post", "options"]


def address_of(request: HttpRequest | None) -> str:
    """Who knocks: behind our own HTTPS proxy the address it adds last, else the connection's."""
    if request is None:
        return ""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def wait_words(seconds: float) -> str:
    """ "Too many failed tries. Try again in 2 minutes." """
    if seconds < 60:
        count = math.ceil(seconds)
        text = ngettext(
            "Too many failed tries. Try again in %d second.", "Too many failed tries. Try again in %d seconds.", count
        )
    else:
        count = math.ceil(seconds / 60)
        text = ngettext(
            "Too many failed tries. Try again in %d minute.", "Too many failed tries. Try again in %d minutes.", count
        )
    return text % count
