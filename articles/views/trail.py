"""The trail: every decision in one stream and on its own page, taken back from there; exported as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles.curation import RefusedError
from articles.curation.trail import changes_of, export_decisions
from articles.curation.undo import may_undo, undo
from articles.models import Article, Claim, Decision
from articles.models.decision import VERBS
from articles.views.desk_access import JUDGE, READ, actor_of, staff_may, tell, tell_refusal

PAGE = 50
FILTERS = ("verb", "actor_name", "table", "rule")
CHANGED = 20


@require_GET
@staff_may(READ)
def trail(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?verb= ?actor_name= ?table= ?row= ?rule=`` narrow, ``?before=`` pages by id."""
    rows = _narrow(request)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("article")[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "decisions": [
            {"row": row, "changes": changes_of(row, 8), "may_undo": _offers_undo(request, row)} for row in found[:PAGE]
        ],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "query": kept.urlencode(),
        "filters": {name: request.GET.get(name, "") for name in FILTERS},
        "verbs": VERBS.items(),
    }
    return render(request, "desk/trail.html", context)


@require_GET
@staff_may(READ)
def trail_export(request: HttpRequest) -> StreamingHttpResponse:
    """All of it, or what the filters leave, one JSON object a line, the oldest first."""

    def lines() -> Iterator[str]:
        for entry in export_decisions(_narrow(request).order_by("pk").iterator(chunk_size=500)):
            yield json.dumps(entry, ensure_ascii=False) + "\n"

    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="newsdash-trail.jsonl"'
    return answer


@require_GET
@staff_may(READ)
def desk_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: before and after, and how far the reading of its articles is."""
    row = get_object_or_404(Decision.objects.select_related("article"), pk=pk)
    context = {"decision": row, "changes": changes_of(row, 200), "may_undo": _offers_undo(request, row)}
    context |= _read_progress(row)
    return render(request, "desk/decision.html", context)


@require_GET
@staff_may(READ)
def desk_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The piece of a decision's page that counts articles while they are read again."""
    row = get_object_or_404(Decision, pk=pk)
    return render(request, "desk/_progress.html", {"decision": row, **_read_progress(row)})


@require_POST
@staff_may(JUDGE)
def desk_decision_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Decision, pk=pk)
    if not may_undo(row, actor_of(request)):
        tell_refusal(request, RefusedError(_("Only who may do such a thing may take it back.")))
        return redirect("desk-decision", pk)
    try:
        outcome = undo(pk, actor_of(request))
    except RefusedError as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("Taken back: %(what)s") % {"what": outcome.decision}, outcome)
    return redirect("desk-decision", pk)


def _offers_undo(request: HttpRequest, row: Decision) -> bool:
    return row.undone_at is None and request.user.has_perm(JUDGE) and may_undo(row, actor_of(request))


def _narrow(request: HttpRequest) -> QuerySet[Decision]:
    wanted: dict[str, Any] = {name: request.GET[name].replace("\0", "") for name in FILTERS if request.GET.get(name)}
    row = request.GET.get("row", "")
    if row.isdecimal() and len(row) < 19:
        wanted["row"] = int(row)
    return Decision.objects.filter(**wanted).order_by("-pk")


def _read_progress(row: Decision) -> dict[str, Any]:
    """How many of the decision's articles are read again, and what they say of its company now."""
    ids = row.after.get("reread", [])
    waiting = Article.objects.filter(pk__in=ids[:5000], rules_version=0, taken_out=False).count()
    company = row.after.get("company")
    said: list[Claim] = []
    if company and not waiting:
        claims = Claim.objects.standing().filter(article__in=ids[:5000])
        said = list((claims.filter(a=company) | claims.filter(b=company)).order_by("-pk")[:CHANGED])
    total = min(len(ids), 5000)
    return {"total": total, "read": total - waiting, "waiting": waiting, "said": said}
