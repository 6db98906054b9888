"""``manage.py up``: everything at once on one machine (what ``make run`` calls)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsdash.supervisor import PortTakenError, run_everything


class Command(BaseCommand):
    help = "Set up the data folder, then run web server, Celery worker, Celery beat and Redis until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-archive", action="store_true", help="do not read the starter archive")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_everything(options["host"], options["port"], archive=not options["no_archive"])
        except PortTakenError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("Stopped before everything ran; the next start goes on from here.")
