"""``manage.py up``: everything at once on one machine (what ``make run`` calls; ``manage.py`` takes a shorter way)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsdash.supervisor import PortTakenError, add_options, run_everything


class Command(BaseCommand):
    help = "Set up the data folder, then run web server, Celery workers, Celery beat and Redis until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_everything(options["host"], options["port"], archive=not options["no_archive"])
        except PortTakenError as error:
            raise CommandError(str(error)) from error
