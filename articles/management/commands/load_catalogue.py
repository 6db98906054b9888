"""``manage.py load_catalogue``: the shipped companies and sources into the database."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.directory import load_catalogue, load_sources
from articles.extract.companies import parse_companies

FOLDER = Path(__file__).resolve().parents[2] / "catalogue"
COLUMNS = ("name", "slug", "site_url", "feed_url", "country", "language", "kind", "topics_only", "note")
"""Of ``sources.csv``."""


class Command(BaseCommand):
    help = "Load companies and sources. What people changed stays; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--companies", type=Path, default=FOLDER / "companies.csv", metavar="FILE.csv")
        parser.add_argument("--sources", type=Path, default=FOLDER / "sources.csv", metavar="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            catalogue = parse_companies(options["companies"].read_text(encoding="utf-8"))
            rows = read_sources(options["sources"].read_text(encoding="utf-8"))
            made, changed = load_catalogue(catalogue)
        except (OSError, ValueError) as error:
            raise CommandError(f"The catalogue cannot be read: {error}") from error
        feeds = load_sources(rows)
        if options["verbosity"] and (made or changed or feeds or options["verbosity"] > 1):
            self.stdout.write(f"{made} companies new, {changed} changed; {feeds} feeds new")


def read_sources(text: str) -> list[dict[str, str]]:
    """The rows of ``sources.csv``; ``ValueError`` names the columns its header lacks."""
    table = csv.DictReader(text.splitlines())
    if missing := [column for column in COLUMNS if column not in (table.fieldnames or ())]:
        raise ValueError(f"the header of the sources lacks {', '.join(missing)}; it is {','.join(COLUMNS)}")
    return [{column: row[column] or "" for column in COLUMNS} for row in table]
