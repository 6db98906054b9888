"""The search finds companies, people, deals and articles by words, phrases and beginnings, on either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import indexing, search
from articles.extract.terms import parse_query
from articles.fulltext import fts5
from articles.models import Article, Indexed
from tests.factory import make_article, make_author, make_claim, make_company, make_partnership, make_source

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', "'", "((((", "a AND", "NOT", "NEAR(a b)", "a OR", "title:x", "-x", "*", "**", "a*b", "{x}", "^x", "\\", "\\'",
    "'; DROP TABLE articles_article; --", "\0", "a\0b", "%", "_", "🚗", "\ud800", "x" * 5000, '"a' * 200, "!&|", ":*",
    "<->", "\n\t ", "a" * 59 + "é" * 60, "\u202eevil", "½ ² ﬁ ﷺ", "e\u0301" * 30,
]  # fmt: skip


def index(*articles: Article) -> None:
    indexing.index_articles([article.pk for article in articles])


def titles(text: str) -> list[str]:
    return [found.row.title for found in search.find_everything(text).articles]  # type: ignore[union-attr]


def test_words_are_found_whatever_their_case_accent_and_plural() -> None:
    index(make_article("Škoda tests robotaxis in Prague.", title="One"), make_article("Nothing here.", title="Two"))
    assert titles("skoda ROBOTAXI") == ["One"]
    assert titles("robot") == []


def test_a_phrase_stands_together_and_a_star_lets_a_word_go_on() -> None:
    index(make_article("A self-driving car.", title="Near"), make_article("Driving by one's self: car.", title="Far"))
    assert titles('"self driving"') == titles("self-driving") == ["Near"]
    assert sorted(titles("self driving")) == ["Far", "Near"]
    assert sorted(titles("driv*")) == ["Far", "Near"]


def test_no_phrase_spans_title_and_text() -> None:
    index(make_article("Zeekr vans.", title="News of Waymo"))
    assert titles('"waymo zeekr"') == []
    assert titles("waymo zeekr") == ["News of Waymo"]


@pytest.mark.parametrize("text", ["百度", "阿波罗", "百", "“百度阿波罗”", "罗"])
def test_chinese_is_found_by_any_stretch_of_it(text: str) -> None:
    index(make_article("百度阿波罗与吉利合作。", title="Deal"), make_article("特斯拉公司。", title="Other"))
    assert titles(text) == ["Deal"]


@pytest.mark.parametrize("typed", ["robotaxi", "robot*", "waymo robotaxi"])
def test_of_words_too_common_to_be_measured_those_in_titles_come_first_then_the_newest(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL scores the newest matches whatever the words")
    monkeypatch.setattr(fts5, "RARE", 1)
    index(
        make_article("Of Waymo.", title="Waymo robotaxis", published=date(2020, 1, 1)),
        make_article("Waymo: a robotaxi, a robotaxi.", title="Older", published=date(2021, 1, 1)),
        make_article("Waymo: one robotaxi.", title="Newer", published=date(2022, 1, 1)),
    )
    assert titles(typed) == ["Waymo robotaxis", "Newer", "Older"]


def test_matches_in_the_title_rank_above_matches_in_the_text() -> None:
    text = "Filler about other things. " * 20
    index(
        make_article(f"{text} Aurora. {text}", title="Trucks"),
        make_article(text, title="Aurora goes on"),
    )
    assert titles("aurora") == ["Aurora goes on", "Trucks"]


def test_ranking_looks_at_the_newest_matches_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "NEWEST", 3)
    for number in range(6):
        index(make_article("Lidar.", title=f"Day {number}", published=date(2020, 1, 1) + timedelta(number)))
    answer = search.find_everything("lidar", newest_first=True)
    assert [found.row.title for found in answer.articles] == ["Day 5", "Day 4", "Day 3"]  # type: ignore[union-attr]
    assert answer.capped
    assert answer.articles_count == 3


def test_an_edited_article_is_found_by_its_new_words_alone() -> None:
    article = make_article("Cruise pauses.", title="Edit")
    index(article)
    for text in ("Zoox pauses.", "Motional pauses.", "Cruise pauses."):
        article.text = text
        article.save()
        index(article)
        assert titles(text.split()[0]) == ["Edit"]
    assert titles("zoox") == titles("motional") == []


def test_what_was_taken_out_is_not_found() -> None:
    article = make_article("Cruise pauses.")
    index(article)
    article.taken_out = True
    article.save()
    assert titles("cruise") == []


def test_indexing_again_writes_nothing() -> None:
    article = make_article("Cruise pauses.", authors=[make_author("Ada Lovelace")])
    assert indexing.index_articles([article.pk]) == 2
    assert indexing.index_articles([article.pk]) == 0


def test_what_waits_to_be_indexed_is_found_by_itself() -> None:
    alpha, beta = make_company("Alpha"), make_company("Beta")
    article = make_article("Alpha supplies Beta.", authors=[make_author("Ada")])
    make_partnership("supply", alpha, beta, claims=[make_claim(article, "supply", alpha, beta)])
    assert indexing.index_waiting() == 5
    assert indexing.index_waiting() == 0
    article.text, article.read_at = "Alpha drops Beta.", datetime.now(UTC) + timedelta(seconds=5)
    article.save()
    alpha.names.create(text="Alpha Motors")
    assert indexing.index_waiting() == 3  # the article, its deal under the new name, the company


def test_a_reindex_brings_up_everything_and_forgets_what_is_gone() -> None:
    article, gone = make_article("Cruise pauses.", title="Here"), make_article("Cruise ends.", title="Gone")
    company = make_company("Cruise")
    index(gone)
    gone.page.delete()
    told: list[int] = []
    assert indexing.index_all(told.append) == 2
    assert sum(told) == indexing.count_rows() == 2
    assert sorted(Indexed.objects.values_list("kind", "row")) == [("article", article.pk), ("company", company.pk)]
    indexing.clear_index()
    assert search.find_everything("cruise").empty
    assert indexing.index_all() == 2
    assert titles("cruise") == ["Here"]


def test_a_company_is_found_by_every_name_it_goes_by_and_by_its_beginning() -> None:
    company = make_company("Baidu", names=["百度", "Apollo Go"], native_name="百度")
    merged = make_company("Baidu Inc", merged_into=company)
    indexing.index_companies([company.pk, merged.pk])
    for text in ("baidu", "bai", "百度", "apollo go", '"apollo go"', "百"):
        assert [found.row for found in search.find_everything(text).companies] == [company]


def test_a_company_called_just_so_comes_first_then_the_one_with_more_deals() -> None:
    names = ["Ford Otosan", "Fordlike", "Ford", "New Ford"]
    companies = {name: make_company(name) for name in names}
    other = make_company("Other")
    for kind in ("supply", "investment"):
        make_partnership(kind, companies["Fordlike"], other)
    indexing.index_all()
    found = [found.row.name for found in search.find_everything("ford").companies]  # type: ignore[union-attr]
    assert found == ["Ford", "Fordlike", "Ford Otosan", "New Ford"]


def test_a_deal_is_found_by_both_names_and_by_what_it_is_about() -> None:
    alpha, beta, gamma = make_company("Alpha"), make_company("Beta", names=["贝塔"]), make_company("Gamma")
    lidar = make_partnership("supply", alpha, beta, subject="lidar units for trucks")
    make_partnership("investment", alpha, gamma, subject="a seed round")
    indexing.index_all()
    for text in ("alpha beta", "lidar", "alpha supply", "贝塔", "trucks alpha"):
        assert [found.row for found in search.find_everything(text).deals] == [lidar], text


def test_a_person_is_found_by_name() -> None:
    author = make_author("Inès Ferré", make_source("Wire"))
    indexing.index_people([author.pk])
    assert [found.row for found in search.find_everything("ines ferre").people] == [author]


def test_while_typing_the_last_word_may_go_on() -> None:
    index(make_article("Robotaxis roll.", title="Roll"))
    assert [found.row.title for found in search.find_instantly("robot").articles] == ["Roll"]  # type: ignore[union-attr]
    assert search.find_instantly("rob").articles == []


@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_raises(text: str) -> None:
    index(make_article("Plain words.", title="Plain"))
    for ask in (search.find_everything, search.find_instantly):
        assert isinstance(ask(text), search.Answer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_query_raises_whatever_its_letters(text: str) -> None:
    search.find_everything(text)
    search.find_instantly(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40))
def test_every_text_can_be_indexed(text: str) -> None:
    indexing.save_entries(Indexed.Kind.ARTICLE, [indexing.Entry(7, text, text)])


def test_the_number_of_queries_does_not_grow_with_what_is_found() -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert not search.find_everything("alpha").empty
        return len(queries)

    def add(count: int) -> None:
        for number in range(count):
            alpha, beta = make_company(f"Alpha {count}{number}"), make_company()
            article = make_article("Alpha.", authors=[make_author(f"Alpha {count}{number}")])
            make_partnership("supply", alpha, beta, claims=[make_claim(article, "supply", alpha, beta)])
        indexing.index_all()

    add(1)
    few = ask()
    add(12)
    assert ask() <= few <= 18


def test_a_snippet_shows_where_most_of_the_words_stand_and_marks_them() -> None:
    text = (
        "Lidar here. "
        + "Nothing at all happens in this sentence. " * 30
        + "Lidar units go to Volvo.\n\nEnd."
        + " x" * 300
    )
    snippet = search.cut_out(text, parse_query("lidar volvo"))
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Lidar", "Volvo"]
    assert "\n" not in snippet.text
    assert len(snippet.text) <= search.SNIPPET
    assert snippet.cut_before
    assert snippet.cut_after
    assert snippet.text.split()[0] in text.split()


def test_a_snippet_of_a_short_text_is_the_text() -> None:
    snippet = search.cut_out("Lidar.", parse_query("lidar"))
    assert snippet == search.Snippet("Lidar.", [(0, 5)])
