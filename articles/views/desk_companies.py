"""A company at the desk: its fields, names and owners; merge and split with a preview of everything that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles.curation import Outcome, RefusedError, companies, merging, names
from articles.curation.trail import decisions_on
from articles.models import Company, CompanyName
from articles.views.desk_access import JUDGE, MERGE, actor_of, staff_may, tell, tell_refusal
from articles.views.desk_forms import CompanyForm, DetailsForm, MergeForm, NameForm, OwnerForm, SplitForm, find_company

SUGGESTIONS = 12


@require_GET
@staff_may(JUDGE)
def desk_company_find(request: HttpRequest) -> HttpResponse:
    """Names of standing companies for a field's list of suggestions, by the beginning of any of their spellings."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    standing = Company.objects.filter(merged_into__isnull=True)
    if words:
        named = CompanyName.objects.filter(text__istartswith=words, retired_at__isnull=True)
        standing = standing.filter(Q(name__istartswith=words) | Q(pk__in=named.values("company")))
    return JsonResponse({"names": list(standing.order_by("name").values_list("name", flat=True)[:SUGGESTIONS])})


@require_http_methods(["GET", "POST"])
@staff_may(JUDGE)
def desk_company_add(request: HttpRequest) -> HttpResponse:
    """A company that no article was needed for."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "needs_context"}
        try:
            outcome = companies.add_company(actor_of(request), data, needs_context=form.cleaned_data["needs_context"])
        except RefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            tell(request, _("Kept: %(what)s") % {"what": outcome.decision}, outcome)
            return redirect("desk-company", Company.objects.get(pk=outcome.decision.row).slug)
    context = {"form": form, "heading": _("Add a company"), "button": _("Add the company")}
    return render(request, "desk/add.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@staff_may(JUDGE)
def desk_company(request: HttpRequest, slug: str) -> HttpResponse:
    """Every form of the page says in ``do`` what it does; what was refused comes back as it was typed."""
    company = get_object_or_404(Company.objects.select_related("merged_into"), slug=slug)
    if company.merged_into is not None:
        return redirect("desk-company", company.survivor().slug)
    sent = request.POST if request.method == "POST" else None
    bound = {do: form(sent if sent and sent.get("do") == do else None) for do, form in _forms(company).items()}
    if sent is not None and (answer := _act(request, company, sent.get("do", ""), bound)) is not None:
        return answer
    context = {
        "company": company,
        "version": companies.company_version(company),
        "details": bound["details"],
        "new_name": bound["add-name"],
        "new_owner": bound["add-owner"],
        "names": [_name_row(row, sent) for row in company.names.order_by("retired_at", "kind", "text")],
        "owners": list(company.owners.select_related("owner").order_by("since")),
        "decisions": list(decisions_on(company)),
        "held": sorted(company.held),
    }
    return render(request, "desk/company.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@staff_may(MERGE)
def desk_merge(request: HttpRequest) -> HttpResponse:
    """``?gone=&kept=`` shows what would move; the form below the preview does it."""
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(data if data.get("kept") else None, initial={"gone": find_company(data.get("gone", ""))})
    plan = None
    if form.is_bound and form.is_valid():
        gone, kept = form.cleaned_data["gone"], form.cleaned_data["kept"]
        try:
            plan = merging.plan_merge(gone.pk, kept.pk)
            if request.method == "POST":
                outcome = merging.merge(gone.pk, kept.pk, actor_of(request), why=form.cleaned_data["why"])
                tell(request, _("Merged: %(what)s") % {"what": outcome.decision.label}, outcome)
                return redirect("desk-decision", outcome.decision.pk)
        except RefusedError as refusal:
            form.add_error("kept", refusal.message)
            plan = None
    return render(request, "desk/merge.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "POST"])
@staff_may(MERGE)
def desk_split(request: HttpRequest, slug: str) -> HttpResponse:
    """First the names, then the preview, then the split."""
    company = get_object_or_404(Company, slug=slug)
    form = SplitForm(company, request.POST or (request.GET if request.GET.get("name") else None))
    plan = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        chosen = [row.pk for row in data["names"]]
        try:
            plan = merging.plan_split(company.pk, chosen)
            if request.method == "POST":
                outcome = merging.split(company.pk, chosen, actor_of(request), data, why=data["why"])
                tell(request, _("Split: %(what)s") % {"what": outcome.decision.label}, outcome)
                return redirect("desk-decision", outcome.decision.pk)
        except RefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            plan = None
    return render(request, "desk/split.html", {"company": company, "form": form, "plan": plan})


def _forms(company: Company) -> dict[str, Callable[[Any], forms.Form]]:
    initial = {name: getattr(company, name) for name in companies.FIELDS}
    return {
        "details": lambda data: DetailsForm(data, initial=initial, auto_id="details-%s"),
        "add-name": lambda data: NameForm(data, auto_id="name-%s"),
        "add-owner": lambda data: OwnerForm(data, auto_id="owner-%s"),
    }


def _act(request: HttpRequest, company: Company, do: str, bound: dict[str, forms.Form]) -> HttpResponse | None:
    """Do what the form says and lead back; None when it is to be shown again with what is wrong."""
    form = bound.get(do)
    if form is not None and not form.is_valid():
        return None
    try:
        outcome = _change(request, company, do, form.cleaned_data if form else {})
    except RefusedError as refusal:
        if form is not None and refusal.field in form.fields:
            form.add_error(refusal.field, refusal.message)
        else:
            tell_refusal(request, refusal)
        return None
    tell(request, _("Kept: %(what)s") % {"what": outcome.decision}, outcome)
    return redirect("desk-company", company.slug)


def _change(request: HttpRequest, company: Company, do: str, data: dict[str, Any]) -> Outcome:
    actor, version = actor_of(request), request.POST.get("version") or None
    row = int(request.POST["row"]) if request.POST.get("row", "").isdecimal() else 0
    match do:
        case "details":
            return companies.correct(company.pk, actor, data, version)
        case "restore":
            return companies.restore(company.pk, request.POST.get("field", ""), actor)
        case "add-name":
            return names.add_name(company.pk, actor, data)
        case "edit-name":
            form = NameForm(request.POST)
            if not form.is_valid():
                raise RefusedError("; ".join(str(error) for errors in form.errors.values() for error in errors))
            return names.edit_name(row, actor, form.cleaned_data, version)
        case "retire-name":
            return names.retire_name(row, actor, version)
        case "bring-back-name":
            return names.bring_back_name(row, actor, version)
        case "add-owner":
            return companies.add_owner(company.pk, data["owner"].pk, actor, data["since"], data["until"])
        case "drop-owner":
            return companies.drop_owner(row, actor)
    raise RefusedError(_("Choose what to do."))


def _name_row(row: CompanyName, sent: Any) -> dict[str, Any]:
    """A spelling with its form; the one that was sent keeps what was typed."""
    mine = sent is not None and sent.get("do") == "edit-name" and sent.get("row") == str(row.pk)
    initial = {name: getattr(row, name) for name in names.NAME_FIELDS}
    form = NameForm(sent if mine else None, initial=initial, auto_id=f"name-{row.pk}-%s")
    for field in form.fields.values():
        field.widget.attrs["form"] = f"row-{row.pk}"  # a table row cannot be a form: its fields name theirs
    return {"row": row, "form": form, "version": names.name_version(row)}
