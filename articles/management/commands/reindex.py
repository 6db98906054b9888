"""``manage.py reindex``: bring the search index up to the rows; ``--fresh`` starts from nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.indexing import clear_index, count_rows, index_all


class Command(BaseCommand):
    help = "Bring the search index up to the rows. What is indexed as it stands is not written again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="forget the index first; also gets rid of orphans")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fresh"]:
            clear_index()
        with tqdm(total=count_rows(), desc="Indexing", unit="row", disable=None) as bar:
            written = index_all(bar.update)
        self.stdout.write(f"{written} documents written.")
