"""A made-up archive comes whole: every row that pages need, and no index, key or search entry less than usual."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from articles.bulk import Rows, put_rows, unguarded
from articles.indexing import clear_index, index_all
from articles.models import Article, Claim, Company, Entry, Feed, Mention, Page, Partnership, Party, Quote, Source
from articles.search import find_everything
from tests import factory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_index() -> Iterator[None]:
    """The full-text tables are nobody's model: what empties the others leaves them."""
    yield
    clear_index()


def guards() -> dict[str, set[str]]:
    """Table → the names of its indexes, constraints and foreign keys."""
    with connection.cursor() as cursor:
        return {
            table: set(connection.introspection.get_constraints(cursor, table))
            for table in connection.introspection.table_names(cursor)
            if not table.startswith("sqlite_")
        }


def make_load(**options: int) -> None:
    call_command("make_load", **{"articles": 60, "partnerships": 30, "companies": 20, **options}, stdout=io.StringIO())


def fingerprint(table: type[models.Model]) -> list[tuple[object, ...]]:
    """All rows of a table but for their ids and the moments at which they were made."""
    names = [
        field.name for field in table._meta.concrete_fields
        if not field.primary_key and not getattr(field, "auto_now", False) and not getattr(field, "auto_now_add", False)
    ]  # fmt: skip
    return list(table._default_manager.order_by("pk").values_list(*names))


def test_the_tables_have_their_indexes_and_keys_again() -> None:
    before = guards()
    make_load()
    assert guards() == before
    connection.check_constraints()


def test_indexes_come_back_when_the_rows_do_not() -> None:
    before = guards()
    with pytest.raises(RuntimeError):
        break_down()
    assert guards() == before


def break_down() -> None:
    with unguarded(["articles_article", "articles_claim", "search_articles"]):
        assert "article_newest" not in guards()["articles_article"]
        raise RuntimeError


def test_rows_get_the_defaults_of_what_they_do_not_name() -> None:
    put_rows(Rows(Source, ("id", "name", "slug"), [(70_000, "Wire", "wire")]))
    row, usual = Source.objects.get(pk=70_000), factory.make_source("Usual")
    assert (row.kind, row.topics_only, row.page_help, row.note) == ("other", False, {}, "")
    assert abs((usual.created_at - row.created_at).total_seconds()) < 60


def test_the_archive_is_whole_and_hangs_together() -> None:
    make_load()
    assert (Article.objects.count(), Partnership.objects.count(), Company.objects.count()) == (60, 30, 20)
    assert Party.objects.count() == 60
    assert all(table.objects.exists() for table in (Page, Claim, Mention, Quote, Entry, Feed))
    for claim in Claim.objects.select_related("article", "partnership"):
        assert claim.article.text[claim.start : claim.end] == claim.evidence
        assert claim.partnership is not None
        assert {claim.a_id, claim.b_id} == {claim.partnership.a_id, claim.partnership.b_id}
    for mention in Mention.objects.select_related("article"):
        assert mention.article.text[mention.start : mention.end] == mention.text
    assert Company.objects.create(name="Next", slug="next").pk == 21, "the database counts on behind the ids that came"


def test_the_search_index_is_what_indexing_would_have_made() -> None:
    make_load()
    company = Company.objects.get(pk=1)
    found = find_everything(company.name)
    assert [row.row for row in found.companies[:1]] == [company]
    assert found.articles
    assert index_all() == 0, "nothing waits to be indexed, and what is indexed stands as it should"


def test_the_same_seed_makes_the_same_rows() -> None:
    tables = (Company, Source, Partnership, Party, Article, Claim, Mention)
    make_load()
    first = [fingerprint(table) for table in tables]
    call_command("flush", interactive=False)
    make_load()
    assert [fingerprint(table) for table in tables] == first
    call_command("flush", interactive=False)
    make_load(seed=2)
    assert fingerprint(Article) != first[4]


def test_an_archive_that_holds_something_is_left_alone() -> None:
    factory.make_company("Waymo")
    with pytest.raises(CommandError, match="NEWSDASH_DATA"):
        make_load()
    assert Company.objects.count() == 1


@pytest.mark.parametrize("options", [{"articles": 0}, {"companies": 5}, {"partnerships": 500}])
def test_a_size_that_cannot_be_made_is_refused(options: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        make_load(**options)
