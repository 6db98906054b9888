"""Rules on verbs: who works, competes, owns, joins; and the door to all rules on verbs."""

from __future__ import annotations

from itertools import pairwise

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import (
    ALLIANCE_NOUNS,
    DEAL_NOUNS,
    FUNDING_NOUNS,
    RELATIONS,
    STAKE_NOUNS,
    THINGS,
    UNIT_NOUNS,
    VENTURE_NOUNS,
    VERB_FRAMES,
    Kind,
)
from articles.extract.claims.goods import GOODS_RULES
from articles.extract.claims.money import MONEY_RULES
from articles.extract.claims.parts import PART_RULES
from articles.extract.claims.patterns import (
    PERCENT,
    Rule,
    Sight,
    agent,
    direct_object,
    has_word,
    is_about_a_sale,
    is_many,
    objects_by,
    same,
    without,
)
from articles.extract.claims.skeleton import Group, Level


def read_actions(sight: Sight) -> None:
    """Run every verb of the sentence through the rules of its frames."""
    for level in sight.skeleton.levels:
        for group in level.groups:
            for frame in _FRAMES.get(group.main, ()):
                _RULES[frame](sight, level, group)
        _echo(sight, level)


_DOES = frozenset({"has", "have", "had", "does", "do", "did"})


def _echo(sight: Sight, level: Level) -> None:
    """ "Uber has invested in WeRide, as has Nvidia": what the verb before says holds for another subject, too."""
    for before, group in pairwise(level.groups):
        said = level.words[group.first - 1] if group.first else ""
        same_way = said in {"as", "so"} and len(group.words) == 1 and group.words[0] in _DOES
        another = direct_object(group) if same_way else None
        if another is None or another.first > group.last + 1 or before.subject is None or another.noun:
            continue
        seat = sight.seat(another)
        doers = sight.seat(before.subject)
        for told in [one for one in sight.found if one.group is before]:
            first = any(same(told.a, party) for party, _ in doers)
            kept = [(told.b if first else told.a, 0.95 * told.confidence)]
            a, b = (seat, kept) if first else (kept, seat)
            sight.propose(told.kind, a, b, told.rule, level=level, place=group.first, group=before,
                          confidence=1.0, stage=told.stage)  # fmt: skip


