"""The quick reader against feedparser: where it reads a feed at all, both read the same."""

from __future__ import annotations

import pytest
from feedparser.datetimes import _parse_date
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract import feed
from articles.extract.charset import decode_xml
from articles.extract.feed.entries import Feed
from articles.extract.feed.plainfeed import _parse_usual_date, parse_plain_feed
from articles.extract.feed.prolog import write_out_entities
from articles.extract.feed.xmlfeed import parse_xml_feed
from tests.extract.test_feed import CASES, FEEDS

XML = [name for name in FEEDS if name.endswith(".xml") and "sitemap" not in name]
USUAL = ["wordpress.xml", "atom_usual.xml", "rss091.xml", "dates.xml", "identity.xml", "gb2312.xml", "entities.xml"]


def prepare(data: bytes) -> str:
    return write_out_entities(decode_xml(data)[0])[0]


def both(text: str) -> tuple[Feed, Feed] | None:
    """What either reader makes of a feed, or None where the quick one gives way."""
    quick = parse_plain_feed(text)
    if quick is None:
        return None
    url = "https://site.example/feed"
    return feed._read_feed(quick, text, url), feed._read_feed(parse_xml_feed(text), text, url)


@pytest.mark.parametrize("name", XML)
def test_both_readers_read_a_case_alike(name: str) -> None:
    read = both(prepare((CASES / name).read_bytes()))
    if read is not None:
        assert read[0] == read[1]


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_feeds_are_read_quickly(name: str) -> None:
    assert parse_plain_feed(prepare((CASES / name).read_bytes())) is not None


def rss(item: str, channel: str = "<title>t</title><link>https://a.example/</link>") -> str:
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:a="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="urn:x"'
    )
    return f'<rss version="2.0" {spaces}><channel>{channel}<item>{item}</item></channel></rss>'


def atom(entry: str) -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link href='/'/><entry>{entry}</entry></feed>"


