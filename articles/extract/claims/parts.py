"""Whose goods are in whose cars: "Hesai's sensors sit on the roofs of Didi's robotaxis"."""

from __future__ import annotations

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.lexicon import words_of
from articles.extract.claims.patterns import Rule, Seat, Sight, group_after, objects_by, without
from articles.extract.claims.skeleton import Group, Level

_PARTS = words_of(
    "chip chips software processor processors computer computers sensor sensors lidar lidars radar radars camera "
    "cameras hardware map maps battery batteries stack system systems technology platform"
)
"""What is built into a car; cars themselves go elsewhere."""
_CARRIERS = words_of(
    "car cars vehicle vehicles truck trucks model models suv suvs saloon saloons sedan sedans van vans minivan "
    "minivans robotaxi robotaxis shuttle shuttles fleet bus buses taxi taxis pod pods"
)
_INTO = frozenset({"in", "into", "on", "onto", "inside", "aboard", "of", "from"})


def _sits(sight: Sight, level: Level, group: Group) -> None:
    """The subject is a part of somebody's, the place a car of somebody else's."""
    subject = group.subject
    if subject is None or subject.last + 4 < group.first or group.passive != (group.main == "find"):
        return
    if subject.noun not in _PARTS and not _is_fitted(sight, level, group, subject):
        return
    giver = sight.seat(subject)
    _in_cars_made_by(sight, level, group, giver)
    for chunk in group.objects:
        if chunk.prep in _INTO and chunk.prep_at - group.last <= 6 and _is_car(sight, level, chunk):
            sight.propose("supply", giver, without(sight.seat(chunk), giver), f"verb/{group.main} in", level=level,
                          place=group.last, group=group, confidence=0.7)  # fmt: skip


def _is_fitted(sight: Sight, level: Level, group: Group, subject: Chunk) -> bool:
    """ "SuperVision is standard on", "is found in": a product that is part of what follows."""
    bare = not subject.noun and not subject.possessor and sight.is_brand(subject)
    return bare and (group.passive or not _FITTED.isdisjoint(sight.between(level, group.last + 1, group.last + 4)))


_FITTED = frozenset({"standard", "aboard", "fitted", "installed"})


def _in_cars_made_by(sight: Sight, level: Level, group: Group, giver: Seat) -> None:
    """ "HERE's maps are found in cars made by BMW": the car's maker stands behind a verb of its own."""
    made = group_after(level, group.last, 5)
    if made is None or made.main not in {"make", "build", "sell"} or not made.passive:
        return
    near = sight.between(level, group.last + 1, made.first)
    if near and near[-1] in _CARRIERS and not _INTO.isdisjoint(near):
        for chunk in objects_by(made, "by"):
            sight.propose("supply", giver, without(sight.seat(chunk), giver), f"verb/{group.main} in", level=level,
                          place=group.last, group=group, confidence=0.7)  # fmt: skip


def _is_car(sight: Sight, level: Level, chunk: Chunk) -> bool:
    """ "in BMW's cars", "in every BMW i7", "in trucks from Iveco"."""
    return (
        chunk.noun in _CARRIERS
        or sight.is_brand(chunk)
        or (chunk.prep in {"of", "from"} and sight.word(level, chunk.prep_at - 1) in _CARRIERS)
    )


PART_RULES: dict[str, Rule] = {"sits": _sits}
