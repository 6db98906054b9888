"""Rules on nouns: the partnership with, the deal between, the stake in, the investment from, the takeover of."""

from __future__ import annotations

from collections.abc import Callable

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import (
    DEAL_NOUNS,
    FUNDING_NOUNS,
    GOODS_NOUNS,
    PLURAL_DEALS,
    STAKE_NOUNS,
    THINGS,
    VENTURE_NOUNS,
    Kind,
    Stage,
)
from articles.extract.claims.nounseats import (
    complement,
    holder_in_clause,
    holder_of,
    is_broken,
    nearest,
    outer_subject,
    possessor,
    relative_pair,
)
from articles.extract.claims.patterns import (
    Sight,
    chunks_after,
    group_after,
    group_before,
    is_about_a_sale,
    is_many,
    weaken,
    without,
)
from articles.extract.claims.skeleton import Level
from articles.extract.claims.takeovers import TAKEOVER_RULES

_LIGHT = frozenset(
    [
        "sign",
        "announce",
        "form",
        "strike",
        "enter",
        "unveil",
        "reach",
        "ink",
        "seal",
        "agree",
        "have",
        "set",
        "set up",
        "establish",
        "create",
        "forge",
        "conclude",
        "make",
        "launch",
        "reveal",
        "begin",
        "start",
        "disclose",
        "be",
        "plan",
        "extend",
        "expand",
        "found",
        "join",
        "do",
        "run",
        "renew",
        "deepen",
        "continue",
        "end",
        "terminate",
        "dissolve",
        "suspend",
        "scrap",
        "keep",
        "work",
        "own",
        "strengthen",
        "need",
        "intend",
        "close",
        "get",
        "win",
        "land",
        "secure",
        "build",
        "operate",
        "present",
        "develop",
        "complete",
        "broaden",
        "cancel",
        "say",
    ]
)
_LAUNCHING = frozenset(
    {"launch", "start", "begin", "run", "prepare", "plan", "conduct", "operate", "announce", "agree", "complete"}
)
_TALKS = frozenset({"talks", "discussions", "negotiations", "conversations"})
_COMPANY = frozenset({"company", "firm", "business", "entity"})
_SETTING_UP = frozenset({"found", "form", "set up", "create", "establish", "start", "launch", "set"})
_SURE = {"strong": 0.88, "weak": 0.7, "generic": 0.82, "work": 0.7}


def read_dealings(sight: Sight) -> None:
    """Run every deal noun of the sentence through its rule."""
    for level in sight.skeleton.levels:
        if _NOUN_RULES.keys().isdisjoint(level.words):
            continue
        for place, word in enumerate(level.words):
            rule = _NOUN_RULES.get(word)
            if rule is not None and not level.verbs[place] and level.tokens[place].sort == "W":
                rule(sight, level, place)


# ------------------------------------------------------------------ the nouns


