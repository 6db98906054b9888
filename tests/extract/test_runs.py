"""Words without an element of their own become paragraphs; labels beside blocks stay what they are."""

from __future__ import annotations

import time

import pytest

from articles.extract.page import parse_page
from articles.extract.page.runs import part_runs
from articles.extract.page.trees import all_words, parse_tree

PROSE = (
    "The council of Varn met on {} to talk about the bus that nobody drives and everybody takes, and came to no end."
)
FIRST, SECOND, THIRD, FOURTH = (PROSE.format(day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday"))


def parted(body: str) -> list[str]:
    tree, _ = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    part_runs(tree)
    return [f"{element.tag}:{all_words(element)}" for element in tree.iter("p", "h2", "small")]


def test_a_single_break_stays_within_its_paragraph() -> None:
    assert parted("<div>One<br>two<br><br>three</div>") == ["p:One two", "p:three"]


def test_words_beside_blocks_become_paragraphs_with_their_links() -> None:
    out = parted(f"<div>{FIRST}<p>{SECOND}</p>{THIRD} <a href='/x'>More</a> of it.<h2>Then</h2>{FOURTH}</div>")
    assert out == [f"p:{FIRST}", f"p:{SECOND}", f"p:{THIRD} More of it.", "h2:Then", f"p:{FOURTH}"]


def test_a_label_beside_a_block_is_no_paragraph() -> None:
    assert parted(f"<div>Photo: Olm<p>{FIRST}</p>Tags: <a href='/a'>{SECOND}</a></div>") == [f"p:{FIRST}"]
    assert parted(f"<div><p>{FIRST}</p>Share <small>it</small></div>") == [f"p:{FIRST}", "small:it"]


def test_the_words_of_a_page_stay_in_their_order() -> None:
    body = f"a<b>b</b><p>c</p>d<i>e</i>{FIRST}<div>f</div>g<br>h<span></span>i<table><tr><td>j</td></tr></table>k"
    tree, _ = parse_tree(f"<html><body><div>{body}</div></body></html>")
    assert tree is not None
    before = "".join(map(str, tree.itertext()))
    part_runs(tree)
    assert "".join(map(str, tree.itertext())) == before


@pytest.mark.parametrize(
    "body",
    [
        f"<p><span class='dateline'></span> {FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p><b></b>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p>{FIRST}</p><div class='clear'></div>{SECOND}<p>{THIRD}</p>",
        f"<p>{FIRST}</p><div class='banner'>Cars</div>{SECOND}<p>{THIRD}</p>",
        f"{FIRST}<p>{SECOND}</p><p>{THIRD}</p>",
        f"<p>{FIRST}</p><ul><li>Tea</li><li>Buns</li></ul>{SECOND}<p>{THIRD}</p>",
        f"<strong>{FIRST}</strong><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p>{FIRST}</p><blockquote>“So be it.”</blockquote>{SECOND}<p>{THIRD}</p>",
    ],
)
@pytest.mark.parametrize("around", ["<div class='story'>{}</div>", "<table><tr><td>{}</td></tr></table>"])
def test_no_sentence_is_lost_for_want_of_an_element(body: str, around: str) -> None:
    page = parse_page(f"<html><body><h1>The bus of Varn</h1>{around.format(body)}</body></html>")
    assert [text for text in page.paragraphs if text in (FIRST, SECOND, THIRD)] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"word {n} <i>x</i>" for n in range(40_000)) + "<p>p</p>",
        f"<p>p</p>{FIRST}" * 20_000,
        "<div>" * 200 + f"<p>p</p>{FIRST}</div>" * 200,
        "<span></span>words" * 40_000,
        "<div></div>words<br>" * 30_000,
    ],
)
def test_the_time_grows_with_the_page_alone(body: str) -> None:
    tree, _ = parse_tree(f"<html><body><div>{body}</div></body></html>")
    assert tree is not None
    start = time.process_time()
    part_runs(tree)
    assert time.process_time() - start < 4
