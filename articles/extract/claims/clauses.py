"""A sentence's skeleton: its verbs, who stands in their seats, and the companies that stand together.

A shallow parse in one pass from left to right, made for one purpose: to say for every verb which companies are its
subject, which its objects, and by which preposition. It knows about 600 verbs, and nothing of meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.claims.asides import Aside, find_asides
from articles.extract.claims.chunks import Chunk, find_chunks
from articles.extract.claims.cues import OBJECT_CONTROL
from articles.extract.claims.lexicon import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MODALS_FUTURE,
    MODALS_MAYBE,
    RELATIVE,
    SUBORDINATORS,
)
from articles.extract.claims.skeleton import Group, Level, Skeleton, modality, token_before
from articles.extract.claims.tokens import Token
from articles.extract.claims.verbgroups import is_verb, read_group


def parse_sentence(tokens: list[Token]) -> Skeleton:
    """The skeleton of one sentence. Linear in its tokens; every look ahead or back is bounded."""
    asides = find_asides(tokens)
    streams: dict[int, list[int]] = {0: []}
    for index, token in enumerate(tokens):
        streams.setdefault(token.level, []).append(index)
    levels: list[Level] = []
    chunk_of: dict[int, Chunk] = {}
    for number in sorted(streams):
        aside = asides[number - 1] if number else None
        anchor = chunk_of.get(aside.anchor) if aside is not None and aside.anchor >= 0 else None
        if aside is not None and anchor is not None and len(anchor.members) > 1:
            anchor = _single(tokens, anchor, aside)
        level = _parse_level(tokens, number, streams[number], anchor, aside.sort if aside else "sentence")
        levels.append(level)
        for chunk in level.chunks:
            for member in chunk.members:
                chunk_of[member] = chunk
    return Skeleton(tokens, levels, asides)


_CLAUSE_OPENERS = SUBORDINATORS | {"as", "after", "before"}
_PLURAL_RELATIONS = frozenset({"rivals", "competitors", "partners", "units", "subsidiaries", "suppliers", "customers"})


def _single(tokens: Sequence[Token], chunk: Chunk, aside: Aside) -> Chunk:
    """An aside after a list is about its last member, unless it says "all of which", "both of them"."""
    start = tokens[aside.first + 1].low if aside.first + 1 < len(tokens) else ""
    if any(t.low in _PLURAL_RELATIONS for t in tokens[aside.first + 1 : aside.first + 8]):
        return chunk
    if start in {"all", "both", "each", "neither", "none"}:
        return chunk
    return Chunk(chunk.last, chunk.last, [aside.anchor], prep=chunk.prep, prep_at=chunk.prep_at, head=chunk.head)


def _parse_level(tokens: list[Token], number: int, stream: list[int], anchor: Chunk | None, sort: str) -> Level:
    verbs = [tokens[index].form != "" and is_verb(tokens, stream, k) for k, index in enumerate(stream)]
    chunks = find_chunks(tokens, stream, verbs)
    here = [tokens[index] for index in stream]
    level = Level(number, stream, here, [token.low for token in here], verbs, chunks, [], anchor, sort, [0])
    _seat(tokens, level)
    return level


@dataclass(slots=True)
class _State:
    """Where the pass stands: the subject in force, whether its clause has its verb, and what waits for a subject."""

    subject: Chunk | None = None
    loose: Chunk | None = None
    fronted: list[Chunk] = field(default_factory=list)
    last: Group | None = None
    pending: list[Group] = field(default_factory=list)
    clause: int = 0


def _seat(tokens: Sequence[Token], level: Level) -> None:
    """One pass over the stream: give every verb group its subject, and every chunk to the group before it."""
    state = _State(subject=level.anchor)
    by_place = {chunk.first: chunk for chunk in level.chunks}
    place = 0
    while place < len(level.stream):
        token = tokens[level.stream[place]]
        chunk = by_place.get(place)
        if chunk is not None:
            _seat_chunk(tokens, level, chunk, state)
            place = chunk.last + 1
            continue
        if level.verbs[place] and tokens[level.stream[place]].sort == "W":
            group = read_group(tokens, level, place)
            _seat_group(tokens, level, group, state)
            place = group.last + 1
            continue
        if token.sort == "P" and token.low in {";", ":"}:
            state.clause += 1
            state.last, state.loose = None, None
            level.clause_starts.append(place)
        elif token.low in _CLAUSE_OPENERS and _clause_follows(level, place):
            state.clause += 1
            state.last = None
            level.clause_starts.append(place)
        place += 1
    for group in state.pending:
        group.subject = state.subject or state.loose


def _clause_follows(level: Level, place: int) -> bool:
    return any(level.verbs[place + 1 : place + 14])


def _seat_chunk(tokens: Sequence[Token], level: Level, chunk: Chunk, state: _State) -> None:
    if not chunk.tags.isdisjoint({"inside", "qualifier"}):
        return
    nxt = chunk.last + 1
    while nxt < len(level.stream) and tokens[level.stream[nxt]].low in ADVERBS:
        nxt += 1
    verb_next = (
        nxt < len(level.stream) and level.verbs[nxt] and tokens[level.stream[nxt]].form in {"aux", "s", "ed", "base"}
    )
    if verb_next and state.last is not None and chunk.prep and chunk.prep not in _JOINING:
        verb_next = False
    if chunk.prep == "" and not chunk.possessor and not chunk.noun:
        reduced = verb_next and tokens[level.stream[nxt]].form == "ed" and _by_follows(tokens, level, nxt)
        infinitive = nxt < len(level.stream) and tokens[level.stream[nxt]].low == "to" and state.last is not None
        if (verb_next and not reduced) or (state.last is None and not infinitive):
            _take_subject(chunk, state)
            return
    elif verb_next and chunk.prep in _OF_TIME and not chunk.possessor and not chunk.noun:
        _take_subject(chunk, state)
        return
    elif state.last is None and chunk.prep in {"", "of", "from"}:
        state.loose = chunk
        if state.subject is None or chunk.prep == "":
            state.subject = chunk if chunk.prep == "" else state.subject
    if state.last is None and chunk.prep in {"with", "alongside", "from", "for"}:
        state.fronted.append(chunk)
    if state.last is not None:
        if state.last.first <= chunk.prep_at <= state.last.last:
            chunk.prep = ""  # "take over Zoox", "bet on Wayve": the preposition is the verb's
        chunk.group_at = state.last.first
        state.last.objects.append(chunk)


_JOINING = frozenset({"as", "after", "before", "since"})
_OF_TIME = _JOINING | {"over", "in", "on", "at", "during", "within", "until", "under", "by", "through", "for"}
"""Prepositions whose phrase ends before the company: "over the next five years Ford will …"."""


def _by_follows(tokens: Sequence[Token], level: Level, place: int) -> bool:
    return any(tokens[level.stream[k]].low == "by" for k in range(place + 1, min(len(level.stream), place + 4)))


def _take_subject(chunk: Chunk, state: _State) -> None:
    if state.last is not None:
        state.clause += 1
    state.subject, state.last = chunk, None
    for group in state.pending:
        group.subject = chunk
    state.pending.clear()


def _seat_group(tokens: Sequence[Token], level: Level, group: Group, state: _State) -> None:
    before = token_before(tokens, level.stream, group.first)
    level.groups.append(group)
    group.clause = state.clause
    previous = state.last
    state.last = group
    group.outer = state.subject
    group.objects += state.fronted
    state.fronted = []
    group.implied = _implied(tokens, level, group, state)
    if previous is not None and before is not None and group.form == "base" and not group.passive:
        if before.low in {"and", "or", "then", "but"} and group.words[0] not in AUXILIARIES and modality(previous):
            group.words = (*(w for w in previous.words if w in MODALS_FUTURE | MODALS_MAYBE), *group.words)
        elif before.low in {"and", "or"} and previous.chain:
            group.chain = previous.chain
    if previous is not None and group.form == "ing" and len(group.words) == 1 and "would" in previous.words:
        group.words = ("would", *group.words)
    relative = before is not None and before.low in RELATIVE
    nearest = _chunk_before(level, group.first, 3 if relative else 2)
    if relative:
        group.subject = nearest if nearest is not None else (level.anchor or state.subject)
        return
    if group.words[0] == "to":
        group.infinitive = True
    if before is not None and before.low == "to":
        group.infinitive = True
        control = previous is not None and previous.main in OBJECT_CONTROL
        direct = next((c for c in previous.objects if c.prep == ""), None) if previous is not None else None
        group.subject = direct if control and direct is not None else (previous.subject if previous else state.subject)
        return
    if group.form == "ed" and len(group.words) == 1 and _leans(tokens, level, group, before):
        group.reduced = group.passive = True
        group.subject = (
            nearest
            if nearest is not None and nearest is not state.subject
            else (nearest or (level.anchor if before is None or before.low == "," else None))
        )
        if before is not None and before.sort == "W" and not before.form and nearest is None:
            group.subject = level.anchor if group.first < 8 else None
        return
    if group.form == "ing" and group.words[0] not in AUXILIARIES and state.subject is None:
        state.pending.append(group)
        return
    group.subject = state.subject if state.subject is not None else state.loose


def _implied(tokens: Sequence[Token], level: Level, group: Group, state: _State) -> Chunk | None:
    """What a verb acts on when a relative pronoun stands for it: "Otto, the truck startup that Uber bought"."""
    chunk = _chunk_before(level, group.first, 2)
    if chunk is None or chunk is not state.subject or chunk.first == 0:
        return None
    place = chunk.first - 1
    while place > 0 and chunk.first - place < 5 and tokens[level.stream[place]].low in DETERMINERS - {"that"}:
        place -= 1
    if tokens[level.stream[place]].low not in RELATIVE:
        return None
    antecedent = _chunk_before(level, place, 1)
    return antecedent if antecedent is not None else level.anchor


def _leans(tokens: Sequence[Token], level: Level, group: Group, before: Token | None) -> bool:
    """A participle that leans on a noun: followed by "by", or after a noun that cannot be its subject."""
    return _by_follows(tokens, level, group.first) or (before is None and level.number > 0)


def _chunk_before(level: Level, place: int, reach: int) -> Chunk | None:
    for chunk in reversed(level.chunks):
        if chunk.last < place:
            return chunk if place - chunk.last <= reach else None
    return None
