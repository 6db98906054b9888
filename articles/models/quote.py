"""Who said what, in which office, for which company."""

from __future__ import annotations

from django.db import models


class Quote(models.Model):
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="quotes")
    company = models.ForeignKey("Company", on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes")
    company_name = models.CharField(max_length=200, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("start",)

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"
