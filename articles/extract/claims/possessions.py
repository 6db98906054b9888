"""Who owns or backs whom in two words: "Alphabet's Waymo", "Toyota-backed Pony.ai"."""

from __future__ import annotations

from articles.extract.claims.cues import GOODS_NOUNS, OWNED_TAGS, RELATIONS, ROLE_NOUNS, STAKE_NOUNS, Kind
from articles.extract.claims.lexicon import ADVERBS, PREPOSITIONS, RELATIVE, SUBORDINATORS
from articles.extract.claims.patterns import Sight, chunk_before, chunks_after, group_before
from articles.extract.claims.skeleton import Level


def read_possessives(sight: Sight, level: Level) -> None:
    """ "Alphabet's Waymo": a company that owns another in so many letters."""
    members = {index for chunk in level.chunks for index in chunk.members}
    for before in level.chunks:
        if "qualifier" not in before.tags or not level.tokens[before.last].possessive:
            continue
        after = before.last + 1
        while after < len(level.stream) and level.stream[after] not in members:
            after += 1
        between = level.words[before.last + 1 : after]
        if after == len(level.stream) or len(between) > 4 or any(level.verbs[before.last + 1 : after]):
            continue
        entity = level.tokens[after].entity
        named = not between or (between[-1] in ROLE_NOUNS and RELATIONS.keys().isdisjoint(between))
        if _is_goods(level, after) or not _OF_BOTH.isdisjoint(between):
            continue
        if named and entity is not None and not entity.reference and not entity.brand:
            owned = [(party, entity.confidence) for party in entity.parties]
            sight.propose("ownership", sight.seat(before), owned, "relation/possessive", level=level,
                          place=before.last, confidence=0.75 if between else 0.88)  # fmt: skip


_OF_BOTH = frozenset({"joint", "common", "maker", "makers", "manufacturer", "sister"})
"""Between "its" and a name: what belongs to two, or what made what "its" stands for."""


def _is_goods(level: Level, place: int) -> bool:
    """ "May's Toyota Siennas", "its Navya shares", "Google's Android software": the name only says whose goods."""
    if place + 1 >= len(level.stream):
        return False
    token = level.tokens[place + 1]
    if token.sort == "E":
        return token.entity is not None and token.entity.brand
    if token.sort != "W" or level.verbs[place + 1]:
        return False
    named = token.low in ROLE_NOUNS or token.low in RELATIONS or token.low in _AFTER_NAME or token.form
    if token.start == level.tokens[place].end:
        return token.low == "s"  # "WeRide's Nissans"
    return token.capital or token.low in GOODS_NOUNS or token.low in STAKE_NOUNS or not named


_AFTER_NAME = ADVERBS | PREPOSITIONS | RELATIVE | SUBORDINATORS | {"and", "or", "but", "nor", "plus"}


_TAG_ENDS = tuple(OWNED_TAGS)


def read_tags(sight: Sight, level: Level) -> None:
    """ "Toyota-backed Pony.ai", "the Geely-owned brand Volvo"; "majority-owned by GM", "backed by Y" as adjectives."""
    sentence = " ".join(level.words)
    if "-" not in sentence or not any(end in sentence for end in _TAG_ENDS):
        return
    for place, whole in enumerate(level.words):
        if place == 0 or not whole.endswith(_TAG_ENDS):
            continue
        word = whole.rpartition("-")[2]
        if word not in OWNED_TAGS:
            continue
        kind, _ = OWNED_TAGS[word]
        hyphen = sight.word(level, place - 1) == "-" and sight.token(level, place - 2).sort == "E"
        if hyphen:
            owner = chunk_before(level, place, 3)
            owned = next(iter(chunks_after(level, place, 5)), None)
            seat = sight.seat(owned) if owned is not None and owned.prep_at < place else sight.seat(level.anchor)
            if owner is not None:
                sight.propose(kind, sight.seat(owner), seat, f"relation/-{word}", level=level, place=place,
                              confidence=0.9)  # fmt: skip
        elif "-" in whole:
            _owned_by(sight, level, place, kind)


def _owned_by(sight: Sight, level: Level, place: int, kind: Kind) -> None:
    """ "which is majority-owned by GM": the hyphen hides the verb from the verb rules."""
    for chunk in chunks_after(level, place, 8):
        if chunk.prep == "by":
            group = group_before(level, place)
            holder = sight.seat(group.subject) if group is not None else sight.seat(level.anchor)
            sight.propose(kind, sight.seat(chunk), holder, "relation/owned by", level=level, place=place,
                          group=group, confidence=0.9)  # fmt: skip
        return
