"""Rules on verbs of goods: who supplies whom with what, who uses whose product."""

from __future__ import annotations

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import (
    ALLIANCE_NOUNS,
    FUNDING_NOUNS,
    GOODS_NOUNS,
    STAKE_NOUNS,
    UNIT_NOUNS,
)
from articles.extract.claims.nounseats import is_of_another_clause
from articles.extract.claims.patterns import (
    Rule,
    Seat,
    Sight,
    agent,
    direct_object,
    has_sum,
    is_money,
    objects_by,
    weaken,
    without,
)
from articles.extract.claims.skeleton import Group, Level, is_report

_TO = frozenset(
    {"supply", "provide", "deliver", "sell", "license", "ship", "furnish", "offer", "lend", "lease", "hand over",
     "contribute", "bring", "add"}
)  # fmt: skip
_FOR = frozenset(
    {"build", "make", "manufacture", "produce", "assemble", "supply", "provide", "deliver", "haul", "carry", "move",
     "operate", "run", "construct", "convert", "retrofit", "upfit"}
)  # fmt: skip
_FITTED = frozenset({"equip", "outfit", "fit", "supply", "provide", "furnish"})
_POWERS = frozenset({"power", "equip", "supply"})
_FROM = frozenset(
    {"borrow", "order", "buy", "source", "get", "purchase", "license", "lease", "receive", "procure", "take", "obtain",
     "add",
     "acquire", "draw", "rent", "come", "commission", "have"}
)  # fmt: skip
_ON = frozenset(
    {"run", "rely", "count", "base", "build", "depend", "settle", "drive", "lean", "put", "decide", "standardise",
     "standardize"}
)  # fmt: skip
_TOWARDS = {"opt": "for", "plump": "for", "turn": "to"}
"""Verbs of choosing that reach the chosen by a preposition; "turn to" only for something."""
_BUILT = frozenset({"build", "make", "manufacture", "produce", "supply", "provide", "assemble", "deliver"})
_CHOSEN = frozenset({"pick", "select", "choose", "tap", "name", "enlist", "hire", "commission"})
_TAKEN_IN = frozenset(
    {"use", "adopt", "integrate", "install", "deploy", "employ", "incorporate", "embed", "feature", "utilize",
     "utilise", "carry", "license", "order", "select", "choose", "pick"}
)  # fmt: skip


def _supplies(sight: Sight, level: Level, group: Group) -> None:
    """The verb of giving: to whom, for whom, or with what it fits whom."""
    giver = agent(sight, group)
    if group.main in _FITTED and group.passive and "with" in sight.between(level, group.last + 1, group.last + 9):
        _fitted_with(sight, level, group)
        return
    takers = [c for c in objects_by(group, "to") if group.main in _TO]
    takers += [c for c in objects_by(group, "for") if group.main in _FOR]
    if takers and _sells_a_company(sight, level, group, takers[0]):
        return
    takers = [c for c in takers if c.head not in _NO_TAKER]
    for chunk in takers:
        if chunk.prep == "for" and _drives(sight, level, group, chunk):
            sight.propose("partnership", giver, without(sight.seat(chunk), giver), f"verb/{group.main} for",
                          level=level, place=group.last, group=group, confidence=0.75)  # fmt: skip
            continue
        _say(sight, level, group, giver, sight.seat(chunk), 0.85)
    if takers:
        return
    if group.passive:
        _made_by(sight, level, group, giver)
    else:
        _supplies_plainly(sight, level, group, giver)


def _drives(sight: Sight, level: Level, group: Group, taker: Chunk) -> bool:
    """ "carries passengers for Lyft": the taker finds the passengers; hauling freight is work it pays for."""
    return group.main in {"carry", "drive", "move"} and not _RIDERS.isdisjoint(_words_to(sight, level, group, taker))


_RIDERS = frozenset({"passengers", "riders", "people", "guests", "customers"})
_NO_TAKER = frozenset({"thanks", "according", "due", "addition", "up", "out", "listing"})


