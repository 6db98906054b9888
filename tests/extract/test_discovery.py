"""A web page → the feeds it points at."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.feed.discovery import find_feed_links

SITE = "https://news.example/auto/"


def links(html: str) -> list[tuple[str, str]]:
    return find_feed_links(html.encode(), url=SITE)


def test_link_tags_come_first_and_comments_last() -> None:
    page = """<html><head>
    <link rel="alternate" type="application/rss+xml" title="News » Comments Feed" href="/comments/feed/">
    <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title=" All  news " href="/feed/">
    <link rel="alternate" type="application/atom+xml" href="//news.example/atom.xml">
    <link rel="alternate" type="application/feed+json" href="feed.json">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" type="text/css" href="/feed.css">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
    </head><body><a href="/rss">RSS</a></body></html>"""
    assert links(page) == [
        ("https://news.example/feed/", "All news"),
        ("https://news.example/atom.xml", ""),
        ("https://news.example/auto/feed.json", ""),
        ("https://news.example/rss", "RSS"),
        ("https://news.example/comments/feed/", "News » Comments Feed"),
    ]


def test_anchors_of_the_site_are_found_and_those_of_others_are_not() -> None:
    page = """<a href="/feeds/all.xml">All</a><a href="/about">Feed</a><a href="https://other.example/feed">x</a>
    <a href="/feedback">no</a><a href="/newsfeeder">no</a><a href="mailto:f@x.example">no</a><a href="#feed">no</a>"""
    assert [link for link, _ in links(page)] == ["https://news.example/feeds/all.xml", "https://news.example/about"]


def test_the_pages_own_base_counts() -> None:
    page = '<base href="https://cdn.example/b/"><link rel="alternate" type="application/rss+xml" href="feed">'
    assert links(page) == [("https://cdn.example/b/feed", "")]


def test_a_feed_is_named_once_and_never_under_another_scheme() -> None:
    tag = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = "".join(
        tag.format(href) for href in ("/feed", "/feed", "javascript:x", "", "feed://news.example/feed", "http://[")
    )
    assert [link for link, _ in links(page)] == ["https://news.example/feed"]


@pytest.mark.slow
def test_no_bytes_make_it_raise_or_linger() -> None:
    begun = time.process_time()
    for hostile in (b"", b"\0", b"<a>" * 500_000, b"<link " * 300_000, b"<a href=/feed>" * 200_000, b"\xff" * 100):
        find_feed_links(hostile, url=SITE)
    assert time.process_time() - begun < 8


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=20))
def test_nothing_makes_it_raise(html: bytes, url: str) -> None:
    find_feed_links(html, url=url)
    find_feed_links(b"<a href='" + html + b"'>feed</a>", url=url)
