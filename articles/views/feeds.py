"""Steering the feeds: follow, poll, pause, revive; lists of feeds in and out; what was left out; a source's history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles import controls, history, tasks
from articles.extract.errors import ParseError
from articles.fetch.errors import FetchError
from articles.models import Feed, Page, Source
from articles.reasons import say_reason
from articles.subscribing import (
    OPML_LIMIT,
    NoFeedError,
    Preview,
    export_opml,
    find_feeds,
    import_opml,
    subscribe,
)
from articles.views.desk_access import CONFIGURE, actor_of, staff_may

PAGE = 50


class FollowForm(forms.Form):
    address = forms.CharField(label=gettext_lazy("Address of a site or feed"), max_length=1000)
    topics_only = forms.BooleanField(
        label=gettext_lazy("A general source: fetch only entries about autonomous driving"), required=False
    )


class HistoryForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}))


@require_POST
@staff_may(CONFIGURE)
def feed_control(request: HttpRequest, pk: int) -> HttpResponse:
    """``do``: poll, pause, resume or revive; back to where the button was."""
    feed = get_object_or_404(Feed.objects.select_related("source"), pk=pk)
    do = request.POST.get("do", "")
    if do not in controls.ACTS:
        return HttpResponse(_("There is no such button."), status=400)
    why_not = controls.steer(feed, do, actor_of(request), timezone.now())
    if why_not:
        messages.error(request, f"{feed}: {why_not}")
        return _back(request)
    if do != "pause":
        tasks.nudge(tasks.check_feed, feed.pk)
    messages.success(request, f"{feed}: {DONE[do]}")
    return _back(request)


DONE = {
    "poll": gettext_lazy("is asked now."),
    "pause": gettext_lazy("is paused."),
    "resume": gettext_lazy("is taken up again."),
    "revive": gettext_lazy("is asked again."),
}


@require_http_methods(["GET", "POST"])
@staff_may(CONFIGURE)
def follow(request: HttpRequest) -> HttpResponse:
    """An address → the feeds found there, looked at first; ``follow`` names the one to subscribe to."""
    form = FollowForm(request.POST or None, initial={"address": request.GET.get("address", "")[:1000]})
    previews: list[Preview] = []
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("follow", "")
        try:
            previews = find_feeds(chosen or form.cleaned_data["address"])
        except (NoFeedError, FetchError, ValueError) as error:
            form.add_error("address", say_reason(str(error)))
        else:
            if chosen:
                return _subscribe(request, previews[0], topics_only=form.cleaned_data["topics_only"])
    status = 422 if form.errors else 200
    return render(request, "follow.html", {"form": form, "previews": previews}, status=status)


def _subscribe(request: HttpRequest, preview: Preview, *, topics_only: bool) -> HttpResponse:
    feed = subscribe(preview, topics_only=topics_only)
    if preview.known:
        messages.info(request, _("%s is followed already.") % feed)
    else:
        tasks.nudge(tasks.check_feed, feed.pk)
        messages.success(request, _("%s is followed; its first entries come within a minute.") % feed)
    return redirect(feed.source)


@require_GET
def opml_export(request: HttpRequest) -> HttpResponse:
    """All feeds as one file that other readers take; passwords in addresses are for those who may configure alone."""
    whole = request.user.is_staff and request.user.has_perm(CONFIGURE)
    answer = HttpResponse(export_opml(whole=whole), content_type="text/x-opml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="newsdash.opml"'
    return answer


@require_POST
@staff_may(CONFIGURE)
def opml_import(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first: the list of feeds that another reader has exported."))
        return redirect("follow")
    try:
        # One byte more than is allowed, so that a larger file is told from one that just fits.
        made, known = import_opml(upload.read(OPML_LIMIT + 1))
    except ParseError as error:
        messages.error(request, f"{upload.name}: {say_reason(str(error))}")
        return redirect("follow")
    told = _("%(made)d feeds are new, %(known)d were followed already.") % {"made": made, "known": known}
    messages.success(request, told)
    return redirect("sources")


@require_GET
def left_out(request: HttpRequest) -> HttpResponse:
    """Pages that were left out, each with its reason, the newest first; ``?source=`` narrows, ``?before=`` pages."""
    source = Source.objects.filter(slug=request.GET.get("source", "").replace("\0", "")).first()
    rows = Page.objects.filter(state=Page.State.LEFT_OUT).select_related("source").defer("body").order_by("-pk")
    if source is not None:
        rows = rows.filter(source=source)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    context: dict[str, Any] = {
        "source": source,
        "rows": [{"page": row, "may_take_in": controls.may_take_in(row)} for row in found[:PAGE]],
        "before": before,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "left_out.html", context)


@require_POST
@staff_may(CONFIGURE)
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page.objects.defer("body"), pk=pk)
    why_not = controls.take_in(page)
    title = page.hints.get("title") or page.url
    if why_not:
        messages.error(request, f"{title}: {why_not}")
    else:
        tasks.nudge(tasks.read_page if page.body_hash else tasks.fetch_page, page.pk)
        messages.success(request, _("“%s” is taken in and read.") % title)
    return _back(request, "left-out")


@require_POST
@staff_may(CONFIGURE)
def fetch_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on with, fetching a source's history since a day."""
    source = get_object_or_404(Source, slug=slug)
    form = HistoryForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["since"]))
        return redirect(source)
    try:
        backfill = history.start_backfill(source, form.cleaned_data["since"])
    except ValueError as error:
        messages.error(request, say_reason(str(error)))
    else:
        tasks.nudge(tasks.step_backfill, backfill.pk)
        messages.success(request, _("Its history since %s is being fetched.") % backfill.since)
    return redirect(source)


def _back(request: HttpRequest, fallback: str = "sources") -> HttpResponse:
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect(fallback)
