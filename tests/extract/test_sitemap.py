"""Sitemaps and their indexes, plain and gzipped."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.errors import ParseError
from articles.extract.feed.sitemap import MAX_PLACES, looks_like_sitemap, parse_sitemap, parse_w3c_date
from tests.victim import suffer

INDEX = b"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.example/2023.xml.gz</loc><lastmod>2023-12-31T23:00:00-05:00</lastmod></sitemap>
<sitemap><loc>/2024.xml.gz</loc></sitemap></sitemapindex>"""
PAGES = b"""<urlset><url><loc>https://a.example/1?x=1&amp;y=2</loc><lastmod>2024-05</lastmod></url>
<url><loc>ftp://a.example/</loc></url><url/><url><loc>https://a.example/2</loc></url></urlset>"""


def test_an_index_lists_sitemaps_and_their_days() -> None:
    sitemap = parse_sitemap(INDEX, url="https://a.example/sitemap.xml")
    assert sitemap.kind == "index"
    assert [place.url for place in sitemap.places] == ["https://a.example/2023.xml.gz", "https://a.example/2024.xml.gz"]
    assert sitemap.places[0].changed == datetime(2024, 1, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("data", [PAGES, gzip.compress(PAGES, mtime=0)])
def test_pages_are_listed_and_what_is_no_web_address_is_not(data: bytes) -> None:
    sitemap = parse_sitemap(data)
    assert sitemap.kind == "pages"
    assert [place.url for place in sitemap.places] == ["https://a.example/1?x=1&y=2", "https://a.example/2"]


def test_a_truncated_sitemap_gives_what_it_holds() -> None:
    for data in (PAGES[:130], gzip.compress(PAGES, mtime=0)[:-20]):
        assert parse_sitemap(data).places[0].url == "https://a.example/1?x=1&y=2"


def test_a_sitemap_of_too_many_addresses_is_cut_and_says_so() -> None:
    sitemap = parse_sitemap(b"<urlset>" + b"<url><loc>https://a.example/</loc></url>" * (MAX_PLACES + 10))
    assert len(sitemap.places) == MAX_PLACES
    assert sitemap.warnings


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"<html/>", gzip.compress(b"x", mtime=0), b"\x1f\x8b\x08junk"])
def test_what_is_no_sitemap_is_said_to_be_none(data: bytes) -> None:
    assert not looks_like_sitemap(data)
    with pytest.raises(ParseError):
        parse_sitemap(data)


def test_entities_of_a_sitemap_are_not_followed() -> None:
    data = (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://a.example/&x;</loc></url>'
    )
    (place,) = parse_sitemap(data + b"</urlset>").places
    assert place.url == "https://a.example/"


@pytest.mark.parametrize(
    "filling", [b" ", b"<url><loc>https://a.example/</loc></url>", b"<url>", b"<a/>", b"<url><a>b</a></url>"]
)
def test_a_gzip_bomb_is_read_in_little_memory_and_time(tmp_path: Path, filling: bytes) -> None:
    packer = zlib.compressobj(6, wbits=31)
    block = filling * (1_000_000 // len(filling))
    packed = packer.compress(b"<urlset>") + b"".join(packer.compress(block) for _ in range(60)) + packer.flush()
    bomb = tmp_path / "bomb.xml.gz"
    bomb.write_bytes(packed)
    cost = suffer(
        "parse_sitemap(data)",
        str(bomb),
        setup="from articles.extract.feed.sitemap import parse_sitemap; data = open(sys.argv[1], 'rb').read()",
    )
    assert cost.megabytes < 64
    assert cost.seconds < 3


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024-05-06", datetime(2024, 5, 6, tzinfo=UTC)),
        ("2024-05-06T07:08+02:00", datetime(2024, 5, 6, 5, 8, tzinfo=UTC)),
        ("2024-05-06T07:08:09.123Z", datetime(2024, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)),
        ("2024-13-01", None),
        ("0000", None),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_are_read_as_wide_as_they_are_written(text: str, moment: datetime | None) -> None:
    assert parse_w3c_date(text) == moment


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100), st.integers(0, 300))
def test_no_damage_raises_anything_but_a_parse_error(junk: bytes, position: int) -> None:
    for data in (INDEX, PAGES, gzip.compress(PAGES, mtime=0)):
        try:
            parse_sitemap(data[:position] + junk + data[position + len(junk) :])
        except ParseError as error:
            assert str(error)  # noqa: PT017 - no error is as good
