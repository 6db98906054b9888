"""Companies that stand together: "Ford, GM and the chipmaker" as one seat of a verb, with the word that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.claims.cues import RELATIONS
from articles.extract.claims.lexicon import DETERMINERS, EXAMPLE_WORDS, PREPOSITIONS, RELATIVE, SUBORDINATORS
from articles.extract.claims.tokens import Token

Stream = Sequence[int]
"""Token numbers of one level, in order: the sentence without its asides, or one aside."""


@dataclass(slots=True, eq=False)
class Chunk:
    """One company or a list of them at stream places ``first`` to ``last``.

    ``prep`` is the preposition that governs it ("" for none) and ``head`` the noun that preposition belongs to
    ("stake" in "a stake in Ford"). ``possessor`` says that it only owns the noun after it ("Ford's trucks"), which
    is ``noun``. ``like`` is set when it only exemplifies what stands before it.
    """

    first: int
    last: int
    members: list[int]
    prep: str = ""
    prep_at: int = -1
    head: str = ""
    head_at: int = -1
    possessor: bool = False
    noun: str = ""
    group_at: int = -1
    tags: set[str] = field(default_factory=set)


_REACH = 10
_LIST_WORDS = 6
_JOINERS = frozenset({"and", "or", "&", "plus"})


def find_chunks(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool]) -> list[Chunk]:
    """Chunks of a stream in order. ``verbs`` says of each stream place whether a verb stands there."""
    chunks: list[Chunk] = []
    place = 0
    while place < len(stream):
        token = tokens[stream[place]]
        if token.sort != "E":
            place += 1
            continue
        chunk = Chunk(place, place, [stream[place]])
        _mark_noun(tokens, stream, verbs, chunk)
        if _qualifies_next(tokens, stream, place):
            chunk.possessor = True
            chunk.tags.add("qualifier")
        if chunks and "qualifier" in chunks[-1].tags:
            chunk.tags.add("owned")
        _mark_prep(tokens, stream, verbs, chunk)
        if "qualifier" in chunk.tags or not chunks or not _joins(tokens, stream, verbs, chunks, chunk):
            chunks.append(chunk)
        place += 1
    return chunks


def _qualifies_next(tokens: Sequence[Token], stream: Stream, place: int) -> bool:
    """Whether this company only qualifies the next: "Alphabet's Waymo", "Uber competitor Grab"."""
    between: list[Token] = []
    for k in range(place + 1, min(len(stream), place + 6)):
        token = tokens[stream[k]]
        if token.sort == "E":
            break
        if token.sort != "W" or token.low in PREPOSITIONS or token.low in _JOINERS or token.low in RELATIVE:
            return False
        between.append(token)
    else:
        return False
    if tokens[stream[place]].possessive:
        return not any(token.form == "aux" for token in between)
    return bool(between) and between[-1].low in RELATIONS


def _mark_noun(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], chunk: Chunk) -> None:
    """Note the noun a company qualifies: "Ford's trucks", "Waymo cars"."""
    nouns: list[str] = []
    for k in range(chunk.last + 1, min(len(stream), chunk.last + 6)):
        token = tokens[stream[k]]
        if token.sort != "W" or verbs[k] or token.low in PREPOSITIONS or token.low in _JOINERS:
            break
        if token.low in DETERMINERS or token.low in RELATIVE or token.low in SUBORDINATORS:
            break
        nouns.append(token.low)
    chunk.noun = nouns[-1] if nouns else ""
    chunk.possessor = tokens[stream[chunk.last]].possessive


def _mark_prep(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], chunk: Chunk) -> None:
    for k in range(chunk.first - 1, max(-1, chunk.first - 1 - _REACH), -1):
        token = tokens[stream[k]]
        if token.sort == "E":
            if token.possessive or (k == chunk.first - 2 and "owned" in chunk.tags):
                continue
            return
        if token.low == "," and k and tokens[stream[k - 1]].low in RELATIONS and k == chunk.first - 1:
            continue
        if token.sort == "D" or (token.sort == "P" and token.low not in {'"', "“", "”", "'"}):
            return
        if _is_round(tokens, stream, k):
            continue
        if token.low in PREPOSITIONS or (token.low == "such" and k + 1 < len(stream)):
            if token.low == "as" and k and tokens[stream[k - 1]].low == "such":
                continue
            found = _governing(tokens, stream, verbs, k)
            chunk.prep, chunk.prep_at = tokens[stream[found]].low, found
            _mark_head(tokens, stream, chunk, found - 1)
            return
        if token.low in {"comprising", "namely"} and (outer := _outer_prep(tokens, stream, verbs, k)) is not None:
            chunk.prep, chunk.prep_at = tokens[stream[outer]].low, outer
            _mark_head(tokens, stream, chunk, outer - 1)
            return
        if token.low in RELATIVE or token.low in SUBORDINATORS or token.low in _JOINERS or verbs[k]:
            return


def _governing(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], k: int) -> int:
    """The place of the preposition that governs a company: beyond "such as", "composed of", "among them"."""
    low = tokens[stream[k]].low
    outer = None
    if low in _EXAMPLES:
        outer = _outer_prep(tokens, stream, verbs, k)
    elif low == "of" and k and tokens[stream[k - 1]].low in _MADE_UP:
        outer = _outer_prep(tokens, stream, verbs, k - 1)
    return k if outer is None else outer


def _is_round(tokens: Sequence[Token], stream: Stream, k: int) -> bool:
    """ "about 100 companies", "over 20 carmakers": no preposition but part of the number."""
    following = tokens[stream[k + 1]].low if k + 1 < len(stream) else ""
    return tokens[stream[k]].low in {"about", "around", "over", "under", "than"} and following[:1].isdigit()


_EXAMPLES = frozenset({"like", "such", "including", "among"})
_MADE_UP = frozenset({"composed", "consisting", "consists", "up", "made"})


def _outer_prep(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], place: int) -> int | None:
    """The preposition before what is exemplified: "*with* 50 companies composed of", "*to* grocers, among them"."""
    plural = related = False
    for k in range(place - 1, max(-1, place - 9), -1):
        token = tokens[stream[k]]
        if token.sort == "P" and token.low == "," and not plural:
            continue
        if token.sort not in "WM" or (verbs[k] and not plural):
            return None
        if _is_round(tokens, stream, k):
            continue
        if token.low in PREPOSITIONS:
            return k if plural or (related and token.low in {"by", "from"}) else None
        related = related or (token.low.endswith("s") and token.low in RELATIONS)
        plural = plural or (token.low.endswith("s") and token.low not in RELATIONS)
    return None


def _mark_head(tokens: Sequence[Token], stream: Stream, chunk: Chunk, k: int) -> None:
    if k < 0:
        return
    before = tokens[stream[k]]
    if before.sort == "M":
        chunk.head, chunk.head_at = ("%" if before.low.rstrip().endswith(("%", "nt", "pct")) else "$"), k
    elif before.sort == "W":
        chunk.head, chunk.head_at = before.low, k


def _joins(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], chunks: list[Chunk], chunk: Chunk) -> bool:
    """Add the company to the list before it when only commas, "and", articles and role words lie between."""
    previous = chunks[-1]
    anchor = previous
    if "qualifier" in previous.tags:
        named = [c for c in chunks[-4:-1] if "qualifier" not in c.tags]
        if not named:
            return False
        anchor = named[-1]
    if anchor.possessor:
        return False
    begin = previous.first if anchor is not previous else chunk.first
    link = _link(tokens, stream, verbs, (anchor.last + 1, begin), anchor.prep)
    if not link:
        return False
    if link == "and" and _new_clause(tokens, stream, verbs, anchor, chunk):
        return False
    if link == "," and not _list_ahead(tokens, stream, verbs, chunk.last + 1, anchor):
        return False
    anchor.members += chunk.members
    anchor.last, anchor.noun, anchor.possessor = chunk.last, chunk.noun, chunk.possessor
    if anchor is not previous:
        previous.tags.add("inside")
    return True


def _link(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], span: tuple[int, int], prep: str) -> str:
    """ "and", "," or "" for what lies between two list members."""
    first, last = span
    words = [tokens[stream[k]] for k in range(first, last)]
    skipped = _place_words(words)
    words, first = words[skipped:], first + skipped
    if not words or len(words) > _LIST_WORDS + 2:
        return ""
    link = ""
    rest = 0
    while rest < len(words) and (words[rest].low in _JOINERS or words[rest].low == ","):
        link = "and" if words[rest].low in _JOINERS else link or ","
        rest += 1
    if not link and words[0].low == "as" and [w.low for w in words[:3]] == ["as", "well", "as"]:
        link, rest = "and", 3
    if not link and [w.low for w in words[:2]] == ["along", "with"]:
        link, rest = "and", 2
    if not link:
        return ""
    if rest < len(words) and words[rest].low in {"to", "from", "by", "with", "in", "of"} and words[rest].low == prep:
        rest += 1
    for offset, word in enumerate(words[rest:], start=first + rest):
        if word.sort != "W" or verbs[offset] or word.low in RELATIVE or word.low in SUBORDINATORS:
            return ""
        if word.low in PREPOSITIONS and word.low not in EXAMPLE_WORDS and word.low != "as":
            return ""
    return link


def _place_words(words: Sequence[Token]) -> int:
    """How many words only say where a list member is: "Kroger [in the United States] and Casino [in France]"."""
    if len(words) < 2 or words[0].low not in {"in", "of", "from"}:
        return 0
    count = 1
    while count < len(words) and (words[count].capital or words[count].low == "the"):
        count += 1
    return count if count > 1 and count < len(words) else 0


def _new_clause(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], anchor: Chunk, chunk: Chunk) -> bool:
    """ "Uber invests in Aurora, and Toyota supplies …": the company after "and" is the subject of a verb of its own."""
    after = chunk.last + 1
    while after < len(stream) and tokens[stream[after]].sort == "W" and tokens[stream[after]].low in _SKIPPED:
        after += 1
    if after >= len(stream) or not verbs[after] or tokens[stream[after]].form == "ing":
        return False
    if anchor.prep == "" and _after_comma(tokens, stream, verbs, anchor.first):
        return False
    return any(verbs[k] for k in range(anchor.first - 1, -1, -1) if k > anchor.first - 30)


def _after_comma(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], place: int) -> bool:
    """Whether the company's words begin behind a comma or a conjunction, so that it is no object of a verb before."""
    for k in range(place - 1, max(-1, place - 6), -1):
        token = tokens[stream[k]]
        if token.low in {",", ";", ":"} or token.low in SUBORDINATORS:
            return True
        if token.sort != "W" or verbs[k]:
            return False
    return False


_OTHERS = frozenset({"other", "others", "further", "several", "more", "some", "institutional", "existing", "various"})
_SKIPPED = frozenset({"also", "then", "now", "later", "recently", "already", "both", "each"})


def _list_ahead(tokens: Sequence[Token], stream: Stream, verbs: Sequence[bool], place: int, anchor: Chunk) -> bool:
    """Whether an "and" with another company still closes the list, or a headline goes on with its verb."""
    first = place
    while place < len(stream) and place - first < 24:
        token = tokens[stream[place]]
        if token.low in _JOINERS:
            following = [tokens[stream[k]] for k in range(place + 1, min(len(stream), place + 7))]
            return any(t.sort == "E" for t in following) or any(t.low in _OTHERS for t in following[:2])
        if verbs[place]:
            return place == first and anchor.prep == "" and not any(verbs[: anchor.first])
        if token.low in PREPOSITIONS and token.low not in EXAMPLE_WORDS:
            return False
        if token.sort == "P" and token.low != ",":
            return False
        place += 1
    return len(anchor.members) > 1 and place >= len(stream)
