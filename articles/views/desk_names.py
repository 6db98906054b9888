"""Organisations nobody knows: make a company, add as an alias, ignore for ever."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles.curation import Outcome, RefusedError, names
from articles.models import Mention
from articles.views.desk_access import JUDGE, actor_of, staff_may, tell, tell_refusal
from articles.views.desk_forms import AliasForm, CompanyForm

SHOWN = 25
AROUND = 140
"""Characters shown before and after an example."""


@require_GET
@staff_may(JUDGE)
def desk_unknown(request: HttpRequest) -> HttpResponse:
    """Grouped by spelling, those named by most articles first; ``?q=`` narrows."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = [_row(unknown) for unknown in names.find_unknown(SHOWN, search=words)]
    return render(request, "desk/names.html", {"rows": rows, "words": words, "depth": names.DEPTH})


@require_http_methods(["GET", "POST"])
@staff_may(JUDGE)
def desk_unknown_one(request: HttpRequest, key: str) -> HttpResponse:
    """One of them with its two forms; a refused one comes back as it was typed."""
    try:
        unknown = names.find_unknown_one(key)
    except RefusedError as refusal:
        tell_refusal(request, refusal)
        return redirect("desk-unknown")
    do = request.POST.get("do", "")
    forms = _forms(unknown, request.POST if request.method == "POST" else None, do)
    if request.method == "POST":
        try:
            outcome = _decide(request, key, do, forms)
        except RefusedError as refusal:
            form = forms["company" if do == "make" else "alias"]
            if refusal.field in form.fields:
                form.add_error(refusal.field, refusal.message)
            else:
                tell_refusal(request, refusal)
        else:
            if outcome is not None:
                tell(request, _("Kept: %(what)s") % {"what": outcome.decision}, outcome)
                return redirect("desk-decision", outcome.decision.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/name.html", {"row": _row(unknown), **forms}, status=status)


def _decide(request: HttpRequest, key: str, do: str, forms: dict[str, Any]) -> Outcome | None:
    """The outcome, or None when the form has errors."""
    actor = actor_of(request)
    if do == "ignore":
        return names.ignore(key, actor)
    if do == "make":
        form = forms["company"]
        return names.make_company(key, actor, form.cleaned_data) if form.is_valid() else None
    if do == "alias":
        form = forms["alias"]
        if not form.is_valid():
            return None
        data = form.cleaned_data
        return names.add_alias(key, data["company"].pk, actor, needs_context=data["needs_context"])
    raise RefusedError(_("Choose what to do with the name."))


def _forms(unknown: names.UnknownName, data: Any, do: str) -> dict[str, Any]:
    return {
        "company": CompanyForm(data if do == "make" else None, initial={"name": unknown.text}, auto_id="new-%s"),
        "alias": AliasForm(data if do == "alias" else None, auto_id="alias-%s"),
    }


def _row(unknown: names.UnknownName) -> dict[str, Any]:
    return {"unknown": unknown, "examples": [(mention.article, *_around(mention)) for mention in unknown.examples]}


def _around(mention: Mention) -> tuple[str, str, str]:
    """What stands before, the name, what stands after: from its paragraph, cut at words."""
    text = mention.article.title if mention.place == "title" else mention.article.text
    before = text[max(mention.start - AROUND, 0) : mention.start].rpartition("\n\n")[2]
    after = text[mention.end : mention.end + AROUND].partition("\n\n")[0]
    if mention.start > AROUND and len(before) == AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    return before, text[mention.start : mention.end], after
