"""A decision: what a person changed, with before and after, so that it outlives re-runs and can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

VERBS = {
    "accept": _("accept"),
    "reject": _("reject"),
    "edit": _("edit"),
    "restore": _("restore"),
    "add": _("add"),
    "merge": _("merge"),
    "split": _("split"),
    "merge authors": _("merge authors"),
    "make company": _("make company"),
    "edit company": _("edit company"),
    "restore company": _("restore company"),
    "add owner": _("add owner"),
    "edit owner": _("edit owner"),
    "drop owner": _("drop owner"),
    "add alias": _("add alias"),
    "ignore name": _("ignore name"),
    "add name": _("add name"),
    "edit name": _("edit name"),
    "retire name": _("retire name"),
    "bring back name": _("bring back name"),
    "correct article": _("correct article"),
    "restore article": _("restore article"),
    "set authors": _("set authors"),
    "take out": _("take out"),
    "put in": _("put in"),
    "edit author": _("edit author"),
    "restore author": _("restore author"),
    "hold rule": _("hold rule"),
    "release rule": _("release rule"),
    "poll feed": _("poll feed"),
    "pause feed": _("pause feed"),
    "resume feed": _("resume feed"),
    "revive feed": _("revive feed"),
}
"""Every act by its name as stored, and what a page calls it."""


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
        return f"{self.actor_name} {self.verb_words} {self.label}"

    @property
    def verb_words(self) -> str:
        """The act in the reader's language; as it is stored if this version knows no such act."""
        return str(VERBS.get(self.verb, self.verb))
