"""Weaker readings, for pairs the grammar did not seat: a deal noun beside two companies, two companies at one work."""

from __future__ import annotations

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import DEAL_NOUNS, PLURAL_DEALS, VENTURE_NOUNS, Kind
from articles.extract.claims.lexicon import words_of
from articles.extract.claims.patterns import (
    Seat,
    Sight,
    group_after,
    group_before,
    is_about_a_sale,
    is_many,
    same,
    without,
)
from articles.extract.claims.skeleton import Group, Level
from articles.extract.mentions import Party

_TOGETHER = frozenset(
    {
        "develop",
        "test",
        "launch",
        "explore",
        "pilot",
        "trial",
        "found",
        "form",
        "present",
        "conduct",
        "build",
        "agree",
        "jointly develop",
        "create",
        "establish",
        "start",
        "roll out",
        "research",
        "study",
        "plan",
        "intend",
        "extend",
    }
)
_APART = frozenset({"each", "respectively", "both", "separately", "own", "rivals", "competitors", "either", "neither"})
_TALKS = frozenset({"talks", "discussions", "negotiations", "conversations"})


def read_hunches(sight: Sight) -> None:
    """Propose partnerships of companies the sentence brings together without saying who sits where."""
    level = sight.skeleton.levels[0]
    _beside_a_noun(sight, level)
    _one_work(sight, level)
    _with_somebody(sight, level)
    _on_an_app(sight, level)


_CUES = frozenset({*DEAL_NOUNS, *PLURAL_DEALS, *VENTURE_NOUNS})


def _beside_a_noun(sight: Sight, level: Level) -> None:
    if _CUES.isdisjoint(level.words):
        return
    parties = [item for item in _parties(sight, level) if item[1] > 0.8]
    if not 2 <= len(parties) <= 4 or _told(sight, parties):
        return
    for place in range(len(level.stream)):
        if level.verbs[place]:
            continue
        word = sight.word(level, place)
        sort = DEAL_NOUNS.get(PLURAL_DEALS.get(word, word))
        venture = word in VENTURE_NOUNS and sight.word(level, place - 1) == "joint"
        if (sort not in {"strong", "generic"} and not venture) or _is_of_goods(sight, level, place, word):
            continue
        if len(parties) > 2 and not _in_a_deal(sight, level, place):
            continue
        kind: Kind = "joint_venture" if venture else "partnership"
        group = group_before(level, place) or group_after(level, place, 20)
        named = sort == "strong" and len(parties) == 2 and _in_a_deal(sight, level, place)
        sight.propose_all(kind, parties, "noun/in an alliance" if named else "hunch/deal noun", level=level,
                          place=place, group=group, confidence=0.56 if sort == "generic" else 0.66,
                          stage="rumoured" if word in _TALKS else None)  # fmt: skip
        return


def _is_of_goods(sight: Sight, level: Level, place: int, word: str) -> bool:
    """ "under a contract of 2018", "in talks on a stake": a delivery or a sale, which stands beside no partnership."""
    if word in {"contract", "contracts"} or not _GOODS.isdisjoint(sight.between(level, place - 2, place)):
        return True
    return word in _TALKS and is_about_a_sale(sight, level, place)


_GOODS = frozenset({"supply", "license", "licence", "licensing", "purchase", "purchasing", "takeover", "lease"})


def _in_a_deal(sight: Sight, level: Level, place: int) -> bool:
    """ "In a collaboration agreed this October, A adapts …, B contributes …": all that follows is the deal."""
    words = sight.between(level, place - 5, place)
    return not {"in", "under"}.isdisjoint(words) and not {"a", "an", "their"}.isdisjoint(words)


def _one_work(sight: Sight, level: Level) -> None:
    """ "Daimler, Bosch and Nvidia presented a plan", "DoorDash and Waymo are testing a courier"."""
    for group in level.groups:
        if group.main not in _TOGETHER:
            continue
        seat = sight.seat(group.subject)
        if not _begins(sight, level, group) or not is_many(seat) or group.passive or _told(sight, seat):
            continue
        if not _APART.isdisjoint(sight.between(level, 0, len(level.stream))) or _is_report(group):
            continue
        sight.propose_all("partnership", seat, "hunch/one work", level=level, place=group.last, group=group,
                          confidence=0.55)  # fmt: skip
        return


