"""``manage.py export_trail``: every decision as JSON lines, the oldest first."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.curation.trail import export_decisions
from articles.models import Decision


class Command(BaseCommand):
    help = "Write every decision people took, with before and after, one JSON object a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="only decisions after this one")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Decision.objects.filter(pk__gt=options["after"]).order_by("pk")
        for entry in export_decisions(rows.iterator(chunk_size=500)):
            self.stdout.write(json.dumps(entry, ensure_ascii=False))
