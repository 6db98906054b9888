"""Other stories on an article's page go before the text is looked for; an article that is a list stays."""

from __future__ import annotations

from lxml.html import HtmlElement

from articles.extract.page.stories import drop_other_articles, drop_rows
from articles.extract.page.trees import all_words, parse_tree

PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "


def tree_of(body: str) -> HtmlElement:
    tree, _ = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    return tree


def row(item: str, count: int = 9) -> str:
    return "".join(item.format(n=n) for n in range(count))


def test_linked_titles_with_excerpts_are_other_stories() -> None:
    teaser = "<div class='a{n}'><h3><a href='/s/{n}'>Story {n}</a></h3><p>" + PROSE + "</p></div>"
    button = "<div class='b{n}'><b>Story {n}</b><p>" + PROSE + "</p><p><a href='/s/{n}'>More</a></p></div>"
    for item in (teaser, button):
        tree = tree_of(f"<main><h1>T</h1><p>{PROSE * 2}</p></main><div><div><div>{row(item)}</div></div></div>")
        drop_rows(tree)
        assert "Story" not in all_words(tree)
        assert PROSE.strip() in all_words(tree)


def test_a_row_that_is_all_of_a_pages_text_stays() -> None:
    update = "<div class='u{n}'><a href='?block={n}'>10:3{n}</a><p>" + PROSE + "</p></div>"
    tree = tree_of(f"<h1>Live</h1><div><div><div>{row(update)}</div></div></div>")
    drop_rows(tree)
    assert all_words(tree).count(PROSE.strip()) == 9


def test_entries_of_an_article_that_is_a_list_stay() -> None:
    entry = "<div class='e{n}'><h3><a href='/p/{n}'>Car {n}</a></h3><p>" + PROSE + "</p></div>"
    tree = tree_of(f"<main><h1>Nine cars</h1><div>{row(entry)}</div></main>")
    drop_rows(tree)
    assert "Car 8" in all_words(tree)


def test_paragraphs_with_links_in_their_sentences_stay() -> None:
    part = "<div class='c{n}'><p>" + PROSE + "It is <a href='/c'>Veyra</a>, number {n}.</p></div>"
    tree = tree_of(f"<div><div><div><div>{row(part)}</div></div></div></div>")
    drop_rows(tree)
    assert "number 8" in all_words(tree)


STORY = "<div><h3><a href='{href}'>{title}</a></h3><p>" + PROSE + "</p></div>"


def stories(titles: list[str], host: str = "") -> str:
    return "".join(STORY.format(href=f"{host}/s/{place}", title=title) for place, title in enumerate(titles))


HEADLINES = [
    "Harbour gets a crane without a driver",
    "Council votes for buses at night",
    "Why the tram is late once more",
]


def test_three_headlines_that_lead_to_the_same_site_are_other_stories() -> None:
    for host in ("", "https://www.post.example"):
        tree = tree_of(f"<main><h1>T</h1><div><p>{PROSE * 4}</p></div><div>{stories(HEADLINES, host)}</div></main>")
        drop_rows(tree, url="https://post.example/a")
        assert all_words(tree).count("Harbour") == 0
        assert all_words(tree).count(PROSE.strip()) == 4


def test_three_names_with_their_texts_are_an_article_that_is_a_list() -> None:
    body = f"<main><h1>T</h1><div><p>{PROSE * 2}</p></div><div>{{}}</div></main>"
    tree = tree_of(body.format(stories(["Veyra", "Lumo Two", "Alpmobil"])))
    drop_rows(tree, url="https://post.example/a")
    assert "Alpmobil" in all_words(tree)
    tree = tree_of(body.format(stories(HEADLINES, "https://shop.example")))
    drop_rows(tree, url="https://post.example/a")
    assert "Harbour" in all_words(tree)


def own(level: str = "h1", text: str = PROSE * 4) -> str:
    return f"<article><{level}>Two firms build cars</{level}><p>{text}</p></article>"


SECOND = f"<article><h1>Harbour gets a crane</h1><p>{PROSE * 9}</p></article>"


def test_a_whole_article_behind_the_first_is_another_story() -> None:
    tree = tree_of(own() + SECOND)
    drop_other_articles(tree, ["Two firms build cars - The Post"])
    assert "Harbour" not in all_words(tree)
    tree = tree_of(f"<div><h1>Two firms build cars</h1><p>{PROSE * 9}</p></div>{SECOND}")
    drop_other_articles(tree, ["Two firms build cars - The Post"])
    assert "Harbour" not in all_words(tree)


def test_what_may_be_part_of_the_article_stays() -> None:
    titles = ["Two firms build cars"]
    parted = own("h1", "In short.") + SECOND
    headed = f"<h1>Two firms build cars</h1><article><h2>How it began</h2><p>{PROSE * 9}</p></article>"
    entries = own() + "".join(f"<article><h1>At {n}</h1><time>1{n}:00</time><p>{PROSE}</p></article>" for n in range(4))
    for body in (parted, headed, entries, SECOND + SECOND):
        tree = tree_of(body)
        before = all_words(tree)
        drop_other_articles(tree, titles)
        assert all_words(tree) == before
    tree = tree_of(own() + SECOND)
    drop_other_articles(tree, titles, live=True)
    assert "Harbour" in all_words(tree)
