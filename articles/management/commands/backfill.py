"""``manage.py backfill SOURCE --since DAY``: fetch a source's history, at its host's pace, from where it stood."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from articles import history
from articles.models import Backfill, Source
from articles.pipeline import parse_day

PAUSE = 2.0
"""Seconds between two looks at a backfill that a worker of the app is at."""


class Command(BaseCommand):
    help = (
        "List a source's old articles between two days (WordPress posts, paged feeds, archives, sitemaps) and make "
        "their pages; the app fetches and reads them. When stopped, the same call goes on where it stood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="its short name, its host or its name")
        parser.add_argument("--since", default=history.SINCE.isoformat(), metavar="DAY", help="default: %(default)s")
        parser.add_argument("--until", metavar="DAY", help="default: today")
        parser.add_argument("--method", default="", choices=Backfill.Method.values, help="only this way")
        parser.add_argument("--dry-run", action="store_true", help="read the listings, count, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options["source"])
        start = history.plan_backfill if options["dry_run"] else history.start_backfill
        try:
            since, until = parse_day(options["since"]), options["until"] and parse_day(options["until"])
            backfill = start(source, since, until or None, method=options["method"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        line = ""
        try:
            for line in self._with_bar(backfill, self._walk(backfill, dry_run=options["dry_run"])):
                if options["verbosity"] > 1:
                    self.stdout.write(line)
        except KeyboardInterrupt:
            kept = "nothing was written" if options["dry_run"] else "the app goes on, or the same call does"
            raise CommandError(f"stopped; {kept}") from None
        if backfill.state == Backfill.State.FAILED:
            raise CommandError(f"{source}: {backfill.error}")
        self._report(backfill, line, dry_run=options["dry_run"])

    def _source(self, text: str) -> Source:
        found = list(Source.objects.filter(Q(slug=text) | Q(host=text.removeprefix("www.")) | Q(name__iexact=text))[:2])
        if not found:
            near = Source.objects.filter(Q(slug__icontains=text) | Q(name__icontains=text)).order_by("slug")[:5]
            hint = ", ".join(near.values_list("slug", flat=True)) or "see the page of sources"
            raise CommandError(f"No source is called {text!r}. Like it: {hint}")
        if len(found) > 1:
            raise CommandError(f"{text!r} is the name of several; give one of {', '.join(row.slug for row in found)}")
        return found[0]

    def _walk(self, backfill: Backfill, *, dry_run: bool) -> Iterator[str]:
        """Step by step to the end. Each step is the same one a worker takes; one that a worker has is waited for."""
        while backfill.state == Backfill.State.RUNNING:
            step = history.look_step(backfill) if dry_run else history.step_backfill(backfill.pk)
            if not dry_run:
                backfill.refresh_from_db()
            if step is not None:
                yield step.line
            left = (backfill.next_at - datetime.now(UTC)).total_seconds()
            if backfill.state == Backfill.State.RUNNING:
                time.sleep(max(left, 0.0) if step is not None else max(left, PAUSE))

    def _with_bar(self, backfill: Backfill, lines: Iterator[str]) -> Iterator[str]:
        with tqdm(desc=f"Listing {backfill.source}", unit="address", initial=backfill.found, disable=None) as bar:
            for line in lines:
                bar.total, bar.n = max(backfill.total, backfill.found) or None, backfill.found
                bar.set_postfix_str(f"{backfill.made} new, {backfill.method or 'looking'}"[:60])
                yield line

    def _report(self, backfill: Backfill, line: str, *, dry_run: bool) -> None:
        self.stdout.write(f"{backfill.source}, {backfill.since} to {backfill.until}, by {backfill.method}: {line}")
        if backfill.error:
            self.stdout.write(backfill.error)
        self.stdout.write(history.say_estimate(backfill))
        self.stdout.write("Nothing was written." if dry_run else "The app fetches and reads the new pages.")
