"""Rules on nouns: the partnership with, the deal between, the stake in, the investment from, the takeover of."""

from __future__ import annotations

from collections.abc import Callable

from articles.extract.chunks import Chunk
from articles.extract.cues import (
    DEAL_NOUNS,
    FUNDING_NOUNS,
    PLURAL_DEALS,
    STAKE_NOUNS,
    TAKEOVER_NOUNS,
    VENTURE_NOUNS,
    Kind,
    Stage,
)
from articles.extract.lexicon import PREPOSITIONS
from articles.extract.patterns import (
    Seat,
    Sight,
    chunk_before,
    chunks_after,
    group_after,
    group_before,
    is_many,
    weaken,
    without,
)
from articles.extract.skeleton import Group, Level

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
    {"launch", "start", "begin", "run", "prepare", "plan", "conduct", "operate", "announce", "agree"}
)
_TALKS = frozenset({"talks", "discussions", "negotiations", "conversations"})
_COMPANY = frozenset({"company", "firm", "business", "entity"})
_SETTING_UP = frozenset({"found", "form", "set up", "create", "establish", "start", "launch", "set"})
_SURE = {"strong": 0.88, "weak": 0.7, "generic": 0.82, "work": 0.7}


def read_dealings(sight: Sight) -> None:
    """Run every deal noun of the sentence through its rule."""
    for level in sight.skeleton.levels:
        for place, word in enumerate(level.words):
            rule = _NOUN_RULES.get(word)
            if rule is not None and not level.verbs[place] and level.tokens[place].sort == "W":
                rule(sight, level, place)


# ------------------------------------------------------------------ who stands around the noun


def _complement(sight: Sight, level: Level, place: int, *preps: str, reach: int = 14) -> Chunk | None:
    """The chunk the noun reaches by a preposition: "a deal [on maps] with TomTom", through "companies such as"."""
    for chunk in chunks_after(level, place, reach + 6):
        if (
            chunk.prep in preps
            and (chunk.prep_at - place <= reach)
            and not _broken(sight, level, place, chunk.prep_at, by_verbs=chunk.prep != "between")
        ):
            return chunk
    return None


def _broken(sight: Sight, level: Level, place: int, stop: int, *, by_verbs: bool = True) -> bool:
    """A finite verb, another deal noun or a hard stop between the noun and its preposition."""
    for k in range(place + 1, stop):
        token = sight.token(level, k)
        if token.sort == "P" and token.low not in {",", '"', "“", "”"}:
            return True
        if (
            by_verbs
            and level.verbs[k]
            and token.form in {"s", "aux", "ed"}
            and token.low not in {"announced", "called", "signed"}
        ):
            return True
        if token.low in {"understanding", "intent"} and sight.word(level, k - 1) == "of":
            continue
        if token.low in DEAL_NOUNS and DEAL_NOUNS[token.low] in {"strong", "generic"}:
            return True
        if token.sort == "E" and not token.possessive:
            return True
    return False


def _possessor(sight: Sight, level: Level, place: int) -> Seat:
    """Who has the noun: "Baidu's partnership", "its alliance", "the Uber deal"."""
    chunk = chunk_before(level, place, 6)
    apart = chunk is not None and any(
        level.verbs[k] or level.words[k] in PREPOSITIONS or level.tokens[k].sort == "P"
        for k in range(chunk.last + 1, place)
    )
    if chunk is not None and not apart and (chunk.possessor or (chunk.noun and chunk.last + 3 >= place)):
        return sight.seat(chunk)
    if any(word in {"its", "their"} for word in sight.between(level, place - 5, place)):
        return _its(sight, level, place)
    return []


def _its(sight: Sight, level: Level, place: int) -> Seat:
    """Whom "its" means here: the subject in force, else whom the last sentence was about."""
    group = group_before(level, place)
    if group is not None and group.subject is not None:
        return weaken(sight.seat(group.subject), 0.92)
    after = group_after(level, place, 20)
    if after is not None and after.subject is not None and after.subject.first > place:
        return weaken(sight.seat(after.subject), 0.85)
    if level.anchor is not None:
        return weaken(sight.seat(level.anchor), 0.9)
    return weaken(sight.scene.topic, 0.8)


