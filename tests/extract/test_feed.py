"""Feeds of every kind, sound and broken → entries."""

from __future__ import annotations

import pytest

from articles.extract.errors import ParseError
from articles.extract.feed import parse_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Lidar &amp; more</title><link>https://news.example/</link>
<item><title>Pony AI &amp; Uber</title><link>/a?x=1&amp;y=2</link><guid isPermaLink="false">7</guid>
<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>
<pubDate>Thu, 05 Mar 2020 10:00:00 EST</pubDate></item></channel></rss>"""


def test_an_rss_entry_is_read_with_plain_text_and_absolute_address() -> None:
    (entry,) = parse_feed(RSS.encode(), url="https://news.example/feed").entries
    assert (entry.key, entry.url) == ("7", "https://news.example/a?x=1&y=2")
    assert (entry.title, entry.summary) == ("Pony AI & Uber", "One two")
    assert entry.published is not None
    assert entry.published.isoformat() == "2020-03-05T15:00:00+00:00"


def test_a_web_page_is_refused_and_its_feeds_are_named() -> None:
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>'
    with pytest.raises(ParseError, match=r"web page.*https://news\.example/feed/"):
        parse_feed(page, url="https://news.example/")
