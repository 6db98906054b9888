"""``manage.py subscribe URL…``: follow a site's feed; its address is enough."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.fetch.errors import FetchError
from articles.subscribing import NoFeedError, Preview, find_feeds, subscribe


class Command(BaseCommand):
    help = "Find the feeds of sites and follow the best one of each; --look shows them without following any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL", help="a site's or a feed's address")
        parser.add_argument("--look", action="store_true", help="only show what was found")
        parser.add_argument("--all", action="store_true", help="follow every feed found, not only the best")
        parser.add_argument("--topics-only", action="store_true", help="a general source: keep only what is on topic")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for url in options["urls"]:
            try:
                previews = find_feeds(url)
            except (NoFeedError, FetchError) as error:
                failed += 1
                self.stderr.write(f"{url}: {error}")
                continue
            for number, preview in enumerate(previews):
                self._show(preview)
                if not options["look"] and (options["all"] or number == 0):
                    feed = subscribe(preview, topics_only=options["topics_only"])
                    self.stdout.write(f"  followed as {feed.source.name}")
        if failed:
            raise CommandError(f"{failed} of {len(options['urls'])} could not be followed.")

    def _show(self, preview: Preview) -> None:
        known = ", followed already" if preview.known else ""
        self.stdout.write(f"{preview.url}: {preview.title} ({preview.form}, {len(preview.entries)} entries{known})")
        for entry in preview.entries[:3]:
            self.stdout.write(f"  · {entry.title[:90]}")
        for warning in preview.warnings:
            self.stdout.write(f"  ! {warning}")
