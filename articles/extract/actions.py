"""Rules on verbs: who buys, backs, supplies, uses, joins whom, read from the verb's seats."""

from __future__ import annotations

import re
from collections.abc import Callable

from articles.extract.chunks import Chunk
from articles.extract.clauses import Group, Level
from articles.extract.cues import FUNDING_NOUNS, RELATIONS, STAKE_NOUNS, VERB_FRAMES, Kind
from articles.extract.lexicon import DETERMINERS
from articles.extract.patterns import Seat, Sight, is_many, weaken, without

Rule = Callable[[Sight, Level, Group], None]

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
_CHOSEN = frozenset({"pick", "select", "choose", "tap", "name", "enlist", "hire", "commission"})
_TAKEN_IN = frozenset(
    {"use", "adopt", "integrate", "install", "deploy", "employ", "incorporate", "embed", "feature", "utilize",
     "utilise", "carry", "license", "order", "select", "choose", "pick"}
)  # fmt: skip
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per|pct)")
_UNITS = frozenset({"unit", "arm", "division", "business", "operations", "subsidiary", "assets", "department", "team"})
_ALLIANCES = frozenset(
    {"alliance", "platform", "consortium", "project", "program", "programme", "network", "initiative", "partnership",
     "ecosystem", "coalition", "collaboration", "effort", "venture", "pilot"}
)  # fmt: skip
_FUNDING_ROUND = FUNDING_NOUNS - {"money", "capital", "investment", "investments", "backing"}


def read_actions(sight: Sight) -> None:
    """Run every verb of the sentence through the rules of its frames."""
    for level in sight.skeleton.levels:
        for group in level.groups:
            for frame in _FRAMES.get(group.main, ()):
                _RULES[frame](sight, level, group)


def _by(group: Group, *preps: str) -> list[Chunk]:
    return [chunk for chunk in group.objects if chunk.prep in preps]


def _direct(group: Group) -> Chunk | None:
    return next((chunk for chunk in group.objects if chunk.prep == ""), group.implied)


def _agent(sight: Sight, group: Group) -> Seat:
    """Who acts: the subject, or the by-phrase of a passive."""
    if group.passive:
        return [item for chunk in _by(group, "by") for item in sight.seat(chunk)]
    return sight.seat(group.subject)


def _patient(sight: Sight, group: Group) -> Seat:
    """What is acted on: the plain object, or the subject of a passive."""
    return sight.seat(group.subject) if group.passive else sight.seat(_direct(group))


def _has(sight: Sight, level: Level, first: int, last: int, words: frozenset[str]) -> bool:
    return not words.isdisjoint(sight.between(level, first, last))


def _has_sum(sight: Sight, level: Level, first: int, last: int) -> bool:
    return any(sight.token(level, k).sort == "M" for k in range(first, min(last, len(level.stream))))


# ------------------------------------------------------------------ one rule a frame


