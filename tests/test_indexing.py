"""What changes after it was indexed is indexed again, whatever its age; what is merged is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles import fulltext, indexing
from articles.arrivals import save_person
from articles.curation.authors import correct as correct_author
from articles.curation.companies import correct as correct_company
from articles.curation.merging import merge, merge_authors
from articles.extract.bylines import Person
from articles.extract.names import person_key
from articles.extract.terms import parse_query
from articles.models import Article, Indexed
from tests.factory import make_article, make_author, make_company, make_partnership, make_source

pytestmark = pytest.mark.django_db


def found(table: fulltext.Table, words: str) -> bool:
    return bool(fulltext.find_docs(table, parse_query(words), 5))


def test_a_deal_that_changes_long_after_it_was_found_is_indexed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "DEPTH", 1)
    old, _new = (make_partnership("supply", make_company(), make_company()) for _ in range(2))
    indexing.index_all()
    old.subject, old.changed_at = "zirconium", datetime.now(UTC)
    old.save()
    assert indexing.index_waiting() == 1
    assert found("search_deals", "zirconium")


def test_an_old_article_that_is_read_again_is_indexed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "DEPTH", 4)
    old, *others = (make_article(text=f"Text {number}.") for number in range(8))
    indexing.index_all()
    # Read again before the others, all of which say what they said: none hides it.
    Article.objects.filter(pk=old.pk).update(text="Now of zirconium.", read_at=datetime.now(UTC))
    for article in others[:3]:
        Article.objects.filter(pk=article.pk).update(read_at=datetime.now(UTC))
    assert indexing.index_waiting(limit=1) == 1
    assert found("search_articles", "zirconium")
    assert indexing.index_waiting(limit=1) == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_the_articles_read_last_are_found_by_their_index() -> None:
    plan = Article.objects.filter(read_at__isnull=False).order_by("-read_at").values("pk")[:5].explain()
    assert "article_read_last" in plan
    assert "TEMP B-TREE" not in plan


def test_a_renamed_company_is_found_by_its_new_name_with_its_deals() -> None:
    alpha, beta = make_company("Alpha"), make_company("Beta")
    make_partnership("supply", alpha, beta)
    indexing.index_all()
    correct_company(alpha.pk, User.objects.create_user("ann"), {"name": "Zeppelin"})
    assert indexing.index_waiting() == 2
    assert found("search_names", "zeppelin")
    assert found("search_deals", "zeppelin")


def test_a_renamed_author_is_found_by_the_new_name() -> None:
    author = make_author("Ada Byron")
    indexing.index_all()
    correct_author(author.pk, User.objects.create_user("ann"), {"name": "Ada Lovelace"})
    assert indexing.index_waiting() == 1
    assert found("search_names", "lovelace")
    assert not found("search_names", "byron")


def test_what_was_merged_is_forgotten_and_does_not_wait_for_ever() -> None:
    ann, source = User.objects.create_user("ann"), make_source()
    companies = [make_company(f"Alpha {number}") for number in range(3)]
    authors = [make_author(f"Ada {number}", source) for number in range(3)]
    indexing.index_all()
    for gone in (0, 1):
        merge(companies[gone].pk, companies[2].pk, ann)
        merge_authors(authors[gone].pk, authors[2].pk, ann)
    fresh = make_company("Alpha Beta")
    indexing.index_waiting(limit=1)
    indexing.index_waiting(limit=1)
    rows = Indexed.objects.order_by("kind", "row").values_list("kind", "row")
    assert list(rows) == [("company", companies[2].pk), ("company", fresh.pk), ("person", authors[2].pk)]
    assert indexing.index_waiting() == 0


def test_a_name_that_an_article_tells_of_an_author_is_found() -> None:
    author = make_author("Ada Byron")
    article = make_article(source=make_source())
    author.source, author.key = article.source, person_key(author.name)
    author.save()
    indexing.index_all()
    save_person(Person("Ada Byron", also_known_as=("Countess Lovelace",)), article)
    assert indexing.index_waiting() == 1
    assert found("search_names", "lovelace")
