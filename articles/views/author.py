"""An author: who they are and were, what they cover, their articles."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from articles.models import Article, Author, Company
from articles.views.source import list_articles

COVERED = 500
"""The last articles that are looked at for what an author covers."""


def author(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Author.objects.select_related("source", "merged_into"), slug=slug)
    if row.merged_into:
        return redirect("author", row.merged_into.slug, permanent=True)
    written = Article.objects.shown().filter(bylines__author=row)
    recent = list(row.bylines.order_by("-article_id").values_list("article_id", flat=True)[:COVERED])
    named = Count("mentions__article", distinct=True, filter=Q(mentions__article__in=recent))
    covers = Company.objects.filter(mentions__article__in=recent).annotate(n=named).order_by("-n", "name")[:12]
    context = {
        "author": row,
        "positions": list(row.positions.select_related("article")),
        "covers": list(covers),
        "covered": len(recent),
        "page": list_articles(written, request.GET.get("before", "")),
    }
    return render(request, "author.html", context)