def _deal(sight: Sight, level: Level, place: int) -> None:
    word = level.words[place]
    sort = DEAL_NOUNS[PLURAL_DEALS.get(word, word)]
    stage: Stage | None = "rumoured" if word in _TALKS else None
    kind: Kind = "partnership"
    sure = _SURE[sort]
    rule = f"noun/{sort}"
    both = _both(sight, level, place)
    if both is None and (sort in {"strong", "generic"} or sight.word(level, place - 1) == "joint"):
        of = complement(sight, level, place, "of", "by", reach=3)
        both = of if of is not None and is_many(sight.seat(of)) else None
    if both is not None and is_many(sight.seat(both)):
        sight.propose_all(kind, sight.seat(both), rule + " between", level=level, place=place,
                          group=group_after(level, both.last) or group_before(level, place),
                          confidence=sure, stage=stage)  # fmt: skip
        return
    partner = complement(sight, level, place, "with")
    holder, group = holder_in_clause(sight, level, place)
    if partner is None and (by_verb := relative_pair(sight, level, place)) is not None:
        holder, partner, group = by_verb
    if partner is not None and partner.noun not in THINGS:
        if sort == "work" and partner.head != word and partner.head not in {"", "together"}:
            sure -= 0.1
        if not holder:
            holder = nearest(sight, level, place, partner)
        sight.propose(kind, holder, sight.seat(partner), rule + " with", level=level, place=place, group=group,
                      confidence=sure, stage=stage)  # fmt: skip
        return
    founders = _founders(sight, level, place) if sort != "weak" else None
    if founders is not None:
        sight.propose_all(kind, sight.seat(founders), rule + " they formed", level=level, place=place,
                          group=group_after(level, founders.last), confidence=sure - 0.05, stage=stage)  # fmt: skip
        if group is not None and group.main in {"join", "belong", "enter"} and group.first < place:
            sight.propose(kind, sight.seat(group.subject), sight.seat(founders), rule + " joined", level=level,
                          place=place, group=group, confidence=sure)  # fmt: skip
        return
    shared = not {"their", "joint"}.isdisjoint(sight.between(level, place - 4, place))
    if sort in {"strong", "generic"} and is_many(holder) and group is not None and (shared or group.main in _LIGHT):
        if group.subject is not None and (group.first < place or shared):
            sight.propose_all(kind, holder, rule + " of all", level=level, place=place, group=group,
                              confidence=sure - 0.05, stage=stage)  # fmt: skip
    elif sort == "work" and is_many(holder) and group is not None and group.main in _LAUNCHING:
        sight.propose_all(kind, holder, rule + " of all", level=level, place=place, group=group,
                          confidence=sure - 0.05)  # fmt: skip


_CONTRACTS = frozenset({"contract", "contracts"})
_OF_GOODS = frozenset(
    {"supply", "license", "licence", "licensing", "purchase", "purchasing", "takeover", "employment", "lease"}
)


def _both(sight: Sight, level: Level, place: int) -> Chunk | None:
    """Whom the noun is between; nobody in "tests by sixty members, among them Ford and Honda"."""
    both = complement(sight, level, place, "between", "among")
    listed = both is not None and sight.word(level, both.prep_at + 1) in {"them", "others"}
    return None if listed else both


def _deal_unless_of_goods(sight: Sight, level: Level, place: int) -> None:
    """`_deal`, where the noun is not one of a sale or a delivery."""
    if not _is_no_partnership(sight, level, place, sight.word(level, place)):
        _deal(sight, level, place)


def _is_no_partnership(sight: Sight, level: Level, place: int, word: str) -> bool:
    """ "talks about a sale"; "a contract with BYD", "a supply deal with Ford": who delivers stands elsewhere."""
    if word in _TALKS and is_about_a_sale(sight, level, place):
        return True
    if not _OF_GOODS.isdisjoint(sight.between(level, place - 2, place)):
        return True
    return word in _CONTRACTS and complement(sight, level, place, "with", reach=8) is not None


def _part_of(sight: Sight, level: Level, place: int) -> None:
    """ "has been part of Bouygues since 2022"."""
    owner = complement(sight, level, place, "of", reach=2)
    group = group_before(level, place)
    if owner is None or group is None or group.main not in {"be", "become", "remain"} or owner.noun or owner.possessor:
        return
    if place - group.last <= 3:
        sight.propose("ownership", sight.seat(owner), sight.seat(group.subject), "noun/part of", level=level,
                      place=place, group=group, confidence=0.8)  # fmt: skip


def _participation(sight: Sight, level: Level, place: int) -> None:
    """ "with participation from Bosch": investors of whoever is raising money."""
    investor = complement(sight, level, place, "from", "of", "by", reach=3)
    if investor is not None:
        target = without(sight.scene.raiser or sight.scene.topic, sight.seat(investor))
        sight.propose("investment", sight.seat(investor), target, "noun/participation", level=level, place=place,
                      group=group_before(level, place), confidence=0.8)  # fmt: skip


def _order(sight: Sight, level: Level, place: int) -> None:
    """ "won an order from Daimler Truck", "an order for sensors from Ford": whoever gets the order supplies."""
    buyer = complement(sight, level, place, "from", reach=5)
    if buyer is None:
        return
    holder, group = holder_of(sight, level, place)
    if group is not None and group.main in {
        "win",
        "get",
        "receive",
        "land",
        "secure",
        "bag",
        "book",
        "take",
        "obtain",
        "score",
        "nab",
        "clinch",
    }:
        sight.propose("supply", without(holder, sight.seat(buyer)), sight.seat(buyer), "noun/order from", level=level,
                      place=place, group=group, confidence=0.78)  # fmt: skip


