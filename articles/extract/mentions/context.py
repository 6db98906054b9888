"""Names that are also words, people or places: which of them stand for a company in this article.

Every occurrence is weighed by its surroundings. One occurrence that is surely a company decides for all the others
of that company in the article, save those that are surely something else ("May 2017", "Aurora, Colorado").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.extract.companies import Company, Name
from articles.extract.mentions.gazetteer import (
    COUNTRIES,
    MEDIA,
    MONTHS,
    PEOPLES,
    PLACES,
    STATE_SHORT,
)
from articles.extract.mentions.given_names import GIVEN_NAMES, NEVER_OPENS_PERSON
from articles.extract.mentions.signs import (
    DOMAIN_WORDS,
    EXCHANGES,
    EXTENSIONS,
    FIRM_VERBS,
    FOREIGN_EXTENSIONS,
    HONORIFICS,
    LEGAL_FORMS,
    LOOSE_NOUNS,
    ORGANISATION_NOUNS,
    ORGANISATION_PLURALS,
    PERSON_NOUNS,
    SEATS,
    STAFF_WORDS,
    SURE_VERBS,
    TAKING_VERBS,
    words_of,
)
from articles.extract.mentions.surroundings import STOP, Page, first_word, last_word


@dataclass(slots=True)
class Candidate:
    """A spelling at ``start:end`` that may stand for ``company``."""

    start: int
    end: int
    company: Company
    name: Name
    weight: float = 0.0
    sure: bool = False
    """Whether it stands in one list with a name that is no word."""
    acts: bool = False
    """Whether it does something, and a sure name follows in the same clause."""


ENOUGH = 2.0
"""The weight at which one occurrence decides for the article."""
NEVER = -2.0
"""The weight at which an occurrence is something else whatever the article says."""

OPENERS = words_of("""
    here may via plus five line target will can flex unity motive meta serve embark comma voyage orange beep bolt
    beat vale ola spin sprint progressive pioneer enterprise convoy foresight smart tank galaxy journey shell bird
    lime curb alto marble tortoise faction pronto outrider ghost mentor nuance vector snowflake delta nest wing
    horizon eclipse arm helm ike tensor sharp canon corning coherent microchip lattice dana lear holo hermes
""")
"""Words that begin sentences; there, a capital letter says nothing about them."""

MONTH_BEFORE = words_of("""
    in since by until till of from last next this early late mid before after during through between and or to on the
""")
LEGAL = re.compile(rf",? {LEGAL_FORMS}\b|,? \((?:{EXCHANGES})\b")
APPOSED = re.compile(
    r", (?:an?|the|one of|which|whose|itself|another|a [\w-]+'s|[A-Z][\w-]+'s) ?(?:[^.;]{0,60}?)"
    r"\b(?P<noun>[\w-]+)(?:[,.;:]| (?:with|that|which|of|in|based|backed|founded|owned|led|behind|from|for|and|"
    r"to)\b|$)"
)
PLACED = re.compile(r",? (?P<place>[A-Z][\w.]+(?: [A-Z][\w.]+)?)")
ROMAN = re.compile(r"I{1,3}|IV|VI{0,3}|IX|X")
WHO = re.compile(r",? (?:\(\d\d\)|\d\d,|who\b)")
JOINED = re.compile(
    r"(?: (?:in|since) (?:\d{4}|[A-Z][a-z]+))?(?:,? (?:and|or|&|with|plus|versus|vs\.?) |, |/|'s |-| x | – | - |; )"
    r"(?:(?:like|as well as|including|(?:its )?(?:arch-?)?rival|[A-Z][a-z]+-based) )?"
)
OTHER_THING = re.compile(
    r", (?:an?|the|her|his|its) (?:[\w'-]+ ){0,4}?(?:ship|vessel|liner|city|town|village|suburb|river|goddess|"
    r"god|planet|"
    r"mission|moon|rocket|horse|dog|film|novel|song|play|singer|actor|band|festival)\b"
)


ILLS = "botnets?|malware|trojan|ransomware|worm|spyware|rootkit"
CURES = "drug|medicine|vaccine|antibiotic|painkiller|antidepressant|pill|tablet|treatment|therapy"
NAMES_THING = re.compile(rf"\b(?:{CURES}|{ILLS}|virus)(?: (?:called|named|dubbed|known as))?(?: the)? $")
THING_APPOSED = re.compile(rf"\b(?:{CURES}|{ILLS}|virus), $")
CALLED_THING = re.compile(
    rf" (?:{ILLS})\b| (?:is|was) (?:an?|the (?:only|first|best|biggest|largest|newest)|one of the) "
    rf"(?:[\w-]+ ){{0,3}}(?:{CURES}s?|{ILLS}|virus(?:es)?)\b"
)
"""What a name is said to be where it is no firm's: "the drug Tarvexa", "Nightowl is a botnet"."""


