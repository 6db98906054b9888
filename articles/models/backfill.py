"""A backfill: a source's history between two days being fetched, and how far it has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.bounds import LONGEST_REST, has_come, is_free


class BackfillQuerySet(models.QuerySet["Backfill"]):
    def due(self, now: datetime) -> BackfillQuerySet:
        """Backfills whose next listing may be fetched now and that nobody is at."""
        due = is_free(now) & has_come("next_at", now, LONGEST_REST)
        return self.filter(due, state=Backfill.State.RUNNING).order_by("next_at", "pk")

    def take(self, backfill_id: int, now: datetime, lease: timedelta) -> bool:
        """Claim one with one conditional update; False when another worker has it, or it is not its time."""
        return self.due(now).filter(pk=backfill_id).order_by().update(lease_until=now + lease) == 1


class Backfill(models.Model):
    """``found`` addresses in the span: ``made`` pages of them are new, ``left_out`` off topic, the rest was known."""

    class Method(models.TextChoices):
        WORDPRESS = "wordpress", _("WordPress posts")
        PAGED = "paged", _("paged feed")
        ARCHIVE = "archive", _("linked archive (RFC 5005)")
        SITEMAP = "sitemap", _("sitemaps")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    source = models.ForeignKey("Source", on_delete=models.CASCADE, related_name="backfills")
    since = models.DateField()
    until = models.DateField()
    method = models.CharField(max_length=10, choices=Method, blank=True, help_text=_("Empty until one has worked."))
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    cursor = models.JSONField(default=dict, blank=True, help_text=_("Which listings remain and which were read."))
    found = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text=_("How many addresses there will be, as far as known."))
    error = models.CharField(max_length=500, blank=True, help_text=_("What went wrong last, in plain words."))
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BackfillQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "next_at"], name="backfill_due")]

    def __str__(self) -> str:
        return f"{self.source}, {self.since} to {self.until}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.found // self.total) if self.total else 0
