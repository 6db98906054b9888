"""A sentence's skeleton: its verbs, who stands in their seats, and the companies that stand together.

A shallow parse in one pass from left to right, made for one purpose: to say for every verb which companies are its
subject, which its objects, and by which preposition. It knows about 600 verbs, and nothing of meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

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
from articles.extract.claims.tokens import Token, form_of, low_of
from articles.extract.claims.verbgroups import is_verb, read_group


def parse_sentence(tokens: list[Token]) -> Skeleton:
    """The skeleton of one sentence. Linear in its tokens; every look ahead or back is bounded."""
    asides = find_asides(tokens)
    levels: list[Level] = []
    chunk_of: dict[int, Chunk] = {}
    for number, stream in enumerate(_part_streams(tokens, len(asides) + 1)):
        if number and not stream:
            continue
        aside = asides[number - 1] if number else None
        anchor = chunk_of.get(aside.anchor) if aside is not None and aside.anchor >= 0 else None
        if aside is not None and anchor is not None and len(anchor.members) > 1:
            anchor = _single(tokens, anchor, aside)
        level = _parse_level(tokens, number, stream, anchor, aside.sort if aside else "sentence")
        levels.append(level)
        for chunk in level.chunks:
            for member in chunk.members:
                chunk_of[member] = chunk
    return Skeleton(tokens, levels, asides, chunk_of)


def _part_streams(tokens: Sequence[Token], levels: int) -> list[list[int]]:
    """The numbers of the tokens of each level."""
    if levels == 1:
        return [list(range(len(tokens)))]
    streams: list[list[int]] = [[] for _ in range(levels)]
    for index, token in enumerate(tokens):
        streams[token.level].append(index)
    return streams


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
    here = [tokens[index] for index in stream] if len(stream) < len(tokens) else tokens
    verbs = [False] * len(here)
    for place in compress(range(len(here)), map(form_of, here)):
        verbs[place] = is_verb(here, place)
    chunks = find_chunks(here, stream, verbs)
    level = Level(number, stream, here, list(map(low_of, here)), verbs, chunks, [], anchor, sort, [0])
    _seat(level)
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


def _seat(level: Level) -> None:
    """One pass over the level: give every verb group its subject, and every chunk to the group before it."""
    state = _State(subject=level.anchor)
    by_place = {chunk.first: chunk for chunk in level.chunks}
    words, verbs = level.words, level.verbs
    places = [*by_place, *compress(range(len(verbs)), verbs)]
    if not _CLAUSE_MARKS.isdisjoint(words):
        places += [place for place, word in enumerate(words) if word in _CLAUSE_MARKS]
    places.sort()
    done = 0
    for place in places:
        if place < done:
            continue
        if verbs[place]:
            group = read_group(level, place)
            _seat_group(level, group, state)
            done = group.last + 1
        elif place in by_place:
            chunk = by_place[place]
            _seat_chunk(level, chunk, state)
            done = chunk.last + 1
        else:
            _open_clause(level, place, state)
            done = place + 1
    for group in state.pending:
        group.subject = state.subject or state.loose


def _open_clause(level: Level, place: int, state: _State) -> None:
    """A new clause begins behind a semicolon or colon, and with a conjunction that a verb follows."""
    if level.words[place] in _BREAKS:
        state.loose = None
    elif True not in level.verbs[place + 1 : place + 14]:
        return
    state.clause += 1
    state.last = None
    level.clause_starts.append(place)


_BREAKS = frozenset({";", ":"})
_CLAUSE_MARKS = _CLAUSE_OPENERS | _BREAKS
_HIDDEN = frozenset({"inside", "qualifier"})
_FINITE = frozenset({"aux", "s", "ed", "base"})


def _seat_chunk(level: Level, chunk: Chunk, state: _State) -> None:
    if not chunk.tags.isdisjoint(_HIDDEN):
        return
    here, last = level.tokens, state.last
    nxt = chunk.last + 1
    while nxt < len(here) and here[nxt].low in ADVERBS:
        nxt += 1
    verb_next = nxt < len(here) and level.verbs[nxt] and here[nxt].form in _FINITE
    if verb_next and last is not None and chunk.prep and chunk.prep not in _JOINING:
        verb_next = False
    if chunk.prep == "" and not chunk.possessor and not chunk.noun:
        reduced = verb_next and here[nxt].form == "ed" and _by_follows(level, nxt)
        infinitive = last is not None and nxt < len(here) and here[nxt].low == "to"
        if (verb_next and not reduced) or (last is None and not infinitive):
            _take_subject(chunk, state)
            return
    elif verb_next and chunk.prep in _OF_TIME and not chunk.possessor and not chunk.noun:
        _take_subject(chunk, state)
        return
    elif last is None and chunk.prep in {"", "of", "from"}:
        state.loose = chunk
        if state.subject is None or chunk.prep == "":
            state.subject = chunk if chunk.prep == "" else state.subject
    if last is None and chunk.prep in {"with", "alongside", "from", "for"}:
        state.fronted.append(chunk)
    if last is not None:
        if last.first <= chunk.prep_at <= last.last:
            chunk.prep = ""  # "take over Zoox", "bet on Wayve": the preposition is the verb's
        chunk.group_at = last.first
        last.objects.append(chunk)


_JOINING = frozenset({"as", "after", "before", "since"})
_OF_TIME = _JOINING | {"over", "in", "on", "at", "during", "within", "until", "under", "by", "through", "for"}
"""Prepositions whose phrase ends before the company: "over the next five years Ford will …"."""


def _by_follows(level: Level, place: int) -> bool:
    return "by" in level.words[place + 1 : place + 4]


def _take_subject(chunk: Chunk, state: _State) -> None:
    if state.last is not None:
        state.clause += 1
    state.subject, state.last = chunk, None
    for group in state.pending:
        group.subject = chunk
    state.pending.clear()


def _seat_group(level: Level, group: Group, state: _State) -> None:
    before = token_before(level.tokens, group.first)
    level.groups.append(group)
    group.clause = state.clause
    previous = state.last
    state.last = group
    group.outer = state.subject
    if state.fronted:
        group.objects += state.fronted
        state.fronted = []
    group.implied = _implied(level, group, state)
    if previous is not None:
        _inherit(group, previous, before)
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
    if group.form == "ed" and len(group.words) == group.main.count(" ") + 1 and _leans(level, group, before):
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


def _inherit(group: Group, previous: Group, before: Token | None) -> None:
    """What a verb takes over from the one before it: "will buy and [will] sell", "plans to buy and [to] sell"."""
    if before is not None and group.form == "base" and not group.passive:
        if before.low in {"and", "or", "then", "but"} and group.words[0] not in AUXILIARIES and modality(previous):
            group.words = (*(w for w in previous.words if w in _MODALS), *group.words)
        elif before.low in {"and", "or"} and previous.chain:
            group.chain = previous.chain
    if group.form == "ing" and len(group.words) == 1 and "would" in previous.words:
        group.words = ("would", *group.words)


_MODALS = MODALS_FUTURE | MODALS_MAYBE
_BEFORE_NAME = DETERMINERS - {"that"}


def _implied(level: Level, group: Group, state: _State) -> Chunk | None:
    """What a verb acts on when a relative pronoun stands for it: "Otto, the truck startup that Uber bought"."""
    if state.subject is None or state.subject.first == 0:
        return None
    chunk = _chunk_before(level, group.first, 2)
    if chunk is None or chunk is not state.subject:
        return None
    words = level.words
    place = chunk.first - 1
    while place > 0 and chunk.first - place < 5 and words[place] in _BEFORE_NAME:
        place -= 1
    if words[place] not in RELATIVE:
        return None
    antecedent = _chunk_before(level, place, 1)
    return antecedent if antecedent is not None else level.anchor


def _leans(level: Level, group: Group, before: Token | None) -> bool:
    """A participle that leans on a noun: followed by "by", or after a noun that cannot be its subject."""
    return _by_follows(level, group.last) or (before is None and level.number > 0)


def _chunk_before(level: Level, place: int, reach: int) -> Chunk | None:
    for chunk in reversed(level.chunks):
        if chunk.last < place:
            return chunk if place - chunk.last <= reach else None
    return None
