"""An author: who they are and were, what they cover, their articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from articles.models import Article, Author, Company, Mention
from articles.views.source import list_articles

COVERED = 500
"""The last articles that are looked at for what an author covers."""
COMPANIES = 12


def find_covered(articles: Sequence[int]) -> list[tuple[Company, int]]:
    """The companies most of these articles name, with the number of articles. Two queries along the articles."""
    pairs = Mention.objects.filter(article__in=articles, company__isnull=False).order_by()
    counts = Counter(company for company, _article in pairs.values_list("company", "article").distinct())
    rows = Company.objects.for_lists().in_bulk([company for company, _count in counts.most_common(COMPANIES * 4)])
    order = sorted(rows.values(), key=lambda row: (-counts[row.pk], row.name))
    return [(row, counts[row.pk]) for row in order[:COMPANIES]]


def author(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Author.objects.select_related("source", "merged_into"), slug=slug)
    if row.merged_into:
        return redirect("author", row.merged_into.slug, permanent=True)
    written = Article.objects.shown().filter(bylines__author=row)
    recent = list(row.bylines.order_by("-article_id").values_list("article_id", flat=True)[:COVERED])
    context = {
        "author": row,
        "positions": list(row.positions.select_related("article")),
        "covers": find_covered(recent),
        "covered": len(recent),
        "page": list_articles(written, request.GET.get("before", "")),
    }
    return render(request, "author.html", context)
