"""Organisations nobody knows yet: runs of capitals that stand where a firm stands.

Signs are added up over all occurrences of a run: its shape (a legal form, "Logistics"), the words before it ("lidar
maker", "partnered with"), after it (", a supplier of"), and its neighbours in a list. People, places, public bodies,
papers, events and things are told apart first; one of these signs outweighs all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.extract.mentions.context import APPOSED, JOINED, LEGAL, ROMAN, names_thing
from articles.extract.mentions.gazetteer import (
    MEDIA,
    PEOPLES,
    PLACES,
    PUBLIC_BODIES,
    PUBLIC_WORDS,
    STATE_SHORT,
    THINGS,
)
from articles.extract.mentions.given_names import GIVEN_NAMES
from articles.extract.mentions.runs import CAMEL, FORM, OF_HEADS, WORD, Run, find_runs
from articles.extract.mentions.signs import (
    LOOSE_NOUNS,
    NAME_ENDINGS,
    ORDINARY,
    ORGANISATION_NOUNS,
    ORGANISATION_PLURALS,
    PERSON_NOUNS,
    PRODUCT_NOUNS,
    SEATS,
    STAFF_WORDS,
    SURE_VERBS,
    TAGS,
    TAKING_VERBS,
    WEAK_ENDINGS,
)
from articles.extract.mentions.surroundings import Page, first_word, last_word, overlaps
from articles.extract.names import name_key, short_name

ENOUGH = 2.0
"""The weight at which a run of capitals is a firm."""

MOST_ODD_NAMES = 8
"""Names without capitals in one article, each of which costs another pass over the text."""

DEFINED = re.compile(r"(?:,? \w+\.?)? \(\"?(?:the )?\"?(?P<short>[A-Z][\w&.-]{1,14})\"?\)")
NAMED = re.compile(r"\b(?:called|named|dubbed|christened|baptised|baptized|known as|under the name(?: of)?)(?: the)? $")
OWNED = re.compile(r"(?:'s|\b(?:its|their|whose))(?: [\w-]+){1,3} ?$")
TYPE_CODE = re.compile(r"[A-Z][A-Za-z]{0,5}-?\d{1,4}")
"""What makers call their models and chips: "A8", "EyeQ6"; a firm so named needs more to show for itself."""
LISTED = re.compile(r"\b(?:like|including|includes?|such as|namely|among them|e\.g\.|are|were|for example) $")
PLACED = re.compile(r", (?P<place>[A-Z][\w.]*(?: [A-Z]\w+)?)")
SEATED = re.compile(r",? of (?P<place>[A-Z]\w+(?: [A-Z]\w+)?)")
ONE_OF_MANY = re.compile(r"[,.;:)]|$| (?:and|or|to|that|which|in|on|for|with|from|is|was)\b")
"""What follows a word in capitals that "a" makes one of many: "access to an OS, rather than"."""
MADE = re.compile(rf" ({WORD}(?: {WORD}){{0,3}})")
AS_KNOWN = re.compile(
    r"\b(?P<name>[A-Z]\w{1,30}(?: (?:in |of |for )?[A-Z]\w{1,30}){0,4}), as (?:the )?\w+ (?:is|will|would)(?: to)? be "
    r"(?:known|called|named)"
)
AS_KNOWN_SIGN = re.compile(r" be (?:known|called|named)")
"""Without this the search is in vain."""
SMALL_NAME = re.compile(
    r"\b(?:start-?up|company|firm|venture|subsidiary|spin-?off)"
    r"(?: (?:called|named|dubbed|known as) |, (?=\w+ \w+, which\b))"
    r"(?P<name>[a-z][\w.]+(?: (?!which|that|and|in|by|with|to|for|is|was|has|will|it|so|after)[a-z][\w.]+)?)(?=[,.;])"
)
SMALL_NAME_SIGN = re.compile(r", \w+ \w+, which\b")
NAMING = (" called ", " named ", " dubbed ", " known as ")
"""Without one of these the search is in vain."""


@dataclass(slots=True)
class Suspect:
    """All occurrences of one run, and what speaks for its being a firm."""

    name: str
    runs: list[Run] = field(default_factory=list)
    best: float = -9.0
    other: bool = False
    """Surely a person, a place, a paper: never a firm."""
    inside: bool = False
    """Written with capitals where an ordinary word would have none."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An organisation that is in no catalogue, at ``start:end``, and its short name."""

    start: int
    end: int
    name: str


