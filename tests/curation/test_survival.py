"""What a person decided, wrote or removed outlives every later reading, and can be given back to the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.arrivals import save_article
from articles.curation import articles, judging, merging, names, rules
from articles.curation.undo import undo
from articles.extract import claims as extract
from articles.extract.mentions import Party
from articles.extract.page import Page as Parsed
from articles.extract.reading import Reading
from articles.joining import find_differences, join_pairs
from articles.models import Article, Author, Claim, Company, Partnership
from articles.readings import save_reading

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SENTENCE = "Alpha supplies lidar to Beta, and Gamma teams up with Alpha Motors."


@pytest.fixture
def article(ann: User) -> Article:
    return Article.objects.order_by("pk")[0]


def read(article: Article, *claims: extract.Claim) -> None:
    """The article read again, saying exactly these claims."""
    article.refresh_from_db()
    before = set(article.claims.values_list("kind", "a", "b"))
    changes = save_reading(article, Reading((), (), claims, (), ()), NOW)
    join_pairs(before | changes.pairs)
    assert list(find_differences()) == []


def said(kind: Any, a: str, b: str, **fields: Any) -> extract.Claim:
    values = {"stage": "active", "when": None, "evidence": SENTENCE, "start": 0, "end": len(SENTENCE),
              "confidence": 0.8, "rule": "new.rule"} | fields  # fmt: skip
    return extract.Claim(kind, Party(a.title(), a), Party(b.title(), b), **values)


def supply(article: Article) -> Claim:
    return Claim.objects.get(article=article, key="supply|alpha|beta")


def test_an_accepted_claim_keeps_what_was_accepted_and_remembers_the_new_reading(ann: User, article: Article) -> None:
    judging.accept(supply(article).pk, ann)
    read(article, said("supply", "alpha", "beta", stage="ended"))
    assert (supply(article).stage, supply(article).machine["stage"]) == ("active", "ended")
    judging.restore(supply(article).pk, ann)
    assert (supply(article).stage, supply(article).review, supply(article).machine) == ("ended", "unreviewed", {})


def test_an_accepted_claim_that_no_rule_reads_any_more_goes_on_counting(ann: User, article: Article) -> None:
    outcome = judging.accept(supply(article).pk, ann)
    read(article)
    assert supply(article).gone
    assert article.claims.count() == 1
    assert Partnership.objects.filter(kind="supply", a__slug="alpha", b__slug="beta").exists()
    undo(outcome.decision.pk, ann)
    read(article)
    assert not article.claims.exists()


def test_a_rejected_claim_stays_rejected_and_does_not_return_in_other_words(ann: User, article: Article) -> None:
    judging.reject(supply(article).pk, ann, "not_said")
    read(article, said("supply", "alpha", "beta"), said("investment", "beta", "alpha"), said("supply", "gamma", "beta"))
    assert supply(article).review == Claim.Review.REJECTED
    assert sorted(article.claims.values_list("key", flat=True)) == ["supply|alpha|beta", "supply|gamma|beta"]


def test_a_claim_added_by_hand_outlives_a_reading_that_does_not_know_it(ann: User, article: Article) -> None:
    a, b = Company.objects.get(slug="delta"), Company.objects.get(slug="gamma")
    judging.add(article.pk, ann, (0, len(SENTENCE)), {"kind": "supply", "a": a, "b": b, "stage": "active"})
    read(article)
    claim = article.claims.get(review=Claim.Review.ADDED)
    assert not claim.gone
    assert Partnership.objects.filter(kind="supply", a=a, b=b).exists()


def test_a_judged_claim_follows_a_merged_company_through_the_next_reading(ann: User, article: Article) -> None:
    judging.accept(supply(article).pk, ann)
    outcome = merging.merge(Company.objects.get(slug="beta").pk, Company.objects.get(slug="delta").pk, ann)
    read(article, said("supply", "alpha", "delta"))
    (claim,) = article.claims.filter(kind="supply")
    assert (claim.review, claim.b_name) == ("accepted", "Delta")
    undo(outcome.decision.pk, ann)
    read(article, said("supply", "alpha", "beta"))
    (claim,) = article.claims.filter(kind="supply")
    assert (claim.review, claim.b_name, claim.key) == ("accepted", "Beta", "supply|alpha|beta")


def test_a_judged_sentence_is_found_again_in_a_text_edited_at_its_source(ann: User, article: Article) -> None:
    judging.accept(supply(article).pk, ann)
    Article.objects.filter(pk=article.pk).update(text=f"Updated on Monday.\n\n{article.text}")
    read(article, said("supply", "alpha", "beta", start=20, end=20 + len(SENTENCE)))
    claim = supply(article)
    assert claim.article.text[claim.start : claim.end] == claim.evidence
    Article.objects.filter(pk=article.pk).update(text="Nothing of it is left.")
    read(article)
    claim = supply(article)
    assert (claim.start, claim.end, claim.evidence[:5]) == (0, 0, "Alpha")


def test_an_edit_undone_after_a_new_reading_gives_the_claim_back_to_the_machine(ann: User, article: Article) -> None:
    outcome = judging.edit(supply(article).pk, ann, {"stage": "ended", "subject": "lidar"})
    read(article, said("supply", "alpha", "beta", stage="planned"))
    assert supply(article).stage == "ended"
    assert undo(outcome.decision.pk, ann).articles == (article.pk,)
    read(article, said("supply", "alpha", "beta", stage="planned"))
    assert (supply(article).stage, supply(article).subject, supply(article).review) == ("planned", "", "unreviewed")


def test_a_corrected_text_is_what_the_next_reading_reads(ann: User, article: Article) -> None:
    articles.correct(article.pk, ann, {"text": "Alpha supplies lidar to Beta."})
    article.refresh_from_db()
    assert article in Article.objects.stale()
    assert (article.html, sorted(article.held)) == ("", ["html", "text"])


def test_who_reads_an_article_while_it_is_corrected_writes_nothing_of_the_old_text(ann: User, article: Article) -> None:
    reading = Reading((), (), (said("supply", "alpha", "gamma"),), (), ())
    outcome = articles.correct(article.pk, ann, {"text": "Another text."})
    assert not save_reading(article, reading, NOW)
    corrected = Article.objects.get(pk=article.pk)
    assert corrected.rules_version == 0, "it still waits to be read as corrected"
    undo(outcome.decision.pk, ann)
    assert not save_reading(corrected, reading, NOW)


@pytest.mark.parametrize("act", [
    lambda ann, article: names.add_name(Company.objects.get(slug="delta").pk, ann, {"text": "Delta Robotics"}),
    lambda ann, article: articles.correct(article.pk, ann, {"published": date(2001, 1, 1)}),
    lambda ann, article: rules.hold("test.rule", ann),
])  # fmt: skip
def test_who_reads_an_article_while_what_bears_on_it_changes_does_not_count_it_as_read(
    act: Any, ann: User, article: Article
) -> None:
    Article.objects.update(rules_version=0)  # it waits already: that it waits does not tell the two apart
    begun = Article.objects.get(pk=article.pk)
    outcome = act(ann, article)
    assert article.pk in outcome.articles
    assert not save_reading(begun, Reading((), (), (), (), ()), NOW)
    assert Article.objects.stale().filter(pk=article.pk).exists()
    save_reading(Article.objects.get(pk=article.pk), Reading((), (), (), (), ()), NOW)
    assert not Article.objects.stale().filter(pk=article.pk).exists()


def fetch_again(article: Article, **fields: Any) -> Article:
    """The article's page with these fields as its publisher has edited them."""
    said: dict[str, Any] = {"title": "Report 0", "paragraphs": ("It rained.", SENTENCE), "authors": ()}
    article = Article.objects.get(pk=article.pk)
    save_article(article.page, Parsed(**{**said, **fields}), NOW)
    return Article.objects.get(pk=article.pk)