def _say(sight: Sight, level: Level, group: Group, giver: Seat, taker: Seat, sure: float, how: str = "") -> None:  # noqa: PLR0917
    sight.propose("supply", giver, without(taker, giver), f"verb/{group.main}{how}", level=level, place=group.last,
                  group=group, confidence=sure)  # fmt: skip


def _fitted_with(sight: Sight, level: Level, group: Group) -> None:
    """ "Paccar's trucks will be fitted with sensors from Aeva"."""
    owner = sight.seat(group.subject)
    of_whom = [c for c in objects_by(group, "of", "from", "by") if "with" in _words_to(sight, level, group, c)]
    for chunk in [*objects_by(group, "with"), *of_whom]:
        _say(sight, level, group, sight.seat(chunk), owner, 0.75)


def _sells_a_company(sight: Sight, level: Level, group: Group, taker: Chunk) -> bool:
    """ "sell Arriver to Qualcomm" is no supply but an acquisition; "sold its unit to" is left to the rules on money."""
    direct = group.subject if group.passive else direct_object(group)
    sells = group.main in ({"sell"} if group.passive else {"sell", "hand over", "give"})
    if sells and direct is not None and direct.first < taker.first and not (direct.noun or direct.possessor):
        sight.propose("acquisition", sight.seat(taker), sight.seat(direct), f"verb/{group.main} to", level=level,
                      place=group.last, group=group, confidence=0.75)  # fmt: skip
        return True
    sold = _words_to(sight, level, group, taker)
    return not UNIT_NOUNS.isdisjoint(sold) or (sells and not _SHARES.isdisjoint(sold))


_SHARES = frozenset({"stake", "stakes", "shares", "interest", "shareholding"})


def _made_by(sight: Sight, level: Level, group: Group, giver: Seat) -> None:
    """Passive: "Aurora's trucks are built by Volvo", "Zeekr is powered by Mobileye"."""
    if group.main in _POWERS:
        _say(sight, level, group, giver, sight.seat(group.subject), 0.75)
    elif giver and group.main in _BUILT and group.subject is not None and group.subject.possessor:
        _say(sight, level, group, giver, sight.seat(group.subject), 0.62, " by")


def _supplies_plainly(sight: Sight, level: Level, group: Group, giver: Seat) -> None:
    """Without "to" or "for": "equips Nio with", "powers the cars of BMW", or to the one who says so."""
    direct = direct_object(group)
    makers = objects_by(group, "from", "of") if group.main in {"fit", "equip", "outfit"} else []
    if makers and "with" in _words_to(sight, level, group, makers[0]):
        _say(sight, level, group, sight.seat(makers[0]), sight.seat(group.subject), 0.72, " with goods from")
        return
    if direct is not None and group.main in _FITTED and _with_after(sight, level, direct):
        if sight.seat(direct) and not without(sight.seat(direct), giver):
            _fits_its_own(sight, level, group, giver)
        _say(sight, level, group, giver, sight.seat(direct), 0.85)
    elif group.main in _POWERS:
        target = direct or next(iter(objects_by(group, "of")), None)
        _say(sight, level, group, giver, sight.seat(target), 0.75)
    elif direct is None:
        _supplies_the_speaker(sight, level, group, giver)


def _fits_its_own(sight: Sight, level: Level, group: Group, taker: Seat) -> None:
    """ "will fit its trucks with Torc's software and Aeva's lidar": whose goods they are supplies them."""
    last = None
    for chunk in group.objects:
        more = last is not None and chunk.prep == "" and sight.between(level, last + 1, chunk.first)[-1:] == ["and"]
        if chunk.prep == "with" or more:
            last = chunk.last
            _say(sight, level, group, without(sight.seat(chunk), taker), taker, 0.78, " with")


