"""A text with companies and claims marked in place."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.views.marking import Span, mark_paragraphs
from tests import factory

TAG = re.compile(r"<[^>]+>")


def plain(html: str) -> str:
    return unescape(TAG.sub("", html))


def test_a_sentence_and_the_names_in_it_are_marked_together() -> None:
    text = "Before. Ann pays Bob. After."
    spans = [Span(8, 21, claims=(7, 8)), Span(8, 11, url="/a/", title="Ann"), Span(17, 20, url="/b/", title="Bob")]
    (paragraph,) = mark_paragraphs(text, spans)
    assert paragraph.claims == (7, 8)
    assert paragraph.html.count('id="claim-7"') == paragraph.html.count('id="claim-8"') == 1
    assert '<a class="co" href="/b/" title="Bob">Bob</a>' in paragraph.html
    assert plain(paragraph.html) == text
    assert paragraph.html.startswith("Before. <mark")


def test_a_claim_over_two_paragraphs_is_marked_in_both_and_anchored_once() -> None:
    text = "One two.\n\nThree four."
    first, second = mark_paragraphs(text, [Span(4, 15, claims=(1,))])
    assert "<mark" in first.html
    assert "<mark" in second.html
    assert (first.html + second.html).count('id="claim-1"') == 1
    assert second.html.startswith("<mark")
    assert (plain(first.html), plain(second.html)) == ("One two.", "Three four.")


def test_markup_in_the_text_and_in_names_stays_text() -> None:
    text = 'A <script>alert("x")</script> & co'
    (paragraph,) = mark_paragraphs(text, [Span(2, 10, url="/x/", title='"><img src=x>')])
    assert "<script" not in paragraph.html
    assert "<img" not in paragraph.html
    assert plain(paragraph.html) == text


def test_spans_that_cross_are_cut_and_nothing_is_lost() -> None:
    text = "abcdefghij"
    (paragraph,) = mark_paragraphs(text, [Span(0, 6, claims=(1,)), Span(4, 9, claims=(2,))])
    assert plain(paragraph.html) == text
    assert 'data-claims="1 2"' in paragraph.html


def test_empty_paragraphs_are_left_out_and_offsets_still_count() -> None:
    paragraphs = mark_paragraphs("One.\n\n\n\nTwo.", [Span(8, 12, claims=(5,))])
    assert [plain(p.html) for p in paragraphs] == ["One.", "Two."]
    assert paragraphs[1].claims == (5,)


@given(
    st.lists(st.text("ab<&\"' .", min_size=0, max_size=20), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 40), st.booleans()), max_size=12),
)
def test_whatever_the_spans_the_text_stays_and_tags_are_balanced(
    parts: list[str], marks: list[tuple[int, int, bool]]
) -> None:
    text = "\n\n".join(parts)
    spans = [
        Span(start, min(start + size, len(text)), claims=(number,)) if claim
        else Span(start, min(start + size, len(text)), url="/c/", title="c")
        for number, (start, size, claim) in enumerate(marks)
        if start < len(text)
    ]  # fmt: skip
    paragraphs = mark_paragraphs(text, spans)
    assert [plain(p.html) for p in paragraphs] == [part for part in parts if part.strip()]
    for paragraph in paragraphs:
        assert_balanced(paragraph.html)
    anchors = re.findall(r'id="claim-(\d+)"', "".join(p.html for p in paragraphs))
    assert len(anchors) == len(set(anchors))


def assert_balanced(html: str) -> None:
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)", html):
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert open_tags == []


def test_the_cost_grows_with_the_text_not_with_its_square() -> None:
    def count_calls(size: int) -> int:
        text = "\n\n".join("word " * 20 for _ in range(size))
        spans = [Span(at, at + 4, url="/c/") for at in range(0, len(text) - 10, 50)]
        return sum(len(paragraph.html) for paragraph in mark_paragraphs(text, spans))

    sizes = [count_calls(size) for size in (50, 100, 200)]
    assert all(1.9 < second / first < 2.1 for first, second in pairwise(sizes))


@pytest.mark.django_db
def test_offsets_outside_the_text_mark_nothing() -> None:
    from articles.views.marking import find_spans

    article = factory.make_article("Short.")
    claim = factory.make_claim(article, "supply", factory.make_company("A"), factory.make_company("B"))
    claim.start, claim.end = 50, 80
    assert find_spans([claim], [], len(article.text)) == []