def find_unknowns(
    page: Page, known: Sequence[tuple[int, int]], rejected: frozenset[tuple[int, int]], ignored: frozenset[str]
) -> list[Unknown]:
    """Organisations outside the spans ``known`` (sorted), in text order, save those whose name key is ``ignored``.

    The spans ``rejected`` hold a catalogue's spelling that means no company here; they may be part of a longer name.
    """
    runs = [run for run in find_runs(page, known) if (run.start, run.end) not in rejected]
    suspects = _gather(runs, _surnames(runs))
    _mark_products(page, suspects, known)
    for suspect in suspects.values():
        _judge(suspect)
    _weigh_lists(page, runs, suspects, known)
    firms = {key: one for key, one in suspects.items() if _is_firm(one)}
    found = list(_short_forms(page, firms, suspects))  # first, so that "Champion" is Champion Motors and no second firm
    found += [unknown for one in firms.values() for unknown in _unknowns_of(one)]
    found += _odd_names(page, known)
    found = [one for one in found if name_key(one.name) not in ignored]
    return _without_overlaps(found)


def _surnames(runs: Iterable[Run]) -> set[str]:
    """Last names (and first names) of the people in the article: "Krafcik" is no firm after "John Krafcik"."""
    names: set[str] = set()
    for run in runs:
        if run.person and not run.headline:
            names.update(run.words)
    return names


def _gather(runs: Iterable[Run], people: set[str]) -> dict[str, Suspect]:
    """Occurrences by their short name; persons, places and the like are marked as such."""
    suspects: dict[str, Suspect] = {}
    for run in runs:
        text = " ".join(run.words)
        name = short_name(text) if FORM.fullmatch(run.words[-1]) else text
        suspect = suspects.setdefault(name, Suspect(name))
        suspect.runs.append(run)
        suspect.inside = suspect.inside or not (run.opens or run.headline)
        if not suspect.other:
            suspect.other = run.person or _is_other(run.words, name, people)
    return suspects


def _mark_products(page: Page, suspects: dict[str, Suspect], known: Iterable[tuple[int, int]]) -> None:
    """What bears a firm's name right before it is what that firm makes: "Toyota Land Cruiser"."""
    for _, end in known if suspects else ():
        made = MADE.match(page.plain, end)
        suspect = suspects.get(made[1]) if made is not None else None
        if suspect is not None and not page.in_headline(end) and not FORM.fullmatch(suspect.runs[0].words[-1]):
            suspect.other = True


def _is_other(words: list[str], name: str, people: set[str]) -> bool:
    """Whether the words are a person, a place, a paper, a public body, an event or a thing."""
    low = name.lower()
    if low in PLACES or low in MEDIA or low in PUBLIC_BODIES or low in GIVEN_NAMES or low in STATE_SHORT:
        return True
    if len(words) == 1:
        if low.endswith(TAGS) or low + "." in PLACES:  # "Bengaluru-based start-up", "U.S. startup"
            return True
        return words[0] in people or len(low) < 2 or low in THINGS or low in PUBLIC_WORDS or low in NAME_ENDINGS
    lowered = [word.lower() for word in words]
    if FORM.fullmatch(words[-1]):
        return False
    if not PERSON_NOUNS.isdisjoint(lowered) and lowered[-1] not in NAME_ENDINGS:
        return True  # an office: "Senior Vice President Driving Experience"
    if words[0] in OF_HEADS and "of" in words:
        return words[0] != "Bank"
    if not PUBLIC_WORDS.isdisjoint(lowered) or lowered[-1] in THINGS or lowered[0] in THINGS:
        return lowered[-1] not in NAME_ENDINGS or lowered[-1] in WEAK_ENDINGS
    return all(word in PLACES or word in STATE_SHORT for word in lowered) or words[-1] in people


