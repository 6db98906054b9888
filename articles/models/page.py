"""A page: one canonical address, and the raw answer kept, so that everything after it can be re-run off-line."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from articles.extract.page import RULES_VERSION
from articles.models.bounds import LONGEST_HISTORY, has_come, is_free
from articles.models.prepared import Given, Prepared

BODY = ("body", "body_hash", "rules_version")
"""The columns that keeping an answer sets."""

BODY_LIMIT = 32 * 1024 * 1024
"""Bytes a kept body may unpack to; bigger ones were never stored, so more is a damaged row."""


def url_key(url: str) -> str:
    """The fixed-width key of a canonical address: indexable on every database whatever the address's length."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


_TAKE = Prepared(
    lambda: Page.objects.unread(Given("now")).filter(pk=Given("pk"), state=Given("state")),
    lease_until=Given("until"),
    attempts=Case(When(lease_until__isnull=True, then=F("attempts")), default=F("attempts") + 1),
)
_TAKEN = Prepared(lambda: Page.objects.filter(pk=Given("pk")).select_related("source"))


class PageQuerySet(models.QuerySet["Page"]):
    def unread(self, now: datetime | Given) -> PageQuerySet:
        """Pages that wait to be fetched or parsed, that may be tried now and that nobody has taken.

        Those never put off come first, then those that wait longest: a host's crowd or a row of failures starves none.
        """
        ripe = Q(retry_at__isnull=True) | has_come("retry_at", now, LONGEST_HISTORY)
        return self.filter(is_free(now) & ripe, state__in=(Page.State.NEW, Page.State.FETCHED)).order_by(
            F("retry_at").asc(nulls_first=True), "pk"
        )

    def stored(self) -> PageQuerySet:
        """Pages that were read or failed and whose raw answer is kept, so that they can be read again.

        Not those that were left out: for their subject or as another page's double, or because they must not be kept.
        """
        over = self.filter(state__in=(Page.State.READ, Page.State.FAILED), body__isnull=False)
        return over.exclude(body_hash="")

    def stale(self) -> PageQuerySet:
        """Stored pages that were read by older rules than today's; also those somebody began to read again."""
        begun = self.filter(state=Page.State.FETCHED, rules_version__gt=0)
        return (self.stored() | begun).filter(rules_version__lt=RULES_VERSION).order_by("pk")

    def take(self, page_id: int, now: datetime, lease: timedelta, *, state: str) -> bool:
        """Claim one page that waits in this state with one conditional update; False when another worker has it.

        A lease that ran out counts as an attempt: whoever held it was killed, maybe by this very page.
        """
        return _TAKE.update(pk=page_id, state=state, now=now, until=now + lease) == 1

    def taken(self, page_id: int) -> Page:
        """A page that was taken, with its source."""
        found: Page = _TAKEN.get(pk=page_id)
        return found


class Page(models.Model):
    class State(models.TextChoices):
        NEW = "new", _("to be fetched")
        FETCHED = "fetched", _("to be read")
        READ = "read", _("read")
        LEFT_OUT = "left_out", _("left out")
        FAILED = "failed", _("failed")

    class Origin(models.TextChoices):
        FEED = "feed", _("feed")
        HISTORY = "history", _("history")
        HAND = "hand", _("by hand")
        BRIEF = "brief", _("starter archive")

    url = models.URLField(max_length=2000)
    key = models.CharField(max_length=64, unique=True, editable=False)
    source = models.ForeignKey("Source", on_delete=models.SET_NULL, null=True, blank=True, related_name="pages")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FEED)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why it failed or was left out, in plain words."))
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    fetched_at = models.DateTimeField(null=True, blank=True)
    final_url = models.URLField(max_length=2000, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField(null=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, editable=False)
    rules_version = models.PositiveIntegerField(default=0, help_text=_("The rules that read it; 0: not read yet."))
    """The page rules that read these very bytes: with a number here, another text is our doing and no edit."""
    marks = models.JSONField(default=list, blank=True, help_text=_("Findings such as paywall or consent wall."))

    hints = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("What whoever brought the address knows: title, published, authors, teaser, publisher."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "retry_at", "id"], name="page_unread"),
            models.Index(fields=["state", "-id"], name="page_newest"),
            models.Index(fields=["source", "state", "-id"], name="page_newest_of_source"),
        ]

    def __str__(self) -> str:
        return self.url

    def save_body(self, data: bytes) -> None:
        """Keep the raw answer, compressed; the caller saves the row (`BODY`)."""
        fingerprint = hashlib.sha256(data).hexdigest()
        if fingerprint != self.body_hash:
            self.rules_version = 0
        self.body, self.body_hash = zlib.compress(data, 6), fingerprint

    def read_body(self) -> bytes:
        """The raw answer as it came, or no bytes where there is none."""
        if not self.body:
            return b""
        return zlib.decompressobj().decompress(bytes(self.body), BODY_LIMIT)
