"""Companies that stand together: "Ford, GM and the chipmaker" as one seat of a verb, with the word that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.claims.cues import RELATIONS
from articles.extract.claims.lexicon import ADVERBS, DETERMINERS, EXAMPLE_WORDS, PREPOSITIONS, RELATIVE, SUBORDINATORS
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


def find_chunks(here: Sequence[Token], stream: Stream, verbs: Sequence[bool]) -> list[Chunk]:
    """Chunks of a level in order.

    ``here`` are its tokens, ``stream`` their numbers in the sentence, and ``verbs`` says where a verb stands.
    """
    chunks: list[Chunk] = []
    places = [place for place, token in enumerate(here) if token.entity is not None]
    for number, place in enumerate(places):
        if chunks and place == chunks[-1].last + 1 and _names_again(here, place):
            chunks[-1].last = place
            chunks[-1].members.append(stream[place])
            _mark_noun(here, verbs, chunks[-1])
            continue
        chunk = Chunk(place, place, [stream[place]])
        _mark_noun(here, verbs, chunk)
        following = places[number + 1] if number + 1 < len(places) else len(here)
        if following - place <= _QUALIFIED and following < len(here) and _qualifies(here, place, following):
            chunk.possessor = True
            chunk.tags.add("qualifier")
        if chunks and "qualifier" in chunks[-1].tags:
            chunk.tags.add("owned")
        if place:
            _mark_prep(here, verbs, chunk)
        if "qualifier" in chunk.tags or not chunks or not _joins(here, verbs, chunks, chunk):
            chunks.append(chunk)
    return chunks


def _names_again(here: Sequence[Token], place: int) -> bool:
    """ "Nvidia Drive", "Baidu Apollo": a maker's name and that of its product are one."""
    before, entity = here[place - 1], here[place].entity
    if before.entity is None or entity is None or before.possessive or entity.reference:
        return False
    return before.entity.parties == entity.parties and not before.entity.reference


_QUALIFIED = 5
"""Most places from a company that only qualifies another to that one."""


def _qualifies(here: Sequence[Token], place: int, following: int) -> bool:
    """Whether this company only qualifies the next: "Alphabet's Waymo", "Uber competitor Grab"."""
    between = here[place + 1 : following]
    for token in between:
        if token.sort != "W" or token.low in _NO_ROLE:
            return False
    if here[place].possessive:
        return not any(token.form == "aux" for token in between)
    return bool(between) and between[-1].low in RELATIONS


_NO_ROLE = PREPOSITIONS | _JOINERS | RELATIVE
_ENDS_NOUN = PREPOSITIONS | _JOINERS | DETERMINERS | RELATIVE | SUBORDINATORS


def _mark_noun(here: Sequence[Token], verbs: Sequence[bool], chunk: Chunk) -> None:
    """Note the noun a company qualifies: "Ford's trucks", "Waymo cars"."""
    place = chunk.last
    for k in range(place + 1, min(len(here), place + 6)):
        token = here[k]
        if token.sort != "W" or verbs[k] or token.low in _ENDS_NOUN:
            break
        if token.low not in ADVERBS:  # "Uber also invested"
            chunk.noun = token.low
    chunk.possessor = here[place].possessive


_ENDS_PREP = RELATIVE | SUBORDINATORS | _JOINERS
_ASIDE = 8
"""More characters between two tokens of a level than a space and marks: something said in passing lay there."""
_INSIDE_PREP = frozenset({'"', "“", "”", "'"})


