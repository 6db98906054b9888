"""What the full-text index holds of which row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indexed(models.Model):
    """One row as it stands in the index under the number ``doc``; a row that is missing here waits to be indexed.

    Derived: `articles.indexing` writes it. ``stamp`` is a hash of what was indexed: the same text is not written twice.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        DEAL = "deal", _("deal")
        COMPANY = "company", _("company")
        PERSON = "person", _("person")

    kind = models.CharField(max_length=10, choices=Kind)
    row = models.BigIntegerField()
    doc = models.BigIntegerField()
    stamp = models.CharField(max_length=40)
    indexed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("indexed rows")
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="indexed_once")]
        indexes = [models.Index(fields=["doc", "kind"], name="indexed_doc")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row} as {self.doc}"
