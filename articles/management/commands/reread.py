"""``manage.py reread``: read stored articles again with the present rules and catalogue."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from tqdm import tqdm

from articles import pipeline
from articles.models import Article, Company
from articles.readings import Changes

BATCH = 25
SHOWN = 40
"""Changed articles whose lines are printed before asking."""


class Command(BaseCommand):
    help = (
        "Read stored articles again. Shows what would change (claims new, gone, changed) and asks before writing; "
        "a person's decisions are never touched. When stopped, the rest waits: the app or a further call reads it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="DAY", help="only articles published on or after this day, YYYY-MM-DD")
        parser.add_argument("--company", metavar="SLUG", help="only articles that mention this company")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask, and do not look first")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = self._selection(options["since"], options["company"])
        ids = list(articles.order_by("pk").values_list("pk", flat=True))
        if not ids:
            self.stdout.write("No stored article matches.")
            return
        jobs = max(1, options["jobs"])
        if not options["yes"]:
            self._report(_run(preview_batch, ids, jobs, "Looking"))
            if options["dry_run"] or not self._agreed():
                self.stdout.write("Nothing was written.")
                return
        # From here the rows themselves say what is left: whoever finds them at version 0 reads them.
        articles.update(rules_version=0)
        self._report(_run(read_batch, ids, jobs, "Reading"))

    def _selection(self, since: str | None, company: str | None) -> Any:
        articles = Article.objects.shown()
        if since:
            try:
                articles = articles.filter(published__gte=pipeline.parse_day(since))
            except ValueError as error:
                raise CommandError(f"--since: {error}") from error
        if company:
            if not Company.objects.filter(slug=company).exists():
                raise CommandError(f"--company: no company is called {company!r}; its page's address ends in its name.")
            # A sub-query, not a join: one article mentions a company many times.
            named = Article.objects.filter(mentions__company__slug=company).values("pk")
            articles = articles.filter(pk__in=named)
        return articles

    def _agreed(self) -> bool:
        if not sys.stdin.isatty():
            self.stdout.write("Not asked, since nobody is at the keyboard; add --yes to write.")
            return False
        return input("Write these changes? [y/N] ").strip().lower() in {"y", "yes"}

    def _report(self, results: Iterator[tuple[int, Changes]]) -> None:
        totals: Counter[str] = Counter()
        for article_id, changes in results:
            totals["articles"] += 1
            if not changes:
                continue
            totals["differ"] += 1
            for word, lines in (("new", changes.new), ("gone", changes.gone), ("changed", changes.changed)):
                totals[word] += len(lines)
                if totals["differ"] <= SHOWN:
                    for line in lines:
                        self.stdout.write(f"article {article_id}: {word:8} {line}")
        self.stdout.write(
            f"{totals['articles']} articles, {totals['differ']} differ: "
            f"{totals['new']} claims new, {totals['gone']} gone, {totals['changed']} changed"
        )


def _run(work: Any, ids: Sequence[int], jobs: int, title: str) -> Iterator[tuple[int, Changes]]:
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    with tqdm(total=len(ids), desc=title, unit="article", disable=None) as bar:
        if jobs == 1 or len(batches) == 1:
            answers: Any = map(work, batches)
        else:
            connections.close_all()  # a connection must not be shared with the children
            pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=django.setup)
            answers = pool.map(work, batches)
        for answer in answers:
            bar.update(len(answer))
            yield from answer


def preview_batch(ids: Sequence[int]) -> list[tuple[int, Changes]]:
    """Runs in a child process: what re-reading these articles would change."""
    return [(article_id, pipeline.preview_article(article_id)) for article_id in ids]


def read_batch(ids: Sequence[int]) -> list[tuple[int, Changes]]:
    """Runs in a child process: re-read those of these articles that nobody has re-read meanwhile."""
    waiting = set(Article.objects.stale().filter(pk__in=ids).values_list("pk", flat=True))
    return [(article_id, pipeline.read_article(article_id)) for article_id in ids if article_id in waiting]
