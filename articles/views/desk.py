"""The review queue: claims one at a time or as a list, judged by key or button."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles.curation import Outcome, RefusedError, StaleError, judging, queue
from articles.curation.undo import undo_last
from articles.models import Claim, Mention, Partnership
from articles.models.claim import Rejection
from articles.views.desk_access import JUDGE, actor_of, staff_may, tell, tell_refusal
from articles.views.desk_forms import ClaimForm, claim_form
from articles.views.marking import Paragraph, find_spans, mark_paragraphs

LIST_LENGTH = 20
AHEAD = 5
"""Items a page may ask for beforehand."""

SKIPPED_LIMIT = 300
OTHERS = 5


@dataclass(frozen=True)
class Item:
    """A claim as the desk shows it."""

    claim: Claim
    paragraph: list[Paragraph]
    version: str
    form: ClaimForm
    pair: list[Partnership] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    complaint: str = ""


@require_GET
@staff_may(JUDGE)
def desk(request: HttpRequest) -> HttpResponse:
    """``?view=list`` shows many at once, ``?rule=`` keeps to one rule's claims, ``?claim=`` shows a certain one."""
    as_list = request.GET.get("view") == "list"
    rule = request.GET.get("rule", "").replace("\0", "")[:80]
    wanted = request.GET.get("claim", "")
    if wanted.isdecimal() and len(wanted) < 19:
        claims = list(_claims().filter(pk=wanted))
    else:
        claims = _take(request, LIST_LENGTH if as_list else 1, rule=rule)
    context = {
        "items": [show_item(claim) for claim in claims],
        "as_list": as_list,
        "rule": rule,
        "progress": queue.measure_progress(actor_of(request), timezone.now()),
        "reasons": Rejection.choices,
    }
    return render(request, "desk/desk.html", context)


@require_GET
@staff_may(JUDGE)
def desk_next(request: HttpRequest) -> HttpResponse:
    """The items after those the page has (``?have=1,2``), as HTML pieces: they are there before they are needed."""
    have = [int(pk) for pk in request.GET.get("have", "").split(",") if pk.isdecimal() and len(pk) < 19][:50]
    claims = _take(request, AHEAD, but=have, rule=request.GET.get("rule", "").replace("\0", "")[:80])
    return JsonResponse({"items": [_piece(request, show_item(claim)) for claim in claims], **_counts(request)})


@require_POST
@staff_may(JUDGE)
def desk_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One judgement: ``do`` is accept, reject (with ``why``), edit, restore or skip; ``version`` what was seen."""
    do = "reject" if request.POST.get("why") and not request.POST.get("do") else request.POST.get("do", "")
    if do == "skip":
        _skip(request, pk)
        return _done(request, pk, _("Skipped."))
    try:
        outcome = _judge(request, pk, do)
    except RefusedError as refusal:
        return _refused(request, pk, refusal)
    except _FormError as error:
        return _again(request, pk, form=error.form, status=422)
    return _done(request, pk, _("Kept: %(what)s") % {"what": outcome.decision}, outcome)


@require_POST
@staff_may(JUDGE)
def desk_undo(request: HttpRequest) -> HttpResponse:
    """Take back this person's last judgement and show its claim again."""
    try:
        outcome = undo_last(actor_of(request), (*queue.JUDGEMENTS, "add"))
    except RefusedError as refusal:
        if _wants_json(request):
            return JsonResponse({"message": refusal.message, **_counts(request)}, status=409)
        tell_refusal(request, refusal)
        return redirect("desk")
    if not _wants_json(request):
        tell(request, _("Taken back: %(what)s") % {"what": outcome.decision}, outcome)
        return redirect(f"{request.path.removesuffix('undo/')}?claim={outcome.decision.row}")
    claim = _claims().filter(pk=outcome.decision.row).first()
    piece = _piece(request, show_item(claim)) if claim else ""
    return JsonResponse({"item": piece, "message": str(outcome.decision), **_counts(request)})


class _FormError(Exception):
    def __init__(self, form: ClaimForm) -> None:
        super().__init__("the form has errors")
        self.form = form


def _judge(request: HttpRequest, pk: int, do: str) -> Outcome:
    actor, version = actor_of(request), request.POST.get("version") or None
    if do == "accept":
        return judging.accept(pk, actor, version)
    if do == "reject":
        note = request.POST.get("note", "")
        return judging.reject(pk, actor, request.POST.get("why", ""), version, note=note)
    if do == "restore":
        return judging.restore(pk, actor, version)
    if do == "edit":
        claim = _claims().filter(pk=pk).first()
        if claim is None:
            raise RefusedError(_("This claim is gone: the article was read again and no longer says it."))
        form = claim_form(claim, request.POST)
        if not form.is_valid():
            raise _FormError(form)
        return judging.edit(pk, actor, form.fields_of_claim(), version)
    raise RefusedError(_("Choose what to do with the claim."))


