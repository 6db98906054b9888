"""``manage.py layout``: give every company its place in the drawn network."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.layout import place_companies


class Command(BaseCommand):
    help = "Place the companies that have deals and no place in the drawn network yet. Nobody else moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--relax", action="store_true", help="let everybody move a little towards a better place")
        parser.add_argument("--fresh", action="store_true", help="forget all places and start afresh")

    def handle(self, *args: Any, **options: Any) -> None:
        written = place_companies(relax=options["relax"] or options["fresh"], fresh=options["fresh"])
        self.stdout.write(f"{written} places written.")
