"""Rules on verbs of money: who buys, sells, backs, holds, founds whom, and whose money went where."""

from __future__ import annotations

from itertools import pairwise

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import (
    FUNDING_NOUNS,
    GOODS_NOUNS,
    STAKE_NOUNS,
    UNIT_NOUNS,
    Kind,
)
from articles.extract.claims.patterns import (
    PERCENT,
    Rule,
    Seat,
    Sight,
    agent,
    direct_object,
    has_sum,
    has_word,
    is_many,
    is_money,
    is_shell,
    objects_by,
    weaken,
    without,
)
from articles.extract.claims.skeleton import Group, Level

_FUNDING_ROUND = FUNDING_NOUNS - {"money", "capital", "investment", "investments", "backing"}


def _buys(sight: Sight, level: Level, group: Group) -> None:
    buyer = agent(sight, group)
    target = group.subject if group.passive else direct_object(group) or _all_of(sight, level, group)
    if target is None and group.passive:
        target = group.outer
    if target is None or not buyer or _buys_goods(sight, level, group, target):
        return
    if group.passive and any(chunk.noun in GOODS_NOUNS for chunk in objects_by(group, "by")):
        return  # "picked up by a Waymo car"
    if target.prep == "of" and not group.passive:
        sight.propose("acquisition", buyer, sight.seat(target), f"verb/{group.main} most", level=level,
                      place=group.last, group=group, confidence=0.82)  # fmt: skip
        return
    if "majority" in sight.between(level, group.last + 1, target.first) and target.prep == "of":
        sight.propose("acquisition", buyer, sight.seat(target), f"verb/{group.main} most", level=level,
                      place=group.last, group=group, confidence=0.8)  # fmt: skip
        return
    stop = target.first if not group.passive and target is not group.implied else group.last + 1
    if has_word(sight, level, group.last + 1, stop, STAKE_NOUNS) or has_sum(sight, level, group.last + 1, stop):
        return
    if target.prep and target is not group.implied and not group.passive:
        return
    if target.possessor and target.noun not in UNIT_NOUNS:
        return
    if target.noun and target.noun not in UNIT_NOUNS and not target.possessor:
        return
    sight.propose(
        "acquisition", buyer, sight.seat(target), f"verb/{group.main}",
        level=level, place=group.last, group=group, confidence=0.85,
    )  # fmt: skip


def _buys_goods(sight: Sight, level: Level, group: Group, target: Chunk) -> bool:
    """ "will buy Drive AGX computers from Nvidia": a brand bought from its maker is goods."""
    maker = next(iter(objects_by(group, "from")), None)
    if maker is None or group.passive or not sight.is_brand(target) or without(sight.seat(target), sight.seat(maker)):
        return False
    sight.propose("supply", sight.seat(maker), sight.seat(group.subject), f"verb/{group.main} from", level=level,
                  place=group.last, group=group, confidence=0.85)  # fmt: skip
    return True


def _all_of(sight: Sight, level: Level, group: Group) -> Chunk | None:
    """ "acquires all of Velodyne", "a majority of Torc"."""
    return next(
        (c for c in objects_by(group, "of") if c.head in {"all", "majority", "rest", "remainder", "control"}), None
    )


def _holds(sight: Sight, level: Level, group: Group) -> None:
    if group.passive:
        return
    holder = sight.seat(group.subject)
    if group.main == "sell":
        _sold_stake(sight, level, group)
        return
    for chunk in objects_by(group, "in", "of", "into"):
        between = sight.between(level, group.last + 1, chunk.prep_at)
        if (share := _percent(sight, level, group.last + 1, chunk.prep_at)) is not None and share > 50:
            kind: Kind = "acquisition" if group.main in {"buy", "acquire", "purchase", "take"} else "ownership"
            sight.propose(kind, holder, sight.seat(chunk), f"verb/{group.main} most", level=level, place=group.last,
                          group=group, confidence=0.85)  # fmt: skip
            continue
        shares = not STAKE_NOUNS.isdisjoint(between) or chunk.head == "%"
        if shares and holder:
            sight.propose(
                "investment", holder, sight.seat(chunk), f"verb/{group.main} a stake",
                level=level, place=group.last, group=group, confidence=0.85,
            )  # fmt: skip
    objects = objects_by(group, "in", "of", "into")
    words = sight.between(level, group.last + 1, group.last + 7)
    small = {"stake", "interest", "shareholding"} & set(words)
    if (
        not objects
        and small
        and not group.objects
        and group.main in {"acquire", "buy", "take", "purchase", "hold", "get"}
    ):
        target = without(sight.scene.topic, holder) or without(sight.scene.hero, holder)
        sight.propose("investment", holder, weaken(target, 0.75), f"verb/{group.main} a stake in it", level=level,
                      place=group.last, group=group, confidence=0.8)  # fmt: skip
    if _of_which(sight, level, group, "in", "of"):
        _holds_of_which(sight, level, group, holder)


