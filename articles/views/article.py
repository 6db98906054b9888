"""An article: its text with companies and claims marked in place, its claims, its story's other copies."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Byline
from articles.views.marking import find_spans, mark_paragraphs


def article(request: HttpRequest, pk: int) -> HttpResponse:
    people = Prefetch("bylines", Byline.objects.select_related("author__source"))
    rows = Article.objects.select_related("source", "page").defer("page__body").prefetch_related(people)
    row = get_object_or_404(rows, pk=pk)
    claims = list(row.claims.select_related("a", "b", "partnership").order_by("start", "pk"))
    standing = [claim for claim in claims if claim.review != claim.Review.REJECTED]
    mentions = list(row.mentions.select_related("company").order_by("start"))
    copies = []
    if row.story_id:
        same = Article.objects.shown().filter(story=row.story_id).exclude(pk=row.pk).select_related("source")
        copies = list(same.defer("text", "html").order_by("published", "pk")[:50])
    spans = find_spans(standing, mentions, len(row.text))
    companies = {mention.company_id: mention.company for mention in mentions if mention.company}
    context = {
        "article": row,
        "paragraphs": mark_paragraphs(row.text, spans),
        "claims": standing,
        "companies": sorted(companies.values(), key=lambda company: company.name),
        "unknown": sorted({mention.name for mention in mentions if not mention.company_id}),
        "copies": copies,
        "quotes": list(row.quotes.select_related("company")),
        "publisher": find_publisher(row),
        "revisions": row.revisions.count(),
    }
    return render(request, "article.html", context)


def find_publisher(row: Article) -> str:
    """Who published it: for a brief whom it sums up, else the source's name or what came with the address."""
    told = str(row.page.hints.get("publisher", "")) if isinstance(row.page.hints, dict) else ""
    if row.source and not (told and row.form == Article.Form.BRIEF):
        return row.source.name
    return told
