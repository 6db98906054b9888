"""``manage.py ingest FILE_OR_URL…``: take pages through the same pipeline that feeds use."""

from __future__ import annotations

import mimetypes
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.indexing import index_articles
from articles.models import Article, Page
from articles.pipeline import ingest, ingest_url, parse_day

FILE_LIMIT = 20 * 1024 * 1024


class Command(BaseCommand):
    help = "Read saved pages (HTML, PDF or plain text) or addresses. Ingesting the same twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inputs", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument("--url", default="", help="the address a saved file came from (one file only)")
        parser.add_argument(
            "--published", default="", metavar="DAY", help="its day, YYYY-MM-DD, where the page has none"
        )
        parser.add_argument("--title", default="", help="its title, where the page has none")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["url"] and len(options["inputs"]) > 1:
            raise CommandError("--url names the address of one file; give one file, or leave --url out.")
        try:
            published = parse_day(options["published"]).isoformat() if options["published"] else ""
        except ValueError as error:
            raise CommandError(f"--published: {error}") from error
        hints = {name: value for name, value in {"published": published, "title": options["title"]}.items() if value}
        failed = 0
        for given in options["inputs"]:
            try:
                article, page = self._take(given, options["url"], hints)
            except (OSError, ValueError) as error:
                failed += 1
                self.stderr.write(f"{given}: {error}")
                continue
            if article is None:
                failed += 1
                self.stderr.write(f"{given}: {page.reason or 'not read yet'}")
            else:
                index_articles([article.pk])
                self.stdout.write(self._summary(given, article))
        if failed:
            raise CommandError(f"{failed} of {len(options['inputs'])} could not be read; the others are in.")

    def _take(self, given: str, url: str, hints: dict[str, str]) -> tuple[Article | None, Page]:
        if given.startswith(("http://", "https://")):
            return ingest_url(given, hints=hints)
        path = Path(given)
        if not path.exists():
            raise ValueError("no such file, and no address either (an address begins with http:// or https://)")
        if not path.is_file():
            raise ValueError("this is a folder; name the files in it")
        if path.stat().st_size > FILE_LIMIT:
            raise ValueError(f"the file is larger than {FILE_LIMIT // 1024 // 1024} MB, which no article is")
        return ingest(path.read_bytes(), url=url, content_type=mimetypes.guess_type(path.name)[0] or "", hints=hints)

    def _summary(self, given: str, article: Article) -> str:
        claims = article.claims.count()
        companies = article.mentions.filter(company__isnull=False).values("company").distinct().count()
        named = f"{article.title or article.url} ({article.published or 'no day'})"
        return f"{given}: {named}: {companies} companies, {claims} claims"