def _supplies_of(sight: Sight, level: Level, place: int) -> None:
    """ "is extending its supplies to BYD", "the supply of sensors by Luminar"."""
    taker = complement(sight, level, place, "to", reach=4)
    if taker is not None and not _stated(sight, level, place):
        holder, group = holder_of(sight, level, place)
        sight.propose("supply", without(holder, sight.seat(taker)), sight.seat(taker), "noun/supplies to", level=level,
                      place=place, group=group, confidence=0.72)  # fmt: skip
    source = complement(sight, level, place, "of", reach=2)
    if source is not None and source.noun and (source.possessor or source.noun in GOODS_NOUNS):
        taker = next((c for c in chunks_after(level, source.last, 9) if c.prep == "to"), None)
        sight.propose("supply", sight.seat(source), without(sight.seat(taker), sight.seat(source)), "noun/supply of",
                      level=level, place=place, group=group_before(level, place), confidence=0.75)  # fmt: skip
        return
    maker = complement(sight, level, place, "by", "from", reach=6)
    if maker is not None and sight.word(level, place) == "supply":
        holder, group = holder_of(sight, level, place)
        sight.propose("supply", sight.seat(maker), without(holder, sight.seat(maker)), "noun/supply by", level=level,
                      place=place, group=group, confidence=0.75)  # fmt: skip


def _stated(sight: Sight, level: Level, place: int) -> bool:
    """Figures: "sales to" of a report, not of a deal."""
    return sight.word(level, place) == "sales" and any(sight.token(level, k).sort == "M" for k in range(place))


def _portfolio(sight: Sight, level: Level, place: int) -> None:
    """ "May Mobility is in its portfolio": an investment of whoever has the portfolio."""
    group = group_before(level, place)
    if group is None or group.main != "be" or group.subject is None:
        return
    held = sight.seat(group.subject)
    owner = without(possessor(sight, level, place) or sight.scene.topic, held) or without(sight.scene.topic, held)
    sight.propose("investment", owner, held, "noun/portfolio", level=level, place=place, group=group,
                  confidence=0.8)  # fmt: skip


def _competition(sight: Sight, level: Level, place: int) -> None:
    """ "puts it in direct competition with Google"."""
    rival = complement(sight, level, place, "with", "from", reach=3)
    if rival is None:
        return
    group = group_before(level, place)
    side = [i for c in group.objects if c.prep == "" for i in sight.seat(c)] if group is not None else []
    side = side or (sight.seat(group.subject) if group is not None else [])
    sight.propose("competitor", without(side, sight.seat(rival)), sight.seat(rival), "noun/competition", level=level,
                  place=place, group=group, confidence=0.8)  # fmt: skip


def _company_set_up(sight: Sight, level: Level, place: int) -> None:
    """ "A and B are founding a company", "set up a firm with B": a joint venture by another name."""
    group = group_before(level, place)
    if group is None or group.main not in _SETTING_UP or place - group.last > 5 or group.passive:
        return
    parents = sight.seat(group.subject)
    partner = complement(sight, level, place, "with")
    if partner is not None:
        sight.propose("joint_venture", parents, sight.seat(partner), "noun/company set up with", level=level,
                      place=place, group=group, confidence=0.75)  # fmt: skip
    elif is_many(parents):
        sight.propose_all("joint_venture", parents, "noun/company set up", level=level, place=place, group=group,
                          confidence=0.72)  # fmt: skip


def _founders(sight: Sight, level: Level, place: int) -> Chunk | None:
    """ "the alliance [that] BMW and Intel formed": the companies whose verb has the noun for its object."""
    for chunk in chunks_after(level, place, 9):
        after = group_after(level, chunk.last, 3)
        direct = chunk.prep == "" and not chunk.possessor and is_many(sight.seat(chunk))
        if (
            direct
            and after is not None
            and after.main in _LIGHT - {"be"}
            and not is_broken(sight, level, place, chunk.first)
        ):
            return chunk
        return None
    return None


