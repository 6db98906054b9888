"""Runs of capitalised words: where names may stand, and which of them are people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from articles.extract.mentions.context import LEGAL, WHO, is_someone
from articles.extract.mentions.gazetteer import (
    DAYS,
    MEDIA,
    MONTHS,
    PEOPLES,
    PLACES,
    PUBLIC_BODIES,
    PUBLIC_WORDS,
    SEASONS,
    STATE_SHORT,
    THINGS,
)
from articles.extract.mentions.given_names import NEVER_OPENS_PERSON
from articles.extract.mentions.signs import (
    HONORIFICS,
    LEGAL_FORMS,
    NAME_ENDINGS,
    ORDINARY,
    PERSON_NOUNS,
    TAGS,
    words_of,
)
from articles.extract.mentions.surroundings import Page, last_word, overlaps

MOST_RUNS = 4_000
"""Runs looked at in one article. A page with more capitals than this is a list of links."""

LONGEST_RUN = 7
"""Words. A longer run is a headline."""

WORD = r"(?:[A-ZÀ-ÖØ-Þ]|[a-z]{1,3}(?=[A-Z][a-z]))\w*(?:(?:[&.-]|'(?!s\b))\w+)*"
MORE = rf"(?: (?:& |i )?{WORD})*\+?"
RUN = re.compile(rf"(?<![\w@#/.&'-]){WORD}{MORE}")
SMALL_START = re.compile(r"[A-Z](?:(?<=\W[a-z].)|(?<=\W[a-z]{2}.)|(?<=\W[a-z]{3}.))[a-z]")
"""A name like "iRobot" stands here. Few articles have one, and all others are searched from capital to capital."""
CAPITAL_RUN = re.compile(rf"[A-ZÀ-ÖØ-Þ](?<![\w@#/.&'-].)\w*(?:(?:[&.-]|'(?!s\b))\w+)*{MORE}")
OF_HEADS = words_of("""
    Bank Department Ministry University Institute City State Port Office School Board Bureau College Academy Republic
    House Chamber Council Association Secretary Minister Director Center Centre League Society Court Town Lord Isle
    Federation Confederation Institution Museum Church
""")
FORM = re.compile(rf"{LEGAL_FORMS}\.?")
CAMEL = re.compile(r"\w*[a-z][A-Z]\w*|\w+\.(?:ai|io|com|AI|tech|auto|co)|\w+AI")
PERSON_AFTER = re.compile(
    r",? (?:\(?\d\d\)?,|who\b|whose (?:father|mother|wife))|, (?:[Tt]he |its |a |an |then |now |former )?"
    r"(?P<office>(?:(?!(?:of|for|from|in|with|by|to|which|that|a|an|the)\b)[\w&.'/-]+(?:,? |(?=[,.;]))){1,5})"
)
OFFICE_WORD = re.compile(r"[\w-]+")
NO_NAMES = frozenset().union(
    ORDINARY, DAYS, MONTHS, SEASONS, MEDIA, PUBLIC_BODIES, PUBLIC_WORDS, THINGS, STATE_SHORT, PLACES, PEOPLES,
    words_of("inc ltd llc corp co plc gmbh ag"),
)  # fmt: skip
"""Runs that are looked at no further."""


@dataclass(slots=True)
class Run:
    """Capitalised words at ``start:end``."""

    start: int
    end: int
    words: list[str]
    opens: bool
    headline: bool
    left: str
    """The words of the sentence before it."""
    right: str
    """What follows it in its line."""
    person: bool = False


def find_runs(page: Page, known: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """Runs of capitalised words that overlap no known company, without the words that only open a sentence."""
    pattern = RUN if SMALL_START.search("\n" + page.plain) else CAPITAL_RUN
    spans = _merged_at_of(page.plain, map(re.Match.span, pattern.finditer(page.plain)))
    for start, end in islice(spans, MOST_RUNS):
        if page.plain[start:end].lower() in NO_NAMES or overlaps(known, start, end):
            continue
        run = _trimmed(page, start, end)
        if run is not None and len(run.words) <= LONGEST_RUN:
            run.person = _is_person(run)
            yield run


def _merged_at_of(plain: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """ "Department" + "Motor Vehicles" → one run: such names are read whole."""
    first, last = -1, -1
    for start, end in spans:
        if start == last + 4 and plain.startswith(" of ", last) and plain[first:last].rsplit(" ", 1)[-1] in OF_HEADS:
            last = end
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    if first >= 0:
        yield first, last


def _trimmed(page: Page, start: int, end: int) -> Run | None:
    """The run without "The", "Israeli", "Monday" and the like at its ends."""
    words = page.plain[start:end].split(" ")
    opens = page.opens_sentence(start)
    while words and _is_filler(
        words[0].lower(), opens=(opens or page.in_headline(start)) and not _is_shaped(words), alone=len(words) == 1
    ):
        start += len(words[0]) + 1
        opens = False
        del words[0]
    while words and words[-1].lower() in _OF_DATES:
        end -= len(words[-1]) + 1
        del words[-1]
    if not words or (words[0][0].islower() and not CAMEL.fullmatch(words[0])):
        return None
    return Run(start, end, words, opens, page.in_headline(start), page.before(start), page.after(end))


_OF_DATES = MONTHS | DAYS


def _is_shaped(words: list[str]) -> bool:
    """ "Sterling Mobility": two words of which the second makes a name of them."""
    return len(words) == 2 and words[1].lower() in NAME_ENDINGS


def _is_filler(word: str, *, opens: bool, alone: bool) -> bool:
    if word.endswith(TAGS) and not alone:
        return True
    if word in PEOPLES or word in DAYS or word in SEASONS or word in MONTHS or word == "the":
        return True
    if word in ORDINARY and (opens or alone):
        return True  # inside a sentence the capital says that it belongs to the name: "First Transit"
    return opens and not alone and word.endswith(("ly", "ing")) and len(word) > 5


def _is_person(run: Run) -> bool:
    words = run.words
    if FORM.fullmatch(words[-1]) or LEGAL.match(run.right):
        return False
    before = last_word(run.left).lower().rstrip(",.")
    if before in HONORIFICS or before in PERSON_NOUNS:
        return len(words) < 4 and words[-1].lower() not in NAME_ENDINGS
    if words[0].lower().rstrip(".") in HONORIFICS or words[0].lower() in PERSON_NOUNS:
        return True
    if 2 <= len(words) <= 4 and is_someone(words) and words[-1].lower() not in NAME_ENDINGS:
        return words[0].lower() not in NEVER_OPENS_PERSON or not run.opens
    if len(words) > 3 or CAMEL.fullmatch(words[0]):
        return False
    if WHO.match(run.right):
        return True
    after = PERSON_AFTER.match(run.right)
    office = after["office"] if after is not None and len(words) > 1 else None
    return office is not None and not PERSON_NOUNS.isdisjoint(OFFICE_WORD.findall(office.lower()))
