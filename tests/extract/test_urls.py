"""One article has one address; what is no address is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.page.urls import absolute_address, canonical_url, is_dressed, plain_host, same_site

SAME = {
    "HTTPS://News.Example:443/2017/07/19/x/?utm_source=rss&b=2&a=1#c": "https://news.example/2017/07/19/x/?a=1&b=2",
    "http://news.example:80/x": "http://news.example/x",
    "http://news.example:8080/x": "http://news.example:8080/x",
    "https://news.example": "https://news.example/",
    "//news.example/x": "https://news.example/x",
    "https://news.example/x/amp/": "https://news.example/x/",
    "https://news.example/x.amp.html": "https://news.example/x",
    "https://news.example/x?outputType=amp": "https://news.example/x",
    "https://amp.news.example/x": "https://news.example/x",
    "https://www.google.com/amp/s/www.news.example/x.html": "https://www.news.example/x.html",
    "https://www-news-example.cdn.ampproject.org/c/s/www.news.example/x?amp=1": "https://www.news.example/x",
    "https://news.example/story?id=7&print=1": "https://news.example/story?id=7",
    "https://news.example/story?id=7&fbclid=abc&gclid=d&mc_cid=1": "https://news.example/story?id=7",
    "https://news.example/x?ref=twitter": "https://news.example/x",
    "https://news.example/x?ref=chapter-2": "https://news.example/x?ref=chapter-2",
    "https://news.example/a/../b/./c": "https://news.example/b/c",
    "https://münchen.example/ä b?q=ü": "https://xn--mnchen-3ya.example/%C3%A4%20b?q=%C3%BC",
    "https://news.example/%7euser/%e4%bd%a0": "https://news.example/~user/%E4%BD%A0",
    "https://news.example/%zz": "https://news.example/%25zz",
    "http://[::1]:80/": "http://[::1]/",
    "https://news.example./x": "https://news.example/x",
    "https://news.example/print/": "https://news.example/print/",
    "https://news.example/news/48213/print": "https://news.example/news/48213",
    "https://news.example/a-long-story/print/": "https://news.example/a-long-story/",
    "https://news.example/story.html/print": "https://news.example/story.html",
    "https://news.example/2024/05/robotaxi2024/printversion.html": "https://news.example/2024/05/robotaxi2024",
    "https://news.example/design/print": "https://news.example/design/print",
    "https://news.example/print/48213": "https://news.example/print/48213",
    "https://news.example/node/48213?print=1": "https://news.example/node/48213",
    "https://news.example/node/48213?output=amp": "https://news.example/node/48213",
    "https://news.example/2024/05/a.html?m=1": "https://news.example/2024/05/a.html",
    "https://news.example/?m=202405": "https://news.example/?m=202405",
    "https://news.example/story?type=print": "https://news.example/story",
    "https://news.example/story?type=interview": "https://news.example/story?type=interview",
    "https://news.example/amp/story/48213": "https://news.example/story/48213",
    "https://news.example/amp/a-test-of-four": "https://news.example/a-test-of-four",
    "https://news.example/amp/stratocaster": "https://news.example/amp/stratocaster",
    "https://m.news.example/x": "https://m.news.example/x",
    "https://amp.example/x": "https://amp.example/x",
    " https://news.example/x\n": "https://news.example/x",
}


@pytest.mark.parametrize("url", SAME)
def test_variants_fold_into_one_address(url: str) -> None:
    assert canonical_url(url) == SAME[url]


@pytest.mark.parametrize("url", SAME)
def test_folding_twice_changes_nothing(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "empty"),
        ("javascript:alert(1)", "no web address"),
        ("file:///etc/passwd", "no web address"),
        ("news.example/x", "no web address"),
        ("http://user:secret@news.example/", "user name"),
        ("http://a..b/", "no valid host"),
        ("http://exa mple.com/", "no valid host"),
        ("http:///x", "no valid host"),
        ("http://a.example:99999/", "no address"),
        ("http://[zz]/", "no address"),
        ("http://" + "a" * 3000, "3007 characters"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        canonical_url(url)


def test_a_refusal_never_repeats_a_whole_hostile_address() -> None:
    with pytest.raises(ValueError, match="no web address") as refusal:
        canonical_url("x" * 1900)
    assert len(str(refusal.value)) < 300


def test_links_are_made_absolute() -> None:
    assert absolute_address("/b?utm_medium=x", "https://news.example/a") == "https://news.example/b"
    assert absolute_address("javascript:alert(1)", "https://news.example/a") == ""
    assert absolute_address("http://[", "https://news.example/a") == ""


def test_sites_are_told_apart_by_their_registered_domain() -> None:
    assert same_site("https://www.news.example/a", "http://m.news.example/b")
    assert not same_site("https://one.co.uk/", "https://two.co.uk/")
    assert not same_site("https://news.example.evil.test/", "https://news.example/")
    assert not same_site("", "")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.news.example/x", "news.example"),
        ("https://m.news.example/x", "news.example"),
        ("https://amp.news.co.uk/x", "news.co.uk"),
        ("https://print.de.news.example/", "de.news.example"),
        ("https://m.co.uk/x", "m.co.uk"),
        ("https://mobile.example/x", "mobile.example"),
        ("https://mail.news.example/x", "mail.news.example"),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_a_host_without_its_dress(url: str, host: str) -> None:
    assert plain_host(url) == host


@pytest.mark.parametrize(
    ("url", "dressed"),
    [
        ("https://news.example/print/48213", True),
        ("https://news.example/48213/amp/", True),
        ("https://news.example/amp/48213", True),
        ("https://news.example/a-48213-print.html", True),
        ("https://m.news.example/48213", True),
        ("https://news.example/printers-of-the-north", False),
        ("https://news.example/news/ampere-moves", False),
        ("https://news.example/lamp/48213", False),
    ],
)
def test_a_variants_address_is_told_by_its_shape(url: str, dressed: bool) -> None:
    assert is_dressed(url) == dressed


@given(st.text(max_size=200))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        found = canonical_url(text)
    except ValueError:
        return
    assert found.startswith(("http://", "https://"))
    assert canonical_url(found) == found
