"""A sentence's skeleton: its verbs, who stands in their seats, and the companies that stand together.

A shallow parse in one pass from left to right, made for one purpose: to say for every verb which companies are its
subject, which its objects, and by which preposition. It knows about 600 verbs, and nothing of meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.asides import Aside, find_asides
from articles.extract.chunks import Chunk, Stream, find_chunks
from articles.extract.cues import OBJECT_CONTROL, REPORT_VERBS, VERB_FRAMES
from articles.extract.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CATENATIVES,
    DETERMINERS,
    ING_NOUNS,
    MODALS_FUTURE,
    MODALS_MAYBE,
    MODALS_WISH,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATORS,
)
from articles.extract.tokens import Token


@dataclass(slots=True, eq=False)
class Group:
    """A verb with its auxiliaries: ``main`` is the verb (or phrase: "team up") that says what happens.

    ``words`` are all its words in lower case, ``before`` the catenatives ("plan", "agree"). ``subject`` and the
    chunks in ``objects`` are its seats; ``reduced`` marks a participle that leans on the noun before it ("built by
    Lucid"), whose ``subject`` is then what it is said of.
    """

    first: int
    last: int
    main: str
    form: str
    words: tuple[str, ...]
    chain: tuple[str, ...] = ()
    passive: bool = False
    reduced: bool = False
    subject: Chunk | None = None
    implied: Chunk | None = None
    outer: Chunk | None = None
    objects: list[Chunk] = field(default_factory=list)
    level: int = 0
    clause: int = 0
    infinitive: bool = False


@dataclass(slots=True, eq=False)
class Level:
    """One stream of a sentence with what was found in it; ``anchor`` is the chunk an aside hangs on."""

    number: int
    stream: list[int]
    verbs: list[bool]
    chunks: list[Chunk]
    groups: list[Group]
    anchor: Chunk | None
    sort: str
    clause_starts: list[int]


@dataclass(slots=True, eq=False)
class Skeleton:
    tokens: list[Token]
    levels: list[Level]
    asides: list[Aside]


_PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _phrases in VERB_FRAMES.values():
    for _phrase in _phrases:
        _parts = tuple(_phrase.split())
        if len(_parts) > 1:
            _PHRASES.setdefault(_parts[0], []).append(_parts)
for _tails in _PHRASES.values():
    _tails.sort(key=len, reverse=True)

# Verbs that after a noun are far more often nouns themselves: "test drives", "the Uber deal".
_NOUNY = frozenset(
    "share test trial pilot project deal order plan partner launch drive ride build fund head face use work need "
    "report place point record supply charge claim cost cut figure hope issue list mark post range step track trade "
    "turn watch show start stake rival power move lead back design research experiment program stage study team "
    "service force platform market house value shift purchase contract bid run bet hold process fleet pair fit look "
    "split increase ship open close release visit name matter form support stop stay stand land return cover change "
    "play kill spend access talk ally base carry produce license tie address anchor network pool".split()
)


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


_PLURAL_RELATIONS = frozenset({"rivals", "competitors", "partners", "units", "subsidiaries", "suppliers", "customers"})


def _single(tokens: Sequence[Token], chunk: Chunk, aside: Aside) -> Chunk:
    """An aside after a list is about its last member, unless it says "all of which", "both of them"."""
    start = tokens[aside.first + 1].low if aside.first + 1 < len(tokens) else ""
    if any(t.low in _PLURAL_RELATIONS for t in tokens[aside.first + 1 : aside.first + 8]):
        return chunk
    if start in {"all", "both", "each", "neither", "none"}:
        return chunk
    single = Chunk(chunk.last, chunk.last, [aside.anchor], prep=chunk.prep, prep_at=chunk.prep_at, head=chunk.head)
    return single


def _parse_level(tokens: list[Token], number: int, stream: list[int], anchor: Chunk | None, sort: str) -> Level:
    verbs = [_is_verb(tokens, stream, k) for k in range(len(stream))]
    chunks = find_chunks(tokens, stream, verbs)
    level = Level(number, stream, verbs, chunks, [], anchor, sort, [0])
    _seat(tokens, level)
    return level


# ------------------------------------------------------------------ which words are verbs


def _is_verb(tokens: Sequence[Token], stream: Stream, k: int) -> bool:
    token = tokens[stream[k]]
    if not token.form:
        return False
    if token.form == "aux":
        return True
    before = _before(tokens, stream, k)
    if before is None:
        return token.form == "ing" or (token.form == "ed" and k == 0)
    if before.low in DETERMINERS or (before.sort == "E" and before.possessive):
        return False
    if token.form == "ing":
        if k + 1 == len(stream) or (tokens[stream[k + 1]].sort == "P" and before.form != "aux"):
            return False
        if (
            token.low in ING_NOUNS
            and before.form != "aux"
            and before.low not in {"by", "while", "after", "before", ","}
        ):
            return False
        if before.sort == "M" or before.low.endswith(("ed", "al")):
            return before.lemma in _LEADS_TO_ING
        return before.form in {"", "aux"} or before.lemma in _LEADS_TO_ING
    if token.form == "ed":
        return before.low not in PREPOSITIONS or before.low in {"as", "than"}
    return _is_finite(tokens, stream, k, token, before)


_LEADS_TO_ING = frozenset(
    {"begin", "start", "stop", "cease", "continue", "keep", "consider", "go", "discuss", "explore", "end", "finish"}
)


def _before(tokens: Sequence[Token], stream: Stream, k: int) -> Token | None:
    """The token before, adverbs skipped."""
    for j in range(k - 1, max(-1, k - 4), -1):
        token = tokens[stream[j]]
        if (token.low not in ADVERBS and not token.low.endswith("ly")) or token.low == "since":
            return token
    return None


def _is_finite(tokens: Sequence[Token], stream: Stream, k: int, token: Token, before: Token) -> bool:
    """Base and -s forms, which are often nouns."""
    if before.low in {"to", "not", "and", "or", "they", "we", "you", "i", "who", "which", "that", "it", "he", "she"}:
        return not (before.low in {"and", "or"} and token.lemma in _NOUNY and token.form == "base")
    if before.form == "aux":
        return before.low not in {"have", "has", "had"} or token.form == "ed" or token.low in {"come", "run", "put"}
    if before.low in PREPOSITIONS or before.sort == "P":
        return before.low == "," and token.form == "s" and token.lemma not in _NOUNY
    after = tokens[stream[k + 1]] if k + 1 < len(stream) else None
    if before.sort in "ED":
        if token.lemma not in _NOUNY:
            return True
        if token.form == "base":
            return after is not None and (
                after.low in {"with", "up", "on", "to", "in"} or after.low in DETERMINERS or after.sort in "EM"
            )
        return after is not None and after.sort != "P" and not after.form and after.low not in {"of", "and", "for"}
    if token.form == "s":
        return token.lemma not in _NOUNY and before.low not in {"of"} and (after is None or after.low != "of")
    return before.low.endswith("s") and token.lemma not in _NOUNY


# ------------------------------------------------------------------ verb groups


def _group(tokens: Sequence[Token], level: Level, place: int) -> Group:
    """The verb group that begins at a stream place: auxiliaries, adverbs, "to", catenatives and the main verb."""
    stream = level.stream
    words: list[str] = []
    chain: list[str] = []
    main, form, passive, at, last = "", "", False, place, place
    auxiliary = ""
    while at < len(stream):
        token = tokens[stream[at]]
        if token.form == "aux" and token.sort == "W":
            if main and auxiliary == "" and not _continues(tokens, stream, at, main):
                break
            words.append(token.low)
            auxiliary = token.low
            last = at
        elif token.low in ADVERBS or token.low in {"not", "n't"}:
            words.append(token.low)
        elif token.low == "to" and _to_verb(tokens, stream, at) and (not main or main in CATENATIVES or _be_to(words)):
            words.append("to")
        elif token.low in CATENATIVES and _to_verb(tokens, stream, at + 1) and not token.form:
            words.append(token.low)
            chain.append(token.low)
        elif token.form and token.sort == "W" and (not main or _continues(tokens, stream, at, main)):
            if main:
                chain.append(main)
            main, last = _phrase(tokens, stream, at, token.lemma)
            words.extend(tokens[stream[k]].low for k in range(at, last + 1))
            form = token.form
            passive = form == "ed" and auxiliary in _BE
            auxiliary = ""
            at = last
        elif token.sort == "D" or (token.low in {"in", "on"} and _date_next(tokens, stream, at)):
            if not _verb_after_date(tokens, stream, at):
                break
        else:
            break
        at += 1
    if not main:
        main, form = ("be" if auxiliary in _BE else "have" if auxiliary in {"has", "have", "had"} else auxiliary), "aux"
    return Group(place, last, main, form, tuple(words), tuple(chain), passive, level=level.number)


_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"})


def _be_to(words: Sequence[str]) -> bool:
    return bool(words) and words[-1] in _BE | {"has", "have", "had"}


def _to_verb(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    """Whether "to" and a verb's base form stand here, adverbs between allowed."""
    if at >= len(stream) or tokens[stream[at]].low != "to":
        return False
    for k in range(at + 1, min(len(stream), at + 4)):
        token = tokens[stream[k]]
        if token.low in ADVERBS:
            continue
        return token.form in {"base", "aux"} or token.lemma == token.low != ""
    return False


def _date_next(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    return at + 1 < len(stream) and tokens[stream[at + 1]].sort == "D"


def _verb_after_date(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    """ "agreed in April 2017 to build": the group goes on behind the date."""
    for k in range(at, min(len(stream), at + 4)):
        token = tokens[stream[k]]
        if token.low == "to":
            return _to_verb(tokens, stream, k)
        if token.sort != "D" and token.low not in {"in", "on"}:
            return False
    return False


def _continues(tokens: Sequence[Token], stream: Stream, at: int, main: str) -> bool:
    """Whether the verb here is what an earlier verb of the group leads up to: "plans to *build*", "began *testing*"."""
    token, before = tokens[stream[at]], tokens[stream[at - 1]]
    if before.low == "to" or (before.low in ADVERBS and at > 1 and tokens[stream[at - 2]].low == "to"):
        return token.form in {"base", "aux"} or token.lemma == token.low
    if token.form == "ing":
        return main in _LEADS_TO_ING
    return token.form == "ed" and before.form == "aux" and main in {"be", "have", ""}


def _phrase(tokens: Sequence[Token], stream: Stream, at: int, lemma: str) -> tuple[str, int]:
    """The longest known phrase that begins with this verb, and its last place."""
    for parts in _PHRASES.get(lemma, ()):
        end = at + len(parts)
        if end <= len(stream) and all(tokens[stream[at + k]].low == parts[k] for k in range(1, len(parts))):
            return " ".join(parts), end - 1
    return lemma, at


# ------------------------------------------------------------------ seats


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
        if level.verbs[place] and _starts_group(tokens, level, place):
            group = _group(tokens, level, place)
            _seat_group(tokens, level, group, state)
            place = group.last + 1
            continue
        if token.sort == "P" and token.low in {";", ":"}:
            state.clause += 1
            state.last, state.loose = None, None
            level.clause_starts.append(place)
        elif token.low in SUBORDINATORS or token.low in {"as", "after", "before"}:
            if _clause_follows(level, place):
                state.clause += 1
                state.last = None
                level.clause_starts.append(place)
        place += 1
    for group in state.pending:
        group.subject = state.subject or state.loose


def _starts_group(tokens: Sequence[Token], level: Level, place: int) -> bool:
    return tokens[level.stream[place]].sort == "W"


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
    before = _before(tokens, level.stream, group.first)
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


def is_report(group: Group) -> bool:
    """Whether the group only says that somebody says."""
    return group.main in REPORT_VERBS


def modality(group: Group) -> set[str]:
    """The modal classes among a group's words: future, maybe, wish."""
    found = set()
    for word in group.words:
        if word in MODALS_FUTURE:
            found.add("future")
        elif word in MODALS_MAYBE:
            found.add("maybe")
        elif word in MODALS_WISH:
            found.add("wish")
    return found
