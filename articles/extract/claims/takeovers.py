"""Rules on nouns of buying whole companies: the takeover of, the merger with, the sale to."""

from __future__ import annotations

from collections.abc import Callable

from articles.extract.claims.cues import TAKEOVER_NOUNS, UNIT_NOUNS, Stage
from articles.extract.claims.nounseats import complement, holder_in_clause, holder_of
from articles.extract.claims.patterns import (
    Sight,
    chunks_after,
    group_after,
    group_before,
    is_many,
    is_shell,
    weaken,
    without,
)
from articles.extract.claims.skeleton import Level


def _sale(sight: Sight, level: Level, place: int) -> None:
    """ "the sale of DeepScale to Tesla": a company that is sold whole, or a unit of one."""
    sold = complement(sight, level, place, "of", reach=3)
    if sold is None or ((sold.noun or sold.possessor) and sold.noun not in UNIT_NOUNS):
        return
    buyer = next((chunk for chunk in chunks_after(level, sold.last, 6) if chunk.prep == "to"), None)
    if buyer is not None and not buyer.possessor and not any(level.verbs[sold.last + 1 : buyer.prep_at]):
        sight.propose("acquisition", without(sight.seat(buyer), sight.seat(sold)), sight.seat(sold), "noun/sale to",
                      level=level, place=place, group=group_before(level, place) or group_after(level, buyer.last),
                      confidence=0.78)  # fmt: skip


def _merger(sight: Sight, level: Level, place: int) -> None:
    """ "the merger of Ouster and Velodyne", "Honda's merger with Nissan"; whoever is named first comes first."""
    both = complement(sight, level, place, "between", "of", reach=4)
    heard = not _HEARSAY.isdisjoint(sight.between(level, place - 4, place))
    stage: Stage | None = "rumoured" if heard else None
    if both is not None and is_many(sight.seat(both)):
        sight.propose_all("acquisition", sight.seat(both), "noun/merger", level=level, place=place, stage=stage,
                          group=group_after(level, both.last) or group_before(level, place),
                          confidence=0.65)  # fmt: skip
        return
    partner = complement(sight, level, place, "with", reach=4)
    if partner is None:
        _takeover(sight, level, place)
        return
    holder, group = holder_in_clause(sight, level, place)
    a, b = without(holder, sight.seat(partner)), sight.seat(partner)
    if is_shell(sight, level, partner):
        a, b = b, a
    sight.propose("acquisition", a, b, "noun/merger", level=level, place=place, group=group, confidence=0.65,
                  stage=stage)  # fmt: skip


_HEARSAY = frozenset({"reports", "rumours", "rumors", "talk", "talks", "speculation", "idea", "possibility"})


def _takeover(sight: Sight, level: Level, place: int) -> None:
    """ "the takeover of Zoox by Amazon", "Amazon's takeover of Zoox"."""
    target = complement(sight, level, place, "of", reach=3)
    if target is None or (target.possessor and target.noun not in UNIT_NOUNS | {""}):
        return
    buyer_chunk = next(
        (
            c
            for c in chunks_after(level, target.last, 6)
            if c.prep == "by" and not any(level.verbs[target.last + 1 : c.prep_at])
        ),
        None,
    )
    holder, group = (
        (sight.seat(buyer_chunk), group_before(level, place)) if buyer_chunk else holder_of(sight, level, place)
    )
    if not without(holder, sight.seat(target)):
        choices = (without(sight.scene.topic, sight.seat(target)), without(sight.scene.hero, sight.seat(target)))
        holder = weaken(next((c for c in choices if c), []), 0.75)
    sight.propose("acquisition", without(holder, sight.seat(target)), sight.seat(target), "noun/takeover",
                  level=level, place=place, group=group, confidence=0.78)  # fmt: skip


TAKEOVER_RULES: dict[str, Callable[[Sight, Level, int], None]] = {
    **dict.fromkeys(TAKEOVER_NOUNS, _takeover),
    "merger": _merger,
    "sale": _sale,
}
