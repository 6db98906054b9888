"""The project: wiring only. The app is `articles`."""

from newsdash.celery import app as celery_app

__all__ = ["celery_app"]
