"""Stored pages read anew when the page rules have changed: what changes, what stays, and the command that does it."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles import pages, pipeline
from articles.curation import articles as curation
from articles.curation.merging import merge_authors
from articles.extract.errors import ParseError
from articles.extract.page import RULES_VERSION
from articles.models import Article, Author, Claim, Page, Revision
from articles.rereading import preview_page, reread_page
from tests.factory import NOW, load_few_companies, make_page, make_source

OLDER = RULES_VERSION - 1
SAID = "Magna International will supply Waymo with vehicles from a new plant in Arizona, the two said on Thursday."
MORE = "The first of them are to carry passengers before the end of the year, and two hundred people are to build them."
HTML = f"""<html><head><title>Magna builds cars for Waymo</title><meta name="author" content="Ada Brun">
<meta property="article:published_time" content="2024-05-02T10:00:00Z"></head>
<body><article><h1>Magna builds cars for Waymo</h1><p>{SAID}</p><p>{MORE}</p></article></body></html>"""
OLD_TEXT = f"Share this story with your friends\n\n{MORE}"


def stored(html: str = HTML, **fields: Any) -> Page:
    """A page that was read by the present rules, and its article as older rules would have left it."""
    page = make_page(source=make_source("Trade Post"), body=html.encode(), content_type="text/html", **fields)
    Page.objects.filter(pk=page.pk).update(state=Page.State.FETCHED)
    article = pipeline.read_page(page.pk, NOW)
    assert article is not None, page.reason
    pipeline.read_article(article.pk, NOW)
    return as_read_by_older_rules(page)


def as_read_by_older_rules(page: Page) -> Page:
    article = Article.objects.get(page=page)
    article.claims.all().delete()
    article.bylines.all().delete()
    Article.objects.filter(page=page).update(title="Untitled", text=OLD_TEXT, published=date(2024, 5, 9))
    Page.objects.filter(pk=page.pk).update(rules_version=OLDER)
    page.refresh_from_db()
    return page


@pytest.fixture
def catalogue(db: None) -> None:
    load_few_companies()


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("reread", pages=True, stdout=out, jobs=1, **options)
    return out.getvalue()


def test_a_page_bears_the_rules_that_read_it(catalogue: None) -> None:
    page = stored()
    assert list(Page.objects.stale()) == [page]
    reread_page(page.pk, NOW)
    page.refresh_from_db()
    assert (page.rules_version, page.state) == (RULES_VERSION, Page.State.READ)
    assert not Page.objects.stale().exists()


def test_newer_rules_mend_title_people_day_and_text_and_what_follows_from_them(catalogue: None) -> None:
    page = stored()
    found = reread_page(page.pk, NOW)
    assert found is not None
    assert found.facts == [
        ("title", "Untitled", "Magna builds cars for Waymo"),
        ("authors", "", "Ada Brun"),
        ("day", "2024-05-09", "2024-05-02"),
    ]
    assert found.text == [("gone", "Share this story with your friends"), ("new", SAID)]
    article = Article.objects.get()
    assert (article.text, article.published) == (f"{SAID}\n\n{MORE}", date(2024, 5, 2))
    assert Claim.objects.get().kind == "supply"
    assert found.claims is not None
    assert len(found.claims.new) == 1


def test_a_preview_tells_the_same_and_writes_nothing(catalogue: None) -> None:
    page = stored()
    before = [list(table._default_manager.values()) for table in (Page, Article, Author, Claim)]
    looked = preview_page(page.pk, NOW)
    assert [list(table._default_manager.values()) for table in (Page, Article, Author, Claim)] == before
    done = reread_page(page.pk, NOW)
    assert done is not None
    assert (looked.facts, looked.text) == (done.facts, done.text)


def test_newer_rules_are_no_edit_of_the_page_but_other_bytes_are(catalogue: None) -> None:
    page = stored()
    reread_page(page.pk, NOW)
    assert not Revision.objects.exists()
    page.refresh_from_db()
    page.save_body(HTML.replace("Thursday", "Friday").encode())
    page.state = Page.State.FETCHED
    page.save()
    pipeline.read_page(page.pk, NOW)
    assert "Thursday" in Revision.objects.get().text


def test_what_a_person_set_stays(catalogue: None) -> None:
    page, ann = stored(), User.objects.create_user("ann")
    article = Article.objects.get()
    fields = {"title": "A better title", "published": date(2024, 5, 1), "text": f"{SAID}\n\nAnn wrote this herself."}
    curation.correct(article.pk, ann, fields)
    curation.set_authors(article.pk, [Author.objects.create(name="Bo Lind", slug="bo", key="bo lind").pk], ann)
    pipeline.read_article(article.pk, NOW)
    Claim.objects.update(review=Claim.Review.EDITED, stage="ended")
    assert not preview_page(page.pk, NOW)
    found = reread_page(page.pk, NOW)
    assert found is not None
    assert not found
    article.refresh_from_db()
    assert {name: getattr(article, name) for name in fields} == fields
    assert [row.author.name for row in article.bylines.all()] == ["Bo Lind"]
    assert (Claim.objects.get().stage, article.held["text"]) == ("ended", f"{SAID}\n\n{MORE}")


def test_a_merged_author_is_previewed_under_the_name_that_stands(catalogue: None) -> None:
    page, ann = stored(), User.objects.create_superuser("ann")
    ada = Author.objects.get(name="Ada Brun")
    other = Author.objects.create(name="Ada Marie Brun", slug="amb", key="ada marie brun", source=page.source)
    merge_authors(ada.pk, other.pk, ann)
    looked, done = preview_page(page.pk, NOW), reread_page(page.pk, NOW)
    assert done is not None
    assert looked.after.authors == done.after.authors == "Ada Marie Brun"


def test_where_newer_rules_find_no_text_the_earlier_one_stays(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    page = stored(hints={"teaser": "What the feed said of it, and no more than that. " * 10})

    def blind(*_args: Any, **_named: Any) -> Any:
        raise ParseError("no article text found")

    monkeypatch.setattr(pages, "parse_page", blind)
    looked = preview_page(page.pk, NOW)
    assert reread_page(page.pk, NOW) == looked
    page.refresh_from_db()
    assert (Article.objects.get().text, page.state, page.rules_version) == (OLD_TEXT, Page.State.READ, RULES_VERSION)
    assert "what older ones read stands" in page.reason


def test_a_page_without_its_kept_answer_is_left_alone(catalogue: None) -> None:
    page = stored()
    Page.objects.filter(pk=page.pk).update(body=None)
    assert "No stored page" in run(yes=True)
    assert reread_page(page.pk, NOW) is None
    assert Article.objects.get().text == OLD_TEXT


def test_a_page_that_failed_by_older_rules_may_become_an_article(catalogue: None) -> None:
    page = make_page(body=HTML.encode(), state=Page.State.FAILED, reason="no article text found")
    Page.objects.filter(pk=page.pk).update(rules_version=OLDER)
    assert preview_page(page.pk, NOW).after.title == "Magna builds cars for Waymo"
    reread_page(page.pk, NOW)
    assert Article.objects.get().title == "Magna builds cars for Waymo"


def test_an_article_whose_address_turns_out_to_be_another_ones_stays(catalogue: None) -> None:
    link = '<link rel="canonical" href="https://trade-post.example/cars">'
    page = stored(HTML.replace("<head>", f"<head>{link}"), url="https://trade-post.example/amp/cars")
    Page.objects.filter(pk=page.pk).update(url="https://trade-post.example/amp/cars", key="x" * 64)
    make_page(url="https://trade-post.example/cars", source=page.source)
    assert reread_page(page.pk, NOW)
    page.refresh_from_db()
    assert (page.state, Article.objects.get().title) == (Page.State.READ, "Magna builds cars for Waymo")


def test_what_another_worker_holds_is_left_to_it(catalogue: None) -> None:
    page = stored()
    Page.objects.filter(pk=page.pk).update(state=Page.State.FETCHED, lease_until=NOW + pipeline.LEASE)
    assert reread_page(page.pk, NOW) is None
    assert Article.objects.get().text == OLD_TEXT
    assert reread_page(page.pk, NOW + 2 * pipeline.LEASE) is not None
    assert Article.objects.get().title == "Magna builds cars for Waymo"


def test_the_command_shows_what_would_change_and_then_goes_on_where_it_stopped(catalogue: None) -> None:
    first, second = stored(), make_page(body=HTML.encode(), source=make_source("Other Post"))
    Page.objects.filter(pk=second.pk).update(state=Page.State.FETCHED)
    pipeline.read_page(second.pk, NOW)
    as_read_by_older_rules(second)
    said = run(dry_run=True)
    assert f"page {first.pk}: {first.url}" in said
    assert "- Share this story" in said
    assert "2 pages, 2 differ: 2 title, 2 authors, 2 day, 2 text; 2 paragraphs gone, 2 new" in said
    assert "Nothing was written." in said
    assert "1 pages, 1 differ" in run(yes=True, source="other-post")
    assert list(Page.objects.stale()) == [first]
    assert "1 pages, 1 differ" in run(yes=True)
    assert "No stored page" in run(yes=True)


@pytest.mark.parametrize("of_pages", [True, False])
def test_a_dry_run_writes_nothing_whatever_else_is_said(catalogue: None, of_pages: bool) -> None:
    page = stored()
    versions = list(Article.objects.values_list("rules_version", flat=True))
    told = io.StringIO()
    call_command("reread", pages=of_pages, dry_run=True, yes=True, jobs=1, stdout=told)
    assert "Nothing was written." in told.getvalue()
    page.refresh_from_db()
    assert page.rules_version == OLDER
    assert list(Article.objects.values_list("text", flat=True)) == [OLD_TEXT]
    assert list(Article.objects.values_list("rules_version", flat=True)) == versions
    assert not Claim.objects.exists()


def test_a_bug_with_one_page_does_not_stop_the_others(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    good = stored()
    bad = make_page(body=HTML.replace("Arizona", "Utah").encode(), state=Page.State.READ)
    Page.objects.filter(pk=bad.pk).update(rules_version=OLDER)
    parse = pages.parse_page  # type: ignore[attr-defined]  # where it is used

    def sometimes(data: bytes, **named: Any) -> Any:
        if b"Utah" in data:
            raise KeyError("a bug")
        return parse(data, **named)

    monkeypatch.setattr(pages, "parse_page", sometimes)
    with pytest.raises(CommandError, match=f"page {bad.pk}: KeyError"):
        run(yes=True)
    good.refresh_from_db()
    assert good.rules_version == RULES_VERSION


def test_a_source_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no source is called 'nobody'"):
        run(source="nobody")


@pytest.mark.slow
def test_the_real_command_reads_a_real_archive_anew_in_several_processes(tmp_path: Path) -> None:
    """From the shell, with processes of its own, on a data folder from before the rules were counted."""
    manage = Path(settings.BASE_DIR) / "manage.py"
    env = {**os.environ, "NEWSDASH_DATA": str(tmp_path), "DATABASE_URL": ""}

    def call(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, str(manage), *words], env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    call("migrate", "--verbosity", "0")
    for number in range(60):
        path = tmp_path / f"{number}.html"
        path.write_text(HTML.replace("Arizona", f"Arizona, its {number}th"), encoding="utf-8")
    call("ingest", *[str(tmp_path / f"{number}.html") for number in range(60)])
    call("migrate", "articles", "0010", "--verbosity", "0")
    call("migrate", "--verbosity", "0")
    with sqlite3.connect(tmp_path / "newsdash.sqlite3") as database:
        database.execute("UPDATE articles_article SET title = 'Untitled'")
    assert "60 pages, 60 differ: 60 title" in call("reread", "--pages", "--dry-run", "--jobs", "2")
    assert "60 pages, 60 differ: 60 title" in call("reread", "--pages", "--yes", "--jobs", "2")
    assert "No stored page" in call("reread", "--pages", "--yes")
    with sqlite3.connect(tmp_path / "newsdash.sqlite3") as database:
        titles = database.execute("SELECT DISTINCT title FROM articles_article").fetchall()
    assert titles == [("Magna builds cars for Waymo",)]
