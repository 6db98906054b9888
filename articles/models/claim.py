"""A claim: one relation between two companies that one article states, with the sentence that proves it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.extract.claims import SYMMETRIC
from articles.extract.dates import When
from articles.extract.names import name_key


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


class Rejection(models.TextChoices):
    """Why a person rejected a claim; what the sentence may still be read as hangs on it (`Rejected.blocks`)."""

    NOT_SAID = "not_said", _("the sentence does not say it")
    COMPANY = "company", _("wrong company")
    KIND = "kind", _("another kind of relation")
    NO_DEAL = "no_deal", _("no relation: a product, a person, a musing")
    OTHER = "other", _("something else")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that a person judged not to say something about two companies."""

    kind: str
    pair: frozenset[str]
    start: int
    end: int
    evidence: str
    why: str

    def blocks(self, kind: str, pair: tuple[str, str], start: int, end: int, evidence: str = "") -> bool:
        """Whether this reading (``pair``: two names) is the rejected one again, in whatever words.

        Rejected as another kind, the sentence may still be read as any other kind; otherwise it is silent about the
        pair. The sentence is known by its place, and by its words where an edited text moved it.
        """
        if self.pair != frozenset(map(name_key, pair)):
            return False
        if self.why == Rejection.KIND and kind != self.kind:
            return False
        overlaps = start < self.end and self.start < end
        return overlaps or bool(evidence and (evidence in self.evidence or self.evidence in evidence))


MACHINE_FIELDS = (
    "kind", "a_id", "b_id", "a_name", "b_name", "stage", "on", "precision", "as_of", "ended_on", "ended_precision",
    "subject", "scope", "amount", "currency", "evidence", "start", "end", "cue_start", "cue_end", "confidence", "rule",
)  # fmt: skip
"""What the machine reads of a claim. Where a person edited, these go to `Claim.machine` instead of the columns."""


class ClaimQuerySet(models.QuerySet["Claim"]):
    def rejected_in(self, article_id: int) -> list[Rejected]:
        """What a person rejected in this article: ask once an article, then `Rejected.blocks` for each reading."""
        rows = self.filter(article=article_id, review=Claim.Review.REJECTED)
        return [
            Rejected(
                row.machine.get("kind", row.kind),
                frozenset((name_key(row.a_name), name_key(row.b_name))),
                row.start,
                row.end,
                row.evidence,
                row.rejected_for,
            )
            for row in rows
        ]

    def blocks(self, article_id: int, kind: str, pair: tuple[str, str], start: int, end: int) -> bool:
        """Whether a person rejected this reading (``pair``: two names) of the sentence at ``start:end``."""
        return any(row.blocks(kind, pair, start, end) for row in self.rejected_in(article_id))

    def to_review(self) -> ClaimQuerySet:
        """Claims that wait for a person, those first whose judging helps most: a walk along one index."""
        waiting = self.filter(review=Claim.Review.UNREVIEWED, article__taken_out=False)
        return waiting.order_by("-desk_use", "pk")

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
    rejected_for = models.CharField(max_length=20, choices=Rejection, blank=True)
    desk_use = models.FloatField(default=0, editable=False, help_text=_("How much judging it helps: `use_of_judging`."))
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
            models.Index(fields=["kind", "a", "b"], name="claim_pair"),
            models.Index(fields=["review", "-desk_use", "id"], name="claim_desk"),
            models.Index(
                fields=["desk_lease_until"], name="claim_leased", condition=models.Q(desk_lease_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.a_name} – {self.b_name}"

    def get_absolute_url(self) -> str:
        return f"{reverse('article', args=[self.article_id])}#claim-{self.pk}"

    def locate(self) -> None:
        """Find the sentence again in an article whose text has changed; no place (0 to 0) where it is gone."""
        text = self.article.text
        if text[self.start : self.end] == self.evidence and self.end:
            return
        found = text.find(self.evidence)
        if found < 0:
            self.start = self.end = self.cue_start = self.cue_end = 0
            return
        shift = found - self.start
        self.start, self.end = found, found + len(self.evidence)
        if self.cue_end:
            self.cue_start, self.cue_end = self.cue_start + shift, self.cue_end + shift

    @property
    def when(self) -> When | None:
        return make_when(self.on, self.precision)

    @property
    def ended(self) -> When | None:
        return make_when(self.ended_on, self.ended_precision)


def claim_key(kind: str, a: str, b: str) -> str:
    """The identity of a claim in its article, from its sides' `side_key`; for symmetric kinds in either order."""
    first, second = sorted((a, b)) if kind in SYMMETRIC else (a, b)
    return f"{kind}|{first}|{second}"[:500]


def side_key(slug: str | None, name: str) -> str:
    """How a claim's key names one side: the company's slug, or the folded name of one that nobody knows."""
    return slug or f"?{name_key(name)}"


def use_of_judging(confidence: float, shown_on: date | None, claims: int) -> float:
    """How much it helps that a person judges a claim: high where it is uncertain and much shown.

    ``4c(1-c)`` is how uncertain the reading is. A partnership is shown the more the newer it is (every two years
    double it; a fixed origin, so stored values never age against each other), and one claim among ``claims`` that
    say the same decides the less. ``shown_on`` None: it is on no timeline, since a side is unknown.
    """
    sure = min(max(confidence, 0.02), 0.98)
    uncertain = 4 * sure * (1 - sure)
    if shown_on is None:
        return round(uncertain * 2.0**-12, 9)
    doublings = min(max((shown_on - date(2020, 1, 1)).days / 730, -10), 40)
    return round(uncertain * math.exp2(doublings) / math.sqrt(max(claims, 1)), 9)


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
