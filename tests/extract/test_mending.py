"""Markup that means something else than its tags say is put right before the text is looked for."""

from __future__ import annotations

from articles.extract.page.mending import mend_markup
from articles.extract.page.trees import all_words, name_elements, parse_tree

LONG = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "


def mended(body: str, *, live: bool = False) -> str:
    tree, _ = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    mend_markup(tree, live=live)
    parts = [f"{element.tag}:{all_words(element)}" for element in tree.iter("p", "h2", "table", "article", "pre")]
    return "\n".join(parts)


def test_a_table_that_places_columns_becomes_boxes_with_paragraphs() -> None:
    out = mended(f"<table><tr><td>Menu</td><td>{LONG * 2}<br><br>{LONG * 2}<br><br>The end.</td></tr></table>")
    assert "table" not in out
    assert out.count("p:") == 3


def test_a_table_of_data_inside_of_a_layout_stays_a_table() -> None:
    out = mended("<table><tr><td><table><tr><td>Firm</td><td>Cars</td></tr></table></td></tr></table>")
    assert out == "table:Firm Cars"


def test_words_behind_a_table_do_not_go_with_it() -> None:
    out = mended(f"<div>{LONG}<br><br><table><tr><td>1</td></tr></table>Behind it.</div>")
    assert "p:Behind it." in out


def test_a_table_of_links_under_a_heading_of_other_stories_goes() -> None:
    assert mended("<table><tr><td>RELATED STORIES<br><a href='/a'>Orders fall</a></td></tr></table>") == ""


def test_a_bold_line_before_a_break_is_a_line_of_its_own() -> None:
    assert mended("<p><b>Outlook</b><br>Sales will rise.</p>") == "p:Outlook\np:Sales will rise."
    assert mended("<p><b>Outlook</b> is good.</p>") == "p:Outlook is good."


def test_entries_of_a_live_blog_are_one_article() -> None:
    entries = "".join(f"<article><header><time>10.0{n}</time></header><p>{n}. {LONG}</p></article>" for n in range(3))
    assert mended(f"<div>{entries}</div>", live=True).count("article:") == 1
    assert mended(f"<div>{entries}</div>").count("article:") == 3


def test_captions_that_hold_most_words_are_the_text() -> None:
    slides = "".join(f"<figure class='gallery'><figcaption>{n}. {LONG}</figcaption></figure>" for n in range(4))
    assert mended(f"<p>Four pictures.</p>{slides}").count("p:") == 5
    assert mended(f"<p>{LONG * 9}</p>{slides}").count("p:") == 1


def test_links_back_from_footnotes_are_no_words() -> None:
    assert mended("<p>The note.<a href='#1'>↩︎</a></p>") == "p:The note."
    assert mended("<p>The note <a href='/x'>No</a></p>") == "p:The note No"


def test_a_heading_alone_in_its_boxes_stands_among_the_paragraphs() -> None:
    tree, _ = parse_tree(
        f"<html><body><div id='a'><p>{LONG}</p><div><div><h3>Why now</h3></div></div></div></body></html>"
    )
    assert tree is not None
    mend_markup(tree)
    assert [child.tag for child in tree.find("body")[0]] == ["p", "h3"]


def test_a_heading_beside_other_words_stays_in_its_box() -> None:
    tree, _ = parse_tree("<html><body><div id='a'><div><h3>Why now</h3>and then</div><p>x</p></div></body></html>")
    assert tree is not None
    mend_markup(tree)
    assert tree.find(".//h3").getparent().get("id") is None


RAIL = "<div class='rail'><h2><a href='/z'>Tram</a></h2></div>"
PARTS = f"<div id='a'><div class='story-body'><p>{{0}}</p></div>{RAIL}{{1}}</div>"


def parts(second: str) -> list[int]:
    """How many paragraphs stand in each box named as a story's body."""
    tree, _ = parse_tree(f"<html><body>{PARTS.format(LONG, second)}</body></html>")
    assert tree is not None
    mend_markup(tree, name_elements(tree))
    return [len(box.findall(".//p")) for box in tree.iter("div") if box.get("class") == "story-body"]


def test_an_article_in_two_boxes_of_one_name_is_put_together() -> None:
    assert parts(f"<div class='story-body'><p>{LONG}</p><p>{LONG}</p></div>") == [3, 0]


def test_another_story_of_the_same_make_stays_apart() -> None:
    assert parts(f"<div class='story-body'><h1>A tram</h1><p>{LONG}</p></div>") == [1, 1]
    assert parts(f"<div class='story-body'><h3><a href='/t'>A tram</a></h3><p>{LONG}</p></div>") == [1, 1]
    assert parts("<div class='story-body'><p>Too short to be text.</p></div>") == [1, 1]