def _holder(sight: Sight, level: Level, place: int) -> tuple[Seat, Group | None]:
    """The side that has the deal when the noun names only the other: possessor, subject, anchor or topic."""
    group = group_before(level, place)
    seat = _possessor(sight, level, place)
    if seat:
        return seat, group
    if group is not None:
        seat = sight.seat(group.subject)
        if group.passive and not seat:
            seat = [item for chunk in group.objects if chunk.prep == "by" for item in sight.seat(chunk)]
        if seat:
            return seat, group
    after = group_after(level, place, 25)
    if after is not None and after.subject is not None and after.subject.first > place and group is None:
        return sight.seat(after.subject), after
    if group is None and after is None and level.anchor is not None:
        return sight.seat(level.anchor), None
    if level.anchor is not None and group is None:
        return sight.seat(level.anchor), after
    return [], group or after


# ------------------------------------------------------------------ the nouns


def _deal(sight: Sight, level: Level, place: int) -> None:
    word = level.words[place]
    sort = DEAL_NOUNS[PLURAL_DEALS.get(word, word)]
    stage: Stage | None = "rumoured" if word in _TALKS else None
    kind: Kind = "partnership"
    sure = _SURE[sort]
    rule = f"noun/{sort}"
    both = _complement(sight, level, place, "between", "among")
    if both is None and (sort in {"strong", "generic"} or sight.word(level, place - 1) == "joint"):
        of = _complement(sight, level, place, "of", "by", reach=3)
        both = of if of is not None and is_many(sight.seat(of)) else None
    if both is not None and is_many(sight.seat(both)):
        sight.propose_all(kind, sight.seat(both), rule + " between", level=level, place=place,
                          group=group_after(level, both.last) or group_before(level, place),
                          confidence=sure, stage=stage)  # fmt: skip
        return
    partner = _complement(sight, level, place, "with")
    holder, group = _holder(sight, level, place)
    if partner is None and (by_verb := _relative_pair(sight, level, place)) is not None:
        holder, partner, group = by_verb
    if partner is not None and not (
        partner.possessor and partner.noun in {"software", "chips", "system", "technology"}
    ):
        if sort == "work" and partner.head != word and partner.head not in {"", "together"}:
            sure -= 0.1
        if not holder:
            holder = weaken(without(sight.scene.topic, sight.seat(partner)), 0.75)
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


def _relative_pair(sight: Sight, level: Level, place: int) -> tuple[Seat, Chunk, Group] | None:
    """ "the venture it had planned with GM", "the pact Waymo struck with Uber": the noun's own relative clause."""
    for group in level.groups:
        near = group.first > place and group.subject is not None and place < group.subject.first <= place + 4
        if near and (partner := next((c for c in group.objects if c.prep == "with"), None)) is not None:
            return sight.seat(group.subject), partner, group
        if group.first > place + 8:
            return None
    return None


def _part_of(sight: Sight, level: Level, place: int) -> None:
    """ "has been part of Bouygues since 2022"."""
    owner = _complement(sight, level, place, "of", reach=2)
    group = group_before(level, place)
    if owner is None or group is None or group.main not in {"be", "become", "remain"} or owner.noun or owner.possessor:
        return
    if place - group.last <= 3:
        sight.propose("ownership", sight.seat(owner), sight.seat(group.subject), "noun/part of", level=level,
                      place=place, group=group, confidence=0.8)  # fmt: skip


def _participation(sight: Sight, level: Level, place: int) -> None:
    """ "with participation from Bosch": investors of whoever is raising money."""
    investor = _complement(sight, level, place, "from", "of", "by", reach=3)
    if investor is not None:
        target = without(sight.scene.raiser or sight.scene.topic, sight.seat(investor))
        sight.propose("investment", sight.seat(investor), target, "noun/participation", level=level, place=place,
                      group=group_before(level, place), confidence=0.8)  # fmt: skip


