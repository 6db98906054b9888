"""What a person brings by hand is read, whatever a feed's filter said of it, with what the person knows of it."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import pipeline
from articles.models import Page
from tests.factory import make_page, make_source
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
CAKES = "The jury gave the prize to a baker in the old town, who had baked the same cake for forty years. " * 6
LEFT_OUT = "not about autonomous driving: no word of it"


def left_out(url: str) -> Page:
    source = make_source("General", topics_only=True)
    return make_page(
        url=url, source=source, origin="feed", state="left_out", reason=LEFT_OUT, hints={"teaser": "Cakes"}
    )


def test_a_text_pasted_for_an_address_that_the_filter_left_out_is_read() -> None:
    page = left_out("https://general.example/cakes")
    article, again = pipeline.ingest(CAKES.encode(), url=page.url, content_type="text/plain", hints={"title": "Cakes"})
    assert article is not None, again.reason
    assert (again.pk, again.state, again.hints["teaser"]) == (page.pk, "read", "Cakes")


def test_a_text_without_an_address_leads_to_no_original(client: Client) -> None:
    article, page = pipeline.ingest(CAKES.encode(), content_type="text/plain", hints={"title": "Cakes"})
    assert article is not None, page.reason
    shown = client.get(article.get_absolute_url()).content.decode()
    assert "Cakes" in shown
    assert "urn:" not in shown
    assert "Read the original" not in shown


def test_an_address_that_the_filter_left_out_is_fetched_and_read_with_what_the_person_knows(site: Site) -> None:
    body = f"<html><head><title>Cakes</title></head><body><article><p>{CAKES}</p></article></body></html>"
    site.routes["/cakes"] = Reply(body=body.encode(), headers={"Content-Type": "text/html"})
    page = left_out(site.url("/cakes"))
    article, _page = pipeline.ingest_url(page.url, hints={"published": "2020-01-02"})
    assert article is not None
    assert str(article.published) == "2020-01-02"


def test_what_a_feed_offers_is_still_weighed() -> None:
    page = left_out("https://general.example/cakes")
    article, again = pipeline.ingest(CAKES.encode(), url=page.url, content_type="text/plain", origin=Page.Origin.FEED)
    assert (article, again.state) == (None, "left_out")


def test_a_text_pasted_for_an_address_that_was_read_does_not_replace_the_page() -> None:
    url = "https://general.example/cakes"
    article, page = pipeline.ingest(CAKES.encode(), url=url, content_type="text/plain", hints={"title": "Cakes"})
    assert article is not None
    with pytest.raises(ValueError, match=f"article {article.pk}.*in the admin"):
        pipeline.ingest(b"Buy our pies. " * 90, url=url + "?utm_source=x", content_type="text/plain")
    page.refresh_from_db()
    article.refresh_from_db()
    assert (page.read_body(), page.state, page.hints) == (CAKES.encode(), "read", {"title": "Cakes"})
    assert article.text.startswith("The jury")
    # The same text with what the person knows by now is no other page.
    again, _page = pipeline.ingest(
        CAKES.encode(), url=url, content_type="text/plain", hints={"published": "2020-01-02"}
    )
    assert again is not None
    assert (again.pk, again.title, str(again.published)) == (article.pk, "Cakes", "2020-01-02")


def test_a_text_pasted_for_a_page_of_which_only_the_teaser_was_had_is_read() -> None:
    page = make_page(url="https://general.example/walled", state="fetched", hints={"teaser": "Cakes won. " * 30})
    page.save_body(b"<html><body>Subscribe</body></html>")
    page.content_type = "text/html"
    page.save()
    teaser = pipeline.read_page(page.pk)
    assert teaser is not None
    article, again = pipeline.ingest(CAKES.encode(), url=page.url, content_type="text/plain")
    assert article is not None, again.reason
    assert (article.pk, again.marks) == (teaser.pk, [])
    assert article.text.startswith("The jury")