def _of_which(sight: Sight, level: Level, group: Group, *preps: str) -> bool:
    """Whether the relative clause begins with one of the prepositions and "which": "in which Toyota holds"."""
    if level.anchor is None:
        return False
    words = sight.between(level, 0, group.first)
    return any(word in preps and after == "which" for word, after in pairwise(words))


def _holds_of_which(sight: Sight, level: Level, group: Group, holder: Seat) -> None:
    """ "KDDI, in which Toyota holds 12 percent", "Torc, of which Daimler owns the majority"."""
    words = sight.between(level, group.last + 1, group.last + 8)
    share = _percent(sight, level, group.last + 1, group.last + 6)
    most = (share is not None and share > 50) or "majority" in words
    if share is None and (STAKE_NOUNS | {"bit"}).isdisjoint(words) and not most:
        return
    sight.propose("ownership" if most else "investment", holder, sight.seat(level.anchor),
                  "verb/in which it holds a stake", level=level, place=group.last, group=group,
                  confidence=0.85)  # fmt: skip


def _sold_stake(sight: Sight, level: Level, group: Group) -> None:
    """ "has sold a minority interest to Traton": the buyer invests in the seller."""
    words = sight.between(level, group.last + 1, group.last + 7)
    if _SHARES.isdisjoint(words):
        return
    if not _OWN.isdisjoint(words):  # "sold its stake to GM" is of a third company
        for chunk in objects_by(group, "in"):
            if chunk.head in _SHARES:
                sight.propose("investment", sight.seat(group.subject), sight.seat(chunk), "verb/sell its stake",
                              level=level, place=group.last, group=group, confidence=0.78, stage="ended")  # fmt: skip
        return
    for chunk in objects_by(group, "to"):
        sight.propose("investment", sight.seat(chunk), sight.seat(group.subject), "verb/sell a stake", level=level,
                      place=group.last, group=group, confidence=0.75)  # fmt: skip


_SHARES = frozenset({"stake", "stakes", "interest", "shares", "holding", "shareholding"})
_OWN = frozenset({"its", "their", "his", "remaining", "last"})


def _percent(sight: Sight, level: Level, first: int, last: int) -> float | None:
    """The share named between two places, in percent."""
    for k in range(first, min(last, len(level.stream))):
        token = sight.token(level, k)
        if token.sort == "M" and (match := PERCENT.match(token.low)):
            return float(match[1])
    return None


def _sellers(sight: Sight, level: Level, group: Group) -> None:
    """ "buy 80 percent of Boston Dynamics from SoftBank": the seller owned what it sells."""
    targets = [c for c in group.objects if c.prep in {"", "of"} and not c.possessor and not c.noun]
    if group.passive or not targets:
        return
    for chunk in objects_by(group, "from"):
        if not chunk.possessor:
            sight.propose("ownership", sight.seat(chunk), sight.seat(targets[0]), f"verb/{group.main} from",
                          level=level, place=group.last, group=group, confidence=0.7)  # fmt: skip


