"""Judging claims: accept, reject with a reason, edit, restore to the machine's reading, add by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.curation.trail import Act, Outcome, RefusedError, check_version, column, plain_fields, version_of
from articles.curation.undo import assign
from articles.extract.claims import RULES_VERSION, SYMMETRIC
from articles.models import Article, Claim, Company
from articles.models.claim import MACHINE_FIELDS, Rejection, claim_key, side_key

EDITABLE = (
    "kind", "a", "b", "stage", "on", "precision", "ended_on", "ended_precision", "subject", "scope", "amount",
    "currency",
)  # fmt: skip
"""What a person may correct in a claim."""

SEEN = (*EDITABLE, "review", "rejected_for")
"""What a person sees of a claim when judging it: the version they act on."""

HAND = "by hand"
"""The rule of a claim that a person added."""


def claim_version(claim: Claim) -> str:
    return version_of(claim, SEEN)


@transaction.atomic
def accept(claim_id: int, actor: User, version: str | None = None) -> Outcome:
    """The claim is right as it stands; an edited or added one stays edited or added."""
    claim = _take(claim_id, version)
    act = Act(actor, "accept", claim)
    kept = claim.review in {Claim.Review.EDITED, Claim.Review.ADDED}
    act.change(claim, review=claim.review if kept else Claim.Review.ACCEPTED, rejected_for="")
    _release(claim)
    return act.close()


@transaction.atomic
def reject(claim_id: int, actor: User, why: str, version: str | None = None, *, note: str = "") -> Outcome:
    """The sentence does not say it; ``why`` is a `Rejection`, which says what the sentence may still be read as."""
    if why not in Rejection.values:
        raise RefusedError(_("Choose why the claim is wrong."), field="why")
    claim = _take(claim_id, version)
    act = Act(actor, "reject", claim, reason=f"{Rejection(why).label}{f': {note}' if note else ''}")
    act.change(claim, review=Claim.Review.REJECTED, rejected_for=why)
    _release(claim)
    return act.close()


@transaction.atomic
def edit(claim_id: int, actor: User, fields: Mapping[str, Any], version: str | None = None) -> Outcome:
    """Set `EDITABLE` fields (``a`` and ``b`` are companies); the machine's reading is kept beside them."""
    claim = _take(claim_id, version)
    if unknown := set(fields) - set(EDITABLE):
        raise RefusedError(_("A claim's %(fields)s cannot be edited.") % {"fields": ", ".join(sorted(unknown))})
    wanted = dict(fields)
    for side in ("a", "b"):
        if isinstance(company := wanted.get(side), Company):
            wanted[f"{side}_name"] = company.name[:200]
    act = Act(actor, "edit", claim)
    fresh = claim.review == Claim.Review.UNREVIEWED or not claim.machine
    if fresh and claim.review != Claim.Review.ADDED:
        wanted["machine"] = plain_fields(claim, [column(Claim, name) for name in MACHINE_FIELDS])
    hand = claim.review == Claim.Review.ADDED
    act.change(claim, pin=("review",), **wanted, review=claim.review if hand else Claim.Review.EDITED, rejected_for="")
    _check_sides(claim)
    _release(claim)
    return act.close()


@transaction.atomic
def restore(claim_id: int, actor: User, version: str | None = None) -> Outcome:
    """Back to what the machine reads, as if nobody had judged it; its article is read again."""
    claim = _take(claim_id, version)
    if claim.review == Claim.Review.ADDED and not claim.machine:
        raise RefusedError(_("The machine does not read this claim: a person added it. Reject it, or undo the adding."))
    act = Act(actor, "restore", claim)
    machine = dict(claim.machine)
    reading = Claim()
    assign(reading, machine)
    back = {name: getattr(reading, name) for name in machine}
    act.change(claim, **back, machine={}, review=Claim.Review.UNREVIEWED, rejected_for="")
    act.articles.add(claim.article_id)
    return act.close()


@transaction.atomic
def add(article_id: int, actor: User, span: tuple[int, int], fields: Mapping[str, Any]) -> Outcome:
    """A claim that the machine missed, resting on the characters ``span`` of the article's text.

    ``fields``: kind, a, b (companies), stage and whatever else of `EDITABLE` is known.
    """
    article = Article.objects.get(pk=article_id)
    start, end = span
    evidence = article.text[start:end]
    lead = len(evidence) - len(evidence.lstrip())
    start, evidence = start + lead, evidence.strip()
    if not (0 <= span[0] < span[1] <= len(article.text)) or not evidence:
        raise RefusedError(_("Mark the sentence that says it."), field="start")
    a, b = fields["a"], fields["b"]
    if fields["kind"] in SYMMETRIC and b.name < a.name:
        a, b = b, a
    key = claim_key(fields["kind"], side_key(a.slug, a.name), side_key(b.slug, b.name))
    if (twin := article.claims.filter(key=key).first()) is not None:
        said = _("The article has this claim already (%(review)s): judge that one instead.")
        raise RefusedError(said % {"review": twin.get_review_display()})
    claim = Claim(
        **{**fields, "a": a, "b": b},
        article=article, key=key, a_name=a.name[:200], b_name=b.name[:200], evidence=evidence, start=start,
        end=start + len(evidence), confidence=1.0, rule=HAND, rules_version=RULES_VERSION, review=Claim.Review.ADDED,
    )  # fmt: skip
    _check_sides(claim)
    act = Act(actor, "add", claim, label=str(claim))
    act.make(claim)
    act.decision.row, act.decision.article = claim.pk, article
    act.decision.save(update_fields=["row", "article"])
    return act.close()


def _take(claim_id: int, version: str | None) -> Claim:
    claim = Claim.objects.select_for_update(of=("self",)).select_related("article").filter(pk=claim_id).first()
    if claim is None:
        raise RefusedError(_("This claim is gone: the article was read again and no longer says it."))
    check_version(claim, SEEN, version)
    return claim


def _release(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(desk_lease_until=None, desk_holder="")


def _check_sides(claim: Claim) -> None:
    if claim.a_id is not None and claim.a_id == claim.b_id:
        raise RefusedError(_("A company has no deal with itself: choose two companies."), field="b")
    if claim.on is None and claim.precision:
        raise RefusedError(_("Give the date, or clear its precision."), field="on")
    if claim.amount is not None and not claim.currency:
        raise RefusedError(_("Name the amount's currency, such as USD."), field="currency")
