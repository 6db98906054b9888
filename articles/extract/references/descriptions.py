"""Definite descriptions ("the Chinese search giant") and whether a company fits one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import filterfalse, islice

from articles.extract.companies import Catalogue
from articles.extract.mentions import Mention, Party
from articles.extract.mentions.gazetteer import CITIES, COUNTRIES, PEOPLES, PLACES, REGIONS
from articles.extract.mentions.signs import words_of
from articles.extract.mentions.surroundings import overlaps
from articles.extract.references.profiles import (
    BIG_NOUNS,
    GIANTS,
    NOUN_SECTORS,
    PLAIN_NOUNS,
    SEATS,
    SECTOR_TAGS,
    SMALL_NOUNS,
    TAGS,
)

MOST_WORDS = 6
"""Words between "the" and its noun."""

TOKEN = re.compile(r"(?:[A-Z]\.)+|[\w&-]+(?:\.[\w&-]+)*|'s\b|[^\w\s]|\n")
SKIPPED = words_of("""
    largest biggest big large small smaller bigger larger leading former new young old own other best-known
    well-known listed
    state-owned held family-owned local domestic whole said luxury premium upmarket multinational global
    international founding
    same whose its
""")
TRADES = frozenset(word for table in (TAGS, SECTOR_TAGS) for words in table.values() for word in words)
"""Words that tell one trade from another. Other words between "the" and the noun are taken for ornament."""
COMPARING = words_of(
    "smaller larger bigger other second same merged combined new old older younger resulting next third"
)
"""Whom these mean depends on a comparison, not on what a company is: "the smaller company"."""
VAGUE = words_of(
    "service house unit division arm subsidiary partner affiliate player vendor parent business concern fund"
)
"""Nouns that mean a company only when something is said of it: "the taxi service"."""
LOOSE = words_of("maker manufacturer operator provider developer producer designer supplier builder app platform brand")
"""Nouns that say nothing when a trade word stands before them: "search engine operator", "software supplier"."""
PEOPLE_PLURAL = {
    word: code
    for word, code in PEOPLES.items()
    if word.endswith("s") and word not in {"u.s.", "swiss"}
} | {"chinese": "CN", "japanese": "JP", "french": "FR", "british": "GB", "dutch": "NL", "swiss": "CH"}  # fmt: skip
REGION_PEOPLE = {
    "californians": "california", "bavarians": "bavaria", "swabians": "swabia", "texans": "texas",
    "berliners": "berlin", "parisians": "paris", "saxons": "saxony",
}  # fmt: skip
STATE_PEOPLE = {"californian": "california", "bavarian": "bavaria", "swabian": "swabia", "texan": "texas"}
NOUNS = PLAIN_NOUNS | frozenset((*NOUN_SECTORS, *PEOPLE_PLURAL, *REGION_PEOPLE))
NEVER_BETWEEN = words_of("""
    of in on at to for with by from and or is are was were has have had will would that which who than as its their
    his her
    said says when if where while before after until because but not so the a an this these those there then how why
    what
    can could may might should does did do
""")
PHRASE_END = re.compile(
    r"'|[.,;:)]| (?:are|have|will|had|were|would|is|also|said|say|got|want|to|and|for|on|in|from|at|with|as|by|"
    r"bought|hold)\b"
)
NAME_NEXT = re.compile(r" [A-Z\d]")
"""What follows is the name itself: "the taxi app Gett"."""
GOES_ON = re.compile(
    r" (?:car|cars|stage|phase|world|scene|name|maker|company|firm|group|giant|developer|operator|supplier|"
    r"provider|unit)\b"
)
AFTER_NAME = re.compile(
    r", (?:an?|the|one of the) (?P<apposed>(?:(?!of |that |which |whose |with |for |in |and |to |by |from |"
    r"who )[^.;,\s]+ ?){1,7})|"
    r",? (?:of|from|based in|headquartered in) (?P<of>[A-Z]\w+(?: [A-Z]\w+)?)"
)


@dataclass(frozen=True, slots=True)
class Description:
    """ "The Detroit carmaker" at ``start:end``: its noun, where it is from, and the words between."""

    start: int
    end: int
    noun: str
    country: str = ""
    place: str = ""
    words: tuple[str, ...] = ()
    owned: bool = False
    """After "its" or "their": not the subject, but something of the subject's."""

    @property
    def specific(self) -> bool:
        return bool(self.country or self.place or self.words or self.noun in NOUN_SECTORS)


