"""Rules on verbs of goods: who supplies whom with what, who uses whose product."""

from __future__ import annotations

from articles.extract.chunks import Chunk
from articles.extract.cues import (
    ALLIANCE_NOUNS,
    FUNDING_NOUNS,
    GOODS_NOUNS,
    STAKE_NOUNS,
    UNIT_NOUNS,
)
from articles.extract.patterns import (
    Rule,
    Seat,
    Sight,
    agent,
    direct_object,
    has_sum,
    objects_by,
    without,
)
from articles.extract.skeleton import Group, Level, is_report

_TO = frozenset(
    {"supply", "provide", "deliver", "sell", "license", "ship", "furnish", "offer", "lend", "lease", "hand over",
     "contribute", "bring", "add"}
)  # fmt: skip
_FOR = frozenset(
    {"build", "make", "manufacture", "produce", "assemble", "supply", "provide", "haul", "carry", "move", "operate",
     "run", "construct", "convert", "retrofit", "upfit"}
)  # fmt: skip
_FITTED = frozenset({"equip", "outfit", "fit", "supply", "provide", "furnish"})
_POWERS = frozenset({"power", "equip", "supply"})
_FROM = frozenset(
    {"borrow", "order", "buy", "source", "get", "purchase", "license", "lease", "receive", "procure", "take", "obtain", "add",
     "acquire", "draw", "rent", "come", "commission", "have"}
)  # fmt: skip
_ON = frozenset({"run", "rely", "base", "build", "depend", "settle", "drive", "lean", "put", "decide"})
_BUILT = frozenset({"build", "make", "manufacture", "produce", "supply", "provide", "assemble", "deliver"})
_CHOSEN = frozenset({"pick", "select", "choose", "tap", "name", "enlist", "hire", "commission"})
_TAKEN_IN = frozenset(
    {"use", "adopt", "integrate", "install", "deploy", "employ", "incorporate", "embed", "feature", "utilize",
     "utilise", "carry", "license", "order", "select", "choose", "pick"}
)  # fmt: skip


def _supplies(sight: Sight, level: Level, group: Group) -> None:
    giver = agent(sight, group)
    verb = group.main
    rule = f"verb/{verb}"
    place = group.last
    direct = direct_object(group)
    fitted = [c for c in objects_by(group, "with") if verb in _FITTED]
    if verb in _FITTED and group.passive and "with" in sight.between(level, group.last + 1, group.last + 9):
        owner = sight.seat(group.subject)
        for chunk in fitted + [
            c for c in objects_by(group, "of", "from", "by") if "with" in _words_from(sight, level, group, c)
        ]:
            sight.propose("supply", sight.seat(chunk), owner, rule, level=level, place=place, group=group,
                          confidence=0.75)  # fmt: skip
        return
    takers = [c for c in objects_by(group, "to") if verb in _TO] + [c for c in objects_by(group, "for") if verb in _FOR]
    if verb in {"sell", "hand over", "give"} and takers and direct is not None and direct.first < takers[0].first:
        if not direct.noun and not direct.possessor and not group.passive:
            sight.propose("acquisition", sight.seat(takers[0]), sight.seat(direct), rule + " to", level=level,
                          place=place, group=group, confidence=0.75)  # fmt: skip
            return
    if not UNIT_NOUNS.isdisjoint(sight.between(level, group.last + 1, takers[0].prep_at) if takers else ()):
        return
    takers = [c for c in takers if c.head not in {"thanks", "according", "due", "addition", "up", "out", "listing"}]
    for chunk in takers:
        sight.propose("supply", giver, sight.seat(chunk), rule, level=level, place=place, group=group,
                      confidence=0.85)  # fmt: skip
    if not takers and direct is None and not group.passive:
        _supplies_the_speaker(sight, level, group, giver)
    if takers or (direct is None and not group.passive and verb != "power"):
        return
    if group.passive and giver and verb in _BUILT and group.subject is not None and group.subject.possessor:
        owner = without(sight.seat(group.subject), giver)
        sight.propose("supply", giver, owner, rule + " by", level=level, place=place, group=group,
                      confidence=0.62)  # fmt: skip
        return
    if group.passive and giver and verb not in _POWERS:
        if group.reduced and sight.scene.second:
            return
        return
    if direct is not None and _with_after(sight, level, direct) and verb in _FITTED:
        sight.propose("supply", giver, sight.seat(direct), rule, level=level, place=place, group=group,
                      confidence=0.85)  # fmt: skip
    elif verb in _POWERS:
        target = group.subject if group.passive else direct or next(iter(objects_by(group, "of")), None)
        sight.propose("supply", giver, sight.seat(target), rule, level=level, place=place, group=group,
                      confidence=0.75)  # fmt: skip


def _supplies_the_speaker(sight: Sight, level: Level, group: Group, giver: Seat) -> None:
    """ "the carmaker announced that Nvidia would provide the computer": to the one who says so."""
    said = next((g for g in reversed(level.groups) if g.last < group.first and is_report(g)), None)
    if said is None or group.main not in _TO or group.subject is None or group.subject.first < said.last:
        return
    taker = without(sight.seat(said.subject), giver)
    sight.propose("supply", giver, taker, f"verb/{group.main} to the speaker", level=level, place=group.last,
                  group=group, confidence=0.62)  # fmt: skip