def _mark_prep(here: Sequence[Token], verbs: Sequence[bool], chunk: Chunk) -> None:
    place = chunk.first
    for k in range(place - 1, max(-1, place - 1 - _REACH), -1):
        token = here[k]
        low, sort = token.low, token.sort
        if k < place - 1 and here[k + 1].start - token.end > _ASIDE and low not in PREPOSITIONS:
            return  # "under the pact, which begins in May, Wilson's trucks"
        if sort == "E":
            if token.possessive or (k == place - 2 and "owned" in chunk.tags):
                continue
            return
        if sort == "P" and low == "," and k and here[k - 1].low in RELATIONS and k == place - 1:
            continue
        if sort == "D" or (sort == "P" and low not in _INSIDE_PREP):
            return
        if low in PREPOSITIONS or low == "such":
            if _is_round(here, k) or (low == "as" and k and here[k - 1].low == "such"):
                continue
            found = _governing(here, verbs, k)
            chunk.prep, chunk.prep_at = here[found].low, found
            _mark_head(here, chunk, found - 1)
            return
        if low in {"comprising", "namely"} and (outer := _outer_prep(here, verbs, k)) is not None:
            chunk.prep, chunk.prep_at = here[outer].low, outer
            _mark_head(here, chunk, outer - 1)
            return
        if low in _ENDS_PREP or verbs[k]:
            return


def _governing(here: Sequence[Token], verbs: Sequence[bool], k: int) -> int:
    """The place of the preposition that governs a company: beyond "such as", "composed of", "among them"."""
    low = here[k].low
    outer = None
    if low in _EXAMPLES:
        outer = _outer_prep(here, verbs, k)
    elif low == "of" and k and here[k - 1].low in _MADE_UP:
        outer = _outer_prep(here, verbs, k - 1)
    elif low == "of" and k > 1 and here[k - 1].low in _SOME and here[k - 2].low in PREPOSITIONS:
        outer = k - 2  # "in competition with one of its shareholders, Google"
    return k if outer is None else outer


def _is_round(here: Sequence[Token], k: int) -> bool:
    """ "about 100 companies", "over 20 carmakers", "up to 20 cars": no preposition but part of the number."""
    if k + 1 == len(here) or not here[k + 1].low[:1].isdigit():
        return False
    return here[k].low in _ROUND or (here[k].low == "to" and k > 0 and here[k - 1].low == "up")


_ROUND = frozenset({"about", "around", "over", "under", "than"})
_EXAMPLES = frozenset({"like", "such", "including", "among"})
_SOME = frozenset({"one", "some", "two", "both", "many", "most"})
_MADE_UP = frozenset({"composed", "consisting", "consists", "up", "made"})


def _outer_prep(here: Sequence[Token], verbs: Sequence[bool], place: int) -> int | None:
    """The preposition before what is exemplified: "*with* 50 companies composed of", "*to* grocers, among them"."""
    plural = related = False
    for k in range(place - 1, max(-1, place - 9), -1):
        token = here[k]
        if token.sort == "P" and token.low == "," and not plural:
            continue
        if token.sort not in "WM" or (verbs[k] and not plural):
            return None
        if _is_round(here, k):
            continue
        if token.low in PREPOSITIONS:
            return k if plural or (related and token.low in {"by", "from"}) else None
        related = related or (token.low.endswith("s") and token.low in RELATIONS)
        plural = plural or (token.low.endswith("s") and token.low not in RELATIONS)
    return None


def _mark_head(here: Sequence[Token], chunk: Chunk, k: int) -> None:
    if k < 0:
        return
    before = here[k]
    if before.sort == "M":
        chunk.head, chunk.head_at = ("%" if before.low.rstrip().endswith(("%", "nt", "pct")) else "$"), k
    elif before.sort == "W":
        chunk.head, chunk.head_at = before.low, k


_OWNERS = frozenset({"its", "their"})
"""They own what follows and begin another thing: "shareholders in HERE, and their services"."""


