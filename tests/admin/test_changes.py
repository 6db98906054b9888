"""What is changed in the admin is a decision like any other: on the trail, held, noticed by the next hand, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.admin import tables
from articles.curation import articles, names
from articles.curation.undo import undo
from articles.models import Article, Author, Claim, Company, CompanyName, Decision, IgnoredName, RuleHold
from tests.curation.world import make_world


@pytest.fixture
def editor(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tables, "nudge_rereading", lambda ids: None)
    user = make_world()
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return client


def act(client: Client, table: str, action: str, *ids: int) -> Any:
    address = reverse(f"admin:articles_{table}_changelist")
    return client.post(address, {"action": action, "_selected_action": ids}, follow=True)


def form_of(client: Client, article: Article) -> dict[str, Any]:
    """The article's form as a browser would send it back unchanged."""
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    form = page.context["adminform"].form
    data = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        management = inline.formset.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
        for row in inline.formset.forms:
            data |= {row[name].html_name: row[name].value() for name in row.fields if row[name].value() is not None}
    # As HTML has it: whatever line breaks a text came with, it is sent back with CR LF.
    return {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}


def save(client: Client, article: Article, **fields: Any) -> Any:
    data = {**form_of(client, article), **fields}
    return client.post(reverse("admin:articles_article_change", args=[article.pk]), data)


def test_a_correction_in_the_admin_is_a_decision_and_is_held(editor: Client) -> None:
    article = Article.objects.order_by("pk")[0]
    assert save(editor, article, title="Better").status_code == 302
    article.refresh_from_db()
    assert (article.title, article.held) == ("Better", {"title": "Report 0"})
    decision = Decision.objects.get()
    assert (decision.verb, decision.actor_name) == ("correct article", "ann")
    act(editor, "article", "restore", article.pk)
    article.refresh_from_db()
    assert (article.title, article.held) == ("Report 0", {})


def test_saving_without_a_change_decides_nothing(editor: Client) -> None:
    assert save(editor, Article.objects.order_by("pk")[0]).status_code == 302
    assert not Decision.objects.exists()


def test_a_browsers_line_breaks_do_not_correct_the_text_beside_a_corrected_title(editor: Client) -> None:
    article = Article.objects.order_by("pk")[0]
    assert save(editor, article, title="Better", text=article.text.replace("\n", "\r\n")).status_code == 302
    again = Article.objects.get(pk=article.pk)
    assert (again.text, again.html, set(again.held)) == (article.text, article.html, {"title"})
    save(editor, again, text="One.\r\n\r\nTwo.")
    assert Article.objects.get(pk=article.pk).paragraphs == ["One.", "Two."]


def test_authors_are_changed_beside_the_article(editor: Client) -> None:
    article = Article.objects.order_by("pk")[0]
    other = Author.objects.exclude(bylines__article=article).get()
    row = article.bylines.get()
    assert save(editor, article, **{"bylines-0-author": other.pk}).status_code == 302
    assert [byline.author for byline in article.bylines.all()] == [other]
    assert Decision.objects.get().verb == "set authors"
    undo(Decision.objects.get().pk, User.objects.get())
    assert [(byline.pk, byline.author) for byline in article.bylines.all()] == [(row.pk, row.author)]


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(editor: Client) -> None:
    article = Article.objects.order_by("pk")[0]
    data = {**form_of(editor, article), "title": "Mine"}
    articles.correct(article.pk, User.objects.create_user("bob"), {"title": "Bob's"})
    answer = editor.post(reverse("admin:articles_article_change", args=[article.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "bob did “correct article”" in page
    assert 'value="Mine"' in page
    article.refresh_from_db()
    assert article.title == "Bob's"


@pytest.mark.slow
def test_bulk_actions_are_decisions_one_by_one(editor: Client) -> None:
    ids = list(Article.objects.values_list("pk", flat=True))
    act(editor, "article", "take_out", *ids)
    assert Article.objects.shown().count() == 0
    act(editor, "article", "put_in", *ids)
    assert Article.objects.shown().count() == 2
    act(editor, "article", "read_again", *ids)
    assert Article.objects.filter(rules_version=0).count() == 2
    claims = list(Claim.objects.filter(review="unreviewed").values_list("pk", flat=True)[:3])
    act(editor, "claim", "accept", *claims)
    act(editor, "claim", "reject", claims[0])
    act(editor, "claim", "restore", claims[1])
    reviews = [Claim.objects.get(pk=pk).review for pk in claims]
    assert reviews == ["rejected", "unreviewed", "accepted"]
    assert Decision.objects.count() == 9


def test_what_a_bulk_action_may_not_do_is_said_and_the_rest_is_done(editor: Client) -> None:
    last = Company.objects.get(slug="delta").names.get()
    other = CompanyName.objects.get(text="Beta Inc")
    page = act(editor, "companyname", "retire", last.pk, other.pk).content.decode()
    assert "last name" in page
    assert "1 decision was kept" in page
    other.refresh_from_db()
    assert other.retired_at is not None


def test_two_companies_lead_to_the_preview_of_their_merge(editor: Client) -> None:
    one, two = Company.objects.order_by("pk")[:2]
    answer = act(editor, "company", "merge", one.pk, two.pk)
    assert answer.redirect_chain[-1][0].startswith(reverse("desk-merge"))
    assert answer.context["plan"] is not None
    assert not Decision.objects.exists()


def test_authors_merge_into_the_one_with_most_articles(editor: Client) -> None:
    one, two = Author.objects.order_by("pk")
    act(editor, "author", "merge", one.pk, two.pk)
    assert one.bylines.count() == 2
    two.refresh_from_db()
    assert two.merged_into == one


@pytest.mark.slow
def test_holds_ignored_names_and_decisions_are_taken_back_from_their_lists(editor: Client) -> None:
    ann = User.objects.get()
    names.ignore("deltarobotics", ann)
    act(editor, "ignoredname", "take_back", IgnoredName.objects.get().pk)
    assert not IgnoredName.objects.exists()
    editor.post(reverse("desk-rule"), {"do": "hold", "rule": "test.rule"})
    act(editor, "rulehold", "release", RuleHold.objects.get().pk)
    assert not RuleHold.objects.exists()
    claim = Claim.objects.filter(review="unreviewed")[0]
    act(editor, "claim", "accept", claim.pk)
    act(editor, "decision", "take_back", Decision.objects.order_by("pk").last().pk)  # type: ignore[union-attr]
    claim.refresh_from_db()
    assert claim.review == "unreviewed"


def test_a_reader_sees_the_tables_and_changes_none(client: Client, editor: Client) -> None:
    reader = User.objects.create_user("rea", is_staff=True)
    reader.groups.add(Group.objects.get(name="reader"))
    client.force_login(reader)
    article = Article.objects.order_by("pk")[0]
    assert client.get(reverse("admin:articles_article_change", args=[article.pk])).status_code == 200
    assert client.post(reverse("admin:articles_article_change", args=[article.pk]), {"title": "X"}).status_code == 403
    act(client, "article", "take_out", article.pk)
    act(client, "claim", "accept", Claim.objects.order_by("pk")[0].pk)
    assert not Decision.objects.exists()
