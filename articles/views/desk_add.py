"""By hand: an article from an address or a pasted text, and a claim by marking its sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import pipeline
from articles.curation import RefusedError, judging
from articles.extract.sentences import find_sentences
from articles.models import Article, Page
from articles.models.claim import Stage
from articles.views.desk_access import JUDGE, actor_of, staff_may, tell, tell_refusal
from articles.views.desk_forms import AddForm, NewClaimForm

PATIENCE = 10
"""Seconds a curator waits for a place at the host before the workers take over."""


@require_http_methods(["GET", "POST"])
@staff_may(JUDGE)
def desk_add(request: HttpRequest) -> HttpResponse:
    """An address is fetched, a pasted text read as it is; both take the path every article takes."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            article, page = _ingest(form)
        except ValueError as error:
            form.add_error("url", str(error))
        else:
            if article is not None:
                count = article.claims.count()
                tell(request, _("Read: “%(title)s”, %(count)d claims.") % {"title": article, "count": count})
                return redirect("desk-mark", article.pk)
            form.add_error("url", page.reason or _("The page is not there yet; it will be tried again by itself."))
    return render(request, "desk/add.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@staff_may(JUDGE)
def desk_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """An article's sentences, each to be marked as saying something; and the claims it has."""
    article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
    form = NewClaimForm(
        _marked(request) if request.method == "POST" else None, initial={"stage": Stage.ACTIVE}, auto_id="mark-%s"
    )
    if request.method == "POST" and form.is_valid():
        span = form.cleaned_data["start"], form.cleaned_data["end"]
        try:
            outcome = judging.add(article.pk, actor_of(request), span, form.fields_of_claim())
        except RefusedError as refusal:
            if refusal.field in form.fields:
                form.add_error(refusal.field, refusal.message)
            else:
                tell_refusal(request, refusal)
        else:
            tell(request, _("Added: %(what)s") % {"what": outcome.decision.label}, outcome)
            return redirect("desk-mark", article.pk)
    context = {
        "article": article,
        "sentences": list(cut_sentences(article.text)),
        "form": form,
        "claims": list(article.claims.select_related("a", "b").order_by("start", "pk")),
    }
    return render(request, "desk/mark.html", context, status=422 if request.method == "POST" else 200)


def _marked(request: HttpRequest) -> QueryDict:
    """What was sent, with the chosen sentence's place where no script has marked another one."""
    data = request.POST.copy()
    start, _dash, end = data.get("sentence", "").partition("-")
    if not data.get("start") and not data.get("end"):
        data["start"], data["end"] = start, end
    return data


def cut_sentences(text: str) -> list[tuple[int, int, str]]:
    """A text's sentences with their offsets, for choosing one without JavaScript."""
    return [(span.start, span.end, text[span.start : span.end]) for span in find_sentences(text)]


def _ingest(form: AddForm) -> tuple[Article | None, Page]:
    data = form.cleaned_data
    hints = {"title": data["title"], "published": data["published"].isoformat() if data["published"] else ""}
    hints = {name: value for name, value in hints.items() if value}
    if not data["text"]:
        return pipeline.ingest_url(data["url"], hints=hints, patience=PATIENCE)
    body = data["text"].replace("\r\n", "\n").encode()
    return pipeline.ingest(body, url=data["url"], content_type="text/plain; charset=utf-8", hints=hints)
