"""A decision: what a person changed, with before and after, so that it outlives re-runs and can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """One act of one person. ``target`` names the row by table and id; ``before`` and ``after`` hold what changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=30)
    table = models.CharField(max_length=30)
    row = models.BigIntegerField()
    label = models.CharField(max_length=500, help_text=_("What it was about, readable when the row is gone."))
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    rule = models.CharField(max_length=80, blank=True, db_index=True, help_text=_("The rule whose claim was judged."))
    article = models.ForeignKey("Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["table", "row", "-at"], name="decision_on_row")]
        permissions = [
            ("judge_claims", "Can judge claims"),
            ("merge_companies", "Can merge and split companies"),
            ("configure_newsdash", "Can configure sources, rules and site help"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.label}"