@dataclass(slots=True)
class Traits:
    """What is known of one company: from the catalogue, and from what the article says beside its name."""

    party: Party
    country: str = ""
    sector: str = ""
    places: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    owned: bool = False
    owner: str = ""
    """The slug of the company that owns it."""

    def fits(self, what: Description) -> bool:
        """Whether nothing in the description speaks against the company."""
        if what.country and what.country != self.country:
            return False
        if what.place and what.place not in self.places and not self._could_sit(what.place):
            return False
        if any(word not in self.words for word in what.words):
            return False
        return bool(what.words and what.noun in LOOSE) or self._fits_noun(what.noun)

    def closeness(self, what: Description) -> int:
        """How much the article itself said that the description repeats."""
        return (what.place in self.places) + (what.noun in self.words) + sum(word in self.words for word in what.words)

    def _fits_noun(self, noun: str) -> bool:
        if noun in self.words:
            return True
        if noun == "truckmaker":
            return "truck" in self.words and self.sector == "automaker"
        if noun in BIG_NOUNS and self.party.slug not in GIANTS:
            return False
        if noun in SMALL_NOUNS and self.party.slug in GIANTS:
            return False
        if noun in {"unit", "subsidiary", "division", "arm"} and not self.owned:
            return False
        sectors = NOUN_SECTORS.get(noun)
        return sectors is None or self.sector in sectors or (not self.sector and noun in SMALL_NOUNS)

    def _could_sit(self, place: str) -> bool:
        """A firm nobody knows may sit anywhere in a country that the article gives it."""
        return self.party.slug is None and not self.places and bool(self.country) and PLACES.get(place) == self.country


def describe(plain: str, start: int, after: int, named: Sequence[tuple[int, int]]) -> Description | None:
    """The description that begins with the determiner at ``start:after``, if one does."""
    if not _has_noun(plain[after : after + 80]):
        return None
    tokens = list(islice(TOKEN.finditer(plain, after, after + 80), MOST_WORDS + 1))
    if not tokens or overlaps(named, tokens[0].start(), tokens[0].end()):
        return None
    folk = _folk(plain, start, tokens[0])
    if folk is not None:
        return folk
    owned = plain[start:after].lower() in {"its ", "their "}
    country = place = ""
    words: list[str] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        low = token[0].lower()
        if _is_noun(low, plain, token.end()):
            vague = low in VAGUE or any(other[0].lower() in COMPARING for other in tokens[:number])
            if vague and not (country or place or words):
                return None
            return Description(start, token.end(), low, country, place, tuple(words), owned)
        code, where, used = _place_at(tokens, number) if token[0][0].isupper() or low in PEOPLES else ("", "", 0)
        if used:
            country, place = code or country, where or place
        elif token[0][0].isupper() or not _is_modifier(token[0]):
            return None
        elif low in TRADES:
            words.append(low)
        number += used or 1
    return None


def _has_noun(words: str) -> bool:
    """A quick look whether a noun for a company comes at all."""
    near = words.lower().split(None, MOST_WORDS + 1)[: MOST_WORDS + 1]
    if not NOUNS.isdisjoint(near):
        return True
    marked = filterfalse(str.isalpha, near)
    return not NOUNS.isdisjoint([word.split("'")[0].strip('.,;:!?)"”') for word in marked])


