"""A claim: one relation between two companies that one article states, with the sentence that proves it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.extract.dates import When


class Kind(models.TextChoices):
    PARTNERSHIP = "partnership", _("partnership")
    SUPPLY = "supply", _("supply")
    INVESTMENT = "investment", _("investment")
    ACQUISITION = "acquisition", _("acquisition")
    JOINT_VENTURE = "joint_venture", _("joint venture")
    COMPETITOR = "competitor", _("rivalry")
    OWNERSHIP = "ownership", _("ownership")


class Stage(models.TextChoices):
    RUMOURED = "rumoured", _("rumoured")
    PLANNED = "planned", _("planned")
    ACTIVE = "active", _("active")
    EXPANDED = "expanded", _("expanded")
    ENDED = "ended", _("ended")
    DENIED = "denied", _("denied")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("half-year")
    YEAR = "year", _("year")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> ClaimQuerySet:
        """Claims that count: not rejected by a person, in an article that was not taken out."""
        return self.filter(article__taken_out=False).exclude(review=Claim.Review.REJECTED)

    def joinable(self) -> ClaimQuerySet:
        """Standing claims between two companies the catalogue knows: what partnerships are made of."""
        return self.standing().filter(a__isnull=False, b__isnull=False)


class Claim(models.Model):
    """``a`` and ``b`` follow the kind's direction; one row an article, kind and pair (``key``).

    A person's word: ``review`` says what was decided; ``machine`` keeps what the machine read where a person edited,
    so that its reading can be restored. ``gone``: the present rules no longer read it, but a person's
    decision hangs on it, so the row stays: an accepted claim goes on counting, a rejected one keeps its sentence quiet.
    """

    class Review(models.TextChoices):
        UNREVIEWED = "unreviewed", _("not reviewed")
        ACCEPTED = "accepted", _("accepted")
        EDITED = "edited", _("edited")
        ADDED = "added", _("added by hand")
        REJECTED = "rejected", _("rejected")

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="claims")
    key = models.CharField(max_length=500, help_text=_("kind|a|b as the machine read them: the claim's identity."))
    kind = models.CharField(max_length=15, choices=Kind)
    a = models.ForeignKey("Company", on_delete=models.SET_NULL, null=True, blank=True, related_name="claims_as_a")
    b = models.ForeignKey("Company", on_delete=models.SET_NULL, null=True, blank=True, related_name="claims_as_b")
    a_name = models.CharField(max_length=200)
    b_name = models.CharField(max_length=200)
    partnership = models.ForeignKey(
        "Partnership", on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.DateField(null=True, blank=True, help_text=_("First day of the date the text gives; empty: none."))
    precision = models.CharField(max_length=8, choices=Precision, blank=True)
    as_of = models.CharField(max_length=10, blank=True, help_text=_("A date that bounds without dating, ISO."))
    ended_on = models.DateField(null=True, blank=True)
    ended_precision = models.CharField(max_length=8, choices=Precision, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    scope = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    evidence = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    cue_start = models.PositiveIntegerField(default=0)
    cue_end = models.PositiveIntegerField(default=0)
    confidence = models.FloatField()
    rule = models.CharField(max_length=80, blank=True, db_index=True)
    rules_version = models.PositiveIntegerField(default=0)

    review = models.CharField(max_length=10, choices=Review, default=Review.UNREVIEWED)
    gone = models.BooleanField(default=False)
    machine = models.JSONField(default=dict, blank=True, editable=False)
    desk_lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    desk_holder = models.CharField(max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("start", "pk")
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="claim_once_an_article")]
        indexes = [
            models.Index(fields=["partnership", "on"], name="claim_of_partnership"),
            models.Index(fields=["review", "confidence"], name="claim_to_review"),
            models.Index(fields=["kind", "a", "b"], name="claim_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.a_name} – {self.b_name}"

    def get_absolute_url(self) -> str:
        return f"{reverse('article', args=[self.article_id])}#claim-{self.pk}"

    @property
    def when(self) -> When | None:
        return make_when(self.on, self.precision)

    @property
    def ended(self) -> When | None:
        return make_when(self.ended_on, self.ended_precision)


def make_when(on: date | None, precision: str) -> When | None:
    """A day and its precision as two columns keep them → a `When`."""
    return When(on, precision or "day") if on else None  # type: ignore[arg-type]


class RuleHold(models.Model):
    """A rule put on hold by a person: its claims are not made until it is released."""

    rule = models.CharField(max_length=80, unique=True)
    why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.rule
