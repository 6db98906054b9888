"""Foreign HTML → what may be shown."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract import markup
from articles.extract.markup import absolute_url, clean_html, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("<p>One</p><p>two</p>", "One two"),
        ("one<br>two<br/>three", "one two three"),
        ("<b>w</b>ord", "word"),
        ("a<script>x()</script><style>*{}</style><!-- no -->b", "ab"),
        ("<ul><li>1</li><li>2</li></ul>", "1 2"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("<p>\n many \t\xa0 spaces </p>", "many spaces"),
        ("<p>unclosed", "unclosed"),
        ("<!--", ""),
    ],
)
def test_plain_text_has_the_words_and_nothing_else(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p onclick='x()' style='a' class='b'>t</p>", "<p>t</p>"),
        ("<script>x()</script><p>t</p>", "<p>t</p>"),
        ("<img src='/a.png' onerror='x()' alt='A'>", '<img src="https://a.example/a.png" alt="A">'),
        ("<a href='b'>t</a>", '<a href="https://a.example/dir/b" rel="noopener noreferrer nofollow">t</a>'),
        ("<a href='javascript:x()'>t</a>", '<a rel="noopener noreferrer nofollow">t</a>'),
        ("<a href='mailto:a@b.example'>t</a>", '<a href="mailto:a@b.example" rel="noopener noreferrer nofollow">t</a>'),
        ("<iframe src='https://x.example'></iframe><form><input></form>", ""),
        ("<p>unclosed", "<p>unclosed</p>"),
    ],
)
def test_cleaned_html_keeps_the_harmless(markup: str, expected: str) -> None:
    assert clean_html(markup, url="https://a.example/dir/page") == expected


def test_relative_links_without_a_base_go() -> None:
    assert "href" not in clean_html("<a href='/b'>t</a>")
    assert "href" not in clean_html("<a href='/b'>t</a>", url="https://[")


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 60_000, "<b>" * 90_000, "<" * 1_000_000, "&" * 250_000, "<a " * 300_000, "<!--" * 300_000,
     "<p>" * 90_000, "<table>" * 30_000, "<svg>" * 50_000, "<b><p>" * 40_000, "<script>" * 50_000,
     "<a href=x>" * 29_000],
    ids=lambda markup: markup[:8],
)  # fmt: skip
def test_hostile_html_costs_a_second_at_most(markup: str) -> None:
    begun = time.process_time()
    plain_text(markup)
    clean_html(markup, url="https://a.example/")
    assert time.process_time() - begun < 1


def test_html_nested_too_deep_becomes_its_words() -> None:
    assert clean_html("<div>" * 300 + "<script>x()</script>a &lt; b<i>c</i>") == "<p>a &lt; b c</p>"
    assert plain_text("<div>" * 300 + "<style>x{}</style>a &lt; b<i>c</i>") == "a < b c"


class Tags(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.extend(attrs)


PIECES = [
    "<script>", "</script>", "<svg onload=x>", "<a href='javascript:x'>", "<img src=x onerror=y>", "<p>", "</p>", '"',
    "'", "<style>", "<math>", "<![CDATA[", "]]>", "<!--", "-->", "&lt;", "&#60;", "<iframe srcdoc=x>", "<b", ">", "/",
    "<noscript>", "<template>", "<title>", "<textarea>", "<a href='data:text/html,x'>", "<base href=x>",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join))
def test_nothing_active_is_left(markup: str) -> None:
    seen = Tags()
    seen.feed(clean_html(markup, url="https://a.example/"))
    assert not seen.tags & {"script", "style", "iframe", "svg", "math", "base", "form", "object", "template", "meta"}
    for name, value in seen.attributes:
        assert not name.startswith("on")
        assert name not in {"href", "src"} or (value or "").startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize(
    ("link", "base", "expected"),
    [
        ("https://a.example/x?y#z", "", "https://a.example/x?y#z"),
        ("/x", "https://a.example/d/", "https://a.example/x"),
        ("../x", "https://a.example/d/e", "https://a.example/x"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        (" https://a.example/ ", "", "https://a.example/"),
        ("", "https://a.example/", ""),
        ("/x", "", ""),
        ("javascript:x", "https://a.example/", ""),
        ("https://[", "https://a.example/", ""),
        ("https://", "", ""),
        ("mailto:a@b.example", "https://a.example/", ""),
    ],
)
def test_links_become_absolute_or_nothing(link: str, base: str, expected: str) -> None:
    assert absolute_url(link, base) == expected


TEASER_PARTS = (
    "<p>", "</p>", "<P>", '<p class="lead">', "<br>", "<br />", "<BR/>", "<b>", "</b>", "<i>", "</i>", "<em>", "</em>",
    "<strong>", "</strong>", '<a href="https://a.example/?x=1&y=2&amp;z" title="a > b">', '<a href="/b" rel="x">',
    "<a>", "</a>", "&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#8217;", "&#160;", "&#39;", "&#039;", "&#150;",
    "&copy", "&hellip;", "amp;", "b>", "<", ">", "&", '"', "'", "=", "/", " ", "\n", "\r", "\t", "\xa0", "\u2003",
    "\u200b", "\ufeff", "\x1f", "\x85", "word", "Straße", "漢字", "🚗", "<ul><li>", "</li></ul>", "<script>", "<!--",
)  # fmt: skip


@given(st.lists(st.sampled_from(TEASER_PARTS), max_size=14).map("".join))
@settings(max_examples=2000, deadline=None)
def test_a_teaser_is_read_as_the_parser_reads_it(teaser: str) -> None:
    if "<" in teaser:
        assert plain_text(teaser) == markup._parsed_text(teaser)


def test_a_usual_teaser_is_read_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_parsed_text", None)
    teaser = (
        '<p>Waymo &#8211; and <a href="https://a.example/1" rel="nofollow">Zo<b>ox</b></a>.<br />New</p>\n<p>two</p>'
    )
    assert plain_text(teaser) == "Waymo – and Zoox. New two"


@pytest.mark.parametrize(
    "link", ["href='/b'", 'HREF="b"', "href=b", 'href = "/b"', 'href\n="/b"', 'title="=" href="/b"', 'href= "../b"']
)
def test_a_relative_link_is_found_however_it_is_written(link: str) -> None:
    cleaned = clean_html(f'<a href="https://a.example/x">x</a> <a {link}>b</a>', url="https://a.example/c")
    assert 'href="https://a.example/b"' in cleaned