def _is_modifier(word: str) -> bool:
    """Whether a word can stand between "the" and its noun: no verb's ending, no preposition, no other mark."""
    if not word[0].isalpha():
        return word in {",", "'s", "-"} or word.isdigit()
    return word not in NEVER_BETWEEN


def _folk(plain: str, start: int, token: re.Match[str]) -> Description | None:
    """ "The Swedes", "the Californians": a people for its company."""
    low = token[0].lower()
    if not token[0][0].isupper():
        return None
    if low in REGION_PEOPLE:
        return Description(start, token.end(), "company", "", REGION_PEOPLE[low])
    if low in PEOPLE_PLURAL and PHRASE_END.match(plain, token.end()):
        return Description(start, token.end(), "company", PEOPLE_PLURAL[low])
    return None


def _is_noun(low: str, plain: str, end: int) -> bool:
    """Whether the description ends here: "the company car" and "the startup world" go on."""
    return (
        (low in NOUN_SECTORS or low in PLAIN_NOUNS)
        and not GOES_ON.match(plain, end)
        and not NAME_NEXT.match(plain, end)
    )


def _place_at(tokens: Sequence[re.Match[str]], number: int) -> tuple[str, str, int]:
    """(country, town or region, tokens used) of the capitalised words at ``number``."""
    for length in (3, 2, 1):
        words = [token[0] for token in tokens[number : number + length]]
        low = " ".join(words).lower().removesuffix("-based")
        if low in STATE_PEOPLE:
            return "", STATE_PEOPLE[low], length
        if low in PEOPLES:
            return ("" if PEOPLES[low] == "EU" else PEOPLES[low]), "", length
        if low in COUNTRIES:
            return COUNTRIES[low], "", length
        if low in CITIES or low in REGIONS:
            return "", low, length
    return "", "", 0


def read_traits(
    plain: str, named: Sequence[Mention], catalogue: Catalogue, published: date | None
) -> dict[Party, Traits]:
    """What catalogue and article say of every company in it."""
    traits: dict[Party, Traits] = {}
    for mention in named:
        party = Party(mention.name, mention.slug)
        known = traits.get(party)
        if known is None:
            known = traits[party] = _known_traits(party, catalogue, published)
        if mention.place == "text" and len(known.words) < 60:
            _learn(known, plain, mention)
    return traits


@lru_cache(maxsize=4096)
def _trade_words(slug: str, sector: str) -> frozenset[str]:
    return frozenset((*SECTOR_TAGS.get(sector, ()), *TAGS.get(slug, ())))


def _known_traits(party: Party, catalogue: Catalogue, published: date | None) -> Traits:
    company = catalogue.companies.get(party.slug) if party.slug else None
    if company is None:
        return Traits(party)
    words = set(_trade_words(company.slug, company.sector))
    owner = company.owner_on(published) or ""
    places = set(SEATS.get(company.slug, ()))
    return Traits(party, company.country, company.sector, places, words, bool(owner), owner)


def _learn(known: Traits, plain: str, mention: Mention) -> None:
    """Add what stands right beside the name: "Israeli lidar maker Opsys", "Gett, an Israeli taxi app"."""
    if mention.role:
        _learn_words(known, " ".join(plain[max(0, mention.start - 60) : mention.start].split(" ")[-6:]))
    after = AFTER_NAME.match(plain, mention.end, mention.end + 90)
    if after:
        _learn_words(known, after["apposed"] or after["of"] or "")


def _learn_words(known: Traits, phrase: str) -> None:
    tokens = list(TOKEN.finditer(phrase))
    for number, token in enumerate(tokens):
        word = token[0]
        low = word.lower()
        if word[0].isupper():
            code, place, _ = _place_at(tokens, number)
            if code and not known.country:
                known.country = code
            if place:
                known.places.add(place)
                if not known.country:
                    known.country = PLACES.get(place, "")
        elif low in NOUN_SECTORS or low in PLAIN_NOUNS or len(low) > 3:
            known.words.add(low)
