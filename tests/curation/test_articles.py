from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from articles.curation import RefusedError, StaleError, articles, authors, judging
from articles.joining import find_differences
from articles.models import Article, Author, Claim, Partnership
from tests.factory import make_author


@pytest.fixture
def article(ann: User) -> Article:
    return Article.objects.order_by("pk")[1]


def test_a_corrected_field_is_held_and_one_click_gives_it_back(ann: User, article: Article) -> None:
    outcome = articles.correct(article.pk, ann, {"title": "Better", "published": date(2020, 1, 2)})
    article.refresh_from_db()
    assert (article.title, article.held) == ("Better", {"title": "Report 1", "published": "2026-02-27"})
    assert outcome.articles == (article.pk,)
    assert article.rules_version == 0
    articles.restore(article.pk, "published", ann)
    article.refresh_from_db()
    assert (article.published, article.held) == (date(2026, 2, 27), {"title": "Report 1"})


def test_judged_claims_keep_their_sentence_when_the_text_is_corrected(ann: User, article: Article) -> None:
    kept = article.claims.get(kind="partnership", a__slug="alpha")
    lost = article.claims.get(kind="partnership", a__slug="beta")
    for claim in (kept, lost):
        judging.accept(claim.pk, ann)
    articles.correct(article.pk, ann, {"text": "New first line.\n\nGamma teams up with Alpha Motors, it says."})
    article.refresh_from_db()
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert article.text[kept.start : kept.end] == "Gamma teams up with Alpha Motors"
    assert (lost.start, lost.end, lost.evidence) == (0, 0, "Beta also works with Gamma")


def test_an_article_taken_out_counts_for_nothing_until_it_is_put_in(ann: User, article: Article) -> None:
    before = list(Partnership.objects.order_by("kind", "a", "b").values_list("kind", "a", "b", "claims_count"))
    articles.take_out(article.pk, ann, "spam")
    assert Partnership.objects.count() < len(before)
    assert not Claim.objects.to_review().filter(article=article).exists()
    assert list(find_differences()) == []
    articles.put_in(article.pk, ann)
    after = list(Partnership.objects.order_by("kind", "a", "b").values_list("kind", "a", "b", "claims_count"))
    assert after == before
    with pytest.raises(RefusedError, match="in already"):
        articles.put_in(article.pk, ann)


def test_authors_a_person_set_are_kept_beside_the_machines(ann: User, article: Article) -> None:
    mine = make_author("Zoe Byline")
    machine = article.bylines.get().author
    articles.set_authors(article.pk, [mine.pk, machine.pk], ann)
    assert [row.author for row in article.bylines.order_by("order")] == [mine, machine]
    articles.restore(article.pk, "authors", ann)
    assert [row.author for row in article.bylines.all()] == [machine]
    with pytest.raises(RefusedError, match="no author 999"):
        articles.set_authors(article.pk, [999], ann)


def test_an_author_corrected_is_held(ann: User) -> None:
    author = Author.objects.order_by("pk")[0]
    authors.correct(author.pk, ann, {"bio": "Covers lidar."})
    author.refresh_from_db()
    assert author.held == {"bio": ""}
    authors.restore(author.pk, "bio", ann)
    author.refresh_from_db()
    assert (author.bio, author.held) == ("", {})


@pytest.mark.parametrize("value", [5, None, "A. Writer", {"A": 1}, [5]])
def test_other_names_of_an_author_are_a_list_of_texts(ann: User, value: object) -> None:
    author = Author.objects.order_by("pk")[0]
    with pytest.raises(RefusedError, match="a list of texts") as refusal:
        authors.correct(author.pk, ann, {"also_known_as": value})
    assert refusal.value.field == "also_known_as"


def test_a_stale_correction_says_what_the_other_did(ann: User, bob: User, article: Article) -> None:
    seen = articles.article_version(article)
    articles.correct(article.pk, bob, {"title": "Bob's"}, seen)
    with pytest.raises(StaleError, match="bob did “correct article”"):
        articles.correct(article.pk, ann, {"title": "Ann's"}, seen)
