"""``manage.py opml``: feeds in and out as OPML."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.extract.errors import ParseError
from articles.subscribing import export_opml, import_opml


class Command(BaseCommand):
    help = "Follow the feeds of an OPML file, or (without a file) print ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            self.stdout.write(export_opml(whole=True), ending="")
            return
        try:
            made, known = import_opml(options["file"].read_bytes())
        except (OSError, ParseError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{made} feeds new, {known} followed already")
