"""feedparser within bounds."""

from __future__ import annotations

import pytest

from articles.extract.feed.entries import MAX_ENTRIES
from articles.extract.feed.parsed import MAX_FIELD, MAX_TAGS
from articles.extract.feed.xmlfeed import MAX_ELEMENTS, MAX_LOOSE_TEXT, parse_xml_feed


def rss(item: str) -> str:
    return f"<rss version='2.0'><channel><title>t</title><item>{item}</item></channel></rss>"


def test_a_sound_feed_has_no_error_and_a_broken_one_is_read_all_the_same() -> None:
    sound, broken = parse_xml_feed(rss("<title>x</title>")), parse_xml_feed(rss("<title>x</title><br>"))
    assert (sound.error, sound.entries[0]["title"]) == ("", "x")
    assert "mismatched tag" in broken.error
    assert broken.entries[0]["title"] == "x"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("jo@a.technology (Jo Hale)", "Jo Hale"),
        ("Jo Hale &lt;jo@a.example&gt;", "Jo Hale"),
        ("Jo Hale", "Jo Hale"),
        ("jo@a.example", ""),
        ("@home", "@home"),
        ("a@b", "a@b"),
    ],
)
def test_a_mail_address_is_parted_from_the_name(written: str, name: str) -> None:
    assert parse_xml_feed(rss(f"<author>{written}</author>")).entries[0]["authors"][-1]["name"] == name


def test_categories_and_short_fields_are_cut_and_prose_is_not() -> None:
    long = "x" * (MAX_FIELD + 100)
    tags = "".join(f"<category>{number}</category>" for number in range(MAX_TAGS + 10))
    (entry,) = parse_xml_feed(rss(f"<description>{long}</description><author>{long}</author>{tags}")).entries
    assert len(entry["tags"]) == MAX_TAGS
    assert len(entry["author"]) == MAX_FIELD
    assert len(entry["summary"]) == len(long)


def test_a_cut_is_said() -> None:
    assert f"{MAX_ENTRIES:,} entries" in parse_xml_feed("<rss>" + "<item/>" * (MAX_ENTRIES + 1) + "</rss>").cut
    assert f"{MAX_ELEMENTS:,} elements" in parse_xml_feed("<rss>" + "<a/>" * (MAX_ELEMENTS + 1) + "</rss>").cut
    assert f"{MAX_LOOSE_TEXT:,} characters" in parse_xml_feed("<rss>" + " " * MAX_LOOSE_TEXT).cut


@pytest.mark.parametrize(
    "item",
    ["<media:credit xmlns:media='http://search.yahoo.com/mrss/'>x", "<georss:polygon>1 2 3", "<gml:pos>x y z",
     "<psc:chapter", "<itunes:image/>", "<media:thumbnail/>", "<link/><guid/>", "<source/>",
     "<content type='x'>", "<tags>a,b</tags>"],
)  # fmt: skip
def test_handlers_that_stumble_do_not_bring_the_reader_down(item: str) -> None:
    assert len(parse_xml_feed(rss(item)).entries) == 1
