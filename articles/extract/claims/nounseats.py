"""Who stands around a deal noun: whom it reaches by a preposition, who has it, whose verb it is the object of."""

from __future__ import annotations

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import (
    DEAL_NOUNS,
)
from articles.extract.claims.lexicon import PREPOSITIONS
from articles.extract.claims.patterns import (
    Seat,
    Sight,
    chunk_before,
    chunks_after,
    group_after,
    group_before,
    weaken,
    without,
)
from articles.extract.claims.skeleton import Group, Level


def complement(sight: Sight, level: Level, place: int, *preps: str, reach: int = 14) -> Chunk | None:
    """The chunk the noun reaches by a preposition: "a deal [on maps] with TomTom", through "companies such as"."""
    for chunk in chunks_after(level, place, reach + 6):
        if (
            chunk.prep in preps
            and (chunk.prep_at - place <= reach)
            and not is_broken(sight, level, place, chunk.prep_at, by_verbs=chunk.prep != "between")
        ):
            return chunk
    return None


def is_broken(sight: Sight, level: Level, place: int, stop: int, *, by_verbs: bool = True) -> bool:
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


def possessor(sight: Sight, level: Level, place: int) -> Seat:
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


def holder_of(sight: Sight, level: Level, place: int) -> tuple[Seat, Group | None]:
    """The side that has the deal when the noun names only the other: possessor, subject, anchor or topic."""
    group = group_before(level, place)
    seat = possessor(sight, level, place)
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


def nearest(sight: Sight, level: Level, place: int, partner: Chunk) -> Seat:
    """Without a subject: the company named last before the noun ("to X, in cooperation with Y"), else the topic."""
    others = sight.seat(partner)
    near = chunk_before(level, place, 14)
    if near is not None and (seat := without(sight.seat(near), others)):
        return weaken(seat, 0.8)
    return weaken(without(sight.scene.topic, others), 0.75)


def holder_in_clause(sight: Sight, level: Level, place: int) -> tuple[Seat, Group | None]:
    """`holder_of`, but nobody where the verb has a subject of its own that is no company."""
    holder, group = holder_of(sight, level, place)
    if group is not None and is_of_another_clause(level, group) and not possessor(sight, level, place):
        return [], group
    return holder, group


def is_of_another_clause(level: Level, group: Group) -> bool:
    """ "Grab runs two, while a third goes to …": the verb has a subject of its own, which is no company."""
    subject = group.subject
    start = max((start for start in level.clause_starts if start <= group.first), default=0)
    if subject is None or subject.first > start or start == 0:
        return False
    return any(token.sort == "W" and token.low in _SUBJECTS for token in level.tokens[start + 1 : group.first])


_SUBJECTS = frozenset({"a", "an", "the", "another", "one", "two", "three", "others", "some", "many", "this", "these"})


def outer_subject(sight: Sight, level: Level) -> Seat:
    """An apposition that says "a joint venture with X" hangs on the venture: the other parent stands outside."""
    first = level.stream[0]
    outer = sight.skeleton.levels[0]
    before = [g.subject for g in outer.groups if g.subject is not None and outer.stream[g.first] < first]
    return sight.seat(before[-1]) if before and before[-1] is not level.anchor else []


def relative_pair(sight: Sight, level: Level, place: int) -> tuple[Seat, Chunk, Group] | None:
    """ "the venture it had planned with GM", "the pact Waymo struck with Uber": the noun's own relative clause."""
    for group in level.groups:
        near = group.first > place and group.subject is not None and place < group.subject.first <= place + 4
        if near and (partner := next((c for c in group.objects if c.prep == "with"), None)) is not None:
            return sight.seat(group.subject), partner, group
        if group.first > place + 8:
            return None
    return None
