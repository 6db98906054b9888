"""A feed and its entries: when it was asked, what it answered, and when it is due again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fetch.address import hide_credentials
from articles.models.bounds import LONGEST_REST, has_come, is_free
from articles.models.prepared import Given, Prepared

_TAKE = Prepared(lambda: Feed.objects.due(Given("now")).filter(pk=Given("pk")), lease_until=Given("until"))
_TAKEN = Prepared(lambda: Feed.objects.filter(pk=Given("pk")).order_by().select_related("source"))


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime | Given) -> FeedQuerySet:
        """Feeds that may be asked now and that nobody is asking, the longest overdue first."""
        due = is_free(now) & has_come("next_poll_at", now, LONGEST_REST)
        return self.filter(due, state=Feed.State.ACTIVE).order_by("next_poll_at", "pk")

    def take(self, feed_id: int, now: datetime, lease: timedelta) -> bool:
        """Claim one due feed with one conditional update; False when another worker has it, or has just asked it."""
        return _TAKE.update(pk=feed_id, now=now, until=now + lease) == 1

    def taken(self, feed_id: int) -> Feed:
        """A feed that was taken, with its source."""
        found: Feed = _TAKEN.get(pk=feed_id)
        return found


class Feed(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        GONE = "gone", _("gone")

    source = models.ForeignKey("Source", on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=1000, unique=True)
    old_urls = models.JSONField(default=list, blank=True, help_text=_("Addresses it had before a permanent redirect."))
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)

    next_poll_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    interval_seconds = models.PositiveIntegerField(default=0)
    interval_why = models.CharField(max_length=300, blank=True)
    hints = models.JSONField(default=dict, blank=True, help_text=_("What the feed itself says about when to ask."))

    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    not_modified_streak = models.PositiveIntegerField(default=0)
    last_full_at = models.DateTimeField(null=True, blank=True)
    permanent_target = models.URLField(max_length=1000, blank=True)
    permanent_streak = models.PositiveIntegerField(default=0)

    last_polled_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_new_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text=_("Why the last poll failed, in plain words."))
    throttled = models.BooleanField(default=False)
    silence = models.CharField(
        max_length=200, blank=True, help_text=_("How long it has been silent, when that is far longer than it ever is.")
    )
    warnings = models.JSONField(default=list, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True, help_text=_("When its present trouble was reported."))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ("source__name", "url")
        indexes = [models.Index(fields=["state", "next_poll_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.shown_url

    @property
    def shown_url(self) -> str:
        """The address as anybody may see it: without the name and password some feeds are asked with."""
        return hide_credentials(self.url)


class Entry(models.Model):
    """One item of one feed, remembered so that re-listing brings nothing new and nothing returns after expiry."""

    feed = models.ForeignKey("Feed", on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text=_("SHA-256 of guid, address or text: its identity in the feed."))
    page = models.ForeignKey("Page", on_delete=models.SET_NULL, null=True, related_name="entries")
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="entry_once_a_feed")]
        indexes = [models.Index(fields=["feed", "-first_seen_at"], name="entry_newest")]
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return self.title or self.url or self.key