def _supplies_the_speaker(sight: Sight, level: Level, group: Group, giver: Seat) -> None:
    """ "the carmaker announced that Nvidia would provide the computer": to the one who says so."""
    said = next((g for g in reversed(level.groups) if g.last < group.first and is_report(g)), None)
    if said is None or group.main not in _TO or group.subject is None or group.subject.first < said.last:
        return
    taker = without(sight.seat(said.subject), giver)
    sight.propose("supply", giver, taker, f"verb/{group.main} to the speaker", level=level, place=group.last,
                  group=group, confidence=0.62)  # fmt: skip


def _words_to(sight: Sight, level: Level, group: Group, chunk: Chunk) -> list[str]:
    return sight.between(level, group.last + 1, chunk.prep_at)


def _with_after(sight: Sight, level: Level, chunk: Chunk) -> bool:
    return "with" in sight.between(level, chunk.last + 1, chunk.last + 8)


def _uses(sight: Sight, level: Level, group: Group) -> None:
    """The verb of taking: from whom, on whose platform, whose product."""
    if group.passive:
        _used_by(sight, level, group)
        return
    taker = sight.seat(group.subject)
    if group.main == "come" and is_of_another_clause(level, group):
        return  # "Nvidia delivers the chips, while the software comes from Zenuity"
    if group.subject is None and group.main == "come" and not group.level:
        taker = weaken(sight.scene.lead, 0.85)  # "FORD. … Lidar comes from Velodyne."
    _takes_from(sight, level, group, taker)
    _settles_on(sight, level, group, taker)
    direct = direct_object(group)
    if direct is not None:
        _takes(sight, level, group, direct)
    elif group.main in _TAKEN_IN:
        _takes_goods_of(sight, level, group, taker)


def _takes_from(sight: Sight, level: Level, group: Group, taker: Seat) -> None:
    """ "orders sensors from Luminar", "relies on chips from Nvidia and lidar from Hesai"."""
    for chunk in objects_by(group, "from"):
        if group.main in _FROM:
            if _is_source_of_goods(sight, level, group, chunk):
                _say(sight, level, group, sight.seat(chunk), taker, 0.8, " from")
        elif group.main in _TAKEN_IN | _ON and chunk.head in GOODS_NOUNS and not chunk.possessor:
            _say(sight, level, group, sight.seat(chunk), taker, 0.78, " from")


def _takes_goods_of(sight: Sight, level: Level, group: Group, taker: Seat) -> None:
    """ "uses the chips of Nvidia"; with nobody named, the goods of the company that the article is about."""
    makers = objects_by(group, "of")
    for chunk in makers:
        if chunk.head in GOODS_NOUNS:
            _say(sight, level, group, without(sight.seat(chunk), taker), taker, 0.72, " of")
    if not makers and not objects_by(group, "from"):
        _takes_what_it_is_about(sight, level, group, taker)


def _takes_what_it_is_about(sight: Sight, level: Level, group: Group, taker: Seat) -> None:
    """ "Zeekr will use the new computer, too": the goods of the company that the article is about."""
    words = sight.between(level, group.last + 1, group.last + 5)
    goods = next((k for k, word in enumerate(words) if word in GOODS_NOUNS), 0)
    ends = group.last + 2 + goods
    if words[:1] and words[0] in {"the", "this", "that"} and goods and level.words[ends : ends + 1] != ["of"]:
        _say(sight, level, group, without(weaken(sight.scene.hero, 0.75), taker), taker, 0.78)


def _switches(sight: Sight, level: Level, group: Group) -> None:
    """ "is switching from Mobileye to Zenseact's software", "replaced Luminar's sensors with Hesai's"."""
    taker = sight.seat(group.subject)
    if group.passive or not taker:
        return
    before = objects_by(group, "from") if group.main == "switch" else [c for c in group.objects if c.prep == ""][:1]
    after = objects_by(group, "to" if group.main == "switch" else "with")
    if not before or not after or not all(_is_bare_or_goods(chunk) for chunk in (before[0], after[0])):
        return
    sight.propose("supply", without(sight.seat(before[0]), taker), taker, f"verb/{group.main} from", level=level,
                  place=group.last, group=group, confidence=0.72, stage="ended")  # fmt: skip
    _say(sight, level, group, without(sight.seat(after[0]), taker), taker, 0.75, " to")


