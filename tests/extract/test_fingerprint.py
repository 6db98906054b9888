"""Which feeds say the same, whatever they say of when they were written."""

from __future__ import annotations

import pytest

from articles.extract.feed.fingerprint import fingerprint

RSS = (
    b"<rss><channel><title>T</title><lastBuildDate>%s</lastBuildDate><pubDate>%s</pubDate><ttl>60</ttl>"
    b"<item><guid>1</guid><pubDate>%s</pubDate></item></channel></rss>"
)
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><updated>%s</updated><entry><updated>%s</updated></entry></feed>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RSS % (b"Mon", b"Mon", b"x"), RSS % (b"Tue", b"Wed", b"x")),
        (ATOM % (b"2024-01-01", b"x"), ATOM % (b"2024-01-02", b"x")),
        (b"<rdf><dc:date>1</dc:date><item/>", b"<rdf><dc:date>2</dc:date><item/>"),
        (b"<c><pubDate a='b'>1</pubDate><item/>", b"<c><pubDate a='b'>2</pubDate><item/>"),
    ],
)
def test_the_heads_own_dates_do_not_count(one: bytes, other: bytes) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RSS % (b"Mon", b"Mon", b"x"), RSS % (b"Mon", b"Mon", b"y")),
        (ATOM % (b"2024-01-01", b"x"), ATOM % (b"2024-01-01", b"y")),
        (b"<c><ttl>60</ttl><item/>", b"<c><ttl>90</ttl><item/>"),
        (b"<c><item/>a", b"<c><item/>b"),
        (b"<c><updated>1</updated></c>", b"<c><updated>2</updated></c>"),
        (b'{"items": [1]}', b'{"items": [2]}'),
    ],
    ids=["an entry's date", "an Atom entry's date", "a hint", "an entry", "no entry at all", "JSON"],
)
def test_everything_else_counts(one: bytes, other: bytes) -> None:
    assert fingerprint(one) != fingerprint(other)
