"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.errors import ParseError
from articles.extract.feed.entries import Entry
from articles.extract.feed.jsonfeed import looks_like_json, parse_json_feed


def item(**fields: Any) -> Entry:
    (entry,) = parse_json_feed(json.dumps({"items": [fields]}).encode(), url="https://a.example/feed.json").entries
    return entry


@pytest.mark.parametrize("data", [b'{"a":1}', b'\xef\xbb\xbf\r\n {"a":1}', b"[1]"])
def test_json_is_told_by_its_beginning(data: bytes) -> None:
    assert looks_like_json(data)
    assert not looks_like_json(b"<rss/>" + data)


def test_the_address_is_the_url_else_the_external_one_else_an_id_that_is_one() -> None:
    assert item(id="1", url="/x", external_url="https://b.example/").url == "https://a.example/x"
    assert item(id="1", external_url="https://b.example/").url == "https://b.example/"
    assert item(id="https://c.example/").url == "https://c.example/"
    assert item(id="1", url="javascript:x").url == ""


def test_text_is_text_and_html_is_cleaned() -> None:
    entry = item(id="1", content_text="a <b> c", content_html="<p onclick=x>d<script>e</script></p>")
    assert (entry.summary, entry.content) == ("a <b> c", "<p>d</p>")


def test_authors_of_both_versions_are_read() -> None:
    assert item(id="1", authors=[{"name": "Jo"}, {"name": " "}, "x"], author={"name": "Li"}).authors == ("Jo", "Li")


def test_an_id_may_be_a_number_and_a_missing_one_is_a_digest_of_the_text() -> None:
    assert item(id=17).key == "17"
    assert item(title="a").key == item(title="a").key != item(title="b").key


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published", "authors",
          "author", "tags", "hubs", "version", "next_url", "home_page_url"]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS), values),
    st.lists(st.dictionaries(st.sampled_from(FIELDS), values) | values),
)
@pytest.mark.slow
def test_fields_of_any_shape_raise_nothing(head: dict[str, Any], items: list[Any]) -> None:
    feed = parse_json_feed(json.dumps({**head, "items": items}).encode())
    assert all(entry.key for entry in feed.entries)


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_any_bytes_raise_a_parse_error_or_nothing(data: bytes) -> None:
    try:
        parse_json_feed(b"{" + data)
    except ParseError as error:
        assert str(error)  # noqa: PT017 - no error is as good
