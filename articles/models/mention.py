"""Which company stands where in an article, and how many partners it is said to have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mention(models.Model):
    """``company`` is empty for an organisation the catalogue does not know: the desk judges it by ``key``."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="mentions")
    company = models.ForeignKey("Company", on_delete=models.SET_NULL, null=True, blank=True, related_name="mentions")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True, help_text=_("Folded name, for organisations nobody knows."))
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=5, default="text", help_text=_("title or text"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("start",)
        indexes = [
            models.Index(fields=["company", "article"], name="mention_of_company"),
            models.Index(fields=["key"], name="mention_unknown", condition=models.Q(company__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class PartnerCount(models.Model):
    """ "partnerships with approximately 50 companies", and as of when."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="partner_counts")
    company = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="partner_counts")
    partners = models.PositiveIntegerField()
    approximate = models.BooleanField(default=False)
    as_of = models.CharField(max_length=10, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.company}: {self.partners}"