def _order(sight: Sight, level: Level, place: int) -> None:
    """ "won an order from Daimler Truck", "an order for sensors from Ford": whoever gets the order supplies."""
    buyer = _complement(sight, level, place, "from", reach=5)
    if buyer is None:
        return
    holder, group = _holder(sight, level, place)
    if group is not None and group.main in {"win", "get", "receive", "land", "secure", "bag", "book", "take", "obtain"}:
        sight.propose("supply", without(holder, sight.seat(buyer)), sight.seat(buyer), "noun/order from", level=level,
                      place=place, group=group, confidence=0.78)  # fmt: skip


def _supplies_of(sight: Sight, level: Level, place: int) -> None:
    """ "is extending its supplies to BYD", "the supply of sensors by Luminar"."""
    taker = _complement(sight, level, place, "to", reach=4)
    if taker is not None and not _stated(sight, level, place):
        holder, group = _holder(sight, level, place)
        sight.propose("supply", without(holder, sight.seat(taker)), sight.seat(taker), "noun/supplies to", level=level,
                      place=place, group=group, confidence=0.72)  # fmt: skip
    maker = _complement(sight, level, place, "by", "from", reach=6)
    if maker is not None and sight.word(level, place) == "supply":
        holder, group = _holder(sight, level, place)
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
    owner = without(_possessor(sight, level, place) or sight.scene.topic, held) or without(sight.scene.topic, held)
    sight.propose("investment", owner, held, "noun/portfolio", level=level, place=place, group=group,
                  confidence=0.8)  # fmt: skip


def _competition(sight: Sight, level: Level, place: int) -> None:
    """ "puts it in direct competition with Google"."""
    rival = _complement(sight, level, place, "with", "from", reach=3)
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
    partner = _complement(sight, level, place, "with")
    if partner is not None:
        sight.propose("joint_venture", parents, sight.seat(partner), "noun/company set up with", level=level,
                      place=place, group=group, confidence=0.75)  # fmt: skip
    elif is_many(parents):
        sight.propose_all("joint_venture", parents, "noun/company set up", level=level, place=place, group=group,
                          confidence=0.72)  # fmt: skip


def _nearest(sight: Sight, level: Level, place: int, partner: Chunk) -> Seat:
    """Without a subject: the company named last before the noun ("to X, in cooperation with Y"), else the topic."""
    others = sight.seat(partner)
    near = chunk_before(level, place, 14)
    if near is not None and (seat := without(sight.seat(near), others)):
        return weaken(seat, 0.8)
    return weaken(without(sight.scene.topic, others), 0.75)


