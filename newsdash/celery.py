"""Celery: a message is only a nudge. What is to be done is a query over rows, so losing the broker loses nothing."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning  # type: ignore[attr-defined]  # missing from the stubs
from celery.signals import task_postrun, task_prerun, worker_process_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdash.settings")

# Celery warns whoever runs it as root, since pickled messages could run anything: ours are JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("newsdash")


def defaults() -> dict[str, Any]:
    """Broker and rhythm from Django's settings; called by Celery on first use."""
    from django.conf import settings  # noqa: PLC0415 - settings are read when a worker starts, not on import

    return {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_connection_retry_on_startup": True,
        # A killed worker's tasks come back soon instead of after kombu's hour; a duplicate delivery does nothing.
        "broker_transport_options": {
            "visibility_timeout": 900,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
        },
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        "worker_max_memory_per_child": 150_000,  # kB: the issue's own bound for a worker
        "worker_hijack_root_logger": False,
        "task_time_limit": 300,
        "task_soft_time_limit": 240,
        # Celery would close the database after every task; `close_old` closes what is old or broken instead.
        "CELERY_DB_REUSE_MAX": sys.maxsize,
        "timezone": "UTC",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_default_queue": "fetch",
        "task_routes": {f"articles.tasks.{name}_*": {"queue": "read"} for name in ("read", "reread", "index")},
        "beat_schedule": {
            "tick": {"task": "articles.tasks.tick", "schedule": settings.POLL_EVERY, "options": {"expires": 60}},
            "map": {"task": "articles.tasks.index_map", "schedule": 3600, "options": {"expires": 600}},
        },
    }


def close_old(**_: Any) -> None:
    """As Django does around a request: keep a connection that works, up to its ``CONN_MAX_AGE``."""
    from django.db import close_old_connections  # noqa: PLC0415 - not before the settings are read

    close_old_connections()


def calm_collector(**_: Any) -> None:
    """Spare the garbage collector what a worker loaded at its start; called by Celery when it is about to work.

    It would walk all of Django again and again for the rows of a feed: a third of an unchanged poll's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


task_prerun.connect(close_old)
task_postrun.connect(close_old)
worker_ready.connect(calm_collector)
worker_process_init.connect(calm_collector)
app.add_defaults(defaults)
app.autodiscover_tasks(["articles"])
