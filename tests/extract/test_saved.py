"""Pages saved as plain text: the article stays whole, furniture goes from head and tail only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.extract.dates import When
from articles.extract.page import parse_page

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed lies outside of the repository")
def test_the_seed_comes_out_exactly() -> None:
    expected = json.loads((SEED / "expected.json").read_text(encoding="utf-8"))
    page = parse_page((SEED / "article.txt").read_bytes(), url=expected["url"], published=expected["published"])

    assert len(page.paragraphs) == expected["body_paragraphs"]
    for paragraph, start in zip(page.paragraphs, expected["body_starts"], strict=True):
        assert paragraph.startswith(start)
    for furniture in expected["not_in_body"]:
        assert furniture not in page.text
    assert (page.title, page.publisher, page.url) == ("", expected["publisher"], expected["url"])

    (author,) = page.authors
    assert (author.name, list(author.also_known_as)) == (
        expected["author"]["name"],
        expected["author"]["also_known_as"],
    )
    told = [
        {
            key: value
            for key, value in {
                "employer": position.employer,
                "role": position.role,
                "beat": position.beat,
                "since": position.since.iso if position.since else "",
                "until": position.until.iso if position.until else "",
            }.items()
            if value
        }
        for position in author.positions
    ]
    assert told == expected["author"]["positions"]


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed lies outside of the repository")
def test_what_was_cut_from_the_seed_can_be_seen() -> None:
    page = parse_page((SEED / "article.txt").read_bytes())
    assert page.cut[0] == "Avatar photo"
    assert page.cut[-1].startswith("This site uses Akismet")


PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year."


def lines(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_a_page_in_the_manner_of_the_seed_comes_out_with_its_author() -> None:
    page = parse_page(
        lines(
            PROSE,
            PROSE + " Lyon comes first.",
            "Avatar photo",
            "Nora Quill",
            "Nora Quill (Qiu Nuo) was Road Wire's trucks reporter until May 2021, when she moved to Slow Lane.",
            "Leave a comment",
            "Leave a Reply",
            "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        ),
        url="https://roadwire.example/2019/05/03/lyon/",
    )
    assert page.paragraphs == (PROSE, PROSE + " Lyon comes first.")
    (author,) = page.authors
    assert (author.name, author.also_known_as) == ("Nora Quill", ("Qiu Nuo",))
    assert [position.employer for position in author.positions] == ["Road Wire", "Slow Lane"]
    assert (page.title, page.publisher, page.language) == ("", "Road Wire", "en")
    assert page.published is not None
    assert (page.published.iso, page.sources["published"]) == ("2019-05-03", "url")
    assert len(page.cut) == 6


def test_nothing_is_cut_from_within() -> None:
    text = lines(PROSE, "Share this article", PROSE, "Advertisement", PROSE)
    assert parse_page(text).paragraphs == tuple(text.split("\n\n"))


def test_sentences_that_begin_like_furniture_stay() -> None:
    text = lines(
        PROSE,
        "Share prices of both companies rose on Friday after the news had spread among traders in Lyon and in Tarn.",
        "Subscribe to the idea or not: the ports will need machines that work at night, says the head of the terminal.",
        "Related industries, above all the makers of brakes and cranes, watch the trial with some unease these days.",
        "Comments by the minister made clear that no second permit will be given before the first one has run out.",
    )
    assert len(parse_page(text).paragraphs) == 5


def test_comments_longer_than_the_article_are_cut() -> None:
    comments = [f"{PROSE} I for one do not believe a word of it, number {number}." for number in range(6)]
    page = parse_page(lines(PROSE, PROSE, PROSE, "6 Comments", *comments))
    assert page.paragraphs == (PROSE, PROSE, PROSE)
    assert page.cut[0] == "6 Comments"


def test_a_section_about_related_work_in_the_middle_stays() -> None:
    text = lines(PROSE, PROSE, "Related reading", PROSE, PROSE, PROSE)
    assert len(parse_page(text).paragraphs) == 6


def test_title_byline_and_day_above_the_text_are_read() -> None:
    page = parse_page(
        lines("Cars go alone in the town of Lyon", "By Nora Quill and Otto Brandl", "May 3, 2019", PROSE, PROSE)
    )
    assert page.title == "Cars go alone in the town of Lyon"
    assert [person.name for person in page.authors] == ["Nora Quill", "Otto Brandl"]
    assert page.published is not None
    assert page.published.iso == "2019-05-03"
    assert page.paragraphs == (PROSE, PROSE)


def test_a_text_that_is_all_furniture_keeps_something() -> None:
    assert parse_page(lines("Share", "Home", "Leave a comment")).paragraphs


def test_a_long_last_paragraph_is_never_furniture() -> None:
    long = "Subscribe to our newsletter " + PROSE * 6
    assert parse_page(lines(PROSE, long)).paragraphs[-1].startswith("Subscribe to our newsletter")


def test_a_text_of_ten_megabytes_is_read_up_to_the_bound() -> None:
    page = parse_page((PROSE + "\n") * 90_000)
    assert "shortened" in page.marks
    assert len(page.text) < 1_100_000


@pytest.mark.parametrize("language", ["english", "chinese", "german", "french", "japanese"])
def test_what_is_cut_from_a_saved_page_can_be_seen(language: str) -> None:
    folder = Path(__file__).parents[1] / "cases" / "pages"
    text = (folder / f"saved_{language}.txt").read_text(encoding="utf-8")
    page = parse_page(text)
    seen = {*page.paragraphs, *page.cut}
    assert page.cut
    for paragraph in text.strip().split("\n\n"):
        assert paragraph in seen or paragraph == page.title


def test_an_author_named_behind_the_day_and_the_source_is_read() -> None:
    text = (
        "三号巴士撞上大树\n\n2024-03-14 10:12 来源：港口网 作者：王小明\n\n"
        + "三号无人驾驶巴士周四在布伦撞上一棵大树，警方表示没有人受伤。\n\n" * 3
    )
    page = parse_page(text)
    assert [person.name for person in page.authors] == ["王小明"]
    assert page.published is not None
    assert page.published.iso == "2024-03-14"


def test_a_paper_before_a_name_is_no_part_of_it() -> None:
    text = (
        "三号バスが木に衝突\n\n2024年3月14日 10時12分\n\n港新聞　山田太郎\n\n"
        + "自動運転の三号バスが木曜日、市内で木に衝突した。けが人はいない。\n\n" * 3
    )
    assert [person.name for person in parse_page(text).authors] == ["山田太郎"]


def test_a_page_saved_as_markdown_keeps_no_signs_in_title_and_byline() -> None:
    page = parse_page(
        "# Third shuttle hits a tree\n\n*By Ada Brun*\n\n"
        + "The shuttle of line three hit a tree on Thursday, and nobody was hurt, police said.\n\n" * 3
    )
    assert page.title == "Third shuttle hits a tree"
    assert [person.name for person in page.authors] == ["Ada Brun"]


def test_a_sentence_that_begins_like_a_heading_of_other_stories_ends_nothing() -> None:
    last = "More about jobs in the two towns will be said by both firms in May."
    page = parse_page(lines(PROSE, PROSE, last))
    assert page.paragraphs[-1] == last


def test_lines_that_each_end_a_sentence_are_paragraphs_and_not_wrapped() -> None:
    told = [f"{PROSE[:-1]}, and town number {number} has agreed to it." for number in range(4)]
    page = parse_page("Home\nA short headline of some words\n" + "\n".join(told) + "\nShare\n")
    assert page.paragraphs == tuple(told)


def test_the_day_of_the_last_change_counts_only_where_no_other_is_given() -> None:
    changed = "Last updated: 4 July 2022"
    assert parse_page(lines("Two firms build cars", changed, PROSE, PROSE)).published == When.from_iso("2022-07-04")
    both = parse_page(lines("Two firms build cars", changed, "Published: 1 July 2022", PROSE, PROSE))
    assert (both.title, both.published) == ("Two firms build cars", When.from_iso("2022-07-01"))


def test_a_caption_below_the_byline_is_not_the_title() -> None:
    caption = "Two hundred cars of the two companies in front of the harbour of Tarn in spring"
    page = parse_page(lines("Two firms build two hundred cars", "By Nora Quill", caption, PROSE, PROSE))
    assert page.title == "Two firms build two hundred cars"


def test_an_account_named_again_below_its_article_is_cut() -> None:
    told = "上周，两家公司宣布在年底前共同制造二百辆汽车，很多人问我为什么是现在。"
    page = parse_page(
        lines("两家公司为什么一起造车", "原创 苏简 造车笔记", told, told + "我看好。", "造车笔记", "阅读原文")
    )
    assert page.paragraphs == (told, told + "我看好。")
    assert [person.name for person in page.authors] == ["苏简"]


def test_short_lines_at_the_end_are_cut_whatever_they_say_unless_they_are_a_list() -> None:
    tail = ("Download as a file", "Other notices of ours", "Norden raises wages", "Back to the overview")
    assert parse_page(lines(PROSE, PROSE, *tail)).paragraphs == (PROSE, PROSE)
    listed = (
        PROSE,
        "The cars will be built in three towns:",
        "Tarn on the river",
        "Osk in the hills",
        "Varn by the sea",
    )
    assert parse_page(lines(PROSE, *listed)).paragraphs == (PROSE, *listed)
    assert parse_page(lines(PROSE, PROSE, "A question of cost")).paragraphs[:2] == (PROSE, PROSE)


def test_a_name_and_a_day_on_one_line_are_byline_and_day_in_either_order() -> None:
    for line in ("Nora Quill · 4 July 2022", "4 July 2022 / Nora Quill / 14 comments", "Nora Quill | 2022-07-04 09:30"):
        page = parse_page(lines("Two firms build two hundred cars", line, PROSE, PROSE))
        assert [person.name for person in page.authors] == ["Nora Quill"]
        assert page.published == When.from_iso("2022-07-04")