def _partners(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    others = [chunk for chunk in _by(group, "with", "alongside") if not _is_thing(chunk)]
    for chunk in others:
        sight.propose(
            "partnership", subject, sight.seat(chunk), f"verb/{group.main}",
            level=level, place=group.last, group=group, confidence=0.9,
        )  # fmt: skip
    after = sight.between(level, group.last + 1, group.last + 9)
    side_by_side = group.main != "work" or "together" in after or "together" in group.words or "side" in after
    if not others and is_many(subject) and side_by_side and not group.passive:
        sight.propose_all(
            "partnership", subject, f"verb/{group.main}", level=level, place=group.last, group=group, confidence=0.85
        )


def _is_thing(chunk: Chunk) -> bool:
    """ "with Waymo's software": the company only owns what is meant."""
    return chunk.possessor and chunk.noun not in _ALLIANCES | _UNITS | {"team", "engineers", "group", ""}


def _goes(sight: Sight, level: Level, group: Group) -> None:
    """ "HERE goes to Audi and BMW": bought; "an undisclosed sum went to May Mobility": invested."""
    target = next(iter(_by(group, "to")), None)
    if target is None or target.possessor or target.noun or target.prep_at > group.last + 3:
        return
    gone = group.subject
    if gone is not None and not gone.prep and not gone.noun and not gone.possessor:
        sight.propose("acquisition", sight.seat(target), sight.seat(gone), "verb/go to", level=level,
                      place=group.last, group=group, confidence=0.6)  # fmt: skip
    elif _has_sum(sight, level, 0, group.first) or _has(sight, level, 0, group.first, frozenset({"sum"})):
        giver = without(sight.scene.topic, sight.seat(target))
        sight.propose("investment", giver, sight.seat(target), "verb/sum goes to", level=level, place=group.last,
                      group=group, confidence=0.6)  # fmt: skip


def _cedes(sight: Sight, level: Level, group: Group) -> None:
    """ "ceded its local business to Grab": the taker buys from the seller."""
    target = next(iter(_by(group, "to")), None)
    if target is None or group.passive or not _has(sight, level, group.last + 1, target.prep_at, _UNITS):
        return
    sight.propose("acquisition", sight.seat(target), sight.seat(group.subject), f"verb/{group.main} a unit", level=level,
                  place=group.last, group=group, confidence=0.72)  # fmt: skip


def _sets_up(sight: Sight, level: Level, group: Group) -> None:
    """ "Waymo, which Alphabet set up": whoever sets a company up owns it; "founded by A and B": a joint venture."""
    if group.implied is not None and not group.passive:
        sight.propose("ownership", sight.seat(group.subject), sight.seat(group.implied), f"verb/{group.main}",
                      level=level, place=group.last, group=group, confidence=0.7)  # fmt: skip
    founders = [item for chunk in _by(group, "by") for item in sight.seat(chunk)]
    subject = sight.between(level, 0, group.first)
    if group.passive and is_many(founders) and not {"company", "venture", "firm"}.isdisjoint(subject):
        sight.propose_all("joint_venture", founders, f"verb/{group.main} by all", level=level, place=group.last,
                          group=group, confidence=0.72)  # fmt: skip


def _shares(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    with_whom = [
        c for c in _by(group, "with", "alongside")
        if not _is_thing(c) and not sight.is_brand(c) and c.head not in RELATIONS
    ]  # fmt: skip
    for chunk in with_whom:
        close = chunk.head in {"together", "jointly", "partnership", "collaboration", "cooperation", "conjunction"}
        sight.propose(
            "partnership", subject, sight.seat(chunk), "verb/shared work",
            level=level, place=group.last, group=group, confidence=0.85 if close else 0.7,
        )  # fmt: skip
    words = [*group.words, *sight.between(level, group.last + 1, group.last + 14)]
    if not with_whom and is_many(subject) and ("together" in words or "jointly" in words):
        sight.propose_all(
            "partnership", subject, "verb/joint work", level=level, place=group.last, group=group, confidence=0.8
        )


def _buys(sight: Sight, level: Level, group: Group) -> None:
    buyer = _agent(sight, group)
    target = group.subject if group.passive else _direct(group) or _all_of(sight, level, group)
    if target is None and group.passive:
        target = group.outer
    if target is None or not buyer:
        return
    if target.prep == "of" and not group.passive:
        sight.propose("acquisition", buyer, sight.seat(target), f"verb/{group.main} most", level=level,
                      place=group.last, group=group, confidence=0.82)  # fmt: skip
        return
    if "majority" in sight.between(level, group.last + 1, target.first) and target.prep == "of":
        sight.propose("acquisition", buyer, sight.seat(target), f"verb/{group.main} most", level=level,
                      place=group.last, group=group, confidence=0.8)  # fmt: skip
        return
    stop = target.first if not group.passive and target is not group.implied else group.last + 1
    if _has(sight, level, group.last + 1, stop, STAKE_NOUNS) or _has_sum(sight, level, group.last + 1, stop):
        return
    if target.prep and target is not group.implied and not group.passive:
        return
    if target.possessor and target.noun not in _UNITS:
        return
    if target.noun and target.noun not in _UNITS and not target.possessor:
        return
    sight.propose(
        "acquisition", buyer, sight.seat(target), f"verb/{group.main}",
        level=level, place=group.last, group=group, confidence=0.85,
    )  # fmt: skip


def _sold_stake(sight: Sight, level: Level, group: Group) -> None:
    """ "has sold a minority interest to Traton": the buyer invests in the seller."""
    words = sight.between(level, group.last + 1, group.last + 7)
    if {"stake", "interest", "shares", "holding"}.isdisjoint(words):
        return
    for chunk in _by(group, "to"):
        sight.propose("investment", sight.seat(chunk), sight.seat(group.subject), "verb/sell a stake", level=level,
                      place=group.last, group=group, confidence=0.75)  # fmt: skip


def _all_of(sight: Sight, level: Level, group: Group) -> Chunk | None:
    """ "acquires all of Velodyne", "a majority of Torc"."""
    return next((c for c in _by(group, "of") if c.head in {"all", "majority", "rest", "remainder", "control"}), None)


def _holds(sight: Sight, level: Level, group: Group) -> None:
    if group.passive:
        return
    holder = sight.seat(group.subject)
    if group.main == "sell":
        _sold_stake(sight, level, group)
        return
    for chunk in _by(group, "in", "of", "into"):
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
    objects = _by(group, "in", "of", "into")
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
    which = next((k for k in range(1, group.first) if sight.between(level, k, k + 2) == ["in", "which"]), None)
    if which is not None and level.anchor is not None:
        words = sight.between(level, group.last + 1, group.last + 8)
        if not STAKE_NOUNS.isdisjoint(words):
            sight.propose(
                "investment", holder, sight.seat(level.anchor), "verb/in which it holds a stake",
                level=level, place=group.last, group=group, confidence=0.85,
            )  # fmt: skip


def _percent(sight: Sight, level: Level, first: int, last: int) -> float | None:
    """The share named between two places, in percent."""
    for k in range(first, min(last, len(level.stream))):
        token = sight.token(level, k)
        if token.sort == "M" and (match := _SHARE.match(token.low)):
            return float(match[1])
    return None


def _sellers(sight: Sight, level: Level, group: Group) -> None:
    """ "buy 80 percent of Boston Dynamics from SoftBank": the seller owned what it sells."""
    targets = [c for c in group.objects if c.prep in {"", "of"} and not c.possessor and not c.noun]
    if group.passive or not targets:
        return
    for chunk in _by(group, "from"):
        if not chunk.possessor:
            sight.propose("ownership", sight.seat(chunk), sight.seat(targets[0]), f"verb/{group.main} from",
                          level=level, place=group.last, group=group, confidence=0.7)  # fmt: skip


def _puts(sight: Sight, level: Level, group: Group) -> None:
    giver = _agent(sight, group)
    plain = group.main in {"invest", "reinvest"}
    for chunk in _by(group, "in", "into", "to", "behind"):
        if chunk.head in FUNDING_NOUNS and chunk.prep == "to":
            continue
        if (chunk.possessor and chunk.noun and not plain) or (chunk.prep == "to" and plain):
            continue
        money = (
            plain
            or _has_sum(sight, level, group.last + 1, chunk.first + 8)
            or _has(
                sight,
                level,
                group.last + 1,
                chunk.first,
                frozenset({"money", "millions", "billions", "cash", "sum", "amount", "funds", "capital"}),
            )
        )
        if money and (chunk.prep != "to" or group.main in {"give", "pledge", "commit", "hand"}):
            sight.propose(
                "investment", giver, sight.seat(chunk), f"verb/{group.main}",
                level=level, place=group.last, group=group, confidence=0.88,
            )  # fmt: skip
            return
    target = _direct(group)
    if group.main == "give" and target is not None and not target.possessor and not group.passive:
        if _has_sum(sight, level, target.last + 1, target.last + 8):
            sight.propose(
                "investment", giver, sight.seat(target), "verb/give",
                level=level, place=group.last, group=group, confidence=0.7,
            )  # fmt: skip


def _backs(sight: Sight, level: Level, group: Group) -> None:
    target = _direct(group) if not group.passive else group.subject
    if target is None or (target.noun and not group.passive):
        return
    sight.propose(
        "investment", _agent(sight, group), sight.seat(target), f"verb/{group.main}",
        level=level, place=group.last, group=group, confidence=0.8,
    )  # fmt: skip


def _rounds(sight: Sight, level: Level, group: Group) -> None:
    """ "led the round", "took part in the Series B of Momenta", "the round was led by SAIC"."""
    investors = _agent(sight, group)
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
        for chunk in [*_by(group, "of", "in", "for", ""), *_by(group, "by")]:
            near = chunk.noun in FUNDING_NOUNS or chunk.head in FUNDING_NOUNS
            if near and (chunk.possessor or chunk.prep in {"of", "in", "for"} or chunk.noun):
                target = sight.seat(chunk)
                break
    target = without(target or sight.scene.raiser or sight.scene.topic, investors)
    sight.propose(
        "investment", investors, target, "verb/round", level=level, place=group.last, group=group, confidence=0.8
    )


def _raises(sight: Sight, level: Level, group: Group) -> None:
    """ "Velodyne secured $150 million from Ford and Baidu"; remembers who is raising money."""
    raiser = sight.seat(group.subject)
    window = sight.between(level, group.last + 1, group.last + 12)
    money = _has_sum(sight, level, group.last + 1, group.last + 8) or not _FUNDING_ROUND.isdisjoint(window)
    if not raiser or not money or group.passive:
        return
    sight.scene.raiser = raiser
    for chunk in _by(group, "from"):
        sight.propose(
            "investment", sight.seat(chunk), raiser, "verb/raise from",
            level=level, place=group.last, group=group, confidence=0.88,
        )  # fmt: skip


def _supplies(sight: Sight, level: Level, group: Group) -> None:
    giver = _agent(sight, group)
    verb = group.main
    rule = f"verb/{verb}"
    place = group.last
    direct = _direct(group)
    fitted = [c for c in _by(group, "with") if verb in _FITTED]
    if verb in _FITTED and group.passive and "with" in sight.between(level, group.last + 1, group.last + 9):
        owner = sight.seat(group.subject)
        for chunk in fitted + [
            c for c in _by(group, "of", "from", "by") if "with" in _words_from(sight, level, group, c)
        ]:
            sight.propose("supply", sight.seat(chunk), owner, rule, level=level, place=place, group=group,
                          confidence=0.75)  # fmt: skip
        return
    takers = [c for c in _by(group, "to") if verb in _TO] + [c for c in _by(group, "for") if verb in _FOR]
    if verb in {"sell", "hand over", "give"} and takers and direct is not None and direct.first < takers[0].first:
        if not direct.noun and not direct.possessor and not group.passive:
            sight.propose("acquisition", sight.seat(takers[0]), sight.seat(direct), rule + " to", level=level,
                          place=place, group=group, confidence=0.75)  # fmt: skip
            return
    takers = [c for c in takers if c.head not in {"thanks", "according", "due", "addition", "up", "out", "listing"}]
    for chunk in takers:
        sight.propose("supply", giver, sight.seat(chunk), rule, level=level, place=place, group=group,
                      confidence=0.85)  # fmt: skip
    if takers or (direct is None and not group.passive):
        return
    if group.passive and giver and verb not in _POWERS:
        if group.reduced and sight.scene.second:
            return
        return
    if direct is not None and _with_after(sight, level, direct) and verb in _FITTED:
        sight.propose("supply", giver, sight.seat(direct), rule, level=level, place=place, group=group,
                      confidence=0.85)  # fmt: skip
    elif verb in _POWERS:
        target = group.subject if group.passive else direct
        sight.propose("supply", giver, sight.seat(target), rule, level=level, place=place, group=group,
                      confidence=0.75)  # fmt: skip


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
        for chunk in _by(group, "from"):
            if chunk.noun and chunk.possessor:
                continue
            between = sight.between(level, group.last + 1, chunk.prep_at)
            if not STAKE_NOUNS.isdisjoint(between) or _has_sum(sight, level, group.last + 1, chunk.prep_at):
                continue
            if not between:
                continue
            sight.propose("supply", sight.seat(chunk), taker, rule + " from", level=level, place=place, group=group,
                          confidence=0.8)  # fmt: skip
    if verb in _ON:
        for chunk in _by(group, "on"):
            sight.propose("supply", sight.seat(chunk), taker, rule + " on", level=level, place=place, group=group,
                          confidence=0.75)  # fmt: skip
    direct = _direct(group)
    if direct is None:
        return
    thing = bool(direct.noun) and direct.noun not in _ALLIANCES | _UNITS | STAKE_NOUNS | FUNDING_NOUNS
    if verb in _CHOSEN and not thing:
        _chosen(sight, level, group, direct)
    elif (verb in _TAKEN_IN and (thing or not direct.possessor) and direct.noun not in STAKE_NOUNS | FUNDING_NOUNS) or (
        verb in _CHOSEN and thing
    ):
        sight.propose("supply", sight.seat(direct), taker, rule, level=level, place=place, group=group,
                      confidence=0.78)  # fmt: skip


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
        for chunk in _by(group, "on"):
            sight.propose("supply", sight.seat(chunk), giver, f"verb/{group.main} on", level=level, place=group.last,
                          group=group, confidence=0.65)  # fmt: skip
        return
    if group.main in _TAKEN_IN | _CHOSEN:
        for chunk in _by(group, "by"):
            sight.propose("supply", giver, sight.seat(chunk), f"verb/{group.main} by", level=level,
                          place=group.last, group=group, confidence=0.75)  # fmt: skip


def _competes(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    rivals = _by(group, "with", "against")
    direct = _direct(group)
    if group.main in {"take on", "rival", "outdo"} and direct is not None:
        rivals.append(direct)
    for chunk in rivals:
        sight.propose("competitor", subject, sight.seat(chunk), f"verb/{group.main}", level=level, place=group.last,
                      group=group, confidence=0.8)  # fmt: skip
    for chunk in _by(group, "like", "including"):
        if chunk.head in RELATIONS and RELATIONS[chunk.head][0] == "competitor":
            sight.propose("competitor", subject, sight.seat(chunk), f"verb/{group.main}", level=level,
                          place=group.last, group=group, confidence=0.8)  # fmt: skip


def _owns(sight: Sight, level: Level, group: Group) -> None:
    owner = _agent(sight, group)
    target = group.subject if group.passive else _direct(group)
    if target is None:
        return
    if (group.main == "own" and not target.noun) or (group.passive and group.main in {"own", "control"}):
        if not group.passive and _has(sight, level, group.last + 1, target.first, STAKE_NOUNS):
            return
        sight.propose("ownership", owner, sight.seat(target), f"verb/{group.main}", level=level, place=group.last,
                      group=group, confidence=0.88)  # fmt: skip
    elif level.sort == "relative" and group.main == "own" and level.anchor is not None:
        sight.propose("ownership", owner, sight.seat(level.anchor), "verb/own", level=level, place=group.last,
                      group=group, confidence=0.8)  # fmt: skip


def _belongs(sight: Sight, level: Level, group: Group) -> None:
    if group.subject is not None and group.subject.possessor:
        return
    for chunk in _by(group, "to"):
        kind_of = sight.between(level, chunk.first, chunk.last + 3)
        if chunk.noun in _ALLIANCES or "alliance" in kind_of or chunk.head in _ALLIANCES:
            continue
        sight.propose("ownership", sight.seat(chunk), sight.seat(group.subject), "verb/belong", level=level,
                      place=group.last, group=group, confidence=0.85)  # fmt: skip


def _merges(sight: Sight, level: Level, group: Group) -> None:
    words = sight.between(level, group.last + 1, group.last + 9)
    if is_many(sight.seat(group.subject)) and (group.main == "merge" or "merger" in words):
        sight.propose_all("acquisition", sight.seat(group.subject), f"verb/{group.main} of equals", level=level,
                          place=group.last, group=group, confidence=0.55)  # fmt: skip
    for chunk in _by(group, "with"):
        sight.propose("acquisition", sight.seat(group.subject), sight.seat(chunk), f"verb/{group.main}",
                      level=level, place=group.last, group=group, confidence=0.6)  # fmt: skip


def _joins(sight: Sight, level: Level, group: Group) -> None:
    """ "joined BMW's platform", "join the alliance of Intel and BMW"."""
    joiner = sight.seat(group.subject)
    direct = _direct(group)
    if group.main == "join" and direct is not None and not direct.possessor and not direct.noun and not group.passive:
        rounds = _has(sight, level, direct.last + 1, direct.last + 8, FUNDING_NOUNS | {"investors", "backing"})
        brand = sight.is_brand(direct)
        if not rounds and not brand and direct.prep == "":
            sight.propose("partnership", joiner, sight.seat(direct), "verb/join", level=level, place=group.last,
                          group=group, confidence=0.72)  # fmt: skip
    for chunk in group.objects:
        own = chunk.possessor and chunk.prep == "" and chunk.noun in _ALLIANCES
        of = chunk.prep in {"of", "between", "by"} and chunk.head in _ALLIANCES
        if own or of:
            sight.propose("partnership", joiner, sight.seat(chunk), "verb/join an alliance", level=level,
                          place=group.last, group=group, confidence=0.8)  # fmt: skip


_RULES: dict[str, Rule] = {
    "partners": _partners, "shares": _shares, "buys": _buys, "sellers": _sellers, "holds": _holds, "puts": _puts, "backs": _backs,
    "rounds": _rounds, "raises": _raises, "supplies": _supplies, "uses": _uses, "competes": _competes, "owns": _owns,
    "belongs": _belongs, "merges": _merges, "joins": _joins, "goes": _goes, "cedes": _cedes, "sets up": _sets_up,
}  # fmt: skip

_FRAMES: dict[str, list[str]] = {}
for _frame, _verbs in VERB_FRAMES.items():
    for _verb in _verbs:
        _FRAMES.setdefault(_verb, []).append(_frame)
for _verb in ("sell", "give", "hand over"):
    _FRAMES.setdefault(_verb, []).append("cedes")
for _verb in ("create", "launch", "establish"):
    _FRAMES.setdefault(_verb, []).append("sets up")
for _verb in ("buy", "acquire", "purchase", "take over"):
    _FRAMES[_verb].append("sellers")
__all__ = ["DETERMINERS", "read_actions", "weaken"]
