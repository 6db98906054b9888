"""The review queue: which claim a curator gets next, so that two of them never get the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models import Claim, Decision

LEASE = timedelta(minutes=10)
"""How long an item stays with the curator it was shown to; one who walked away blocks nobody for longer."""

COUNT_LIMIT = 10_000
"""The count of what is left stops here: exact where it can be worked off, cheap where it cannot."""

JUDGEMENTS = ("accept", "reject", "edit", "restore")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is left (at most `COUNT_LIMIT`, then ``more``) and what this person did since midnight UTC."""

    left: int
    more: bool
    done_today: int


def take_claims(
    actor: User, now: datetime, count: int = 1, *, but: Collection[int] = (), rule: str = ""
) -> list[Claim]:
    """The next claims for this person, those first whose judging helps most, leased to them.

    What they already hold comes first, so a reload shows the same item; ``but`` are ids they skipped. ``rule``
    keeps to one rule's claims. Each row is taken with one conditional update: of two curators one gets it.
    """
    holder = actor.get_username()
    free = Q(desk_lease_until__isnull=True) | Q(desk_lease_until__lte=now)
    rows = Claim.objects.to_review().exclude(pk__in=list(but))
    if rule:
        rows = rows.filter(rule=rule)
    mine = _held_by(holder, now, but, rule)
    taken: list[int] = []
    # A few more than wanted: another curator may take some of them between the look and the update.
    for pk in [*mine, *rows.filter(free).values_list("pk", flat=True)[: count * 3 + 5]]:
        if len(taken) == count:
            break
        ours = free | Q(desk_holder=holder)
        waiting = Claim.objects.filter(ours, pk=pk, review=Claim.Review.UNREVIEWED)
        if pk not in taken and waiting.update(desk_lease_until=now + LEASE, desk_holder=holder):
            taken.append(pk)
    found = Claim.objects.select_related("article", "article__source", "a", "b", "partnership").in_bulk(taken)
    return [found[pk] for pk in taken if pk in found]


def _held_by(holder: str, now: datetime, but: Collection[int], rule: str) -> list[int]:
    """Ids of the items this person holds, in the queue's order. Only the few leased rows are looked at."""
    leased = Claim.objects.filter(desk_lease_until__gt=now).order_by()
    rows = leased.values_list("pk", "desk_holder", "review", "desk_use", "rule", "article__taken_out")
    held = [
        (-use, pk)
        for pk, who, review, use, fired, out in rows
        if who == holder and review == Claim.Review.UNREVIEWED and not out and pk not in but and rule in {"", fired}
    ]
    return [pk for _use, pk in sorted(held)]


def release_claim(claim_id: int, actor: User) -> None:
    """Give an item back unjudged: somebody else may have it at once."""
    Claim.objects.filter(pk=claim_id, desk_holder=actor.get_username()).update(desk_lease_until=None, desk_holder="")


def measure_progress(actor: User, now: datetime) -> Progress:
    """Two counts, both by an index and bounded."""
    waiting = Claim.objects.filter(review=Claim.Review.UNREVIEWED).order_by()  # a limit on sorted rows would sort all
    left = waiting.values("pk")[: COUNT_LIMIT + 1].count()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Decision.objects.filter(at__gte=midnight, actor=actor, verb__in=JUDGEMENTS, undone_at__isnull=True)
    return Progress(min(left, COUNT_LIMIT), left > COUNT_LIMIT, today.count())