def _judge(suspect: Suspect) -> None:
    """Weigh every occurrence; the best one counts."""
    if suspect.other:
        return
    shape = _by_shape(suspect)
    for run in suspect.runs:
        placed = PLACED.match(run.right)
        before = last_word(run.left)
        if (placed and shape < 1 and _is_place(placed["place"])) or before in {"told", "tells"}:
            suspect.other = True
            return
        if names_thing(run.left, run.right) or (before in {"a", "an"} and ONE_OF_MANY.match(run.right)):
            suspect.other = True
            return
        weight = shape + _by_left(run.left, run)
        product = first_word(run.right).lower().removesuffix("s") in PRODUCT_NOUNS
        if not (product and TYPE_CODE.fullmatch(run.words[-1])):
            weight += _by_right(run.right)  # but "EyeQ6 chips" speaks for no firm
        suspect.best = max(suspect.best, weight)


def _is_place(text: str) -> bool:
    low = text.lower()
    first = low.split()[0]
    return low in PLACES or first in PLACES or first in STATE_SHORT or first.rstrip(".") in STATE_SHORT


def _by_shape(suspect: Suspect) -> float:
    words = suspect.runs[0].words
    if any(FORM.fullmatch(run.words[-1]) and len(run.words) > 1 for run in suspect.runs):
        return 4.0
    weight = 0.0
    if not suspect.inside:
        weight -= 0.5 if len(words) > 1 or CAMEL.fullmatch(words[0]) else 1.0
    last = words[-1].lower()
    if len(words) > 2 and ROMAN.fullmatch(words[-1]):
        last = words[-2].lower()  # "Foo Fund II"
    if len(words) > 1 and last in NAME_ENDINGS:
        weight += 1.0 if last in WEAK_ENDINGS else 2.0
    if len(words) == 1 and TYPE_CODE.fullmatch(words[0]):
        weight -= 0.5
    elif any(CAMEL.fullmatch(word) for word in words):
        weight += 1.0
    return weight


def _by_left(left: str, run: Run) -> float:
    """What the words before a run say; in a headline they say less."""
    word = last_word(left)
    low = word.lower().rstrip(",")
    if not word:
        return 0.0
    if low in PRODUCT_NOUNS and OWNED.search(left):
        return -1.0  # "Volkswagen's electric platform MEB"
    if low in ORGANISATION_NOUNS or (low in ORGANISATION_PLURALS and not word.endswith(",")):
        return 1.5 if word.endswith(",") else 3.0
    if low in LOOSE_NOUNS:
        return 0.5 if word.endswith(",") else 2.0
    if word.endswith(TAGS):
        return 3.0
    if named := NAMED.search(left):
        what = last_word(left[: named.start()].rstrip()).lower()
        return -1.0 if what in PRODUCT_NOUNS else 3.0 if _mentions_firm(left) else 1.0
    if LISTED.search(left) and _mentions_firm(left):
        return 3.0
    seat = SEATS.get(low)
    if seat is not None and seat.search(left):
        return 2.0 if low in {"with", "in", "into", "by", "of", "from", "to"} else 1.0 if low == "and" else 1.5
    if low in TAKING_VERBS:
        return 1.0 if run.headline else 2.0
    return _by_small_words(word, low)


def _by_small_words(word: str, low: str) -> float:
    if word.endswith("'s") and word[0].isupper():
        return 1.5 if low[:-2] in PLACES else 0.5
    if low == "the":
        return -1.0
    if low in {"in", "near", "at", "on", "across", "around", "outside", "inside"}:
        return -1.5
    return 0.0


def _mentions_firm(left: str) -> bool:
    return any(
        word in ORGANISATION_NOUNS or word in ORGANISATION_PLURALS or word in LOOSE_NOUNS
        for word in re.findall(r"[\w-]+", left.lower())
    )


def _by_right(right: str) -> float:
    """What the words after a run say."""
    if LEGAL.match(right):
        return 4.0
    apposed = APPOSED.match(right)
    if apposed:
        noun = apposed["noun"].lower()
        if noun in ORGANISATION_NOUNS or noun in LOOSE_NOUNS:
            return 3.0
    following = first_word(right).lower()
    seated = SEATED.match(right)
    if seated and _is_place(seated["place"]):
        return 1.5
    if right.startswith("'s "):
        return 1.0 if first_word(right[3:]).lower() in STAFF_WORDS else 0.25
    if not right.startswith(" "):
        return 0.0
    if following in STAFF_WORDS and not right.startswith(" ("):
        return 1.5
    if following in SURE_VERBS:
        return 0.5 if following in {"said", "says"} else 1.0
    return 0.0


