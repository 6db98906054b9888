"""Selectors for a source's pages: tried on a stored page, seen before and after, kept, and the pages read again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from articles import pipeline
from articles.models import Article, Page, Source
from articles.pages import compare_texts
from tests.factory import NOW, make_page, make_source

PROSE = "The two companies said on Friday that they will build two hundred cars together before the end of the year. "
BODY = (
    f"<html><head><title>Two firms build robotaxis</title></head><body><h1>Two firms build robotaxis</h1>"
    f"<div class='text'><p>{PROSE * 3}</p><p class='odd'>{PROSE} Buy our calendar today.</p></div>"
    "<p class='who'>Ada Brun</p><p class='when'>Printed 3.4.2024</p></body></html>"
).encode()
HELP = {"body": ".text", "author": ".who", "day": ".when", "drop": ".odd"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return make_source("Trade Post")


@pytest.fixture
def stored(source: Source) -> Page:
    page = make_page(url="https://trade-post.example/a", source=source, body=BODY, content_type="text/html")
    Page.objects.filter(pk=page.pk).update(state=Page.State.FETCHED)
    pipeline.read_page(page.pk, NOW)
    page.refresh_from_db()
    return page


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("ann", is_staff=True)
    rights = Permission.objects.filter(codename__in=("configure_newsdash", "view_source", "change_source"))
    user.user_permissions.set(rights)
    client.force_login(user)
    return client


def address(source: Source) -> str:
    return reverse("admin:articles_source_page_help", args=[source.pk])


def post(client: Client, source: Source, **data: Any) -> Any:
    return client.post(address(source), data, follow=True)


def test_a_trial_shows_before_and_after_and_writes_nothing(editor: Client, source: Source, stored: Page) -> None:
    answer = post(editor, source, **HELP, page=stored.pk)
    trial = answer.context["trial"]
    assert (trial.before.authors, trial.after.authors, trial.after.day) == ("", "Ada Brun", "2024-04-03")
    assert [change for change, _ in trial.text].count("gone") >= 1
    assert b"<del" in answer.content
    assert b"Ada Brun" in answer.content
    source.refresh_from_db()
    stored.refresh_from_db()
    assert (source.page_help, stored.state) == ({}, Page.State.READ)


def test_what_is_kept_is_what_the_stored_pages_are_read_with(editor: Client, source: Source, stored: Page) -> None:
    answer = post(editor, source, **HELP, keep="1")
    assert b"1 stored page is read again" in answer.content
    source.refresh_from_db()
    stored.refresh_from_db()
    assert source.page_help == {**HELP, "drop": [".odd"]}
    assert stored.state == Page.State.FETCHED
    pipeline.read_page(stored.pk, NOW)
    article = Article.objects.get(page=stored)
    assert "calendar" not in article.text
    assert article.published == date(2024, 4, 3)
    assert [byline.author.name for byline in article.bylines.all()] == ["Ada Brun"]


def test_what_is_no_selector_is_refused_by_name(editor: Client, source: Source, stored: Page) -> None:
    answer = post(editor, source, body="div[", drop="p\n..x", keep="1")
    assert set(answer.context["form"].errors) == {"body", "drop"}
    source.refresh_from_db()
    assert source.page_help == {}


def test_a_page_that_fails_with_the_help_says_why(editor: Client, source: Source, stored: Page) -> None:
    trial = post(editor, source, drop="p", page=stored.pk).context["trial"]
    assert trial.after.error.startswith("no article text found")


def test_only_who_may_configure_comes_in(client: Client, source: Source) -> None:
    user = User.objects.create_user("bob", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=("view_source", "change_source")))
    client.force_login(user)
    assert client.get(address(source)).status_code == 403


def test_the_sources_form_leads_there_and_does_not_take_unchecked_selectors(editor: Client, source: Source) -> None:
    page = editor.get(reverse("admin:articles_source_change", args=[source.pk]))
    assert address(source) in page.content.decode()
    assert "page_help" not in page.context["adminform"].form.fields


def test_only_the_sources_own_stored_pages_are_offered(editor: Client, source: Source, stored: Page) -> None:
    other = make_page(source=make_source("Other"), body=BODY)
    make_page(source=source)
    form = editor.get(address(source)).context["form"]
    assert list(form.fields["page"].queryset) == [stored]
    assert "page" in post(editor, source, page=other.pk).context["form"].errors


def test_texts_are_compared_paragraph_by_paragraph() -> None:
    assert list(compare_texts(["a", "b", "c"], ["a", "x", "c"])) == [
        ("same", "a"),
        ("gone", "b"),
        ("new", "x"),
        ("same", "c"),
    ]