def _begins(sight: Sight, level: Level, group: Group) -> bool:
    """Two or three names, not references, that open the sentence."""
    subject = group.subject
    if subject is None or subject.prep or subject.noun or len(subject.members) < 2 or group.level:
        return False
    return all((e := sight.tokens[m].entity) is not None and not e.reference for m in subject.members)


def _on_an_app(sight: Sight, level: Level) -> None:
    """ "Waymo's robotaxis can be hailed on the Uber app": whose cars come by whose platform."""
    for chunk in level.chunks:
        if chunk.prep not in _APP_PREPS:
            continue
        if chunk.noun not in {"app", "apps", "platform", "network"} and not _rides(level, chunk):
            continue
        host = sight.seat(chunk)
        guests = without(_parties(sight, level), host)
        if len(guests) == 1 and not _told(sight, host + guests):
            sight.propose("partnership", guests, host, "hunch/on an app", level=level, place=chunk.first,
                          group=group_before(level, chunk.first), confidence=0.68)  # fmt: skip


def _rides(level: Level, chunk: Chunk) -> bool:
    """ "WeRide's robotaxis went live on Uber": cars go on an app, where the app's name stands for it."""
    if chunk.noun or chunk.possessor or chunk.prep not in {"on", "through", "via"}:
        return False
    group = group_before(level, chunk.first)
    cars = group is not None and group.subject is not None and group.subject.noun in _CARS
    return cars and group is not None and group.main in _RIDING


_CARS = frozenset({"robotaxi", "robotaxis", "cars", "vehicles", "taxis", "shuttles", "service", "rides", "fleet"})
_RIDING = frozenset({"go", "be", "appear", "launch", "hail", "order", "book", "offer", "start", "run", "operate"})
_APP_PREPS = frozenset({"on", "via", "through", "in", "to", "onto", "into", "over"})
_OTHER_WITH = words_of(
    "compete compare replace fill meet agree disagree struggle deal begin start end come equip fit supply "
    "provide be have do go coincide rival clash part break settle argue speak talk merge combine vie load "
    "face reckon contrast mix catch keep live file register share say swap lag align negotiate does did has had"
)


def _with_somebody(sight: Sight, level: Level) -> None:
    """ "will look into that question with Waymo": whatever two companies do with each other, by name."""
    for group in level.groups:
        if group.main in _OTHER_WITH or group.passive or group.subject is None or group.subject.possessor:
            continue
        for chunk in group.objects:
            if chunk.prep != "with" or chunk.noun or chunk.possessor or sight.is_brand(chunk):
                continue
            if chunk.head in _TALKS and is_about_a_sale(sight, level, chunk.last):
                continue
            if not _told(sight, sight.seat(group.subject) + sight.seat(chunk)):
                sight.propose("partnership", sight.seat(group.subject), sight.seat(chunk), "hunch/with", level=level,
                              place=group.last, group=group, confidence=0.55)  # fmt: skip


def _is_report(group: Group) -> bool:
    return group.form == "ing" and len(group.words) == 1


def _parties(sight: Sight, level: Level) -> Seat:
    """The companies of a level that are not mere owners of another, each once."""
    found: dict[str, tuple[Party, float]] = {}
    for chunk in level.chunks:
        if chunk.tags.isdisjoint({"inside", "qualifier"}):
            for party, sure in sight.seat(chunk):
                found.setdefault(party.slug or party.name, (party, sure))
    return list(found.values())


def _told(sight: Sight, seat: Seat) -> bool:
    """Whether a better rule already says something of two of them."""
    parties = [party for party, _ in seat]
    return any(
        any(same(c.a, party) for party in parties) and any(same(c.b, party) for party in parties)
        for c in sight.found
        if c.kind != "competitor"
    )