def _words_from(sight: Sight, level: Level, group: Group, chunk: Chunk) -> list[str]:
    return sight.between(level, group.last + 1, chunk.prep_at)


def _with_after(sight: Sight, level: Level, chunk: Chunk) -> bool:
    return "with" in sight.between(level, chunk.last + 1, chunk.last + 8)


def _uses(sight: Sight, level: Level, group: Group) -> None:
    verb, rule, place = group.main, f"verb/{group.main}", group.last
    if group.passive:
        _used_by(sight, level, group)
        return
    taker = sight.seat(group.subject)
    if verb in _FROM:
        for chunk in objects_by(group, "from"):
            if chunk.noun and chunk.possessor:
                continue
            between = sight.between(level, group.last + 1, chunk.prep_at)
            if not STAKE_NOUNS.isdisjoint(between) or has_sum(sight, level, group.last + 1, chunk.prep_at):
                continue
            bought = direct_object(group)
            if (
                bought is not None
                and not bought.noun
                and not bought.possessor
                and verb in {"buy", "acquire", "purchase"}
            ):
                continue
            if verb in {"buy", "acquire", "purchase"} and _names_something(sight, level, group.last + 1, chunk.prep_at):
                continue
            if not between and verb != "come":
                continue
            sight.propose("supply", sight.seat(chunk), taker, rule + " from", level=level, place=place, group=group,
                          confidence=0.8)  # fmt: skip
    if verb in _ON:
        for chunk in objects_by(group, "on"):
            sight.propose("supply", sight.seat(chunk), taker, rule + " on", level=level, place=place, group=group,
                          confidence=0.75)  # fmt: skip
    direct = direct_object(group)
    if direct is None:
        for chunk in objects_by(group, "of") if verb in _TAKEN_IN else ():
            if chunk.head in GOODS_NOUNS:
                sight.propose("supply", without(sight.seat(chunk), taker), taker, rule + " of", level=level, place=place,
                              group=group, confidence=0.72)  # fmt: skip
        return
    if verb in {"sell", "distribute", "market", "import"} and direct.possessor:
        sight.propose("supply", without(sight.seat(direct), taker), taker, rule + " the goods of", level=level, place=place, group=group,
                      confidence=0.62)  # fmt: skip
        return
    thing = bool(direct.noun) and direct.noun not in ALLIANCE_NOUNS | UNIT_NOUNS | STAKE_NOUNS | FUNDING_NOUNS
    if verb in _CHOSEN and not thing:
        _chosen(sight, level, group, direct)
    elif (verb in _TAKEN_IN and (thing or not direct.possessor) and direct.noun not in STAKE_NOUNS | FUNDING_NOUNS) or (
        verb in _CHOSEN and thing
    ):
        sight.propose("supply", without(sight.seat(direct), taker), taker, rule, level=level, place=place, group=group,
                      confidence=0.78)  # fmt: skip


def _names_something(sight: Sight, level: Level, first: int, last: int) -> bool:
    """ "buy Wind River from TPG": what is bought has a name, so it is no goods."""
    return any(level.tokens[k].capital for k in range(first, min(last, len(level.tokens))))


def _chosen(sight: Sight, level: Level, group: Group, direct: Chunk) -> None:
    """ "picked Magna": as a partner, as a supplier, or to do something, which another verb then says."""
    taker = sight.seat(group.subject)
    after = sight.between(level, direct.last + 1, direct.last + 10)
    if "partner" in after or "ally" in after or "partners" in after:
        sight.propose("partnership", sight.seat(direct), taker, f"verb/{group.main} as partner", level=level,
                      place=group.last, group=group, confidence=0.85)  # fmt: skip
        return
    if group.main == "name" and not {"vendor", "supplier", "provider"} & set(after):
        return
    sight.propose("supply", sight.seat(direct), taker, f"verb/{group.main}", level=level, place=group.last,
                  group=group, confidence=0.75)  # fmt: skip


def _used_by(sight: Sight, level: Level, group: Group) -> None:
    """Passive: "its computer has been picked by Toyota"; "cars based on Volvo's platform"."""
    giver = sight.seat(group.subject)
    if group.main in _ON:
        for chunk in objects_by(group, "on"):
            sight.propose("supply", sight.seat(chunk), giver, f"verb/{group.main} on", level=level, place=group.last,
                          group=group, confidence=0.65)  # fmt: skip
        return
    if group.main in _TAKEN_IN:
        for chunk in objects_by(group, "in", "of"):
            if chunk.possessor or chunk.noun in GOODS_NOUNS or (chunk.prep == "of" and chunk.head in GOODS_NOUNS):
                sight.propose("supply", giver, without(sight.seat(chunk), giver), f"verb/{group.main} in", level=level,
                              place=group.last, group=group, confidence=0.72)  # fmt: skip
    if group.main in _TAKEN_IN | _CHOSEN:
        for chunk in objects_by(group, "by"):
            sight.propose("supply", giver, sight.seat(chunk), f"verb/{group.main} by", level=level,
                          place=group.last, group=group, confidence=0.75)  # fmt: skip


GOODS_RULES: dict[str, Rule] = {
    "supplies": _supplies,
    "uses": _uses,
}
