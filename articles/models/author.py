"""Who wrote an article, and for whom they worked from when until when."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Author(models.Model):
    """One person once a source: two people of one name at two outlets stay two until a person merges them."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=160, unique=True)
    key = models.CharField(max_length=200, help_text=_("The name folded: case, accents, initials."))
    source = models.ForeignKey("Source", on_delete=models.SET_NULL, null=True, blank=True, related_name="authors")
    also_known_as = models.JSONField(default=list, blank=True)
    bio = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    held = models.JSONField(default=dict, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="author_once_a_source"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(source=None), name="author_once_without_source"),
        ]
        indexes = [models.Index(fields=["key"], name="author_key")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def survivor(self) -> Author:
        """The author this one was merged into, at the end of the chain; itself when it stands."""
        row, seen = self, {self.pk}
        while row.merged_into is not None and row.merged_into_id not in seen:
            row = row.merged_into
            seen.add(row.pk)
        return row


class Byline(models.Model):
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("Author", on_delete=models.CASCADE, related_name="bylines")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="byline_once")]

    def __str__(self) -> str:
        return f"{self.author} in {self.article_id}"


class Position(models.Model):
    """A post a person holds or held. Empty ``since`` or ``until``: nobody says."""

    author = models.ForeignKey("Author", on_delete=models.CASCADE, related_name="positions")
    employer = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    beat = models.CharField(max_length=200, blank=True)
    since = models.CharField(max_length=10, blank=True, help_text=_("ISO, as precise as known: 2022 or 2022-06."))
    until = models.CharField(max_length=10, blank=True)
    article = models.ForeignKey("Article", on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ("-until", "-since", "pk")
        constraints = [
            models.UniqueConstraint(fields=["author", "employer", "role", "beat"], name="position_once_an_author")
        ]

    def __str__(self) -> str:
        return f"{self.role or self.beat}, {self.employer}"
