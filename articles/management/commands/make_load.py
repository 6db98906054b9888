"""``manage.py make_load``: fill an empty database with a made-up archive of any size, to measure with."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from tqdm import tqdm

from articles.bulk import put_rows, unguarded
from articles.extract.terms import list_terms
from articles.indexing import TABLES as SEARCH
from articles.indexing import clear_index, count_rows, fill_index
from articles.layout import place_companies
from articles.management.synthetic import WRITTEN, Size, make_articles, make_deals, make_directory, make_world
from articles.models import Article, Author, Company, CompanyName, Feed, Indexed, Page, Partnership, Party, Source

FILLED: list[type[Model]] = [Company, CompanyName, Source, Feed, Author, Partnership, Party, *WRITTEN, Indexed]


class Command(BaseCommand):
    help = "Fill an EMPTY database with a made-up archive, to measure with. The same seed makes the same rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=10_000)
        parser.add_argument("--partnerships", type=int, default=2_000)
        parser.add_argument("--companies", type=int, default=500)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(options["articles"], options["partnerships"], options["companies"], options["seed"])
        check_size(size)
        if Company.objects.exists() or Article.objects.exists() or Page.objects.exists():
            raise CommandError(
                "The database holds an archive, which a made-up one would spoil. Set NEWSDASH_DATA to a new folder "
                "(or DATABASE_URL to an empty database), run `manage.py migrate` there, and try again."
            )
        world = make_world(size)
        clear_index()
        with unguarded([table._meta.db_table for table in FILLED] + sorted(set(SEARCH.values()))):
            for batch in (*make_directory(world), *make_deals(world)):
                put_rows(batch)
            with tqdm(total=size.articles, desc="Articles", unit="article", disable=None) as bar:
                for articles, batch in make_articles(world):
                    put_rows(batch)
                    bar.update(articles)
            with tqdm(total=count_rows(), desc="Search index", unit="row", disable=None) as bar:
                fill_index(bar.update, remember_terms(world.fillers))
            tqdm.write("Building the tables' indexes …", file=self.stderr)
        set_sequences(FILLED)
        place_companies()
        tidy()
        self.stdout.write(f"{size.articles} articles, {size.partnerships} partnerships, {size.companies} companies.")


def check_size(size: Size) -> None:
    """``CommandError`` on a size that cannot be made."""
    if min(size.articles, size.partnerships, size.companies) < 1 or size.companies < 10:
        raise CommandError("At least one article, one partnership and ten companies are needed.")
    if size.partnerships > size.companies * (size.companies - 1) // 4:
        raise CommandError(
            f"{size.companies} companies are too few for {size.partnerships} partnerships; ask for more."
        )


def remember_terms(sentences: Iterable[str]) -> Callable[[str], list[str]]:
    """`list_terms` for texts made of these sentences, each of which is cut up but once."""
    known = {sentence.rstrip("."): list_terms(sentence) for sentence in sentences}

    def list_remembered(text: str) -> list[str]:
        terms: list[str] = []
        for part in text.replace("\n\n", " ").rstrip(".").split(". "):
            terms += known.get(part) or list_terms(part)
        return terms

    return list_remembered


def set_sequences(tables: Sequence[type[Model]]) -> None:
    """Rows came with their ids: tell the database where to count on."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def tidy() -> None:
    """Statistics for the planner, as the database's own housekeeping gathers them in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
