"""``manage.py reread``: read stored articles, or with ``--pages`` the stored pages below them, by the present rules."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from tqdm import tqdm

from articles import pipeline
from articles.models import Article, Company, Page, Source
from articles.readings import Changes
from articles.rereading import Comparison, preview_page, reread_page

BATCH = 25
SHOWN = 40
"""Changed articles or pages whose lines are printed before asking."""

SHOWN_PARAGRAPHS, SHOWN_WIDTH = 6, 100
"""Paragraphs a page whose beginnings are printed, and how much of each."""


class Command(BaseCommand):
    help = (
        "Read stored articles again. Shows what would change (claims new, gone, changed) and asks before writing; "
        "a person's decisions are never touched. When stopped, the rest waits: the app or a further call reads it. "
        "--pages begins one step earlier, with the stored answers that older page rules have read: title, authors, day "
        "and text anew, then the claims; when stopped, a further call goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="DAY", help="only articles published on or after this day, YYYY-MM-DD")
        parser.add_argument("--company", metavar="SLUG", help="only articles that mention this company")
        parser.add_argument("--source", metavar="SLUG", help="only what this source published")
        parser.add_argument("--pages", action="store_true", help="the pages that older page rules have read")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask, and do not look first")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = self._selection(options["since"], options["company"])
        pages = Page.objects.stale()
        if options["source"]:
            source = self._source(options["source"])
            articles, pages = articles.filter(source=source), pages.filter(source=source)
        if options["since"] or options["company"]:
            pages = pages.filter(article__in=articles)
        rows = pages if options["pages"] else articles
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if not ids:
            said = "No stored page was read by older rules." if options["pages"] else "No stored article matches."
            self.stdout.write(said)
            return
        jobs = max(1, options["jobs"])
        look, read, report = (
            (preview_pages, reread_pages, self._report_pages)
            if options["pages"]
            else (preview_batch, read_batch, self._report)
        )
        if options["dry_run"] or not options["yes"]:
            report(_run(look, ids, jobs, "Looking"))
            if options["dry_run"] or not self._agreed():
                self.stdout.write("Nothing was written.")
                return
        if not options["pages"]:
            # From here the rows themselves say what is left: whoever finds them at version 0 reads them.
            articles.update(rules_version=0)
        report(_run(read, ids, jobs, "Reading"))

    def _source(self, slug: str) -> Source:
        source = Source.objects.filter(slug=slug).first()
        if source is None:
            raise CommandError(f"--source: no source is called {slug!r}; its page's address ends in its name.")
        return source

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

    def _report_pages(self, results: Iterator[tuple[int, Comparison | str | None]]) -> None:
        totals: Counter[str] = Counter()
        faults = list[str]()
        for page_id, found in results:
            totals["pages"] += 1
            if isinstance(found, str):
                faults.append(f"page {page_id}: {found}")
            elif found:
                totals["differ"] += 1
                _count(found, totals)
                if totals["differ"] <= SHOWN:
                    self.stdout.write("\n".join(_lines(found)))
        differ = [f"{totals[name]} {name}" for name in ("title", "authors", "day", "text", "error") if totals[name]]
        told = f": {', '.join(differ)}; {totals['gone']} paragraphs gone, {totals['new']} new" if differ else ""
        claims = [f"{totals[name]} {name}" for name in ("claims new", "claims gone", "claims changed") if totals[name]]
        end = "; ".join([f"{totals['pages']} pages, {totals['differ']} differ{told}", *claims])
        self.stdout.write(end)
        if faults:
            raise CommandError(
                "A fault of this program met these pages; nothing of them is lost:\n" + "\n".join(faults)
            )


def _count(found: Comparison, totals: Counter[str]) -> None:
    totals.update(name for name, _, _ in found.facts)
    kinds = Counter(change for change, _ in found.text)
    totals.update(kinds)
    totals["text"] += bool(kinds)
    if found.claims is not None:
        for name in ("new", "gone", "changed"):
            totals[f"claims {name}"] += len(getattr(found.claims, name))


def _lines(found: Comparison) -> Iterator[str]:
    """A page's changes for people: its facts, then the beginnings of the paragraphs that are gone (-) and new (+)."""
    yield f"page {found.page_id}: {found.url}"
    for name, before, after in found.facts:
        yield f"  {name:8} {before or 'none'} → {after or 'none'}"
    text = found.text
    for change, paragraph in text[:SHOWN_PARAGRAPHS]:
        words = paragraph if len(paragraph) <= SHOWN_WIDTH else f"{paragraph[: SHOWN_WIDTH - 1]}…"
        yield f"  {'-' if change == 'gone' else '+'} {words}"
    if len(text) > SHOWN_PARAGRAPHS:
        yield f"  … and {len(text) - SHOWN_PARAGRAPHS} paragraphs more"


def _run(work: Any, ids: Sequence[int], jobs: int, title: str) -> Iterator[tuple[int, Any]]:
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    with tqdm(total=len(ids), desc=title, unit="row", disable=None) as bar:
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


def preview_pages(ids: Sequence[int]) -> list[tuple[int, Comparison | str | None]]:
    """Runs in a child process: what reading these pages anew would change."""
    return [(page_id, _try(preview_page, page_id)) for page_id in ids]


def reread_pages(ids: Sequence[int]) -> list[tuple[int, Comparison | str | None]]:
    """Runs in a child process: read those of these pages anew that nobody has read meanwhile."""
    return [(page_id, _try(reread_page, page_id)) for page_id in ids]


def _try(step: Callable[[int], Comparison | None], page_id: int) -> Comparison | str | None:
    """One page's comparison, or the bug it met in words: the others have their turn all the same."""
    try:
        return step(page_id)
    except Exception as error:  # noqa: BLE001 - told at the end, when the others have had their turn
        return f"{type(error).__name__}: {error}"