def names_thing(left: str, right: str) -> bool:
    """Whether the words before or behind a name say that it is a medicine's or a malicious program's."""
    if NAMES_THING.search(left) or CALLED_THING.match(right):
        return True
    return bool(THING_APPOSED.search(left)) and not right[:1].isalnum() and right[:1] != " "


_CLAUSE = 90
"""Most characters between a doubtful name that does something and a sure one that it is done to or with."""
ACTS = re.compile(
    r" (?:(?:has|have|had|will|would|is|was|also|now|recently|already|reportedly|been|then|to) )*"
    rf"(?:[a-z-]+(?:ed|ing)|spun|took|sold|built|put|gave|chose|picks|in (?:[a-z]+ )?talks|"
    rf"{'|'.join(sorted(FIRM_VERBS | SURE_VERBS | TAKING_VERBS))})\b"
)
"""What follows a name that acts: "Amazon has ordered", "Ford is testing"; not "Amazon rainforest"."""
TAKES = re.compile(
    r"(?: (?:has|have|had|will|would|is|was|to|also|already|now))*"
    rf" (?:{'|'.join(sorted(TAKING_VERBS))}|takes? over|took over|paid [^.;]{{1,30}} for) "
)
"""What stands before a name that is taken: "Scania chose Plus"."""


