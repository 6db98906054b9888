"""The story on real rows: a page is read once, read again when it changed, and never loses what a person decided."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles import pipeline
from articles.arrivals import make_page
from articles.extract.claims import RULES_VERSION
from articles.models import Article, Author, Claim, Company, Mention, Page, Partnership, Revision
from articles.models.page import url_key
from tests.factory import load_few_companies

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)
URL = "https://news.example/2024/05/magna-waymo"
TEXT = """Magna International will supply Waymo with vehicles from a new plant in Arizona, the two said on Thursday.

The Canadian supplier already builds cars for several brands in Graz. Waymo, which belongs to Alphabet, said that the
first of them should carry passengers before the end of the year.

Separately, Lyft has put money into Mobileye, according to a filing."""


@pytest.fixture
def catalogue(db: None) -> None:
    load_few_companies()


def take(text: str = TEXT, url: str = URL, **fields: Any) -> Article:
    article, page = pipeline.ingest(text.encode(), url=url, content_type="text/plain", now=NOW, **fields)
    assert article is not None, page.reason
    return article


def everything() -> list[Any]:
    """All rows that reading makes, as they are kept."""
    tables = (Page, Article, Author, Mention, Claim, Partnership, Revision)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_a_page_becomes_an_article_with_claims_and_partnerships(catalogue: None) -> None:
    article = take(hints={"published": "2024-05-03"})
    assert article.published == date(2024, 5, 3)
    supply = Partnership.objects.get(kind="supply")
    assert (supply.a.slug, supply.b.slug) == ("magna", "waymo")
    claim = supply.claims.get()
    assert article.text[claim.start : claim.end] == claim.evidence
    assert "Magna" in claim.evidence
    assert Article.objects.get().rules_version == RULES_VERSION


def test_ingesting_twice_changes_nothing(catalogue: None) -> None:
    take(hints={"published": "2024-05-03"})
    before = everything()
    take(hints={"published": "2024-05-03"})
    assert everything() == before


def test_one_article_has_one_address_whatever_trackers_hang_on_it(catalogue: None) -> None:
    take()
    take(url=URL + "?utm_source=newsletter&utm_medium=email#comments")
    assert Page.objects.get().url == URL


def test_an_edited_article_keeps_its_old_text_as_a_revision(catalogue: None) -> None:
    page = take().page
    page.save_body(TEXT.replace("Thursday", "Thursday, correcting an earlier report").encode())
    page.state = Page.State.FETCHED
    page.save()
    article = pipeline.read_page(page.pk, NOW)
    assert article is not None
    assert "correcting" in article.text
    assert "correcting" not in Revision.objects.get(article=article).text
    assert Article.objects.count() == 1


def test_reading_again_leaves_what_a_person_decided(catalogue: None) -> None:
    article = take()
    claim = Claim.objects.get(kind="supply")
    Claim.objects.filter(pk=claim.pk).update(review=Claim.Review.EDITED, stage="active", subject="vans")
    pipeline.read_article(article.pk, NOW)
    claim.refresh_from_db()
    assert (claim.stage, claim.subject, claim.review) == ("active", "vans", "edited")
    assert claim.machine["kind"] == "supply"


def test_a_rejected_claim_does_not_come_back(catalogue: None) -> None:
    article = take()
    Claim.objects.filter(kind="supply").update(review=Claim.Review.REJECTED, rejected_for="not_said")
    # As if it had been read as another kind, so that this reading is news to the table.
    Claim.objects.filter(kind="supply").update(key="supply|somebody|else", kind="partnership")
    Partnership.objects.all().delete()
    pipeline.read_article(article.pk, NOW)
    assert not Partnership.objects.filter(a__slug="magna").exists()
    assert not Claim.objects.standing().filter(a__slug="magna", b__slug="waymo").exists()


def test_a_company_that_becomes_known_brings_its_claims_along(catalogue: None) -> None:
    Company.objects.filter(slug="magna").delete()
    article = take(TEXT.replace("Magna International", "Magna International Inc."))
    assert not Partnership.objects.filter(kind="supply").exists()
    load_few_companies()
    pipeline.read_article(article.pk, NOW)
    assert Partnership.objects.get(kind="supply").a.slug == "magna"


def test_a_preview_tells_and_writes_nothing(catalogue: None) -> None:
    article = take()
    Claim.objects.filter(kind="supply").update(stage="ended")
    Claim.objects.exclude(kind="supply").delete()
    before = everything()
    changes = pipeline.preview_article(article.pk)
    assert any("supply" in line and "stage" in line for line in changes.changed)
    assert everything() == before


@pytest.mark.parametrize(
    ("data", "content_type", "said"),
    [
        (b"", "text/plain", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "", "picture"),
        (b"<html><body><div id=root></div><script>boot()</script></body></html>", "text/html", "no article text"),
    ],
)
def test_what_is_no_article_says_so_on_its_row(catalogue: None, data: bytes, content_type: str, said: str) -> None:
    article, page = pipeline.ingest(data, url=URL, content_type=content_type, now=NOW)
    assert article is None
    assert page.state == Page.State.FAILED
    assert said in page.reason
    assert page.lease_until is None


@pytest.mark.parametrize("url", ["no address", "ftp://news.example/a", "http://", "javascript:alert(1)"])
def test_an_address_that_is_none_is_refused_and_nothing_is_kept(catalogue: None, url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        pipeline.ingest(TEXT.encode(), url=url, content_type="text/plain", now=NOW)
    assert not Page.objects.exists()


def test_a_day_that_is_none_is_refused_with_the_way_to_write_it(catalogue: None) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        take(hints={"published": "yesterday"})


def test_a_page_dated_in_the_future_gets_the_day_it_was_seen(catalogue: None) -> None:
    article = take(hints={"published": "2031-01-01"})
    assert article.published is not None
    assert article.published <= (NOW + timedelta(days=1)).date()


def test_a_page_somebody_holds_is_not_read_twice(catalogue: None) -> None:
    page = Page(url=URL, key=url_key(URL), state=Page.State.FETCHED, content_type="text/plain")
    page.save_body(TEXT.encode())
    page.lease_until = NOW + timedelta(minutes=1)
    page.save()
    assert pipeline.read_page(page.pk, NOW) is None
    # The holder died: after its lease the page is found again.
    later = NOW + timedelta(minutes=2)
    assert pipeline.find_work(later).pages_to_read == [page.pk]
    assert pipeline.read_page(page.pk, later) is not None
    assert pipeline.read_page(page.pk, later) is None


def test_the_real_report_replaces_our_brief_of_it(catalogue: None) -> None:
    brief = take(origin=Page.Origin.BRIEF, hints={"title": "Magna to build for Waymo", "published": "2024-05-02"})
    assert brief.form == Article.Form.BRIEF
    page = make_page(URL, origin=Page.Origin.FEED)
    assert (page.pk, page.state) == (brief.page_id, Page.State.NEW)
    report = take()
    assert (report.pk, report.form) == (brief.pk, Article.Form.REPORT)


def test_ingest_as_a_command_tells_what_it_read(
    catalogue: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(TEXT)
    call_command("ingest", str(path), url=URL, published="2024-05-03")
    assert "2024-05-03" in capsys.readouterr().out
    assert Article.objects.get().url == URL


@pytest.mark.parametrize(("state", "read"), [(Page.State.FAILED, True), (Page.State.NEW, False)])
def test_a_page_is_left_to_its_canonical_twin_unless_that_could_not_be_had(
    catalogue: None, state: str, read: bool
) -> None:
    twin = make_page(URL, origin=Page.Origin.FEED)
    Page.objects.filter(pk=twin.pk).update(state=state)
    paragraphs = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    page = f'<html><head><link rel="canonical" href="{URL}"></head><body><article><h1>A plant</h1>{paragraphs}'
    article, row = pipeline.ingest(
        page.encode(), url="https://news.example/printed/magna-waymo", content_type="text/html"
    )
    assert (article is not None) is read
    assert row.url == "https://news.example/printed/magna-waymo"
