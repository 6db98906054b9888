"""Each rule's record with the people who judged its claims, and the rules put on hold."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from articles.curation.judging import HAND
from articles.curation.trail import Act, Outcome, RefusedError
from articles.models import Article, Claim, Decision, RuleHold

WEEK = timedelta(days=7)
SUSPECT = 0.8
"""A rule whose precision is below this with 95 % certainty is shown as bad."""

LEAST = 5
"""Judgements before a rule is called anything: one rejection says nothing."""

Z95 = 1.959964
"""Standard deviations that hold 95 % of a normal distribution, for the Wilson score interval."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a rule fared: an edited claim is right when only its details were, wrong when kind or sides were."""

    rule: str
    accepted: int
    mended: int
    rejected: int
    waiting: int
    week_right: int
    week_wrong: int
    held: str | None
    """Why it is on hold; None: it is not."""

    @property
    def judged(self) -> int:
        return self.accepted + self.mended + self.rejected

    @property
    def precision(self) -> float | None:
        return self.accepted / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.accepted, self.judged)

    @property
    def suspect(self) -> bool:
        """Bad with 95 % certainty, by all judgements or by this week's alone."""
        week = self.week_right + self.week_wrong
        return any(count >= LEAST and wilson(right, count)[1] < SUSPECT
                   for right, count in ((self.accepted, self.judged), (self.week_right, week)))  # fmt: skip


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The Wilson score interval of a share, 95 %: honest for few judgements and near 0 and 1; (0, 1) for none."""
    if judged == 0:
        return 0.0, 1.0
    share, square = right / judged, Z95 * Z95
    centre = share + square / (2 * judged)
    spread = Z95 * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    scale = 1 + square / judged
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def read_records(now: datetime) -> list[Record]:
    """All rules with judged claims or on hold, the worst first. Cost grows with what people judged, not with claims."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    judged = Claim.objects.exclude(review=Claim.Review.UNREVIEWED).exclude(rule__in=("", HAND))
    plain = judged.exclude(review=Claim.Review.EDITED).values_list("rule", "review").annotate(n=Count("pk"))
    for rule, review, count in plain.order_by():
        counts[rule][review] += count
    for claim in judged.filter(review=Claim.Review.EDITED).only("rule", "kind", "a_id", "b_id", "machine"):
        counts[claim.rule]["mended" if _mended(claim) else Claim.Review.ACCEPTED] += 1
    week = _count_week(now)
    held = dict(RuleHold.objects.values_list("rule", "why"))
    waiting = Claim.objects.filter(review=Claim.Review.UNREVIEWED, rule__in=[*counts, *held])
    left = dict(waiting.order_by().values_list("rule").annotate(n=Count("pk")))
    rows = [
        Record(
            rule=rule,
            accepted=counts[rule][Claim.Review.ACCEPTED],
            mended=counts[rule]["mended"],
            rejected=counts[rule][Claim.Review.REJECTED],
            waiting=left.get(rule, 0),
            week_right=week[rule]["accept"],
            week_wrong=week[rule]["reject"],
            held=held.get(rule),
        )
        for rule in sorted({*counts, *held})
    ]
    return sorted(rows, key=lambda row: (row.held is None, not row.suspect, row.interval[1], row.rule))


@transaction.atomic
def hold(rule: str, actor: User, why: str = "") -> Outcome:
    """The rule fires no more: its unjudged claims go when their articles are read again, which starts now."""
    if not Claim.objects.filter(rule=rule).exists():
        raise RefusedError(_("No claim bears this rule."), field="rule")
    if RuleHold.objects.filter(rule=rule).exists():
        raise RefusedError(_("%(rule)s is on hold already.") % {"rule": rule}, field="rule")
    row = RuleHold(rule=rule, why=why[:300])
    act = Act(actor, "hold rule", row, reason=why, label=rule)
    act.make(row)
    act.decision.row, act.decision.rule = row.pk, rule
    act.decision.save(update_fields=["row", "rule"])
    waiting = Claim.objects.filter(rule=rule, review=Claim.Review.UNREVIEWED)
    act.articles.update(waiting.values_list("article", flat=True))
    return act.close()


@transaction.atomic
def release(rule: str, actor: User) -> Outcome:
    """The rule fires again; articles it was silent in are read again."""
    row = RuleHold.objects.filter(rule=rule).first()
    if row is None:
        raise RefusedError(_("%(rule)s is not on hold.") % {"rule": rule}, field="rule")
    act = Act(actor, "release rule", row, label=rule)
    act.drop(row)
    held = Decision.objects.filter(verb="hold rule", rule=rule, undone_at__isnull=True).order_by("-pk").first()
    act.articles.update(held.after.get("reread", []) if held else [])
    act.articles.update(Article.objects.filter(read_at__gte=row.created_at).values_list("pk", flat=True))
    return act.close()


def _mended(claim: Claim) -> bool:
    """Whether a person had to change what the claim is about, not only its details."""
    return any(
        claim.machine.get(name, getattr(claim, name)) != getattr(claim, name) for name in ("kind", "a_id", "b_id")
    )


def _count_week(now: datetime) -> dict[str, Counter[str]]:
    rows = Decision.objects.filter(at__gte=now - WEEK, verb__in=("accept", "reject"), undone_at__isnull=True)
    week: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, verb, count in rows.exclude(rule="").order_by().values_list("rule", "verb").annotate(n=Count("pk")):
        week[rule][verb] += count
    return week
