"""Feeds of every kind, sound, broken and hostile → entries."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.errors import ParseError
from articles.extract.feed import MAX_ENTRIES, parse_feed
from tests.victim import suffer

CASES = Path(__file__).parent.parent / "cases" / "feeds"
FEEDS = sorted(path.name for path in CASES.iterdir() if not path.name.endswith(".expected.json"))


def plain(value: Any) -> Any:
    """A dataclass as JSON has it, without what is empty."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each not in ("", (), None)}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_read_as_its_case_says(name: str) -> None:
    feed = parse_feed((CASES / name).read_bytes(), url="https://site.example/feed")
    expected = json.loads((CASES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert plain(asdict(feed)) == expected


def rss(items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def test_reading_twice_gives_the_same_keys() -> None:
    for name in FEEDS:
        data = (CASES / name).read_bytes()
        assert [entry.key for entry in parse_feed(data).entries] == [entry.key for entry in parse_feed(data).entries]


def test_guids_do_not_change_when_the_feed_moves() -> None:
    data = rss("<item><title>x</title><guid>/relative</guid></item><item><guid>7</guid></item>")
    here, there = (parse_feed(data, url=f"https://{host}.example/feed").entries for host in ("a", "b"))
    assert [entry.key for entry in here] == [entry.key for entry in there]


def test_a_gzipped_feed_file_is_unpacked() -> None:
    assert len(parse_feed(gzip.compress(rss("<item><title>x</title></item>"))).entries) == 1


@pytest.mark.parametrize(
    ("data", "says", "retry"),
    [
        (b"", "empty", True),
        (b" \n\t", "empty", True),
        (b"hello", "holds no XML element", False),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "holds no XML element", False),
        (b'{"a": 1}', "no list called", False),
        (b'{"items": [', "cannot be read", True),
        (b"<opml><body><outline/></body></opml>", "without any item or entry", False),
        (b"<html><body><p>x</p></body></html>", "names no feed of its own", False),
        (b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
         "index of 1 sitemaps.*https://a.example/1.xml", False),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_said_to_be_none(data: bytes, says: str, retry: bool) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        parse_feed(data)
    assert caught.value.retry is retry


def test_a_web_page_is_refused_and_its_feeds_are_named() -> None:
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>'
    with pytest.raises(ParseError, match=r"web page.*https://news\.example/feed/"):
        parse_feed(page, url="https://news.example/")


def test_a_web_page_with_a_drawing_that_describes_itself_is_a_web_page() -> None:
    drawing = "<svg><metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata></svg>"
    with pytest.raises(ParseError, match="web page"):
        parse_feed(f"<html><head><title>News</title></head><body>{drawing}</body></html>".encode())


def test_an_empty_feed_is_a_feed() -> None:
    feed = parse_feed(rss(""))
    assert (feed.title, feed.entries) == ("t", ())
    assert "the feed holds no entries" in feed.warnings


def test_the_servers_word_on_the_charset_is_taken_where_it_can_be_true() -> None:
    data = rss("<item><title>Привет, мир</title></item>").decode().encode("cp1251")
    assert parse_feed(data, content_type="text/xml; charset=windows-1251").entries[0].title == "Привет, мир"
    data = rss("<item><title>Привет</title></item>")
    assert parse_feed(data, content_type="text/xml; charset=windows-1251").entries[0].title == "Привет"


# What a hostile feed may cost. Times are of this process alone, so that a busy machine does not fail them.

LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
HOSTILE = {
    "nested entities": f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]><rss><item><title>&k;',
    "one long entity used often": f'<!DOCTYPE l [<!ENTITY a "{"x" * 2000}">]><rss><item><title>{"&a;" * 900_000}',
    "an entity from a file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;',
    "an external document type": '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd"><rss><item/></rss>',
    "an endless document type": "<!DOCTYPE a [" + "<!ENTITY " * 100_000 + "]><rss><item/></rss>",
    "a million entries": "<rss><channel>" + "<item/>" * 1_000_000,
    "deep nesting": "<rss><channel>" + "<a>" * 1_000_000,
    "deep nesting in an entry": "<rss><channel><item><description>" + "<b>" * 1_000_000,
    "entries in entries": "<rss><channel>" + "<item>" * 200_000,
    "a hundred thousand categories": "<rss><item>" + "".join(f"<category>c{n}</category>" for n in range(20_000)),
    "a mail address without an end": "<rss><item><author>" + "a" * 1_000_000 + "@" + "b." * 1_000_000,
    "comments that do not end": "<rss>" + "<!--" * 1_000_000,
    "sections that do not end": "<rss>" + "<![CDATA[" * 500_000,
    "ampersands": "<rss><item><title>" + "&" * 500_000,
    "characters that are none": "<rss><item><title>" + "&#xFFFFFFFF;&#0;" * 100_000,
    "a long number": "<rss><item><pubDate>" + "1" * 1_000_000 + "</pubDate></item></rss>",
    "deep JSON": '{"items":' + "[" * 100_000,
    "many JSON items": '{"items":[' + "{}," * 500_000 + "{}]}",
    "a large sitemap": "<urlset>" + "<url><loc>https://a.example/</loc></url>" * 250_000,
    "content of open elements": f"<rss><item><description>{'&lt;div&gt;' * 100_000}</description></item></rss>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_a_hostile_feed_costs_two_seconds_at_most(name: str) -> None:
    data, begun = HOSTILE[name].encode(), time.process_time()
    try:
        feed = parse_feed(data, url="https://a.example/")
    except ParseError:
        pass
    else:
        assert len(feed.entries) <= MAX_ENTRIES
        assert not any("root:" in entry.title or len(entry.title) > 1000 for entry in feed.entries)
    assert time.process_time() - begun < 2


READ = """
try:
    parse_feed(data, url="https://a.example/")
except ParseError:
    pass
"""
MAKE = """
from articles.extract.errors import ParseError
from articles.extract.feed import parse_feed
data = (sys.argv[1] + sys.argv[2] * (5_000_000 // len(sys.argv[2]))).encode()
"""


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [("<rss><channel>", "<item/>"), ("<rss><channel>", "<a/>"), ("<rss><channel><item>", "<title>"), ("<html>", "<a/>"),
     ("<rss><channel><item><title>", "&#65;"), ("<urlset>", "<a/>"), ('{"items":[', "{},"), ("<feed>", "<entry>")],
)  # fmt: skip
@pytest.mark.slow
def test_five_megabytes_of_little_things_take_little_memory(begins: str, goes_on: str) -> None:
    assert suffer(READ, begins, goes_on, setup=MAKE).megabytes < 64


def test_only_so_many_entries_are_read_and_it_is_said() -> None:
    feed = parse_feed(rss("<item><title>x</title></item>" * (MAX_ENTRIES + 1)))
    assert len(feed.entries) == MAX_ENTRIES
    assert "only the first 5,000 entries were read" in feed.warnings


MARKS = [
    "<rss>", "<channel>", "<item>", "</item>", "<title>", "<link>", "<guid>", "<entry>", "<feed>", "<image>", "<p>",
    "&", ";", "<![CDATA[", "]]>", "<!--", "-->", "<source>", "<author>", "a@b.c (d)", "&a;", "&#0;", "<svg>", "<math>",
    "=", "<div>", "</div>", "<georss:point>", "<content/>", "<category/>", "\0", "é", "<", ">", '"', "<!DOCTYPE a [",
    "]>", "<!ENTITY a 'b'>", "<?xml version='1.0'?>", "<content type='xhtml'>", "<category term='x'/>",
    " xmlns:media='y'", " ", "<content mode='base64'>", "<media:content url='x'/>",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=40).map("".join),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_no_text_raises_anything_but_a_parse_error(text: str, encoding: str) -> None:
    try:
        feed = parse_feed(text.encode(encoding, "replace"), url="https://a.example/")
    except ParseError:
        return
    for entry in feed.entries:
        assert entry.key
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        assert "<script" not in entry.content


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(FEEDS), st.integers(0, 3000))
@pytest.mark.slow
def test_no_damage_to_a_feed_raises_anything_but_a_parse_error(junk: bytes, name: str, position: int) -> None:
    data = (CASES / name).read_bytes()
    try:
        parse_feed(data[:position] + junk + data[position + len(junk) :], url="https://a.example/")
    except ParseError as error:
        assert str(error)  # noqa: PT017 - no error is as good
