"""``manage.py export_gold``: judged articles as labelled examples, to score the reader with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.curation.gold import find_labelled


class Command(BaseCommand):
    help = "Write articles whose every claim a person judged, one JSON object a line: text, companies, claims."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partial", action="store_true", help="also articles of which only some claims are judged")

    def handle(self, *args: Any, **options: Any) -> None:
        for entry in find_labelled(partial=options["partial"]):
            self.stdout.write(json.dumps(entry, ensure_ascii=False))