def _weigh_lists(
    page: Page, runs: Sequence[Run], suspects: dict[str, Suspect], known: Sequence[tuple[int, int]]
) -> None:
    """A run beside firms in a list is likely one of them ("Waymo, Foo and Zoox"); twice, because lists are long."""
    by_place = {run.start: suspects[_key(run)] for run in runs}
    marks = sorted([*known, *((run.start, run.end) for run in runs)])
    pairs = [
        (by_place.get(start), by_place.get(after), _list_weight(page, start, end, after))
        for (start, end), (after, _) in pairwise(marks)
        if after - end <= 24 and JOINED.fullmatch(page.plain, end, after) and page.plain[end:after] not in {"'s ", "-"}
    ]
    for _ in range(2):
        for left, right, weight in pairs:
            for one, other in ((left, right), (right, left)):
                if one is not None and not one.other and one.best < ENOUGH and _counts(other):
                    one.best += weight


def _list_weight(page: Page, start: int, end: int, after: int) -> float:
    """What it weighs to stand beside a firm: a comma alone may part two clauses as well."""
    if page.in_headline(start):
        return 0.5
    return 1.0 if page.plain[end:after] == ", " else 1.5


def _key(run: Run) -> str:
    text = " ".join(run.words)
    return short_name(text) if FORM.fullmatch(run.words[-1]) else text


def _counts(neighbour: Suspect | None) -> bool:
    """Whether a neighbour in a list is a firm: one of the catalogue's, or an unknown one with enough weight."""
    return neighbour is None or (not neighbour.other and neighbour.best >= ENOUGH)


def _is_firm(suspect: Suspect) -> bool:
    return not suspect.other and suspect.best >= ENOUGH


def _unknowns_of(suspect: Suspect) -> Iterator[Unknown]:
    for run in suspect.runs:
        yield Unknown(run.start, run.end, suspect.name)


def _short_forms(page: Page, firms: dict[str, Suspect], suspects: dict[str, Suspect]) -> Iterator[Unknown]:
    """ "Hirschbach" after "Hirschbach Motor Lines", "SWM" after "Smart Wide Motion (SWM)"."""
    for name, firm in firms.items():
        shorts = {defined["short"] for run in firm.runs if (defined := DEFINED.match(page.after(run.end)))}
        words = name.split(" ")
        if len(words) > 1 and len(words[0]) > 2 and _tells(words[0]):
            shorts.add(words[0])
            if len(words) > 2 and words[1].lower() not in NAME_ENDINGS:
                shorts.add(" ".join(words[:2]))
        for short in shorts:
            other = suspects.get(short)
            if other is not None:
                yield from (Unknown(run.start, run.end, name) for run in other.runs if not run.person)


def _tells(word: str) -> bool:
    """Whether a firm's first word alone can stand for it: "New" or "Boston" cannot."""
    low = word.lower()
    return (
        low not in PLACES
        and low not in PEOPLES
        and low not in ORDINARY
        and low not in NAME_ENDINGS
        and low not in THINGS
    )


def _odd_names(page: Page, known: Sequence[tuple[int, int]]) -> Iterator[Unknown]:
    """Names that capitals do not show: "a joint venture, eve autonomy, which", "Foo in Israel, as it will be known"."""
    names: set[str] = set()
    patterns = [AS_KNOWN] if AS_KNOWN_SIGN.search(page.plain) else []
    if any(sign in page.plain for sign in NAMING) or SMALL_NAME_SIGN.search(page.plain):
        patterns.append(SMALL_NAME)
    for pattern in patterns:
        for match in pattern.finditer(page.plain):
            if (
                len(names) < MOST_ODD_NAMES
                and not overlaps(known, *match.span("name"))
                and match["name"] not in ORDINARY
            ):
                names.add(match["name"])
    for name in names:
        for again in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", page.plain):
            yield Unknown(again.start(), again.end(), name)


def _without_overlaps(found: list[Unknown]) -> list[Unknown]:
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Unknown] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
