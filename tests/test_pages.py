"""Kept answers parsed, and one article under one address, whatever dress its page was fetched in."""

from __future__ import annotations

import pytest

from articles import pipeline
from articles.arrivals import make_page, source_of
from articles.models import Article, Page
from tests.factory import NOW, load_few_companies, make_source

pytestmark = pytest.mark.django_db
PLAIN = "https://www.news.example/2024/05/magna-and-waymo"
TEXT = "Magna International will supply Waymo with vehicles from a new plant in Arizona, the two said on Thursday."


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_few_companies()


def take(url: str, *links: str) -> Page:
    head = "".join(links)
    body = f"<article><h1>Magna and Waymo</h1><p>{TEXT}</p><p>{TEXT.replace('supply', 'send')}</p></article>"
    data = f"<html><head><title>Magna and Waymo</title>{head}</head><body>{body}</body></html>".encode()
    return pipeline.ingest(data, url=url, content_type="text/html", now=NOW)[1]


CANONICAL = f'<link rel="canonical" href="{PLAIN}">'


@pytest.mark.parametrize(
    "url",
    [
        "https://m.news.example/2024/05/magna-and-waymo",
        "https://amp.news.example/2024/05/magna-and-waymo",
        "https://www.news.example/print/48213",
        "https://www.news.example/48213/amp/story",
        "https://print.news.example/48213",
        "https://www.news.example/article.do?id=48213&mode=print",
    ],
)
def test_a_variant_that_names_its_canonical_page_is_that_page(url: str) -> None:
    variant = take(url, CANONICAL)
    assert (variant.url, variant.state) == (PLAIN, Page.State.READ)
    assert take(PLAIN, CANONICAL) == variant
    assert Article.objects.count() == 1


def test_a_variant_that_comes_second_is_left_out() -> None:
    take(PLAIN)
    variant = take("https://m.news.example/2024/05/magna-and-waymo", CANONICAL)
    assert (variant.state, variant.reason) == (Page.State.LEFT_OUT, f"the same article as {PLAIN}")
    assert Article.objects.count() == 1


def test_a_print_page_that_calls_itself_canonical_is_what_it_says_elsewhere() -> None:
    url = "https://www.news.example/print/48213"
    page = take(url, f'<link rel="canonical" href="{url}">', f'<meta property="og:url" content="{PLAIN}">')
    assert page.url == PLAIN


@pytest.mark.parametrize("other", ["https://blog.news.example/a", "https://www.other.example/a"])
def test_a_page_is_not_believed_about_another_host(other: str) -> None:
    assert take(PLAIN, f'<link rel="canonical" href="{other}">').url == PLAIN


def test_a_site_in_another_dress_is_no_other_source() -> None:
    post = make_source("Post", host="post.example")
    assert source_of("https://m.post.example/a") == post
    assert make_page("https://amp.paper.example/a", origin="hand").source == source_of("https://www.paper.example/")
    own = make_source("Post to go", host="m.post.example")
    assert source_of("https://m.post.example/b") == own