def _take(request: HttpRequest, count: int, *, but: list[int] | None = None, rule: str = "") -> list[Claim]:
    skipped = request.session.get("skipped", [])
    return queue.take_claims(actor_of(request), timezone.now(), count, but=[*skipped, *(but or [])], rule=rule)


def _skip(request: HttpRequest, pk: int) -> None:
    queue.release_claim(pk, actor_of(request))
    skipped = [other for other in request.session.get("skipped", []) if other != pk]
    request.session["skipped"] = [*skipped, pk][-SKIPPED_LIMIT:]


def _claims() -> Any:
    return Claim.objects.select_related("article", "article__source", "a", "b", "partnership")


def show_item(claim: Claim, form: ClaimForm | None = None, complaint: str = "") -> Item:
    """A claim with its paragraph marked, and what else is known of the pair."""
    pair, others = _find_context(claim)
    return Item(
        claim=claim,
        paragraph=_mark(claim),
        version=judging.claim_version(claim),
        form=form or claim_form(claim),
        pair=pair,
        others=others,
        complaint=complaint,
    )


def _mark(claim: Claim) -> list[Paragraph]:
    """The paragraph the claim stands in, its sentence and both companies marked."""
    text = claim.article.text
    if not claim.end or claim.end > len(text):
        return []
    start = text.rfind("\n\n", 0, claim.start) + 2 if "\n\n" in text[: claim.start] else 0
    end = text.find("\n\n", claim.end)
    end = len(text) if end < 0 else end
    inside = Mention.objects.filter(article=claim.article_id, place="text", start__gte=start, end__lte=end)
    sides = [pk for pk in (claim.a_id, claim.b_id) if pk]
    wanted = inside.filter(Q(company__in=sides) | Q(company__isnull=True, name__in=[claim.a_name, claim.b_name]))
    mentions = list(wanted.select_related("company").order_by("start"))
    for mention in mentions:
        mention.start, mention.end = mention.start - start, mention.end - start
    here = Claim(pk=claim.pk, start=claim.start - start, end=claim.end - start)
    return mark_paragraphs(text[start:end], find_spans([here], mentions, end - start))


def _find_context(claim: Claim) -> tuple[list[Partnership], list[Claim]]:
    """The pair's partnerships, and what other articles say of it."""
    if not claim.a_id or not claim.b_id:
        return [], []
    a, b = claim.a_id, claim.b_id
    pair = Partnership.objects.filter(Q(a=a, b=b) | Q(a=b, b=a)).select_related("a", "b").order_by("kind")
    said = Claim.objects.standing().filter(Q(a=a, b=b) | Q(a=b, b=a)).exclude(article=claim.article_id)
    return list(pair), list(said.select_related("article").order_by("-article__published")[:OTHERS])


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _counts(request: HttpRequest) -> dict[str, Any]:
    progress = queue.measure_progress(actor_of(request), timezone.now())
    return {"left": f"{progress.left:,}{'+' if progress.more else ''}", "done": progress.done_today}


def _piece(request: HttpRequest, item: Item) -> str:
    return render_to_string("desk/_item.html", {"item": item, "reasons": Rejection.choices}, request)


def _done(request: HttpRequest, pk: int, text: str, outcome: Outcome | None = None) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": text, **_counts(request)})
    tell(request, text, outcome)
    return redirect(_back(request))


def _refused(request: HttpRequest, pk: int, refusal: RefusedError) -> HttpResponse:
    """Shown with the claim as it now is; what was typed into the form stays in it."""
    form = None
    claim = _claims().filter(pk=pk).first()
    if claim is not None and request.POST.get("do") == "edit":
        form = claim_form(claim, request.POST)
        if refusal.field in form.fields and form.is_valid():
            form.add_error(refusal.field, refusal.message)
    return _again(
        request, pk, form=form, complaint=refusal.message, status=409 if isinstance(refusal, StaleError) else 422
    )


def _again(
    request: HttpRequest, pk: int, *, form: ClaimForm | None = None, complaint: str = "", status: int
) -> HttpResponse:
    claim = _claims().filter(pk=pk).first()
    item = show_item(claim, form, complaint) if claim else None
    if _wants_json(request):
        text = complaint or _("Some fields need another look.")
        piece = _piece(request, item) if item else ""
        return JsonResponse({"message": text, "item": piece, **_counts(request)}, status=status)
    context = {
        "items": [item] if item else [],
        "gone": complaint if item is None else "",
        "progress": queue.measure_progress(actor_of(request), timezone.now()),
        "reasons": Rejection.choices,
    }
    return render(request, "desk/desk.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """Back to the queue as it was looked at: one by one or as a list."""
    path = request.path.rsplit("claim/", 1)[0]
    query = request.POST.get("back", "")
    return f"{path}?view=list" if query == "list" else path
