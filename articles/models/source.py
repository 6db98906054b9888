"""A source: whoever publishes, with what an editor knows about its pages."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """An outlet, a wire or a company's own newsroom. Pages name theirs by host; feeds belong to one."""

    class Kind(models.TextChoices):
        TRADE = "trade", _("trade press")
        TECH = "tech", _("technology press")
        BUSINESS = "business", _("business press")
        COMPANY = "company", _("company newsroom")
        WIRE = "wire", _("news wire")
        BLOG = "blog", _("blog")
        OTHER = "other", _("other")

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    site_url = models.URLField(max_length=500, blank=True)
    host = models.CharField(max_length=255, blank=True, db_index=True, help_text=_("The site's host without www."))
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    topics_only = models.BooleanField(
        default=False, help_text=_("A general source: only entries about autonomous driving are fetched.")
    )
    page_help = models.JSONField(
        default=dict, blank=True, help_text=_('CSS selectors: {"body": "", "author": "", "day": "", "drop": []}')
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])
