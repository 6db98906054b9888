"""``manage.py poll``: ask feeds now, and tell what each answered."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import pipeline
from articles.models import Feed


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
                fetched = pipeline.fetch_page(page)
                article = pipeline.read_page(page)
                if article is not None:
                    pipeline.read_article(article.pk)
                self.stdout.write(f"  {article or (fetched and fetched.line)}")

    def _feeds(self, urls: list[str], now: datetime) -> list[Feed]:
        if not urls:
            return list(Feed.objects.due(now))
        feeds = {feed.url: feed for feed in Feed.objects.filter(url__in=urls)}
        if missing := [url for url in urls if url not in feeds]:
            raise CommandError(f"No feed has the address {missing[0]}; subscribe to it first (manage.py subscribe).")
        Feed.objects.filter(url__in=urls, state=Feed.State.ACTIVE).update(next_poll_at=now)
        return list(feeds.values())