def _puts(sight: Sight, level: Level, group: Group) -> None:
    giver = agent(sight, group)
    plain = group.main in {"invest", "reinvest"}
    rounds = [c for c in objects_by(group, "of") if c.head in FUNDING_NOUNS] if plain else []
    first: Chunk | None = None
    for chunk in [*objects_by(group, "in", "into", "to", "behind"), *rounds]:
        if first is not None and (chunk.prep != first.prep or not has_sum(sight, level, first.last + 1, chunk.first)):
            continue  # but "$100 million into WeRide and $300 million into Lucid"
        if chunk.head in FUNDING_NOUNS and chunk.prep == "to":
            continue
        if (chunk.possessor and chunk.noun and not plain) or (chunk.prep == "to" and plain):
            continue
        money = (
            plain
            or has_sum(sight, level, group.last + 1, chunk.first + 8)
            or has_word(
                sight,
                level,
                group.last + 1,
                chunk.first,
                frozenset(
                    {"money", "millions", "billions", "cash", "sum", "amount", "funds", "capital", "cheque", "check"}
                ),
            )
        )
        if money and (
            chunk.prep != "to" or group.main in {"give", "pledge", "commit", "hand", "slip", "wire", "write"}
        ):
            sight.propose(
                "investment", giver, sight.seat(chunk), f"verb/{group.main}",
                level=level, place=group.last, group=group, confidence=0.88,
            )  # fmt: skip
            first = chunk
    if first is not None:
        return
    if plain and _of_which(sight, level, group, "in", "into"):
        sight.propose("investment", giver, sight.seat(level.anchor), f"verb/{group.main}", level=level,
                      place=group.last, group=group, confidence=0.85)  # fmt: skip
        return
    target = direct_object(group)
    plain = target is not None and not target.possessor and not group.passive
    if (
        group.main == "give"
        and target is not None
        and plain
        and has_sum(sight, level, target.last + 1, target.last + 8)
    ):
        sight.propose(
                "investment", giver, sight.seat(target), "verb/give",
                level=level, place=group.last, group=group, confidence=0.7,
            )  # fmt: skip


def _backs(sight: Sight, level: Level, group: Group) -> None:
    target = direct_object(group) if not group.passive else group.subject
    if target is None or (target.noun and not group.passive):
        return
    sight.propose(
        "investment", agent(sight, group), sight.seat(target), f"verb/{group.main}",
        level=level, place=group.last, group=group, confidence=0.8,
    )  # fmt: skip


def _rounds(sight: Sight, level: Level, group: Group) -> None:
    """ "led the round", "took part in the Series B of Momenta", "the round was led by SAIC"."""
    investors = _joiners(sight, level, group) or agent(sight, group)
    window = sight.between(level, group.last + 1, group.last + 14)
    around = sight.between(level, group.first - 8, group.first)
    in_a_round = not _FUNDING_ROUND.isdisjoint(around if group.passive else window)
    if not investors:
        return
    loose = group.main in {"take part", "participate", "go along", "follow"} and bool(sight.scene.raiser)
    if not in_a_round and not loose:
        return
    target: Seat = []
    if not group.passive:
        for chunk in [*objects_by(group, "of", "in", "for", ""), *objects_by(group, "by")]:
            near = chunk.noun in FUNDING_NOUNS or chunk.head in FUNDING_NOUNS
            if near and (chunk.possessor or chunk.prep in {"of", "in", "for"} or chunk.noun):
                target = sight.seat(chunk)
                break
        target = target or _round_of(sight, level, group)
    target = without(target or sight.scene.raiser or sight.scene.topic, investors)
    sight.propose(
        "investment", investors, target, "verb/round", level=level, place=group.last, group=group, confidence=0.8
    )


def _joiners(sight: Sight, level: Level, group: Group) -> Seat:
    """ ", with Uber and Toyota taking part": the companies behind "with" before a participle."""
    if group.form != "ing" or group.main not in {"take part", "participate", "join"}:
        return []
    chunk = next((c for c in reversed(level.chunks) if c.last < group.first), None)
    return sight.seat(chunk) if chunk is not None and chunk.prep == "with" and group.first - chunk.last <= 3 else []


def _round_of(sight: Sight, level: Level, group: Group) -> Seat:
    """ "joined a round that has brought Cruise $2.75 billion": the company that gets the money of the round."""
    after = next((g for g in level.groups if g.first > group.last), None)
    if after is None or after.main not in {"bring", "give", "value", "raise", "earn", "provide"}:
        return []
    return sight.seat(direct_object(after))


def _buys_its_way(sight: Sight, level: Level, group: Group) -> None:
    """ "is buying its way into Cruise", "buys into Velodyne"."""
    for chunk in objects_by(group, "into"):
        if not group.passive and not chunk.noun:
            sight.propose("investment", sight.seat(group.subject), sight.seat(chunk), f"verb/{group.main} into",
                          level=level, place=group.last, group=group, confidence=0.72)  # fmt: skip


