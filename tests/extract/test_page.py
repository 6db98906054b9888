"""Pages of many systems come out as their articles; what is no article is refused with its reason."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from articles.extract.errors import ParseError
from articles.extract.page import SiteHelp, parse_page
from bench.pages import match_runs, read_cases

CASES = {case.name: case for case in read_cases()}
ARTICLES = [name for name, case in CASES.items() if "body" in case.expected]
REFUSED = [name for name, case in CASES.items() if "error" in case.expected]
PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>A title</title>{head}</head><body>{body}</body></html>"


def article(inner: str, head: str = "") -> str:
    return html(f"<article><h1>A title</h1>{inner}</article>", head)


def test_there_are_enough_pages_to_tell() -> None:
    assert len(CASES) >= 40
    assert len(REFUSED) >= 5


@pytest.mark.parametrize("name", ARTICLES)
def test_the_body_is_the_article_and_nothing_else(name: str) -> None:
    expected = CASES[name].expected
    page = parse_page(CASES[name].data, url=expected["url"])
    right, surplus, missing = match_runs("\n".join(expected["body"]), page.text)
    assert right >= 0.98, (surplus, missing, page.paragraphs)
    assert len(page.paragraphs) == len(expected["body"])


@pytest.mark.parametrize("name", ARTICLES)
def test_title_authors_day_and_address_are_right(name: str) -> None:
    expected: dict[str, Any] = CASES[name].expected
    page = parse_page(CASES[name].data, url=expected["url"])
    assert page.title == expected["title"]
    assert [person.name for person in page.authors] == expected["authors"]
    assert (page.published.iso if page.published else "") == expected["published"]
    assert page.url == expected.get("url_expected", expected["url"])
    assert set(expected.get("marks", [])) <= set(page.marks)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_refused_with_its_reason(name: str) -> None:
    with pytest.raises(ParseError, match=CASES[name].expected["error"]):
        parse_page(CASES[name].data, url=CASES[name].expected["url"])


def test_an_author_box_gives_the_posts_of_the_author() -> None:
    case = CASES["wordpress_newspack"]
    (author,) = parse_page(case.data, url=case.expected["url"]).authors
    assert [(post.employer, post.role) for post in author.positions] == [
        ("Road Wire", "logistics reporter"),
        ("Harbour Weekly", "staff writer"),
    ]
    assert author.positions[1].until is not None
    assert author.positions[1].until.iso == "2021"


def test_links_are_kept_and_everything_dangerous_goes() -> None:
    markup = article(
        f"<p>{PROSE}<a href='/deal?utm_source=x' onclick='steal()'>The deal</a> was signed "
        "<a href='javascript:alert(1)'>here</a>.</p>"
        f"<p>{PROSE}<img src=x onerror=alert(1)><script>alert(1)</script></p>"
    )
    page = parse_page(markup, url="https://news.example/a")
    assert '<a href="https://news.example/deal' in page.html
    assert 'rel="noopener noreferrer nofollow"' in page.html
    for danger in ("javascript:", "onclick", "onerror", "<script", "alert"):
        assert danger not in page.html


def test_headings_lists_quotes_and_tables_keep_their_form() -> None:
    case = CASES["table_and_list"]
    page = parse_page(case.data, url=case.expected["url"])
    for tag in ("<table>", "<th>Operator</th>", "<td>Lumo</td>", "<ul>", "<li>"):
        assert tag in page.html
    assert "Lumo | 3 | 240" in page.paragraphs


def test_published_and_modified_are_told_apart_and_zones_respected() -> None:
    case = CASES["wordpress_newspack"]
    page = parse_page(case.data, url=case.expected["url"])
    assert page.published_at is not None
    assert page.modified_at is not None
    assert page.published_at.isoformat() == "2024-03-14T08:20:00+00:00"
    assert page.modified_at.isoformat() == "2024-03-15T09:00:00+00:00"


def test_the_day_is_the_one_written_not_the_one_in_greenwich() -> None:
    markup = article(
        f"<p>{PROSE * 3}</p>", '<meta property="article:published_time" content="2024-03-15T00:30:00+08:00">'
    )
    page = parse_page(markup)
    assert page.published is not None
    assert page.published.iso == "2024-03-15"
    assert page.published_at is not None
    assert page.published_at.day == 14


def test_the_caller_knows_the_day_better_than_the_page() -> None:
    markup = article(f"<p>{PROSE * 3}</p>", '<meta property="article:published_time" content="2024-03-15T00:30:00Z">')
    page = parse_page(markup, published="2020-01-02")
    assert page.published is not None
    assert (page.published.iso, page.sources["published"]) == ("2020-01-02", "caller")


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        parse_page(article(f"<p>{PROSE}</p>"), published="soon")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no web address"):
        parse_page(article(f"<p>{PROSE}</p>"), url="ftp://news.example/a")


def test_a_canonical_address_of_another_site_is_not_believed() -> None:
    markup = article(f"<p>{PROSE * 3}</p>", '<link rel="canonical" href="https://evil.example/other">')
    assert parse_page(markup, url="https://news.example/a").url == "https://news.example/a"


def test_a_class_name_never_takes_what_holds_most_of_the_text() -> None:
    inner = "".join(f"<p>{PROSE}{number}</p>" for number in range(8))
    page = parse_page(html(f"<h1>A title</h1><div class='related-content newsletter'>{inner}</div>"))
    assert len(page.paragraphs) == 8


def test_selectors_of_an_editor_outrank_the_page() -> None:
    markup = html(
        f"<h1>A title</h1><div class='x'><p>{PROSE}</p><p class='ad'>Buy now, it is cheap and it is good for you.</p>"
        f"<p>{PROSE}</p></div><b class='who'>By Nora Quill</b><i class='when'>3 May 2023</i>",
        '<meta name="author" content="Otto Brandl">',
    )
    known = SiteHelp(body="div.x", author="b.who", day="i.when", drop=("p.ad",))
    page = parse_page(markup, help=known)
    assert page.paragraphs == (PROSE.strip(), PROSE.strip())
    assert [person.name for person in page.authors] == ["Nora Quill"]
    assert page.published is not None
    assert page.published.iso == "2023-05-03"
    assert page.sources["body"] == page.sources["authors"] == page.sources["published"] == "selector"


WORDS = (
    "Magna International will supply Waymo with vehicles from a new plant in Arizona, the two said on Thursday. " * 8
)


def test_a_program_is_no_text_and_text_of_two_or_four_bytes_a_letter_is() -> None:
    program = Path(sys.executable).resolve().read_bytes()[:200_000]
    with pytest.raises(ParseError, match="binary data"):
        parse_page(program)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert parse_page((WORDS + "自动驾驶").encode(encoding)).text.endswith("自动驾驶")


def test_a_selector_that_finds_nothing_changes_nothing() -> None:
    markup = article(f"<p>{PROSE * 3}</p>")
    assert parse_page(markup, help=SiteHelp(body="div.gone", author="b.gone")).text == parse_page(markup).text


@pytest.mark.parametrize("known", [SiteHelp(body="div[["), SiteHelp(author="div[["), SiteHelp(day="div[[")])
def test_a_wrong_selector_is_named(known: SiteHelp) -> None:
    with pytest.raises(ValueError, match=r"div\[\["):
        parse_page(article(f"<p>{PROSE}</p>"), help=known)


def test_a_wrong_selector_to_drop_is_named() -> None:
    with pytest.raises(ValueError, match="p:nothing-like-this"):
        parse_page(article(f"<p>{PROSE}</p>"), help=SiteHelp(drop=("p:nothing-like-this(",)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (b"PK\x03\x04" + b"\0" * 50, "compressed"),
        (b"some text\0\0\0" * 3 + b"more of it", "binary"),
        (b"", "empty"),
        (b"12345 67890", "no words"),
        (b"%PDF-1.4 broken", "PDF"),
    ],
)
def test_files_that_are_no_pages_are_called_by_their_name(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse_page(data)


HOSTILE = {
    "nested blocks": "<div>" * 100_000 + f"<p>{PROSE * 5}</p>",
    "nested bold": "<p>" + "<b>" * 100_000 + PROSE * 5,
    "many links": f"<p>{PROSE * 5}</p>" + "<a href=x>y</a>" * 5_000,
    "many attributes": "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + f">{PROSE * 5}</p>",
    "endless script": f"<p>{PROSE * 5}</p>" + "<script>" * 20_000,
    "endless comment": f"<p>{PROSE * 5}</p>" + "<!--" * 20_000,
    "deep json": f"<script type='application/ld+json'>{'[' * 50_000}</script><article><p>{PROSE * 5}</p></article>",
    "quoted json": "<script type='application/ld+json'>"
    + '"\\' * 50_000
    + f"</script><article><p>{PROSE * 5}</p></article>",
    "white space": f"<p>{PROSE * 5}{' ' * 500_000}x</p>",
    "long title": f"<title>{'x - ' * 100_000}</title><p>{PROSE * 5}</p>",
    "long byline": f"<article><div class=byline>By {'Jane Doe, ' * 20_000}</div><p>{PROSE * 5}</p></article>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_still_gives_its_text(name: str) -> None:
    page = parse_page(f"<html><body>{HOSTILE[name]}</body></html>")
    assert PROSE.strip() in page.text


@pytest.mark.slow
def test_a_page_of_ten_megabytes_is_read_up_to_the_bound() -> None:
    page = parse_page(("<html><body><article>" + f"<p>{PROSE}</p>" * 90_000).encode())
    assert "shortened" in page.marks
    assert 500_000 < len(page.text) < 1_200_000


def test_the_same_bytes_give_the_same_page() -> None:
    case = CASES["elementor"]
    assert parse_page(case.data, url=case.expected["url"]) == parse_page(case.data, url=case.expected["url"])


def test_every_case_says_what_it_expects() -> None:
    for path in sorted((Path(__file__).parents[1] / "cases" / "pages").glob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        assert ("error" in expected) != ({"title", "authors", "published", "body", "url"} <= set(expected)), path.name


def test_comments_longer_than_the_article_go_but_an_article_open_to_comments_stays() -> None:
    letters = "".join(f"<p>{n}. {PROSE}</p>" for n in range(20))
    page = parse_page(
        article(f"<div class='comments-open'><p>{PROSE * 4}</p></div><div class='reactions'>{letters}</div>")
    )
    assert page.text == (PROSE * 4).strip()


RULES = "".join(f"<p>{PROSE.replace('cars', word)}</p>" for word in ("rights", "seats"))
FURNITURE = f"<div class='notes'>{RULES}</div>"


@pytest.mark.parametrize(
    "template", ["<p class='{name} n{n}'>{text}</p>", "<div class='{name} n{n}'><p>{text}</p></div>"]
)
@pytest.mark.parametrize("name", ["comments", "post-comments", "reactions"])
def test_paragraphs_called_comments_are_the_article_whatever_stands_around_them(name: str, template: str) -> None:
    texts = [f"{PROSE.strip()[:-1]}, as number {number} says in full." for number in range(6)]
    parts = "".join(template.format(name=name, n=n, text=text) for n, text in enumerate(texts))
    page = parse_page(html(f"<h1>A title</h1><div>{parts}</div><footer>{FURNITURE}</footer>"))
    assert list(page.paragraphs) == texts


def test_a_box_called_comments_is_the_article_where_nothing_stands_between_it_and_the_headline() -> None:
    story = "".join(f"<p>{PROSE.replace('Friday', f'day {n}')}</p>" for n in range(5))
    counter = "<div class='comments'>12 comments</div>"
    page = parse_page(html(f"<h1>A title</h1>{counter}<div class='comments'>{story}</div><div>{FURNITURE}</div>"))
    assert page.text.count("two hundred cars") == 5


def test_paragraphs_called_comments_and_real_letters_below_them_are_told_apart() -> None:
    story = "".join(f"<p class='comments'>{PROSE}</p>" for _ in range(3))
    letter = f"<li class='comment'><b>A reader</b><p>{PROSE.replace('cars', 'letters')}</p></li>"
    page = parse_page(html(f"<h1>A title</h1><div>{story}</div><ol class='comment-list'>{letter * 9}</ol>"))
    assert page.text.count("two hundred cars") == 3
    assert "letters" not in page.text


def test_headings_between_paragraphs_stay_where_no_box_bears_a_name() -> None:
    parts = "".join(
        f"<div><div><h3>Heading {n}</h3></div></div><div><div><p>{PROSE.replace('Friday', f'day {n}')}</p></div></div>"
        for n in range(5)
    )
    page = parse_page(html(f"<h1>A title</h1><div><div><p>{PROSE}</p></div>{parts}</div>"))
    assert [text for text in page.paragraphs if len(text) < 20] == [f"Heading {n}" for n in range(5)]


def test_a_head_box_called_article_does_not_cost_the_paragraphs_beside_it() -> None:
    head = f"<div id='article'><h1>A title</h1><p>{PROSE.replace('Friday', 'Sunday')}</p></div>"
    texts = [f"{PROSE.strip()[:-1]}, as number {n} says in full." for n in range(6)]
    parts = [f"<div class='t'>{text}</div>" for text in texts]
    parts[0] = parts[0].replace("The two", "<b>The</b> two")
    page = parse_page(html(f"{head}{''.join(parts[:3])}<h3>Why they do it</h3>{''.join(parts[3:])}"))
    assert [text for text in page.paragraphs if text in texts] == texts
    assert "Why they do it" in page.paragraphs


def test_what_stands_around_a_field_to_write_in_is_no_text() -> None:
    form = "<div><p>Join 40,000 readers who cannot sleep.</p><input type='email'><button>Join</button></div>"
    assert "Join" not in parse_page(article(f"<p>{PROSE * 4}</p><p>{PROSE * 2}</p>{form}")).text


@pytest.mark.parametrize(
    "name", ["related-content", "share", "caption", "comments", "promo", "author", "newsletter", "bio"]
)
def test_a_name_that_every_paragraph_bears_takes_none_away(name: str) -> None:
    texts = [f"{PROSE.strip()[:-1]}, as number {number} says in full." for number in range(8)]
    for template in ("<p class='{name}' id='p{number}'>{text}</p>", "<div class='{name}'><p>{text}</p></div>"):
        parts = "".join(template.format(name=name, number=n, text=text) for n, text in enumerate(texts))
        page = parse_page(article(f"<div class='story'>{parts}</div>"), url="https://post.example/a")
        assert list(page.paragraphs) == texts


def test_many_boxes_of_one_name_that_lead_elsewhere_go_however_many_words_they_hold() -> None:
    boxes = "".join(
        f"<div class='related-item'><h4><a href='https://other.example/{n}'>Tale {n}</a></h4><p>{PROSE}</p></div>"
        for n in range(6)
    )
    page = parse_page(article(f"<p>{PROSE * 3}</p>{boxes}"), url="https://post.example/a")
    assert "Tale" not in page.text
    assert page.text.count("two hundred cars") == 3


def test_a_footer_longer_than_the_article_is_not_taken_for_it() -> None:
    footer = "".join(f"<p>{PROSE.replace('cars', 'clauses')}</p>" for _ in range(6))
    page = parse_page(
        html(f"<div><h1>A title</h1><div><p>{PROSE}</p><p>{PROSE}</p></div></div><footer>{footer}</footer>")
    )
    assert "clauses" not in page.text


def test_the_article_goes_on_behind_a_link_to_what_to_read_next() -> None:
    link = "<p>Read next: <a href='/r'>A review of the other car</a></p>"
    page = parse_page(article(f"<p>{PROSE}</p>" * 6 + link + "<p>" + PROSE.replace("Friday", "Sunday") + "</p>"))
    assert "Sunday" in page.paragraphs[-1]
    assert "Read next" not in page.text


def test_readers_who_write_in_paragraphs_do_not_outweigh_an_article_that_has_none() -> None:
    text = "".join(f"<div>{PROSE.replace('Friday', day)}</div>" for day in ("Monday", "Tuesday", "Sunday"))
    letters = "".join(f"<p>{PROSE.replace('cars', 'letters')}</p>" for _ in range(4))
    page = parse_page(html(f"<h1>A title</h1><div class='story'>{text}</div><div class='comments'>{letters}</div>"))
    assert "letters" not in page.text
    assert all(day in page.text for day in ("Monday", "Tuesday", "Sunday"))


@pytest.mark.parametrize("open_tags", ["", "<span>", "<span>" * 40])
def test_text_that_stands_in_no_paragraph_at_all_is_found(open_tags: str) -> None:
    assert "two hundred cars" in parse_page(f"<html><body>{open_tags}{PROSE * 5}").text


def test_what_a_shadow_root_shows_is_read() -> None:
    inner = f"<p>{PROSE}</p>" * 4
    page = parse_page(html(f"<h1>A title</h1><a-story><template shadowrootmode='open'>{inner}</template></a-story>"))
    assert page.text.count("two hundred cars") == 4


def test_a_hidden_line_goes_and_a_hidden_article_stays() -> None:
    page = parse_page(article(f"<p>{PROSE * 2}</p><p hidden>Nobody sees this line of text, whatever it says.</p>"))
    assert "Nobody" not in page.text
    page = parse_page(html(f"<div hidden><h1>A title</h1>{f'<p>{PROSE}</p>' * 6}</div>"))
    assert page.text.count("two hundred cars") == 6


def test_lines_about_advertisements_and_subscriptions_go_from_within() -> None:
    lines = (
        "Article continues after advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "La suite après cette publicité",
    )
    parts = "".join(f"<p>{PROSE}</p><p>{line}</p>" for line in lines)
    end = "<h3>Subscribe to continue reading</h3><p>Already a subscriber? Sign in.</p>"
    page = parse_page(article(parts + end))
    assert len(page.paragraphs) == 3
    assert set(lines) < set(page.cut)


NOTICE = "<html><head><title>{title}</title></head><body><h1>{head}</h1><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (
            "Mit Werbung weiterlesen",
            "Cookies und Werbung: Die Zustimmung ist jederzeit widerrufbar, Details im Datenschutz.",
            "consent",
        ),
        (
            "Bienvenue",
            "Nous et nos 210 partenaires utilisons des cookies et des données personnelles. Accepter et fermer.",
            "consent",
        ),
        (
            "Just a moment...",
            "Checking your browser before accessing the site. This takes up to five seconds, be patient.",
            "robots",
        ),
        (
            "404 - Page not found",
            "Sorry, the address may have been typed wrongly; please use the search or go to the front page.",
            "not exist",
        ),
    ],
)
def test_a_notice_of_whole_sentences_is_no_article(title: str, text: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse_page(NOTICE.format(title=title, head=title, text=text))


def test_a_signed_article_on_consent_is_an_article() -> None:
    text = "<p>“We value your privacy” is no consent, the court wrote: partners must be named on the first layer.</p>"
    head = "<meta name='author' content='Ada Brun'>"
    page = parse_page(article(text * 11, head))
    assert len(page.paragraphs) == 11


def test_a_stray_zero_byte_does_not_make_a_page_binary() -> None:
    page = parse_page(article(f"<p>{PROSE}\x00{PROSE}</p><p>{PROSE}</p>").encode())
    assert "\x00" not in page.text
    assert page.text.count("two hundred cars") == 3
    with pytest.raises(ParseError, match="binary"):
        parse_page(b"\x01\x02\x05\x06\x07\x0e\x0f\x00" * 500 + b"<html>")


def test_a_consent_wall_in_japanese_is_told_and_a_spinner_needs_a_browser() -> None:
    wall = "当サイトではCookieを使用しています。ご利用を続けると、Cookieの使用に同意したものとみなされます。"
    with pytest.raises(ParseError, match="consent wall"):
        parse_page(html(f"<p>{wall}詳しくはプライバシーポリシーをご覧ください。</p><button>同意する</button>"))
    with pytest.raises(ParseError, match="needs a browser"):
        parse_page("<html><body><app-root><div>Loading...</div></app-root><script>boot()</script></body></html>")


@pytest.mark.parametrize("tags", ["<table><tr><td>", "<ul><li>", "<div>", "<p>"])
def test_a_hundred_thousand_nested_tags_cost_no_more_than_as_many_others(tags: str) -> None:
    start = time.process_time()
    page = parse_page(html(tags * 100_000 + PARAGRAPH * 5))
    assert len(page.paragraphs) == 5
    assert time.process_time() - start < 8


PARAGRAPH = "<p>The two companies said on Friday that they will build two hundred cars before the end of the year.</p>"


def test_a_picture_with_a_few_words_below_it_in_one_paragraph_is_a_caption_and_a_sentence_is_none() -> None:
    caption = "<p><img src='a.jpg'><br>The signing in Tarn</p>"
    told = "<p><img src='b.jpg'><br>Both firms signed in Tarn.</p>"
    texts = parse_page(article(PARAGRAPH * 2 + caption + told + PARAGRAPH * 2)).paragraphs
    assert "The signing in Tarn" not in texts
    assert "Both firms signed in Tarn." in texts


def test_a_box_that_holds_the_article_loses_the_name_of_furniture_and_its_headings_stay() -> None:
    inner = PARAGRAPH * 3 + "<h4>What comes next</h4>" + PARAGRAPH * 3
    page = parse_page(html(f"<h1>A title</h1><div class='main'><div class='subscription body'>{inner}</div></div>"))
    assert "What comes next" in page.paragraphs
