"""A partnership: what all claims of one kind on one pair add up to. Always recomputable from claims and decisions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.extract.dates import When
from articles.models.claim import Kind, Precision, Stage, make_when

UNDATED = date(1970, 1, 1)
"""Where a deal sorts of which neither claims nor articles give a day: last. No page shows it."""


UNSURE = 0.5
"""A deal less sure than this is marked so wherever it stands."""


class Partnership(models.Model):
    """``first`` is when it was announced or began (empty: nobody says), ``shown_on`` where a timeline puts it."""

    kind = models.CharField(max_length=15, choices=Kind)
    a = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="partnerships_as_a")
    b = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="partnerships_as_b")
    stage = models.CharField(max_length=10, choices=Stage)
    first_on = models.DateField(null=True, blank=True)
    first_precision = models.CharField(max_length=8, choices=Precision, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_precision = models.CharField(max_length=8, choices=Precision, blank=True)
    last_on = models.DateField(null=True, blank=True, help_text=_("The latest day anything was said of it."))
    shown_on = models.DateField(help_text=_("First day, else the day of the first report of it."))
    subject = models.CharField(max_length=500, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    claims_count = models.PositiveIntegerField(default=0)
    articles_count = models.PositiveIntegerField(default=0)
    reports_count = models.PositiveIntegerField(default=0, help_text=_("Independent reports: reprints count once."))
    confidence = models.FloatField(default=0)
    reviewed = models.BooleanField(default=False, help_text=_("A person accepted or wrote one of its claims."))
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(db_index=True, help_text=_("When what it says last changed."))

    class Meta:
        ordering = ("-shown_on", "-id")
        constraints = [
            models.UniqueConstraint(fields=["kind", "a", "b"], name="partnership_once"),
            models.CheckConstraint(condition=~models.Q(a=models.F("b")), name="nobody_deals_with_itself"),
        ]
        indexes = [
            models.Index(fields=["-shown_on", "-id"], name="partnership_newest"),
            models.Index(fields=["kind", "-shown_on", "-id"], name="partnership_kind"),
            models.Index(fields=["stage", "-shown_on", "-id"], name="partnership_stage"),
            models.Index(fields=["a", "b"], name="partnership_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.a} – {self.b} ({self.kind})"

    def get_absolute_url(self) -> str:
        return reverse("partnership", args=sorted((self.a.slug, self.b.slug)))

    @property
    def unsure(self) -> bool:
        """Whether it may as well be wrong: nobody has looked at it, and about every second such claim is."""
        return self.confidence < UNSURE and not self.reviewed

    @property
    def first(self) -> When | None:
        return make_when(self.first_on, self.first_precision)

    @property
    def reported_on(self) -> date | None:
        """`shown_on`, or None where it is nobody's day."""
        return None if self.shown_on == UNDATED and self.first_on is None else self.shown_on

    @property
    def ended(self) -> When | None:
        return make_when(self.ended_on, self.ended_precision)


class Party(models.Model):
    """A partnership seen from one of its two companies: two rows each, so a company's timeline is one index walk."""

    partnership = models.ForeignKey("Partnership", on_delete=models.CASCADE, related_name="parties")
    company = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="parties")
    other = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind)
    stage = models.CharField(max_length=10, choices=Stage)
    shown_on = models.DateField()

    class Meta:
        verbose_name_plural = _("parties")
        constraints = [models.UniqueConstraint(fields=["partnership", "company"], name="party_once")]
        indexes = [
            models.Index(fields=["company", "-shown_on", "-partnership"], name="party_timeline"),
            models.Index(fields=["company", "other"], name="party_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} in {self.partnership_id}"