def _joins(here: Sequence[Token], verbs: Sequence[bool], chunks: list[Chunk], chunk: Chunk) -> bool:
    """Add the company to the list before it when only commas, "and", articles and role words lie between."""
    previous = chunks[-1]
    anchor = previous
    if "qualifier" in previous.tags:
        named = [c for c in chunks[-4:-1] if "qualifier" not in c.tags]
        if not named:
            return False
        anchor = named[-1]
    if anchor.possessor or here[chunk.last].low in _OWNERS:
        return False
    begin = previous.first if anchor is not previous else chunk.first
    link = _link(here, verbs, (anchor.last + 1, begin), anchor.prep)
    if not link:
        return False
    if link == "and" and _new_clause(here, verbs, anchor, chunk):
        return False
    if link == "," and not _list_ahead(here, verbs, chunk.last + 1, anchor):
        return False
    anchor.members += chunk.members
    anchor.last, anchor.noun, anchor.possessor = chunk.last, chunk.noun, chunk.possessor
    if anchor is not previous:
        previous.tags.add("inside")
    return True


def _link(here: Sequence[Token], verbs: Sequence[bool], span: tuple[int, int], prep: str) -> str:
    """ "and", "," or "" for what lies between two list members."""
    first, last = span
    words = here[first:last]
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
    if not link and words[0].low == "along" and len(words) > 1 and words[1].low == "with":
        link, rest = "and", 2
    if not link:
        return ""
    if rest < len(words) and words[rest].low in {"to", "from", "by", "with", "in", "of"} and words[rest].low == prep:
        rest += 1
    for offset, word in enumerate(words[rest:], start=first + rest):
        if word.sort != "W" or verbs[offset] or word.low in _ENDS_LIST:
            return ""
    return link


_ENDS_LIST = RELATIVE | SUBORDINATORS | PREPOSITIONS - EXAMPLE_WORDS - {"as"}


def _place_words(words: Sequence[Token]) -> int:
    """How many words only say where a list member is: "Kroger [in the United States] and Casino [in France]"."""
    if len(words) < 2 or words[0].low not in {"in", "of", "from"}:
        return 0
    count = 1
    while count < len(words) and (words[count].capital or words[count].low == "the"):
        count += 1
    return count if count > 1 and count < len(words) else 0


def _new_clause(here: Sequence[Token], verbs: Sequence[bool], anchor: Chunk, chunk: Chunk) -> bool:
    """ "Uber invests in Aurora, and Toyota supplies …": the company after "and" is the subject of a verb of its own."""
    after = chunk.last + 1
    while after < len(here) and here[after].sort == "W" and here[after].low in _SKIPPED:
        after += 1
    if after >= len(here) or not verbs[after] or here[after].form == "ing":
        return False
    if anchor.prep == "" and _after_comma(here, verbs, anchor.first):
        return False
    return any(verbs[max(0, anchor.first - 29) : anchor.first])


def _after_comma(here: Sequence[Token], verbs: Sequence[bool], place: int) -> bool:
    """Whether the company's words begin behind a comma or a conjunction, so that it is no object of a verb before."""
    for k in range(place - 1, max(-1, place - 6), -1):
        token = here[k]
        if token.low in {",", ";", ":"} or token.low in SUBORDINATORS:
            return True
        if token.sort != "W" or verbs[k]:
            return False
    return False


_OTHERS = frozenset({"other", "others", "further", "several", "more", "some", "institutional", "existing", "various"})
_SKIPPED = frozenset({"also", "then", "now", "later", "recently", "already", "both", "each"})


def _list_ahead(here: Sequence[Token], verbs: Sequence[bool], place: int, anchor: Chunk) -> bool:
    """Whether an "and" with another company still closes the list, or a headline goes on with its verb."""
    first = place
    while place < len(here) and place - first < 24:
        token = here[place]
        if token.low in _JOINERS:
            following = here[place + 1 : place + 7]
            return any(t.sort == "E" for t in following) or any(t.low in _OTHERS for t in following[:2])
        if verbs[place]:
            return place == first and anchor.prep == "" and not any(verbs[: anchor.first])
        if token.low in PREPOSITIONS and token.low not in EXAMPLE_WORDS:
            return False
        if token.sort == "P" and token.low != ",":
            return False
        place += 1
    return len(anchor.members) > 1 and place >= len(here)