def _partners(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    if group.main in _TYING:
        _ties(sight, level, group)
        return
    others = [chunk for chunk in objects_by(group, "with", "alongside") if not _is_thing(chunk)]
    for chunk in others:
        kind: Kind = "joint_venture" if _in_a_venture(sight, level, chunk) else "partnership"
        sight.propose(
            kind, subject, sight.seat(chunk), f"verb/{group.main}",
            level=level, place=group.last, group=group, confidence=0.9,
        )  # fmt: skip
    after = sight.between(level, group.last + 1, group.last + 9)
    side_by_side = group.main != "work" or "together" in after or "together" in group.words or "side" in after
    if not others and is_many(subject) and side_by_side and not group.passive:
        sight.propose_all(
            "partnership", subject, f"verb/{group.main}", level=level, place=group.last, group=group, confidence=0.85
        )


_TYING = frozenset({"tie", "bind", "hitch"})


def _ties(sight: Sight, level: Level, group: Group) -> None:
    """ "is tying itself more closely to Nvidia", "hitched its wagon to Waymo"."""
    for chunk in objects_by(group, "to"):
        between = sight.between(level, group.last + 1, chunk.prep_at)
        if not chunk.noun and not chunk.possessor and not _ITSELF.isdisjoint(between):
            sight.propose("partnership", sight.seat(group.subject), sight.seat(chunk), f"verb/{group.main}",
                          level=level, place=group.last, group=group, confidence=0.75)  # fmt: skip


_ITSELF = frozenset({"itself", "themselves", "wagon", "fate", "fortunes"})


def _is_thing(chunk: Chunk) -> bool:
    """ "with Waymo's software", "with Renault Zoe cars", "with Volvos": the company owns or makes what is meant."""
    if chunk.noun in THINGS:
        return True
    return chunk.possessor and chunk.noun not in ALLIANCE_NOUNS | UNIT_NOUNS | {"team", "engineers", "group", ""}


def _in_a_venture(sight: Sight, level: Level, chunk: Chunk) -> bool:
    """ "works with Horizon in a joint venture in China", "builds cars with SAIC, in ventures that go back far"."""
    after = sight.between(level, chunk.last + 1, chunk.last + 12)
    if after[:1] == ["to"] and _FOUNDS & set(after[1:2]):
        named = any(token.sort == "E" for token in level.tokens[chunk.last + 3 : chunk.last + 5])
        return named or not _COMPANIES.isdisjoint(after[2:7])  # "teamed up with Alibaba to found Zhiji Auto"
    at = next((k for k, word in enumerate(after) if word in VENTURE_NOUNS), None)
    return at is not None and "in" in after[max(0, at - 4) : at] and "with" not in after[:at]


_FOUNDS = frozenset({"found", "form", "create", "establish", "set"})
_COMPANIES = VENTURE_NOUNS | {"company", "firm", "business"}


def _shares_a_company(sight: Sight, level: Level, group: Group) -> bool:
    """ "shared Zenuity with Volvo", "share ownership of Milence", "created EasyMile together with Robosoft"."""
    if group.main == "share":
        return "ownership" in sight.between(level, group.last + 1, group.last + 4) or _is_company(sight, group)
    return group.main in {"create", "establish", "start", "launch"} and _is_company(sight, group)


def _is_company(sight: Sight, group: Group) -> bool:
    """Whether the verb's object is a company by name, and nothing of hers."""
    direct = direct_object(group)
    plain = direct is not None and direct.noun in {"", "together", "jointly"} and not direct.possessor
    entity = sight.tokens[direct.members[0]].entity if direct is not None and plain else None
    return entity is not None and not entity.brand and not entity.reference


_RUNNING = frozenset({"run", "operate", "test", "trial", "pilot", "launch", "start", "conduct"})
_MADE_APART = frozenset({"build", "produce", "use", "offer", "deploy", "deliver"})
"""What several do is done by each for itself: "in cars built by Ford and Nissan"."""
_OPINIONS = frozenset({"view", "views", "opinion", "market", "stage", "fate", "investor", "investors", "customer"})


def _shares(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    if group.main == "share" and not _OPINIONS.isdisjoint(sight.between(level, group.last + 1, group.last + 4)):
        return
    with_whom = [
        c for c in objects_by(group, "with", "alongside")
        if not _is_thing(c) and not sight.is_brand(c) and c.head not in RELATIONS
    ]  # fmt: skip
    for chunk in objects_by(group, "with") if group.main in _RUNNING else ():
        if chunk.noun in THINGS - {"software", "technology", "technologies", "s"} and chunk.head != "together":
            sight.propose("supply", without(sight.seat(chunk), subject), subject, "verb/run with", level=level,
                          place=group.last, group=group, confidence=0.62)  # fmt: skip
    for chunk in with_whom:
        close = chunk.head in {"together", "jointly", "partnership", "collaboration", "cooperation", "conjunction"}
        common = _in_a_venture(sight, level, chunk) or _shares_a_company(sight, level, group)
        sight.propose(
            "joint_venture" if common else "partnership", subject, sight.seat(chunk), "verb/shared work",
            level=level, place=group.last, group=group, confidence=0.85 if close else 0.7,
        )  # fmt: skip
    makers = agent(sight, group) if group.passive else []
    if is_many(makers) and group.main not in _MADE_APART:
        sight.propose_all("partnership", makers, "verb/made by all", level=level, place=group.last, group=group,
                          confidence=0.62)  # fmt: skip
    words = [*group.words, *sight.between(level, group.last + 1, group.last + 14)]
    common = "together" in words or "jointly" in words or "common" in words[len(group.words) : len(group.words) + 3]
    if not with_whom and is_many(subject) and common:
        sight.propose_all(
            "partnership", subject, "verb/joint work", level=level, place=group.last, group=group, confidence=0.8
        )


def _signs_up(sight: Sight, level: Level, group: Group) -> None:
    """ "has signed up Gatik for deliveries"."""
    direct = direct_object(group)
    if direct is not None and not direct.possessor and not direct.noun and not group.passive:
        sight.propose("partnership", sight.seat(group.subject), sight.seat(direct), "verb/sign up", level=level,
                      place=group.last, group=group, confidence=0.7)  # fmt: skip


def _talks(sight: Sight, level: Level, group: Group) -> None:
    """ "is talking to Waymo and Baidu about", "has negotiated with": a partnership that may come."""
    for chunk in objects_by(group, "to", "with"):
        about = "about" in sight.between(level, chunk.last + 1, chunk.last + 4) or group.main == "negotiate"
        if about and not is_about_a_sale(sight, level, chunk.last):
            subject = sight.seat(group.subject)
            sight.propose("partnership", subject, sight.seat(chunk), f"verb/{group.main}", level=level,
                          place=group.last, group=group, confidence=0.7, stage="rumoured")  # fmt: skip


def _agrees(sight: Sight, level: Level, group: Group) -> None:
    """ "agreed with GM last December on a battery plant"; but who agrees with somebody may only share his view."""
    for chunk in objects_by(group, "with"):
        after = sight.between(level, chunk.last + 1, chunk.last + 6)
        if not {"on", "to"}.isdisjoint(after) and not group.passive and not _is_thing(chunk):
            sight.propose("partnership", sight.seat(group.subject), sight.seat(chunk), "verb/agree with", level=level,
                          place=group.last, group=group, confidence=0.75)  # fmt: skip


def _competes(sight: Sight, level: Level, group: Group) -> None:
    subject = sight.seat(group.subject)
    rivals = objects_by(group, "with", "against")
    direct = direct_object(group)
    if group.main in {"take on", "rival", "outdo"} and direct is not None:
        rivals.append(direct)
    for chunk in rivals:
        sight.propose("competitor", subject, sight.seat(chunk), f"verb/{group.main}", level=level, place=group.last,
                      group=group, confidence=0.8)  # fmt: skip
    if is_many(subject) and not rivals and group.main in _VYING and not group.passive:
        sight.propose_all("competitor", subject, f"verb/{group.main} of all", level=level, place=group.last,
                          group=group, confidence=0.72)  # fmt: skip
    for chunk in objects_by(group, "like", "including"):
        if chunk.head in RELATIONS and RELATIONS[chunk.head][0] == "competitor":
            sight.propose("competitor", subject, sight.seat(chunk), f"verb/{group.main}", level=level,
                          place=group.last, group=group, confidence=0.8)  # fmt: skip


_VYING = frozenset({"compete", "vie", "go head to head", "square off"})


def _owns(sight: Sight, level: Level, group: Group) -> None:
    owner = agent(sight, group)
    target = group.subject if group.passive else direct_object(group)
    if target is None or (not group.passive and _is_of_a_part(sight, level, group)):
        return
    if (group.main in {"own", "control"} and not target.noun) or (group.passive and group.main in {"own", "control"}):
        if not group.passive and has_word(sight, level, group.last + 1, target.first, STAKE_NOUNS):
            return
        if group.passive and (share := PERCENT.search(" ".join(group.words))) and float(share[1]) <= 50:
            sight.propose("investment", owner, sight.seat(target), "verb/own a part", level=level, place=group.last,
                          group=group, confidence=0.85)  # fmt: skip
            return
        sight.propose("ownership", owner, sight.seat(target), f"verb/{group.main}", level=level, place=group.last,
                      group=group, confidence=0.88)  # fmt: skip
    elif level.sort == "relative" and group.main == "own" and level.anchor is not None:
        sight.propose("ownership", owner, sight.seat(level.anchor), "verb/own", level=level, place=group.last,
                      group=group, confidence=0.8)  # fmt: skip


def _is_of_a_part(sight: Sight, level: Level, group: Group) -> bool:
    """ "Velodyne, of which Baidu owns a piece": no ownership of all; the rule on stakes reads it."""
    if level.anchor is None or "which" not in sight.between(level, 0, group.first):
        return False
    words = sight.between(level, group.last + 1, group.last + 6)
    share = PERCENT.search(" ".join(words))
    if share is not None:
        return float(share[1]) <= 50
    return not _PARTS.isdisjoint(words) and "majority" not in words


_PARTS = STAKE_NOUNS | {"bit", "half", "third", "quarter"}
"""What one owns who does not own all."""


def _belongs(sight: Sight, level: Level, group: Group) -> None:
    if group.subject is not None and group.subject.possessor:
        return
    for chunk in objects_by(group, "to"):
        kind_of = sight.between(level, chunk.first, chunk.last + 3)
        if chunk.noun in ALLIANCE_NOUNS or "alliance" in kind_of or chunk.head in ALLIANCE_NOUNS:
            continue
        sight.propose("ownership", sight.seat(chunk), sight.seat(group.subject), "verb/belong", level=level,
                      place=group.last, group=group, confidence=0.85)  # fmt: skip


def _joins(sight: Sight, level: Level, group: Group) -> None:
    """ "joined BMW's platform", "join the alliance of Intel and BMW"."""
    if group.passive:
        _joined_by(sight, level, group)
        return
    joiner = sight.seat(group.subject)
    direct = direct_object(group)
    if group.main == "join" and direct is not None and not direct.possessor and not direct.noun and not group.passive:
        rounds = has_word(sight, level, direct.last + 1, direct.last + 8, FUNDING_NOUNS | {"investors", "backing"})
        brand = sight.is_brand(direct)
        if not rounds and not brand and direct.prep == "" and _in_a_work(sight, level, direct):
            sight.propose("partnership", joiner, sight.seat(direct), "verb/join", level=level, place=group.last,
                          group=group, confidence=0.72)  # fmt: skip
    for chunk in group.objects:
        own = chunk.possessor and chunk.prep == "" and chunk.noun in ALLIANCE_NOUNS
        of = chunk.prep in {"of", "between", "by"} and chunk.head in ALLIANCE_NOUNS
        if own or of:
            sight.propose("partnership", joiner, sight.seat(chunk), "verb/join an alliance", level=level,
                          place=group.last, group=group, confidence=0.8)  # fmt: skip


def _in_a_work(sight: Sight, level: Level, joined: Chunk) -> bool:
    """ "joins Volvo in a project", "joined Ford to test vans"; staff and racers join somebody without a deal."""
    after = sight.between(level, joined.last + 1, joined.last + 7)
    if not _RACES.isdisjoint(after):
        return False
    return not {"to", "as"}.isdisjoint(after[:3]) or (after[:1] == ["in"] and not _COMMON.isdisjoint({*after}))


_RACES = frozenset({"race", "contest", "field", "ranks", "list", "crowd", "others"})
_COMMON = ALLIANCE_NOUNS | frozenset(DEAL_NOUNS)


def _joined_by(sight: Sight, level: Level, group: Group) -> None:
    """ "The alliance of BMW and Intel was joined by Fiat Chrysler"."""
    members = group.subject
    if members is None or members.prep not in {"of", "between", "by"} or members.head not in ALLIANCE_NOUNS:
        return
    for chunk in objects_by(group, "by"):
        sight.propose("partnership", sight.seat(chunk), without(sight.seat(members), sight.seat(chunk)),
                      "verb/join an alliance", level=level, place=group.last, group=group, confidence=0.8)  # fmt: skip


_RULES: dict[str, Rule] = {
    **MONEY_RULES,
    **GOODS_RULES,
    **PART_RULES,
    "partners": _partners,
    "shares": _shares,
    "agrees": _agrees,
    "talks": _talks,
    "signs up": _signs_up,
    "competes": _competes,
    "owns": _owns,
    "belongs": _belongs,
    "joins": _joins,
}

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
_FRAMES["buy"].append("into")
