"""A host we fetch pages from, and what its robots.txt said last."""

from __future__ import annotations

from django.db import models


class Host(models.Model):
    """``robots`` is the file as it came, good until ``robots_until``; ``origin`` is scheme, host and port."""

    origin = models.CharField(max_length=300, unique=True)
    robots = models.TextField(blank=True)
    robots_until = models.DateTimeField()
    robots_why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.origin
