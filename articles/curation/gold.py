"""Judged articles as labelled examples: what an article says, as people decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from articles.extract.claims import SYMMETRIC
from articles.models import Article, Claim


def find_labelled(*, partial: bool = False) -> Iterator[dict[str, Any]]:
    """One object an article with id, url, published, title, text, companies and claims; the rejected are left out.

    An example must be whole: only articles whose every claim a person judged, unless ``partial``, which also gives
    articles with some judged claims, and of those the judged ones alone.
    """
    claims = Claim.objects.filter(article=OuterRef("pk"))
    rows = Article.objects.shown().filter(Exists(claims.exclude(review=Claim.Review.UNREVIEWED)))
    if not partial:
        rows = rows.exclude(Exists(claims.filter(review=Claim.Review.UNREVIEWED)))
    for article in rows.order_by("pk").iterator(chunk_size=200):
        yield label_article(article)


def label_article(article: Article) -> dict[str, Any]:
    judged = article.claims.select_related("a", "b").exclude(review=Claim.Review.UNREVIEWED).order_by("start", "pk")
    claims = [label_claim(claim) for claim in judged if claim.review != Claim.Review.REJECTED]
    named = (
        article.mentions.filter(company__isnull=False)
        .order_by("place", "start")
        .values_list("company__name", flat=True)
    )
    sides = [side for claim in claims for side in (claim["a"], claim["b"])]
    return {
        "id": f"a{article.pk}",
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title or None,
        "text": article.text,
        "companies": list(dict.fromkeys([*named, *sides])),
        "claims": claims,
    }


def label_claim(claim: Claim) -> dict[str, Any]:
    """Sides by the catalogue's names; of a kind without direction the alphabetically first stands first."""
    a, b = (side.name if side else name for side, name in ((claim.a, claim.a_name), (claim.b, claim.b_name)))
    if claim.kind in SYMMETRIC and b < a:
        a, b = b, a
    return {
        "kind": claim.kind,
        "a": a,
        "b": b,
        "stage": claim.stage,
        "date": claim.when.iso if claim.when else None,
        "evidence": claim.evidence,
    }