def _founders(sight: Sight, level: Level, place: int) -> Chunk | None:
    """ "the alliance [that] BMW and Intel formed": the companies whose verb has the noun for its object."""
    for chunk in chunks_after(level, place, 9):
        after = group_after(level, chunk.last, 3)
        direct = chunk.prep == "" and not chunk.possessor and is_many(sight.seat(chunk))
        if (
            direct
            and after is not None
            and after.main in _LIGHT - {"be"}
            and not _broken(sight, level, place, chunk.first)
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
    both = _complement(sight, level, place, "between", "of", "by", "among", reach=6)
    if both is not None and is_many(sight.seat(both)):
        sight.propose_all("joint_venture", sight.seat(both), "noun/venture between", level=level, place=place,
                          group=group_before(level, place), confidence=sure)  # fmt: skip
        return
    holder, group = _holder(sight, level, place)
    partner = _complement(sight, level, place, "with")
    if partner is None and (by_verb := _relative_pair(sight, level, place)) is not None:
        holder, partner, group = by_verb
    if level.sort == "apposition" and group is None:
        holder = _outer_subject(sight, level)
    if partner is not None:
        if not holder:
            holder = weaken(without(sight.scene.topic, sight.seat(partner)), 0.75)
        sight.propose("joint_venture", holder, sight.seat(partner), "noun/venture with", level=level, place=place,
                      group=group, confidence=sure)  # fmt: skip
    elif level.sort == "apposition" and is_many(holder):
        sight.propose_all("joint_venture", holder, "noun/venture of all", level=level, place=place, confidence=sure)
    elif is_many(holder) and joint and group is not None and group.main in _LIGHT:
        sight.propose_all("joint_venture", holder, "noun/venture of all", level=level, place=place, group=group,
                          confidence=0.85)  # fmt: skip


def _outer_subject(sight: Sight, level: Level) -> Seat:
    """An apposition that says "a joint venture with X" hangs on the venture: the other parent stands outside."""
    first = level.stream[0]
    outer = sight.skeleton.levels[0]
    before = [g.subject for g in outer.groups if g.subject is not None and outer.stream[g.first] < first]
    return sight.seat(before[-1]) if before and before[-1] is not level.anchor else []


def _money(sight: Sight, level: Level, place: int) -> None:
    """ "an investment from Toyota", "with money from UPS", "Ford's stake in Argo"."""
    word = sight.word(level, place)
    giver = _complement(sight, level, place, "from", "by", reach=5)
    if word in FUNDING_NOUNS | {"stake", "equity"} and giver is not None and giver.head == word:
        holder, group = _holder(sight, level, place)
        led = group is not None and group.main in {"lead", "head", "co-lead"}
        if not led:
            target = without(holder or sight.scene.raiser, sight.seat(giver))
            sight.propose("investment", sight.seat(giver), target, "noun/money from", level=level, place=place,
                          group=group, confidence=0.8)  # fmt: skip
            return
    target_chunk = _complement(sight, level, place, "in", reach=5)
    sized = target_chunk is not None and target_chunk.head in {word, "$", "%"}
    if target_chunk is None or not sized or word in {"interest", "part", "share", "shares", "position"}:
        return
    holder, group = _holder(sight, level, place)
    if group is not None and group.main in {"sell", "be"} and not _possessor(sight, level, place):
        return
    if not holder:
        holder = weaken(sight.scene.topic, 0.75)
    sight.propose("investment", without(holder, sight.seat(target_chunk)), sight.seat(target_chunk), "noun/stake in",
                  level=level, place=place, group=group, confidence=0.8)  # fmt: skip


def _takeover(sight: Sight, level: Level, place: int) -> None:
    target = _complement(sight, level, place, "of", reach=3)
    if target is None or (target.possessor and target.noun not in {"unit", "arm", "division", "business", ""}):
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
        (sight.seat(buyer_chunk), group_before(level, place)) if buyer_chunk else _holder(sight, level, place)
    )
    if not without(holder, sight.seat(target)):
        choices = (without(sight.scene.topic, sight.seat(target)), without(sight.scene.hero, sight.seat(target)))
        holder = weaken(next((c for c in choices if c), []), 0.75)
    sight.propose("acquisition", without(holder, sight.seat(target)), sight.seat(target), "noun/takeover",
                  level=level, place=place, group=group, confidence=0.78)  # fmt: skip


_NOUN_RULES: dict[str, Callable[[Sight, Level, int], None]] = {
    **dict.fromkeys(TAKEOVER_NOUNS, _takeover),
    **dict.fromkeys(("supplies", "deliveries", "sales", "shipments", "supply"), _supplies_of),
    **dict.fromkeys(("order", "orders"), _order),
    "portfolio": _portfolio,
    "part": _part_of,
    "participation": _participation,
    "competition": _competition,
    **dict.fromkeys(_COMPANY, _company_set_up),
    **dict.fromkeys((FUNDING_NOUNS | STAKE_NOUNS) - {"part"}, _money),
    **dict.fromkeys((word for word, sort in DEAL_NOUNS.items() if sort != "never"), _deal),
    **dict.fromkeys(PLURAL_DEALS, _deal),
    **dict.fromkeys(VENTURE_NOUNS, _venture),
}
