"""``manage.py poll``: ask feeds now, and tell what each answered."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import controls, pipeline
from articles.models import Feed, Page

PATIENCE = 150.0
"""Seconds a page waits for its host before it is left to the app: longer than any pause we keep between two."""


class Command(BaseCommand):
    help = "Ask the feeds that are due (or the ones named) and print what each answered; pages are left to the app."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--feed", action="append", default=[], metavar="URL", help="this feed, due or not")
        parser.add_argument("--read", action="store_true", help="also fetch and read the new pages here and now")

    def handle(self, *args: Any, **options: Any) -> None:
        now = datetime.now(UTC)
        for feed in self._feeds(options["feed"], now):
            polled = pipeline.check_feed(feed.pk)
            said = "asked by another worker just now, or resting" if polled is None else polled.line
            self.stdout.write(f"{feed.shown_url}: {said}")
            for page in polled.arrivals.pages if polled and options["read"] else ():
                self.stdout.write(f"  {self._read(page)}")

    def _read(self, page: int) -> str:
        """Fetch and read a page, and tell what came of it; a short wait for its host's next place is waited out."""
        fetched, until = pipeline.fetch_page(page), time.monotonic() + PATIENCE
        while fetched is not None and fetched.wait and time.monotonic() + fetched.wait < until:
            time.sleep(fetched.wait)
            fetched = pipeline.fetch_page(page)
        article = pipeline.read_page(page)
        if article is None:
            reason = Page.objects.values_list("reason", flat=True).get(pk=page)
            return reason or (fetched.line if fetched is not None else "taken by another worker")
        pipeline.read_article(article.pk)
        return str(article)

    def _feeds(self, urls: list[str], now: datetime) -> list[Feed]:
        if not urls:
            return list(Feed.objects.due(now))
        feeds = {feed.url: feed for feed in Feed.objects.filter(url__in=urls)}
        if missing := [url for url in urls if url not in feeds]:
            raise CommandError(f"No feed has the address {missing[0]}; subscribe to it first (manage.py subscribe).")
        for feed in feeds.values():
            if why_not := controls.poll_now(feed, now):
                self.stderr.write(f"{feed.shown_url}: {why_not}")
        return list(feeds.values())
