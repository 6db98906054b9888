"""Builders of rows for tests: small functions that fill in what a test does not care about.

Nothing here is random: names and addresses count up, days are fixed, so a failing test fails the same way twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.utils.text import slugify

from articles.directory import load_catalogue
from articles.extract.companies import make_catalogue, shipped_catalogue
from articles.extract.likeness import content_hash
from articles.models import (
    Article,
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    Entry,
    Feed,
    Mention,
    Ownership,
    Page,
    Partnership,
    Party,
    Quote,
    Source,
    Story,
)
from articles.models.page import url_key

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 2, 27)
_number = count(1)


def make_company(name: str = "", *, slug: str = "", names: Iterable[str] = (), **fields: Any) -> Company:
    """A company with its own name (and ``names`` as aliases) among the spellings it goes by."""
    name = name or f"Company {next(_number)}"
    company = Company.objects.create(name=name, slug=slug or slugify(name) or f"company-{next(_number)}", **fields)
    CompanyName.objects.create(company=company, text=name, kind=CompanyName.Kind.NAME)
    for text in names:
        CompanyName.objects.create(company=company, text=text, kind=CompanyName.Kind.ALIAS)
    return company


def make_ownership(owner: Company, company: Company, **fields: Any) -> Ownership:
    return Ownership.objects.create(owner=owner, company=company, **fields)


def make_source(name: str = "", *, slug: str = "", **fields: Any) -> Source:
    name = name or f"Source {next(_number)}"
    slug = slug or slugify(name)
    fields.setdefault("site_url", f"https://{slug}.example/")
    fields.setdefault("host", f"{slug}.example")
    return Source.objects.create(name=name, slug=slug, **fields)


def make_feed(source: Source | None = None, *, url: str = "", **fields: Any) -> Feed:
    source = source or make_source()
    return Feed.objects.create(source=source, url=url or f"https://{source.host}/feed/{next(_number)}.xml", **fields)


def make_entry(feed: Feed, page: Page | None = None, *, first_seen_at: datetime = NOW, **fields: Any) -> Entry:
    key = url_key(f"{feed.url}#{next(_number)}")
    fields.setdefault("last_seen_at", first_seen_at)
    return Entry.objects.create(feed=feed, page=page, key=key, first_seen_at=first_seen_at, **fields)


def make_page(*, url: str = "", source: Source | None = None, body: bytes = b"", **fields: Any) -> Page:
    url = url or f"https://news.example/{next(_number)}"
    fields.setdefault("state", Page.State.READ)
    page = Page(url=url, key=url_key(url), source=source, **fields)
    if body:
        page.save_body(body)
    page.save()
    return page


def make_author(name: str = "", source: Source | None = None, **fields: Any) -> Author:
    name = name or f"Writer {next(_number)}"
    slug = fields.pop("slug", "") or f"{slugify(name)}-{next(_number)}"
    return Author.objects.create(name=name, key=name.lower(), slug=slug, source=source, **fields)


def make_article(
    text: str = "Nothing of note happened.",
    *,
    title: str = "",
    source: Source | None = None,
    published: date | None = DAY,
    url: str = "",
    authors: Sequence[Author] = (),
    story: Story | None = None,
    **fields: Any,
) -> Article:
    """An article with its page, read by the present rules unless ``rules_version`` says otherwise."""
    page = make_page(url=url, source=source, origin=fields.pop("origin", Page.Origin.FEED))
    fields.setdefault("rules_version", 1)
    fields.setdefault("content_hash", content_hash(text))
    article = Article.objects.create(
        page=page, url=page.url, title=title or text[:60], text=text, source=source, published=published, story=story,
        **fields,
    )  # fmt: skip
    for order, author in enumerate(authors):
        Byline.objects.create(article=article, author=author, order=order)
    return article


def make_story(*articles: Article) -> Story:
    """One story told by these articles."""
    story = Story.objects.create()
    for article in articles:
        article.story = story
        article.save(update_fields=["story"])
    return story


def make_mention(article: Article, company: Company | None, text: str = "", **fields: Any) -> Mention:
    """``text`` (the company's name by default) where it first stands in the article."""
    text = text or (company.name if company else "")
    start = article.text.find(text)
    if start < 0:
        raise ValueError(f"{text!r} does not stand in the article: {article.text[:80]!r}")
    fields.setdefault("name", company.name if company else text)
    fields.setdefault("kind", "name" if company else "unknown")
    fields.setdefault("start", start)
    fields.setdefault("end", fields["start"] + len(text))
    return Mention.objects.create(article=article, company=company, text=text, **fields)


def make_claim(
    article: Article,
    kind: str,
    a: Company,
    b: Company,
    *,
    stage: str = "active",
    evidence: str = "",
    on: date | None = None,
    precision: str = "",
    **fields: Any,
) -> Claim:
    """A claim resting on ``evidence``, which must stand in the article (the first paragraph by default)."""
    evidence = evidence or article.text.split("\n\n")[0]
    start = article.text.find(evidence)
    if start < 0:
        raise ValueError(f"the evidence does not stand in the article: {evidence!r}")
    fields.setdefault("confidence", 0.8)
    fields.setdefault("rule", "test.rule")
    fields.setdefault("rules_version", 1)
    fields.setdefault("key", f"{kind}|{a.slug}|{b.slug}")
    return Claim.objects.create(
        article=article, kind=kind, a=a, b=b, a_name=a.name, b_name=b.name, stage=stage, on=on,
        precision=precision or ("day" if on else ""), evidence=evidence, start=start, end=start + len(evidence),
        **fields,
    )  # fmt: skip


def make_partnership(
    kind: str,
    a: Company,
    b: Company,
    *,
    stage: str = "active",
    first_on: date | None = DAY,
    claims: Sequence[Claim] = (),
    **fields: Any,
) -> Partnership:
    """A partnership with its two parties; ``claims`` are hung on it and counted."""
    fields.setdefault("first_precision", "day" if first_on else "")
    fields.setdefault("shown_on", first_on or DAY)
    fields.setdefault("last_on", fields["shown_on"])
    fields.setdefault("changed_at", NOW)
    fields.setdefault("confidence", 0.8)
    fields.setdefault("claims_count", len(claims))
    fields.setdefault("articles_count", len({claim.article_id for claim in claims}))
    fields.setdefault("reports_count", fields["articles_count"])
    row = Partnership.objects.create(kind=kind, a=a, b=b, stage=stage, first_on=first_on, **fields)
    seen = {"kind": kind, "stage": stage, "shown_on": row.shown_on}
    Party.objects.create(partnership=row, company=a, other=b, **seen)
    Party.objects.create(partnership=row, company=b, other=a, **seen)
    for claim in claims:
        claim.partnership = row
        claim.save(update_fields=["partnership"])
    return row


def make_quote(
    article: Article, text: str, *, company: Company | None = None, speaker: str = "", **fields: Any
) -> Quote:
    start = article.text.find(text)
    if start < 0:
        raise ValueError(f"the quote does not stand in the article: {text!r}")
    return Quote.objects.create(
        article=article, company=company, company_name=company.name if company else "", speaker=speaker, text=text,
        start=start, end=start + len(text), **fields,
    )  # fmt: skip


def load_few_companies() -> None:
    """The shipped catalogue's rows of a few companies: loading all 1,400 costs seconds a test."""
    known = shipped_catalogue().companies
    few = ("alphabet", "amazon", "lyft", "magna", "mobileye", "waymo", "zoox")
    load_catalogue(make_catalogue(known[slug] for slug in few))