def choose(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that stand for their companies, in order."""
    candidates = _without_namesakes(page, candidates)
    known = {one.company.slug for one in candidates if not one.name.needs_context}
    if all(not one.name.needs_context for one in candidates):
        return [one for one in candidates if not is_person(page, one.start, one.end)]
    domain = _prior(page, known)
    _mark_neighbours(page.plain, candidates)
    best: dict[str, float] = {}
    products = _products(page, candidates)
    for one in candidates:
        if one.name.needs_context and _with_next(page, one) in products:
            one.weight = NEVER
            best.setdefault(one.company.slug, NEVER)
        elif one.name.needs_context:
            word = page.plain[one.start : one.end].lower() in OPENERS
            one.weight = weigh(page, one) + min(domain, 0.5 if word else domain) + (2.0 if one.sure else 0.0)
            if one.acts and not (word and page.opens_sentence(one.start)):
                one.weight += 1.5
            best[one.company.slug] = max(best.get(one.company.slug, NEVER), one.weight)
    for one in candidates:
        if one.name.needs_context and OTHER_THING.match(page.after(one.end)):
            best[one.company.slug] -= 2.0  # "Aurora, the ship, …": the bare name means the ship from then on
        elif one.name.needs_context and names_thing(page.before(one.start), page.after(one.end)):
            one.weight = best[one.company.slug] = NEVER
    return [one for one in candidates if _stands(page, one, known, best)]


def _without_namesakes(page: Page, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates less the bare names of people: "Rogers" behind "Marc Rogers", where nothing says it is a firm."""
    people = [one for one in candidates if is_person(page, one.start, one.end)]
    if not people:
        return candidates
    borne = {page.plain[one.start : one.end]: one.start for one in reversed(people)}
    firms = {
        one.company.slug
        for one in candidates
        if page.plain[one.start : one.end] not in borne
        or (not is_person(page, one.start, one.end) and (one.start < people[0].start or weigh(page, one) >= _A_FIRM))
    }
    return [one for one in candidates if one.company.slug in firms or page.plain[one.start : one.end] not in borne]


_A_FIRM = 1.5
"""The weight at which a name that a person of the article bears is the firm's all the same."""


def _products(page: Page, candidates: Sequence[Candidate]) -> set[str]:
    """Products that begin with a doubtful name and bear their maker's before it: "Horizon Mobile" of VMware."""
    return {
        _with_next(page, right)
        for left, right in pairwise(candidates)
        if right.name.needs_context
        and page.plain[left.end : right.start] == " "
        and left.company.slug != right.company.slug
        and all(owner.slug != left.company.slug for owner in right.company.owners)
        and first_word(page.after(right.end))[:1].isupper()
        and not page.in_headline(right.start)
    }


def _with_next(page: Page, one: Candidate) -> str:
    """A spelling and the word behind it."""
    return page.plain[one.start : one.end] + " " + first_word(page.after(one.end))


def is_longer_name(page: Page, one: Candidate) -> bool:
    """Whether the spelling only begins another firm's name: "Samsung Ventures", "Mirai Creation Fund II"."""
    right = page.plain[one.end : one.end + 16]
    if right[:1] != " " or not right[1:2].isupper() or page.in_headline(one.start):
        return False
    word = first_word(right)
    return word.lower() in EXTENSIONS or (one.company.sector == "investor" and bool(ROMAN.fullmatch(word)))


def _prior(page: Page, known: set[str]) -> float:
    """What the article as a whole says for doubtful names: whether it is about this business."""
    opening = page.plain[:20_000].lower()
    if any(word in opening for word in DOMAIN_WORDS):
        return 1.0 if known else 0.5
    return 1.0 if len(known) > 2 else -0.5


def _stands(page: Page, one: Candidate, known: set[str], best: dict[str, float]) -> bool:
    if is_person(page, one.start, one.end):
        return False
    if not one.name.needs_context:
        return True
    if one.weight <= NEVER:
        return False
    slug = one.company.slug
    if slug in known:
        return one.weight > -1.0 or best[slug] >= ENOUGH
    if one.name.kind == "brand":
        # a brand that is also a word says nothing unless its owner is in the article, too
        owned = page.plain[max(0, one.start - 3) : one.start] == "'s "
        return one.weight >= (ENOUGH if owned else ENOUGH + 1)
    return best[slug] >= ENOUGH


def _mark_neighbours(plain: str, candidates: Sequence[Candidate]) -> None:
    """A doubtful name in one list with a sure one ("Waymo, Cruise and Zoox") is a company, too."""
    for left, right in pairwise(candidates):
        gap = plain[left.end : right.start]
        if len(gap) < 14 and JOINED.fullmatch(gap):
            if not left.name.needs_context and right.name.kind != "brand":
                right.sure = True
            if not right.name.needs_context and left.name.kind != "brand":
                left.sure = True
        if right.name.needs_context and not left.name.needs_context and right.name.kind != "brand":
            right.acts = TAKES.fullmatch(gap) is not None
    _mark_doers(plain, candidates)


def _mark_doers(plain: str, candidates: Sequence[Candidate]) -> None:
    """A doubtful name that does something with a sure one: "Amazon ordered 100,000 vans from Rivian"."""
    sure = len(plain) + _CLAUSE
    for one in reversed(candidates):
        if not one.name.needs_context:
            sure = one.start
        elif one.name.kind != "brand" and sure - one.end < _CLAUSE:
            gap = plain[one.end : sure]
            one.acts = one.acts or (ACTS.match(gap) is not None and STOP.search(gap) is None)


def weigh(page: Page, one: Candidate) -> float:
    """How much the words around an occurrence speak for a company; ``NEVER`` and below: surely something else."""
    left, right = page.before(one.start), page.after(one.end)
    written = page.plain[one.start : one.end]
    headline = page.in_headline(one.start)
    opens = page.opens_sentence(one.start)
    word, following = last_word(left), first_word(right)
    if _is_elsewhere(written, word, right, following, headline=headline):
        return NEVER - 2
    weight = _by_shape(written, headline=headline, opens=opens)
    weight += _by_left(left, word, opens=opens)
    weight += _by_right(right, following, written, headline=headline, opens=opens)
    return weight


def _by_shape(written: str, *, headline: bool, opens: bool) -> float:
    if written.lower() in MEDIA:
        return 0.0  # more often the button of a page than a party of a deal
    if opens or headline:
        return 0.0 if written.lower() in OPENERS else 1.0
    return 1.5 if written.isupper() and len(written) > 1 else 1.0


def _by_left(left: str, word: str, *, opens: bool) -> float:
    low = word.lower().rstrip(",")
    if opens or not word:
        return 0.0
    if low in ORGANISATION_NOUNS or low in LOOSE_NOUNS or low in ORGANISATION_PLURALS:
        return 2.0
    seat = SEATS.get(low)
    if seat and seat.search(left):
        return 1.5
    if low == "in":
        return -1.0
    if low == "the":
        return -0.5
    if low in {"with", "by", "from", "than", "unlike", "like", "to", "for", "at", "of", "against", "and", "as"}:
        return 0.5
    if word.endswith("'s") and word[:1].isupper():
        return 1.0
    return 1.0 if low in SURE_VERBS else 0.0


def _by_right(right: str, following: str, written: str, *, headline: bool, opens: bool) -> float:
    low = following.lower()
    if LEGAL.match(right):
        return 3.0
    apposed = APPOSED.match(right)
    if apposed and _names_firm(apposed["noun"].lower()):
        return 2.0
    if right.startswith("'s "):
        return 1.5 if first_word(right[3:]).lower() in STAFF_WORDS else 0.5
    if right.startswith("-") and low.lstrip("-") in {
        "backed",
        "owned",
        "led",
        "built",
        "branded",
        "developed",
        "powered",
    }:
        return 1.5
    if not right.startswith(" "):
        return 0.0
    if low in STAFF_WORDS:
        return 1.5 if not opens or written.lower() not in OPENERS else 0.5
    if low in SURE_VERBS:
        return 2.0
    if low in FIRM_VERBS:
        return 0.5 if not opens or written.lower() not in OPENERS else 0.0
    if following[:1].isupper() and not headline and right[1:2] == following[:1] and following.isalpha():
        return -1.5  # a longer name nobody told us of; "Volvo XC90" is a model
    return -1.0 if following[:1].isdigit() else 0.0


def _names_firm(noun: str) -> bool:
    return noun in ORGANISATION_NOUNS or noun in LOOSE_NOUNS or noun in ORGANISATION_PLURALS


def _is_elsewhere(written: str, word: str, right: str, following: str, *, headline: bool) -> bool:
    """A month, a place, a ship, a street, a mission: never the company."""
    low, before = following.lower(), word.lower().rstrip(",")
    if written.lower() in MEDIA and before in {"on", "via", "or"}:
        return True  # "follow us on Facebook and Twitter"
    if written.lower() in MONTHS and (following[:1].isdigit() or before in MONTH_BEFORE or before[:1].isdigit()):
        return True
    if (
        right.startswith(" ")
        and low in FOREIGN_EXTENSIONS
        and (following[:1].isupper() or low.isdigit() or low == "program")
    ):
        return True
    if OTHER_THING.match(right):
        return True
    placed = PLACED.match(right) if right.startswith(",") else None
    if placed:
        place = placed["place"].lower()
        first = place.split()[0]
        if (place in PLACES and place not in COUNTRIES) or first.rstrip(".") in STATE_SHORT or first in STATE_SHORT:
            return not headline
    return f"{before} {written.lower()}" in PLACES


def is_person(page: Page, start: int, end: int) -> bool:
    """Whether a person bears the name: "Henry Ford", "Mr. Bosch", "Gottlieb Daimler, who"."""
    place = start - 1
    if place < 2 or page.plain[place] != " ":
        return False
    near = page.plain[max(0, place - 24) : place]
    word = near[max(near.rfind(" "), near.rfind("\n")) + 1 :]
    low = word.lower().rstrip(".")
    if low in HONORIFICS and word[0].isupper():
        return True
    if not word[:1].isupper() or low not in GIVEN_NAMES or low in MONTHS:
        return False
    if low in NEVER_OPENS_PERSON or low in PLACES or page.in_headline(start):
        return bool(WHO.match(page.after(end)))
    return True


def is_someone(words: Iterable[str]) -> bool:
    """Whether a run of capitalised words begins like a person's name."""
    first = next(iter(words), "").lower().rstrip(".")
    return first in GIVEN_NAMES and first not in PEOPLES and first not in PERSON_NOUNS