def _is_bare_or_goods(chunk: Chunk) -> bool:
    return chunk.noun in GOODS_NOUNS or not (chunk.noun or chunk.possessor)


def _settles_on(sight: Sight, level: Level, group: Group, taker: Seat) -> None:
    """ "relies on Mobileye", "standardises on Nvidia Drive", "opted for Chauffeur", "turned to Luminar for sensors"."""
    if group.main in _ON:
        for chunk in objects_by(group, "on"):
            if not _is_an_app(group, chunk):
                _say(sight, level, group, sight.seat(chunk), taker, 0.75, " on")
    if group.main in _TOWARDS:
        for chunk in objects_by(group, _TOWARDS[group.main]):
            if group.main != "turn" or "for" in sight.between(level, chunk.last + 1, chunk.last + 4):
                _say(sight, level, group, without(sight.seat(chunk), taker), taker, 0.72, f" {chunk.prep}")


_ESTATE = frozenset({"land", "building", "buildings", "site", "plant", "factory", "office", "offices", "property"})
"""What is bought once, and built into nothing."""


def _is_an_app(group: Group, chunk: Chunk) -> bool:
    """ "will put cars on Lyft's network": where passengers find them, and nothing that is built in."""
    return chunk.noun in {"app", "apps", "network"} or (group.main == "put" and chunk.noun in {"", "platform"})


def _is_source_of_goods(sight: Sight, level: Level, group: Group, chunk: Chunk) -> bool:
    """ "order sensors from Luminar", but not "buy a stake from Intel", "buy Wind River from TPG"."""
    between = _words_to(sight, level, group, chunk)
    if (chunk.noun and chunk.possessor) or not STAKE_NOUNS.isdisjoint(between) or not _ESTATE.isdisjoint(between):
        return False
    if group.main == "come" and is_money(sight, level, group):
        return False
    if group.main == "take" and "over" in between:
        return False  # "to take HERE over from Nokia"
    if has_sum(sight, level, group.last + 1, chunk.prep_at) or not (between or group.main == "come"):
        return False
    if group.main not in {"buy", "acquire", "purchase"}:
        return True
    bought = direct_object(group)
    whole = bought is not None and not bought.noun and not bought.possessor
    return not whole and not _names_something(sight, level, group.last + 1, chunk.prep_at)


def _takes(sight: Sight, level: Level, group: Group, direct: Chunk) -> None:
    """ "uses Nvidia's chips", "adds Waymo cars to its fleet", "has chosen Magna", "sells Navya's shuttles"."""
    verb, taker = group.main, sight.seat(group.subject)
    if sight.tokens[direct.members[-1]].low in {"it", "them"}:
        return  # "wants to be the first to use it": the thing, not its maker
    giver = without(sight.seat(direct), taker)
    thing = bool(direct.noun) and direct.noun not in _NO_GOODS
    if verb in _RESALE:
        if direct.possessor:
            _say(sight, level, group, giver, taker, 0.62, " the goods of")
    elif verb in _CHOSEN and not thing:
        _chosen(sight, level, group, direct)
    elif (
        verb in _CHOSEN
        or (verb == "add" and thing and "fleet" in sight.between(level, direct.last, direct.last + 12))
        or (verb in _TAKEN_IN and (thing or not direct.possessor) and direct.noun not in STAKE_NOUNS | FUNDING_NOUNS)
    ):
        _say(sight, level, group, giver, taker, 0.78)


_RESALE = frozenset({"sell", "distribute", "market", "import"})
_NO_GOODS = ALLIANCE_NOUNS | UNIT_NOUNS | STAKE_NOUNS | FUNDING_NOUNS


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
    "switches": _switches,
}
