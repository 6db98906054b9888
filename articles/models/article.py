"""An article: what a page says, cleaned, with its day and people; its revisions; the story it belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.extract.claims import RULES_VERSION
from articles.models.bounds import LONGEST_REST, has_come


class Story(models.Model):
    """Articles that tell the same news in nearly the same words: one report and its reprints."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return f"story {self.pk}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def shown(self) -> ArticleQuerySet:
        """Articles that count: not taken out by a person."""
        return self.filter(taken_out=False)

    def stale(self) -> ArticleQuerySet:
        """Articles read by older rules, or whose companies' names changed since."""
        return self.filter(taken_out=False, rules_version__lt=RULES_VERSION).order_by("pk")

    def due(self, now: datetime) -> ArticleQuerySet:
        """Stale articles that may be read now: not those whose reading has just met a bug."""
        return self.stale().filter(Q(page__retry_at__isnull=True) | has_come("page__retry_at", now, LONGEST_REST))


class Article(models.Model):
    class Form(models.TextChoices):
        REPORT = "report", _("report")
        BRIEF = "brief", _("brief")

    page = models.OneToOneField("Page", on_delete=models.CASCADE, related_name="article")
    source = models.ForeignKey("Source", on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    story = models.ForeignKey("Story", on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    form = models.CharField(max_length=10, choices=Form, default=Form.REPORT)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True, db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    image = models.URLField(max_length=2000, blank=True)
    text = models.TextField(blank=True, help_text=_("Paragraphs parted by blank lines; every offset counts in it."))
    html = models.TextField(blank=True, help_text=_("The same, cleaned, with its links."))
    cut = models.JSONField(default=list, blank=True, help_text=_("Furniture taken from head and tail."))
    content_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    rules_version = models.PositiveIntegerField(default=0, help_text=_("The rules that read it; 0: not read yet."))
    read_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When reading it again was last asked for: who began to read it before that writes nothing down."""
    taken_out = models.BooleanField(default=False, help_text=_("A person took it out: it counts for nothing."))
    held = models.JSONField(
        default=dict, blank=True, editable=False, help_text=_("Fields a person set, with what the machine read.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-published", "-id")
        indexes = [
            models.Index(fields=["source", "-published", "-id"], name="article_of_source"),
            models.Index(fields=["-published", "-id"], name="article_newest"),
            models.Index(fields=["rules_version", "id"], name="article_stale"),
            models.Index(fields=["-read_at"], name="article_read_last"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n\n") if self.text else []


class Revision(models.Model):
    """What an article said before it was edited at its source."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.title} ({self.seen_at:%Y-%m-%d})"


class Band(models.Model):
    """One band hash of an article's fingerprint: articles that share one are candidates for the same story."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "value"], name="band_once")]

    def __str__(self) -> str:
        return f"{self.value:x}"