@pytest.mark.parametrize(
    "text",
    [
        rss("<title>one</title><title>two</title>"),
        rss("<title>one <b>bold</b></title>"),
        rss("<title type='html'>x</title>"),
        rss("<description><p>markup</p></description>"),
        rss("<description>a</description><description>b</description>"),
        rss("<a:link href='/x'/>"),
        rss("<a:updated>2020-01-01</a:updated>"),
        rss("<itunes:author>x</itunes:author>"),
        rss("<media:group><media:title>x</media:title></media:group>"),
        rss("<dc:description>x</dc:description>"),
        rss("<x:anything>x</x:anything>"),
        rss("<unheard>x</unheard>"),
        rss("<title>x</title>", channel="<title>t</title><dc:title>u</dc:title>"),
        rss("<title xml:base='https://b.example/'>x</title>").replace("<item>", "<item xml:base='https://b.example/'>"),
        "<rss version='2.0'><item><title>outside</title></item></rss>",
        "<rss version='2.0'><channel><title>broken</channel></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
        atom("<content type='xhtml'><div/></content>"),
        atom("<source><id>x</id></source>"),
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_feedparser(text: str) -> None:
    assert parse_plain_feed(text) is None


words = st.text(st.sampled_from("ab &;<>\"'/#xäé—\u00c3\u00a9\u0096\n0:@.()"), max_size=12)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def element(name: str, attributes: str = "") -> st.SearchStrategy[str]:
    plain = words.map(lambda text: f"<{name}{attributes}>{escaped(text)}</{name}>")
    return plain | words.map(lambda text: f"<{name}{attributes}><![CDATA[{text.replace(']]>', '')}]]></{name}>")


ITEM_PARTS = st.one_of(
    element("title"), element("link"), element("guid"), element("guid", " isPermaLink='false'"), element("description"),
    element("author"), element("category"), element("dc:creator"), element("dc:subject"), element("content:encoded"),
    st.just("<pubDate>Thu, 05 Mar 2020 10:00:00 EST</pubDate>"), st.just("<dc:date>2020-03-05T10:00:00Z</dc:date>"),
    st.just("<enclosure url='/a.pdf' type='application/pdf'/>"), st.just("<title/>"), st.just("<link/>"),
    st.just("<author>jo@a.example (Jo)</author>"), st.just("<link>https://a.example/?x=1&amp;amp;y&amp;z;</link>"),
    st.just("<title>&lt;b&gt;bold&lt;/b&gt; R&amp;amp;D</title>"), element("comments"),
)  # fmt: skip
ENTRY_PARTS = st.one_of(
    element("title"), element("title", " type='html'"), element("id"), element("summary"), element("content"),
    element("summary", " type='html'"), element("content", " type='html'"), element("content", " type='text'"),
    st.just("<link href='/x'/>"), st.just("<link rel='enclosure' href='/y.pdf' type='application/pdf'/>"),
    st.just("<published>2020-03-05T10:00:00+02:00</published>"), st.just("<updated>2020-03-06</updated>"),
    words.map(lambda text: f"<author><name>{escaped(text)}</name></author>"), st.just("<category term='t' label='l'/>"),
    st.just("<link href='/z' rel='replies'/>"), st.just("<category term='t'/>"),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(ITEM_PARTS, max_size=7).map("".join))
def test_both_readers_read_any_rss_item_alike(item: str) -> None:
    read = both(rss(item))
    assert read is None or read[0] == read[1]


@settings(max_examples=200, deadline=None)
@given(st.lists(ENTRY_PARTS, max_size=7).map("".join))
def test_both_readers_read_any_atom_entry_alike(entry: str) -> None:
    read = both(atom(entry))
    assert read is None or read[0] == read[1]


def two(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map("{:02}".format)


YEARS = st.sampled_from(["1899", "1900", "1969", "1999", "2000", "2023", "2024", "2099"])
CLOCKS = st.tuples(two(0, 25), two(0, 61), two(0, 61)).map(":".join)
MAIL_DATES = st.tuples(
    st.sampled_from(["Mon,", "Tue,", "Sun,", "Sunday,", "mon,", ""]), two(0, 32),
    st.sampled_from(["Jan", "Feb", "Jun", "Sep", "Dec", "dec", "Sept"]), YEARS, CLOCKS,
    st.sampled_from(["GMT", "+0000", "-0000", "+0530", "-0800", "+1400", "+1945", "-1200", "EST", "Z", ""]),
).map(" ".join)  # fmt: skip
NET_DATES = st.tuples(
    YEARS, st.just("-"), two(0, 13), st.just("-"), two(0, 32), st.sampled_from("T "), CLOCKS,
    st.sampled_from(["Z", "z", "+00:00", "-00:00", "+05:30", "-08:00", "+14:00", "+19:45", "+0100", ".5Z", ""]),
).map("".join)  # fmt: skip


@given(MAIL_DATES | NET_DATES)
@settings(max_examples=1000, deadline=None)
def test_a_usual_date_is_read_as_feedparser_reads_it(written: str) -> None:
    quick, slow = _parse_usual_date(written), _parse_date(written)
    assert quick is None or tuple(quick)[:8] == tuple(slow)[:8]


@pytest.mark.parametrize("written", ["Wed, 28 Feb 2024 23:30:00 -0130", "Thu, 29 Feb 2024 01:00:00 GMT"])
def test_usual_dates_are_read_in_utc(written: str) -> None:
    quick = _parse_usual_date(written)
    assert quick is not None
    assert tuple(quick)[:5] == (2024, 2, 29, 1, 0)


@pytest.mark.parametrize("written", ["Fri, 30 Feb 2024 01:00:00 GMT", "2024-02-30T01:00:00Z", "yesterday", ""])
def test_what_is_no_usual_date_is_left_to_feedparser(written: str) -> None:
    assert _parse_usual_date(written) is None
