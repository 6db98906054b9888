"""The article the product was conceived from, through the command and the tables, compared with what must come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.directory import catalogue_of_rows, load_catalogue
from articles.extract.companies import shipped_catalogue
from articles.extract.names import name_key
from articles.models import Article, Author, Claim, Company, Mention, PartnerCount, Partnership, Quote

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def expected(shared: Path) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads((shared / "seed" / "expected.json").read_text(encoding="utf-8"))
    load_catalogue(shipped_catalogue())
    for _ in range(2):  # twice: the second time changes nothing
        call_command(
            "ingest",
            str(shared / "seed" / "article.txt"),
            url=wanted["url"],
            published=wanted["published"],
            verbosity=0,
        )
    return wanted


def slug_of(name: str) -> str:
    """The company a name of expected.json means, by any spelling of the catalogue."""
    for company in catalogue_of_rows().companies.values():
        if (
            any(name_key(spelling.text) == name_key(name) for spelling in company.names)
            and company.slug != "volvo-group"
        ):
            return company.slug
    raise AssertionError(f"the catalogue does not know {name}")


def test_the_article_and_its_author_come_out_as_expected(expected: dict[str, Any]) -> None:
    article = Article.objects.get()
    assert article.published is not None
    assert (article.url, article.published.isoformat()) == (expected["url"], expected["published"])
    assert len(article.paragraphs) == expected["body_paragraphs"]
    for paragraph, start in zip(article.paragraphs, expected["body_starts"], strict=True):
        assert paragraph.replace("\xa0", " ").startswith(start)
    assert not [words for words in expected["not_in_body"] if words in article.text]
    author = Author.objects.get()
    assert (author.name, author.also_known_as) == (expected["author"]["name"], expected["author"]["also_known_as"])
    positions = [
        {name: value for name in ("employer", "role", "beat", "since", "until") if (value := getattr(position, name))}
        for position in author.positions.order_by("until", "since")
    ]
    wanted = expected["author"]["positions"]
    assert sorted(positions, key=str) == sorted(wanted, key=str)


def test_companies_quote_and_count_come_out_as_expected(expected: dict[str, Any]) -> None:
    found = set(Mention.objects.filter(company__isnull=False).values_list("company__slug", flat=True))
    assert found == {slug_of(name) for name in expected["companies"]}
    for brand, owner in expected["brands"].items():
        assert Mention.objects.filter(text__contains=brand).first().company.slug == slug_of(owner)  # type: ignore[union-attr]
    quote, wanted = (
        Quote.objects.filter(speaker=expected["quote"]["speaker"]).order_by("start").first(),
        expected["quote"],
    )
    assert quote is not None
    assert quote.company is not None
    assert (quote.office, quote.company.name) == (wanted["title"], wanted["company"])
    assert quote.text.replace("\xa0", " ").startswith(wanted["starts"])
    count, wanted = PartnerCount.objects.get(), expected["counts"][0]
    assert (count.partners, count.approximate, count.as_of) == (
        wanted["partners"],
        wanted["approximate"],
        wanted["as_of"],
    )


def test_the_seventeen_claims_come_out_as_expected_and_nothing_else(expected: dict[str, Any]) -> None:
    def row(kind: str, a: str, b: str, *rest: Any) -> tuple[Any, ...]:
        return (kind, *(sorted((a, b)) if kind in {"partnership", "competitor"} else (a, b)), *rest)

    wanted = {
        row(
            claim["kind"],
            slug_of(claim["a"]),
            slug_of(claim["b"]),
            claim["stage"],
            claim["date"],
            claim.get("as_of", ""),
        )
        for claim in expected["claims"]
    }
    found = {
        row(claim.kind, claim.a.slug, claim.b.slug, claim.stage, claim.when.iso if claim.when else None, claim.as_of)
        for claim in Claim.objects.select_related("a", "b")
        if claim.a and claim.b
    }
    assert found == wanted
    assert Claim.objects.count() == len(expected["claims"]) == 17
    for claim in expected["claims"]:
        evidence = claim["evidence"]
        assert any(evidence in kept.replace("\xa0", " ") for kept in Claim.objects.values_list("evidence", flat=True))
    supply = Claim.objects.get(kind="supply")
    told = next(claim for claim in expected["claims"] if claim["kind"] == "supply")
    assert (supply.subject, supply.scope) == (told["subject"], told["scope"])
    assert Partnership.objects.count() == 17
    assert Company.objects.filter(parties__isnull=False).distinct().count() == len(expected["companies"])
