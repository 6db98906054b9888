"""Where a company stands in the drawn network."""

from __future__ import annotations

from django.db import models


class NodePosition(models.Model):
    """A place in the unit square, the same on every drawing, so that nobody jumps when the year or a filter changes.

    Derived: `articles.layout` writes it, starting from the last places. A company without a row was not placed yet.
    """

    company = models.OneToOneField("Company", on_delete=models.CASCADE, related_name="position", primary_key=True)
    x = models.FloatField()
    y = models.FloatField()
    placed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.company_id} at {self.x:.3f}, {self.y:.3f}"