_ORDERS = frozenset({"order", "orders", "contract", "contracts", "business", "deal", "deals", "award", "awards"})


def _raises(sight: Sight, level: Level, group: Group) -> None:
    """ "Velodyne secured $150 million from Ford and Baidu"; remembers who is raising money."""
    raiser = sight.seat(group.subject)
    window = sight.between(level, group.last + 1, group.last + 12)
    money = has_sum(sight, level, group.last + 1, group.last + 8) or not _FUNDING_ROUND.isdisjoint(window)
    if not raiser or not money or group.passive or not _ORDERS.isdisjoint(window[:8]):
        return
    sight.scene.raiser = raiser
    if group.main in {"announce", "complete"}:
        return
    for chunk in objects_by(group, "from"):
        if group.main == "hope" and chunk.head != "$":
            continue  # but "can hope for $1.25 billion from Uber"
        sight.propose(
            "investment", sight.seat(chunk), raiser, "verb/raise from",
            level=level, place=group.last, group=group, confidence=0.88,
            stage="planned" if group.main == "hope" else None,
        )  # fmt: skip


def _takes_in(sight: Sight, level: Level, group: Group) -> None:
    """ "has taken in $500 million from SAIC", "took HERE over": what stands behind the verb is part of it."""
    behind = sight.between(level, group.last + 1, group.last + 5)
    if group.passive or not behind:
        return
    if behind[0] == "in" and has_sum(sight, level, group.last + 1, group.last + 5):
        for chunk in objects_by(group, "from"):
            sight.propose("investment", sight.seat(chunk), sight.seat(group.subject), "verb/raise from", level=level,
                          place=group.last, group=group, confidence=0.85)  # fmt: skip
        return
    taken = direct_object(group)
    if taken is not None and not taken.noun and level.words[taken.last + 1 : taken.last + 2] == ["over"]:
        sight.propose("acquisition", sight.seat(group.subject), sight.seat(taken), "verb/take over", level=level,
                      place=group.last, group=group, confidence=0.85)  # fmt: skip


def _comes(sight: Sight, level: Level, group: Group) -> None:
    """ "Starsky's money had come from Shasta Ventures"."""
    for chunk in objects_by(group, "from"):
        if is_money(sight, level, group):
            sight.propose("investment", sight.seat(chunk), sight.seat(group.subject), "verb/money comes from",
                          level=level, place=group.last, group=group, confidence=0.75)  # fmt: skip


def _goes(sight: Sight, level: Level, group: Group) -> None:
    """ "HERE goes to Audi and BMW": bought; "an undisclosed sum went to May Mobility": invested."""
    target = next(iter(objects_by(group, "to")), None)
    if target is None or target.possessor or target.noun or target.prep_at > group.last + 3:
        return
    gone = group.subject
    if gone is not None and gone.last < group.first - 2:
        return  # "Didi keeps two of them, while another goes to BYD"
    if gone is not None and not gone.prep and not gone.noun and not gone.possessor:
        sight.propose("acquisition", sight.seat(target), sight.seat(gone), "verb/go to", level=level,
                      place=group.last, group=group, confidence=0.6)  # fmt: skip
    elif has_sum(sight, level, 0, group.first) or has_word(sight, level, 0, group.first, frozenset({"sum"})):
        giver = without(sight.scene.topic, sight.seat(target))
        sight.propose("investment", giver, sight.seat(target), "verb/sum goes to", level=level, place=group.last,
                      group=group, confidence=0.6)  # fmt: skip


def _offers(sight: Sight, level: Level, group: Group) -> None:
    """ "paid $625 million for Nuance", "offered $33 million for the lidar business of Luminar"."""
    if group.passive or not has_sum(sight, level, group.last + 1, group.last + 8):
        return
    if group.main == "pay" and _of_which(sight, level, group, "for"):
        sight.propose("acquisition", sight.seat(group.subject), sight.seat(level.anchor), "verb/pay for", level=level,
                      place=group.last, group=group, confidence=0.8)  # fmt: skip
        return
    for chunk in group.objects:
        words = sight.between(level, group.last + 1, chunk.prep_at)
        whole = chunk.prep == "for" and (not chunk.noun or (chunk.possessor and chunk.noun in UNIT_NOUNS))
        unit = chunk.prep == "of" and chunk.head in UNIT_NOUNS and "for" in words
        if (whole or unit) and STAKE_NOUNS.isdisjoint(words):
            sight.propose("acquisition", sight.seat(group.subject), sight.seat(chunk), f"verb/{group.main} for",
                          level=level, place=group.last, group=group, confidence=0.75)  # fmt: skip
            return