def _venture(sight: Sight, level: Level, place: int) -> None:
    """ "a joint venture with Sany", "the joint venture of Hyundai and Aptiv", "plan to set up a joint venture"."""
    word = sight.word(level, place)
    joint = sight.word(level, place - 1) == "joint" or word in {"jv", "jvs"}
    sure = 0.9 if joint else 0.62
    if not joint and sight.word(level, place - 1) in {"cofounder", "capital"}:
        return
    both = complement(sight, level, place, "between", "of", "by", "among", reach=6)
    if both is not None and is_many(sight.seat(both)):
        sight.propose_all("joint_venture", sight.seat(both), "noun/venture between", level=level, place=place,
                          group=group_before(level, place), confidence=sure)  # fmt: skip
        return
    holder, group = holder_of(sight, level, place)
    partner = complement(sight, level, place, "with")
    if partner is None and (by_verb := relative_pair(sight, level, place)) is not None:
        holder, partner, group = by_verb
    if level.sort == "apposition" and group is None:
        holder = outer_subject(sight, level)
    if partner is not None:
        if not holder:
            holder = nearest(sight, level, place, partner)
        sight.propose("joint_venture", holder, sight.seat(partner), "noun/venture with", level=level, place=place,
                      group=group, confidence=sure)  # fmt: skip
    elif level.sort == "apposition" and is_many(holder):
        sight.propose_all("joint_venture", holder, "noun/venture of all", level=level, place=place, confidence=sure)
    elif is_many(holder) and group is not None and group.main in (_LIGHT if joint else _SETTING_UP):
        sight.propose_all("joint_venture", holder, "noun/venture of all", level=level, place=place, group=group,
                          confidence=0.85 if joint else 0.7)  # fmt: skip


def _money(sight: Sight, level: Level, place: int) -> None:
    """ "an investment from Toyota", "with money from UPS", "Ford's stake in Argo"."""
    word = sight.word(level, place)
    giver = complement(sight, level, place, "from", "by", reach=5)
    if word in FUNDING_NOUNS | {"stake", "equity"} and giver is not None and giver.head == word:
        holder, group = holder_of(sight, level, place)
        led = group is not None and group.main in {"lead", "head", "co-lead"}
        if not led:
            target = without(holder or sight.scene.raiser, sight.seat(giver))
            sight.propose("investment", sight.seat(giver), target, "noun/money from", level=level, place=place,
                          group=group, confidence=0.8)  # fmt: skip
            return
    target_chunk = complement(sight, level, place, "in", reach=5)
    sized = target_chunk is not None and target_chunk.head in {word, "$", "%"}
    if target_chunk is None or not sized or word in {"interest", "part", "share", "shares", "position"}:
        return
    holder, group = holder_of(sight, level, place)
    if group is not None and group.main in {"sell", "be"} and not possessor(sight, level, place):
        return
    if not holder:
        holder = weaken(sight.scene.topic, 0.75)
    sight.propose("investment", without(holder, sight.seat(target_chunk)), sight.seat(target_chunk), "noun/stake in",
                  level=level, place=place, group=group, confidence=0.8)  # fmt: skip


_NOUN_RULES: dict[str, Callable[[Sight, Level, int], None]] = {
    **TAKEOVER_RULES,
    **dict.fromkeys(("supplies", "deliveries", "sales", "shipments", "supply"), _supplies_of),
    **dict.fromkeys(("order", "orders"), _order),
    "portfolio": _portfolio,
    "part": _part_of,
    "participation": _participation,
    "competition": _competition,
    **dict.fromkeys(_COMPANY, _company_set_up),
    **dict.fromkeys((FUNDING_NOUNS | STAKE_NOUNS) - {"part"}, _money),
    **dict.fromkeys((word for word, sort in DEAL_NOUNS.items() if sort != "never"), _deal_unless_of_goods),
    **dict.fromkeys(PLURAL_DEALS, _deal_unless_of_goods),
    **dict.fromkeys(VENTURE_NOUNS, _venture),
}
