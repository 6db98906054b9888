"""Rules on what somebody is to somebody: units, rivals, investors, suppliers; "Alphabet's Waymo", "GM-backed"."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import RELATIONS
from articles.extract.claims.lexicon import LINKING, PREPOSITIONS, RELATIVE
from articles.extract.claims.patterns import (
    PERCENT,
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
from articles.extract.claims.possessions import read_possessives, read_tags
from articles.extract.claims.skeleton import Group, Level

_OF = {
    "supplier": ("of", "to", "for"), "suppliers": ("of", "to", "for"), "investor": ("in", "of"),
    "investors": ("in", "of"), "shareholder": ("in", "of"), "shareholders": ("in", "of"), "backer": ("of", "in"),
    "backers": ("of", "in"), "rival": ("of", "to"), "rivals": ("of", "to"), "competitor": ("of", "to"),
    "competitors": ("of", "to"), "challenger": ("to",), "customer": ("of", "for"), "customers": ("of", "for"),
    "stakeholder": ("in", "of"), "partner": ("of", "to", "for", "in"), "partners": ("of", "to", "for"),
}  # fmt: skip


def _made(sight: Sight, level: Level, group: Group, place: int) -> Chunk | None:
    """ "made Waymo its exclusive partner": the object that is made what follows it."""
    for chunk in group.objects:
        beside = chunk.prep == "" and place - 6 <= chunk.last < place
        if beside and sight.word(level, chunk.last + 1) in {"its", "their", "a", "an", "the"}:
            return chunk
    return None


_MAKES = frozenset(
    {
        "count",
        "see",
        "regard",
        "view",
        "pick",
        "win",
        "sign",
        "make",
        "call",
        "consider",
        "declare",
        "name",
        "appoint",
        "choose",
        "have",
        "welcome",
    }
)
_RIVALS = frozenset({"rival", "rivals", "competitor", "competitors"})
_VENTURES = frozenset({"venture", "joint-venture", "jv"})
_WEAK = frozenset({"group", "business", "branch", "fund"})


_WORDS = RELATIONS.keys() | {"maker"}


def read_relations(sight: Sight) -> None:
    """Relation nouns, plain possessives and "-backed", "-owned" tags of a sentence."""
    for level in sight.skeleton.levels:
        for place, word in enumerate(level.words) if not _WORDS.isdisjoint(level.words) else ():
            if word == "maker" and level.sort == "apposition" and (takers := _takers(sight, level, place)):
                sight.propose("supply", sight.seat(level.anchor), takers, "relation/maker for", level=level,
                              place=place, confidence=0.8)  # fmt: skip
            if word in RELATIONS and (not level.verbs[place] or level.tokens[place].form == "base"):
                _relation(sight, level, place)
        read_possessives(sight, level)
        read_tags(sight, level)


def _relation(sight: Sight, level: Level, place: int) -> None:
    word = sight.word(level, place)
    kind, side = RELATIONS[word]
    if word in {"owner", "owners"} and _is_minor(sight, level, place):
        kind = "investment"
    elif word == "owner" and sight.word(level, place - 1) in {"new", "future"}:
        kind = "acquisition"
    holder, sure = _who(sight, level, place, word)
    if not holder:
        if word in _RIVALS:
            _rivals_of_each_other(sight, level, place)
        return
    other, explicit = _of_whom(sight, level, place, word, holder)
    if not other and word in _RIVALS and is_many(holder) and _COUNTED & set(sight.between(level, place - 4, place)):
        sight.propose_all(kind, holder, "relation/rivals of each other", level=level, place=place,
                          confidence=sure * 0.9, group=group_before(level, place))  # fmt: skip
        return
    if not other:
        if kind == "investment" and (raiser := without(sight.scene.raiser, holder)):
            sight.propose(kind, holder, raiser, f"relation/{word} of the round", level=level, place=place,
                          confidence=sure * 0.8, group=group_before(level, place))  # fmt: skip
            return
        alone = word in _RIVALS or (kind == "partnership" and not word.endswith("s"))
        if not alone or not _stands_alone(sight, level, place):
            return
        other, explicit = weaken(sight.scene.hero, 0.72), False
    other = without(other, holder)
    if word in _WEAK and not explicit:
        return
    a, b = (holder, other) if side == "a" else (other, holder)
    if kind == "partnership" and word in {"partner", "partners"} and not explicit:
        sure *= 0.9
    if kind == "partnership" and _VENTURES & set(sight.between(level, place - 2, place)):
        kind = "joint_venture"
    sight.propose(kind, a, b, f"relation/{word}", level=level, place=place, confidence=sure,
                  group=group_before(level, place))  # fmt: skip


_COUNTED = frozenset({"two", "three", "both", "bitter", "arch"})


def _rivals_of_each_other(sight: Sight, level: Level, place: int) -> None:
    """ "BMW and Audi have split, the two rivals said", "Lyft and Uber, bitter rivals": nobody else is named."""
    outer = sight.skeleton.levels[0]
    subject = next((group.subject for group in outer.groups if group.subject is not None), None)
    both = sight.seat(level.anchor) if level.anchor is not None else sight.seat(subject)
    plural = level.words[place].endswith("s") and level.words[place + 1 : place + 2] != ["of"]
    alone = not level.chunks or (level.anchor is None and all(c is subject or c.prep for c in level.chunks))
    if plural and alone and 2 <= len(both) <= 4 and _is_definite(sight, level, place):
        sight.propose_all("competitor", both, "relation/rivals of each other", level=level, place=place,
                          confidence=0.8, group=group_before(level, place))  # fmt: skip


def _is_definite(sight: Sight, level: Level, place: int) -> bool:
    """ "the two carmaking rivals", "bitter rivals" in passing; not "rivals" that somebody else has."""
    words = sight.between(level, place - 5, place)
    if {"its", "their", "other", "no", "against", "whose"} & set(words):
        return False
    return "the" in words or level.sort == "apposition"


def _is_minor(sight: Sight, level: Level, place: int) -> bool:
    """ "a minority owner", "24 percent owner": not the owner of all."""
    token = sight.token(level, place - 1)
    share = PERCENT.match(token.low) if place and token.sort == "M" else None
    return token.low == "minority" or (share is not None and float(share[1]) <= 50)


def _stands_alone(sight: Sight, level: Level, place: int) -> bool:
    """ "Optimus Ride, a Boston rival", "Competitors such as": a rival of the company the article is about."""
    following = sight.word(level, place + 1)
    group = group_before(level, place)
    if group is not None and group.main in LINKING and RELATIONS[level.words[place]][0] == "partnership":
        return following not in {"that", "who", "which", "at", "in", "of", "for"}
    if place == 0 and level.number == 0 and len(level.stream) > 1 and sight.token(level, 1).sort == "E":
        return True
    if following in {"that", "who", "which", "whom", "to", "in", "of"}:
        return False
    words = sight.between(level, place - 5, place)
    return following in {"such", "like", "include", "including"} or (
        level.sort == "apposition" and bool({"a", "an", "the"} & set(words))
    )


def _of_whom(sight: Sight, level: Level, place: int, word: str, holder: Seat) -> tuple[Seat, bool]:
    """Whose unit, rival or supplier: "of Volkswagen", "Uber's", "a GM subsidiary", "its"."""
    preps = _OF.get(word, ("of",))
    after = next(chunks_after(level, place, 9), None)
    if after is not None and after.prep in preps and after.head_at == place:
        return sight.seat(after), True
    if word in _SELLERS and (taken := _takers(sight, level, place)):
        return taken, True
    before = chunk_before(level, place, 7)
    if before is not None and _adjoins(sight, level, before.last + 1, place):
        owner = sight.token(level, before.last)
        if owner.possessive and owner.low in {"its", "their"}:
            meant = without(sight.seat(before), holder)
            return (meant, False) if meant else (_its(sight, level, place, holder), False)
        if before.possessor or owner.possessive:
            return sight.seat(before), True
        if place - before.last <= 3 and _modifies(sight, level, before):
            return sight.seat(before), True
    return _of_the_verb(sight, level, place, word, holder)


def _of_the_verb(sight: Sight, level: Level, place: int, word: str, holder: Seat) -> tuple[Seat, bool]:
    """Whose it is where a verb or a pronoun says so: "found a partner in", "counts among its", "whose", "as a"."""
    group = group_before(level, place)
    if group is not None and group.main in _FINDS and _named_in(sight, level, place, word)[0]:
        return without(sight.seat(group.subject), holder), True
    words = sight.between(level, place - 6, place)
    if group is not None and group.main in _LISTS and _LISTS[group.main] in words and "the" in words:
        return without(sight.seat(group.subject), holder), True
    if "whose" in words and level.anchor is not None:
        return without(sight.seat(level.anchor), holder), True
    if "its" in words or "their" in words:
        return _its(sight, level, place, holder), False
    if "as" in words and group is not None and group.main in _MAKES:
        return without(sight.seat(group.subject), holder), True
    return [], False


_SELLERS = frozenset({"supplier", "suppliers", "vendor", "seller", "maker", "provider"})


def _takers(sight: Sight, level: Level, place: int) -> Seat:
    """ "supplier of brakes to Ford and of radar to Tesla": for whom the goods are that stand between."""
    taken: Seat = []
    last = place
    for chunk in chunks_after(level, place, 16):
        words = sight.between(level, last + 1, chunk.prep_at)
        if chunk.prep not in {"to", "for"} or not _names_goods(words) or any(level.verbs[last + 1 : chunk.first]):
            break
        taken += sight.seat(chunk)
        last = chunk.last
    return taken


def _names_goods(words: Sequence[str]) -> bool:
    """ "of brakes", "and of radar": what is supplied, in a few words."""
    opener = next((k for k, word in enumerate(words) if word not in {",", "and"}), len(words))
    return opener < len(words) <= 8 and words[opener] == "of"


def _adjoins(sight: Sight, level: Level, first: int, last: int) -> bool:
    """Only adjectives and nouns between: nothing that parts a company from the noun it owns."""
    for k in range(first, last):
        token = sight.token(level, k)
        if token.sort not in "WMD" or token.low in PREPOSITIONS or token.low in {"and", "or", "a", "an", "the", "its"}:
            return False
        if level.verbs[k] and token.form != "ing":
            return False
    return True


def _modifies(sight: Sight, level: Level, chunk: Chunk) -> bool:
    """ "a GM subsidiary", "Uber competitor Grab": a company name used as an adjective."""
    return len(chunk.members) == 1


def _its(sight: Sight, level: Level, place: int, holder: Seat) -> Seat:
    """Whom "its" means beside a relation noun: the subject in force, the company before, the topic; not the holder."""
    group = group_before(level, place)
    near = chunk_before(level, place, 12)
    choices: list[Seat] = []
    if group is not None and group.subject is not None and group.subject is not level.anchor:
        choices.append(weaken(sight.seat(group.subject), 0.93))
    if near is not None and near.prep == "":
        choices.append(weaken(sight.seat(near), 0.88))
    if level.anchor is not None and level.sort == "relative":
        choices.append(weaken(sight.seat(level.anchor), 0.93))
    if level.number:
        choices += _outer_subjects(sight, level)
    if sight.scene.hero and not without(sight.scene.hero, [*sight.scene.topic, *sight.scene.second]):
        choices.append(weaken(sight.scene.hero, 0.88))
    choices += [weaken(sight.scene.topic, 0.85), weaken(sight.scene.second, 0.7), weaken(sight.scene.hero, 0.65)]
    return next((left for choice in choices if (left := without(choice, holder))), [])


def _outer_subjects(sight: Sight, level: Level) -> list[Seat]:
    """The subjects of the sentence around an aside, when they stand before it."""
    first = level.stream[0]
    outer = sight.skeleton.levels[0]
    subjects = [g.subject for g in outer.groups if g.subject is not None and outer.stream[g.first] < first]
    return [weaken(sight.seat(subject), 0.85) for subject in reversed(subjects)]


def _who(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """Who is the unit, rival or supplier, and how sure that reading is: the first of the ways to say so that fits."""
    for way in (_named_behind, _named_as, _named_in, _named_around, _named_by_listing):
        seat, sure = way(sight, level, place, word)
        if seat:
            return seat, sure
    return [], 0.0


def _named_behind(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """ "its rival Qualcomm", "one of its shareholders, Google", "rivals such as Embark"."""
    if (follower := _follower(sight, level, place, word)) is not None:
        return follower, 0.9
    if examples := _examples(sight, level, place, word):
        return examples, 0.85
    chunk = next(iter(chunks_after(level, place, 5)), None)
    if chunk is None:
        return [], 0.0
    between = sight.between(level, place + 1, chunk.first)
    if between in ([], [","]) or (len(between) <= 3 and _name_follows(sight, level, place + 1, chunk.first)):
        return sight.seat(chunk), 0.9
    if chunk.prep in {"like", "including", "such"} and chunk.head_at == place:
        return sight.seat(chunk), 0.88
    return [], 0.0


def _examples(sight: Sight, level: Level, place: int, word: str) -> Seat:
    """ "partners of Baidu such as Ford and Honda", "backers of Nuro, among them Toyota and Uber"."""
    whose = next(iter(chunks_after(level, place, 3)), None)
    if not word.endswith("s") or whose is None or whose.head_at != place or whose.prep not in {"of", "in", "to"}:
        return []
    for chunk in chunks_after(level, whose.last, 4):
        opener = sight.word(level, whose.last + 1)
        return sight.seat(chunk) if opener in _OPEN_EXAMPLES and chunk.prep == opener else []
    for aside in sight.skeleton.levels[1:]:
        hangs = aside.anchor is not None and aside.anchor.members == whose.members
        if hangs and aside.chunks and not _OPEN_EXAMPLES.isdisjoint(aside.words[:2]):
            return sight.seat(aside.chunks[0])
    return []


_OPEN_EXAMPLES = frozenset({"such", "like", "including", "among"})


def _named_as(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """ "won Volkswagen as a customer", "made Waymo its exclusive partner"."""
    del word
    as_a = next((k for k in range(place - 1, max(-1, place - 5), -1) if sight.word(level, k) == "as"), None)
    named = chunk_before(level, as_a, 3) if as_a is not None else None
    if named is not None and named.last + 1 == as_a and not named.possessor and named.prep == "":
        return sight.seat(named), 0.85
    group = group_before(level, place)
    made = _made(sight, level, group, place) if group is not None and group.main in _MAKES else None
    return sight.seat(made), 0.85


def _named_in(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """ "has a new customer in Volkswagen", "found a partner in PostBus", "has a new owner: Continental"."""
    group = group_before(level, place)
    if group is None or group.main not in _FINDS or group.passive or word.endswith("s") or place - group.last > 6:
        return [], 0.0
    chunk = next(iter(chunks_after(level, place, 4)), None)
    if chunk is None or chunk.possessor:
        return [], 0.0
    inside = chunk.prep == "in" and chunk.head_at == place and RELATIONS[word][0] != "ownership"
    colon = sight.word(level, place + 1) == ":" and chunk.first == place + 2
    named = without(sight.seat(chunk), sight.seat(group.subject))
    return (named, 0.82) if inside or colon else ([], 0.0)


_FINDS = frozenset({"find", "found", "have", "gain", "win", "get", "land", "secure", "see"})


def _named_around(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """ "Cruise, a GM subsidiary"; "Torc is a subsidiary of Daimler Truck"."""
    del word
    group = group_before(level, place)
    if group is None:
        return (sight.seat(level.anchor), 0.92) if level.sort == "apposition" else ([], 0.0)
    linked = group.main in LINKING and _predicate(sight, level, group.last + 1, place)
    return (sight.seat(group.subject), 0.85) if linked else ([], 0.0)


def _named_by_listing(sight: Sight, level: Level, place: int, word: str) -> tuple[Seat, float]:
    """ "counts Alibaba among its investors", "its shareholders include Amazon", "whose investors are SAIC"."""
    del word
    group = group_before(level, place)
    if group is not None and group.main in _LISTS:
        seat = [i for c in group.objects if c.prep == "" and c.last < place for i in sight.seat(c)]
        if seat and _LISTS[group.main] in sight.between(level, group.last, place):
            return seat, 0.9
    after = group_after(level, place, 6)
    if after is None or after.main not in {"include", "be"}:
        return [], 0.0
    return sight.seat(next((c for c in after.objects if c.prep == ""), None)), 0.88


_LISTS = {**dict.fromkeys(("count", "list", "name", "include", "have", "number"), "among"), "add": "to"}
"""Verbs of listing, and the preposition before what somebody is listed as."""


def _follower(sight: Sight, level: Level, place: int, word: str) -> Seat | None:
    """The one company that a singular noun introduces, also inside a list: "…, and Uber competitor Grab"."""
    at = place + 1
    if word.endswith("s") or at >= len(level.stream):
        return None
    token = sight.token(level, at)
    if token.entity is None or token.possessive:
        return None
    return [(party, token.entity.confidence) for party in token.entity.parties]


def _name_follows(sight: Sight, level: Level, first: int, last: int) -> bool:
    return all(
        sight.token(level, k).sort == "W" and not level.verbs[k] and sight.word(level, k) not in PREPOSITIONS
        and sight.word(level, k) not in RELATIVE | {"and", "or"}
        for k in range(first, last)
    )  # fmt: skip


def _predicate(sight: Sight, level: Level, first: int, place: int) -> bool:
    """ "is [one of] Waymo's main [rivals]": nothing between the verb and the noun but its own words."""
    for k in range(first, place):
        token = sight.token(level, k)
        if token.sort == "P" or level.verbs[k] or token.low in {"with", "for", "to", "by", "from"}:
            return False
        if token.low == "of" and sight.word(level, k - 1) not in {"one", "some", "both"}:
            return False
    return place - first <= 9