def _cedes(sight: Sight, level: Level, group: Group) -> None:
    """ "ceded its local business to Grab": the taker buys from the seller."""
    target = next(iter(objects_by(group, "to")), None)
    if target is None or group.passive or not has_word(sight, level, group.last + 1, target.prep_at, UNIT_NOUNS):
        return
    seller = sight.seat(group.subject)
    sight.propose("acquisition", sight.seat(target), seller, f"verb/{group.main} a unit", level=level,
                  place=group.last, group=group, confidence=0.72)  # fmt: skip


def _merges(sight: Sight, level: Level, group: Group) -> None:
    words = sight.between(level, group.last + 1, group.last + 9)
    if is_many(sight.seat(group.subject)) and (group.main == "merge" or "merger" in words):
        sight.propose_all("acquisition", sight.seat(group.subject), f"verb/{group.main} of equals", level=level,
                          place=group.last, group=group, confidence=0.55)  # fmt: skip
    for chunk in objects_by(group, "with"):
        a, b = sight.seat(group.subject), sight.seat(chunk)
        if is_shell(sight, level, chunk):
            a, b = b, a
        sight.propose("acquisition", a, b, f"verb/{group.main}",
                      level=level, place=group.last, group=group, confidence=0.6)  # fmt: skip


def _sets_up(sight: Sight, level: Level, group: Group) -> None:
    """ "Waymo, which Alphabet set up": whoever sets a company up owns it; "founded by A and B": a joint venture."""
    if group.implied is not None and not group.passive:
        sight.propose("ownership", sight.seat(group.subject), sight.seat(group.implied), f"verb/{group.main}",
                      level=level, place=group.last, group=group, confidence=0.7)  # fmt: skip
    if not group.passive and (group.implied is not None or _sets_up_by_name(sight, group)):
        for chunk in objects_by(group, "with"):
            sight.propose("joint_venture", sight.seat(group.subject), sight.seat(chunk), f"verb/{group.main} with",
                          level=level, place=group.last, group=group, confidence=0.78)  # fmt: skip
    _sets_up_by_owners(sight, level, group)
    founders = [item for chunk in objects_by(group, "by") for item in sight.seat(chunk)]
    subject = sight.between(level, 0, group.first)
    if group.passive and is_many(founders) and not {"company", "venture", "firm"}.isdisjoint(subject):
        sight.propose_all("joint_venture", founders, f"verb/{group.main} by all", level=level, place=group.last,
                          group=group, confidence=0.72)  # fmt: skip


def _sets_up_by_owners(sight: Sight, level: Level, group: Group) -> None:
    """ "Sony Honda Mobility, set up by Sony and Honda": who founds a company by name together owns it together."""
    founded = group.subject
    if not group.passive or founded is None or founded.noun or founded.possessor or founded.prep:
        return
    for chunk in objects_by(group, "by"):
        founders = without(sight.seat(chunk), sight.seat(founded))
        if is_many(founders) and not chunk.noun and not chunk.possessor:
            sight.propose_all("joint_venture", founders, f"verb/{group.main} by all", level=level, place=group.last,
                              group=group, confidence=0.78)  # fmt: skip
            sight.propose("ownership", founders, sight.seat(founded), f"verb/{group.main} by owners", level=level,
                          place=group.last, group=group, confidence=0.7)  # fmt: skip


def _sets_up_by_name(sight: Sight, group: Group) -> bool:
    direct = direct_object(group)
    return direct is not None and not direct.noun and not direct.possessor and not sight.is_brand(direct)


MONEY_RULES: dict[str, Rule] = {
    "buys": _buys,
    "sellers": _sellers,
    "into": _buys_its_way,
    "holds": _holds,
    "puts": _puts,
    "backs": _backs,
    "rounds": _rounds,
    "raises": _raises,
    "takes in": _takes_in,
    "comes": _comes,
    "goes": _goes,
    "offers": _offers,
    "cedes": _cedes,
    "merges": _merges,
    "sets up": _sets_up,
}
