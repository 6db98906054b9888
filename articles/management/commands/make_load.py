"""``manage.py make_load``: fill an empty database with a made-up archive of any size, to measure with."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from tqdm import tqdm

from articles.indexing import count_rows, index_all
from articles.layout import place_companies
from articles.management.synthetic import Size, make_articles, make_deals, make_directory, make_world
from articles.models import Article, Author, Company, Feed, Page, Partnership, Source


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
        save_all(make_directory(world))
        save_all(make_deals(world))
        with tqdm(total=size.articles, desc="Articles", unit="article", disable=None) as bar:
            for articles, rows in make_articles(world):
                save(rows)
                bar.update(articles)
        set_sequences([Company, Source, Feed, Author, Partnership, Page, Article])
        with tqdm(total=count_rows(), desc="Search index", unit="row", disable=None) as bar:
            index_all(bar.update)
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


def save_all(batches: Iterable[Sequence[Model]]) -> None:
    for rows in batches:
        save(rows)


def save(rows: Sequence[Model]) -> None:
    """Rows of one table, ids included, in one transaction."""
    if rows:
        with transaction.atomic():
            type(rows[0])._default_manager.bulk_create(rows, batch_size=1_000)


def set_sequences(tables: Sequence[type[Model]]) -> None:
    """Rows came with their ids: tell the database where to count on."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def tidy() -> None:
    """Statistics for the planner, as the database's own housekeeping gathers them in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
