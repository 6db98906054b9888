"""``manage.py rebuild``: recompute every partnership from claims and decisions, or prove that nothing differs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.joining import find_differences, join_pairs
from articles.models import Claim, Partnership

SHOWN = 50
"""Differences printed before the rest is only counted."""


class Command(BaseCommand):
    help = "Recompute the stored partnerships from claims and decisions. With --check, only say what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when stored and recomputed differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        claimed = Claim.objects.filter(a__isnull=False, b__isnull=False).values_list("kind", "a", "b").distinct()
        stored = Partnership.objects.values_list("kind", "a", "b")
        changed = join_pairs([*claimed, *stored])
        self.stdout.write(f"{changed} partnerships changed; {Partnership.objects.count()} stored.")

    def _check(self) -> None:
        count = 0
        for line in find_differences():
            count += 1
            if count <= SHOWN:
                self.stdout.write(line)
        if count:
            raise CommandError(f"{count} differences. `manage.py rebuild` mends them.")
        self.stdout.write(f"{Partnership.objects.count()} partnerships: stored equals recomputed.")