def test_a_correction_is_taken_back_to_what_the_page_says_by_then(ann: User, article: Article) -> None:
    outcome = articles.correct(article.pk, ann, {"title": "Mine", "text": "My own text."})
    again = fetch_again(article, title="Edited at its source")
    assert (again.title, again.text, again.held["title"]) == ("Mine", "My own text.", "Edited at its source")
    undo(outcome.decision.pk, ann)
    again.refresh_from_db()
    assert (again.title, again.held) == ("Edited at its source", {})
    assert again.text == f"It rained.\n\n{SENTENCE}"


def test_the_second_of_two_corrections_is_taken_back_to_the_first(ann: User, article: Article) -> None:
    first = articles.correct(article.pk, ann, {"title": "One"})
    second = articles.correct(article.pk, ann, {"title": "Two", "language": "de"})
    fetch_again(article, title="Edited at its source", language="fr")
    undo(second.decision.pk, ann)
    article.refresh_from_db()
    assert (article.title, article.language, article.held) == ("One", "fr", {"title": "Edited at its source"})
    undo(first.decision.pk, ann)
    article.refresh_from_db()
    assert (article.title, article.held) == ("Edited at its source", {})


def test_giving_back_taken_back_holds_the_correction_against_the_newest_reading(ann: User, article: Article) -> None:
    articles.correct(article.pk, ann, {"title": "Mine"})
    outcome = articles.restore(article.pk, "title", ann)
    fetch_again(article, title="Edited at its source")
    undo(outcome.decision.pk, ann)
    article.refresh_from_db()
    assert (article.title, article.held) == ("Mine", {"title": "Edited at its source"})


def test_a_merge_of_authors_is_taken_back_after_their_articles_were_read_anew(ann: User, article: Article) -> None:
    gone, kept = Author.objects.order_by("pk")
    outcome = merging.merge_authors(gone.pk, kept.pk, ann)
    kept.refresh_from_db()
    kept.also_known_as, kept.bio = [*kept.also_known_as, "A. W."], "Covers lidar."
    kept.save()
    fetch_again(article, authors=())
    assert not article.bylines.exists()
    undo(outcome.decision.pk, ann)
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.merged_into, kept.also_known_as, kept.bio) == (None, ["A. W."], "Covers lidar.")


def test_an_edit_at_the_source_of_a_corrected_article_is_one_revision_of_the_page(ann: User, article: Article) -> None:
    page_said = article.text
    articles.correct(article.pk, ann, {"text": "Mine entirely.", "title": "Mine"})
    fetch_again(article)
    Article.objects.update(rules_version=7)
    fetch_again(article)
    again = fetch_again(article)
    assert [(row.title, row.text) for row in again.revisions.all()] == [("Report 0", page_said)]
    assert again.rules_version == 7, "what is read of it has not changed"
