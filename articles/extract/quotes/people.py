"""The people of an article: how it introduces them, where it names them again, whom "he" and "she" mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from articles.extract.mentions import Party
from articles.extract.mentions.gazetteer import DAYS, MONTHS, PLACES, PUBLIC_BODIES, PUBLIC_WORDS
from articles.extract.mentions.given_names import GIVEN_NAMES
from articles.extract.mentions.signs import HONORIFICS, ORDINARY, PERSON_NOUNS, words_of
from articles.extract.sentences import Sentence

PERSON = re.compile(
    r"(?P<name>[A-ZÀ-Þ](?<![\w-][A-ZÀ-Þ])[\w'-]*\w\.?"
    r"(?: (?:(?:de|van|von|der|den|la|le|al|bin|el|di|da|dos) )?[A-ZÀ-Þ][\w'-]*\.?){1,5})(?<!\.)(?!\w)"
)
"""A run of capitals; `find_names` cuts from it what is no name."""
SPOKE = re.compile(
    r"\b(?:said|says|say|added|adds|explained|explains|noted|notes|commented|comments|stated|told|tells|wrote|writes|"
    r"argued|argues|tweeted|tweeting|posted|remarked|observed|continued|insisted|insists|warned|warns|predicted|"
    r"predicts|concluded|declared|recalled|acknowledged|admitted|joked|replied|answered|announced|asked|thinks|"
    r"emphasized|emphasised|stressed|according to)\b"
)
LONGEST_NAME = 4
"""Words."""
ABBREVIATED = 5
"""Letters of a word that a full stop may follow within a name: "J.", "Jr.", "Gen."."""
WORDS = re.compile(r"\b[a-zà-þ]+\b")
CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'-]*")
REACH = 170
"""Characters behind a name that may tell the office."""
SENTENCES_BACK = 4
"""A pronoun reaches no further."""
OUTLET_WORDS = words_of("press post times news journal herald tribune daily guardian telegraph gazette chronicle")
"""What calls itself so is a newspaper."""
OFFICE_WORDS = PERSON_NOUNS | words_of("""
    chief executive senior vice deputy assistant associate managing corporate general global regional interim acting
    former
    founding technology technical operating financial product innovation marketing commercial strategy development
    research
    engineering communications information legal scientific design digital sales country group joint co board company
    development-chief finance safety autonomous driving software business north american europe china asia u.s. of and
""")
TITLES = HONORIFICS | PERSON_NOUNS
BETWEEN = re.compile(r"(?:,| of| at| for| with| from|, (?:the|a)| of the| at the| for the| of its)?\s*$")
ENDS_OFFICE = re.compile(
    r",|[.;:\"“”()]|"
    r" (?:who|whose|which|said|says|told|added|at an?|in an?|on [A-Z]|by|has|had|was|is|at the|for the)\b|$"
)
ARTICLE = re.compile(r"^(?:the|an?|its|his|her|then|now) ")
POSSESSIVE = re.compile(r"'s? ")
HEADS = re.compile(r"who (?:heads|leads|runs|founded|co-founded|chairs|manages|oversees)\b")


class Stand(NamedTuple):
    """A company standing at ``start:end`` of the text."""

    start: int
    end: int
    party: Party


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    office: str = ""
    company: Party | None = None


class Name(NamedTuple):
    """A whole name at ``start:end``, without a title or an office before it."""

    text: str
    start: int
    end: int


class People:
    """The people an article names, and where. Linear in the text; what only pronouns need is found when one asks."""

    def __init__(self, plain: str, sentences: Sequence[Sentence], stands: Sequence[Stand]) -> None:
        self._plain, self._sentences, self._stands = plain, sentences, stands
        self.known: dict[str, Speaker] = {}
        """By last name: the first of that name, as the first words that give an office introduce them."""
        self._introduce_all()

    def _introduce_all(self) -> None:
        """Learn who is a person: by an office, by a title or a first name before it, or because they speak."""
        speaking = self._speaking()
        for name in find_names(self._plain, 0, len(self._plain), self._stands):
            surname = last_name(name.text)
            known = self.known.get(surname)
            if known is None or not known.office:
                speaker = introduce(self._plain, name, self._stands)
                if known is not None and not (speaker.office and are_one(known.name, speaker.name)):
                    continue
                if speaker.office or surname in speaking or _bears_sign(self._plain, name):
                    self.known[surname] = speaker
        for word in speaking:
            self.known.setdefault(word, Speaker(word))

    def _speaking(self) -> dict[str, None]:
        """The single capitalised words beside the verbs of speech, in order: "Doe said", but not "the Times said"."""
        words: dict[str, None] = {}
        for verb in SPOKE.finditer(self._plain):
            behind = NEXT_WORD.match(self._plain, verb.end())
            before = LAST_WORD.search(self._plain, max(0, verb.start() - 40), verb.start())
            if before is not None and _goes_before(before["left"] or ""):
                before = None
            for match in (before, behind):
                if match is not None and self._may_be_name(match["word"], match.start("word")):
                    words[match["word"]] = None
        return words

    def _may_be_name(self, word: str, start: int) -> bool:
        low = word.lower()
        if low in ORDINARY or low in PLACES or low in MONTHS or low in DAYS or low in PUBLIC_WORDS:
            return False
        if low in PUBLIC_BODIES or low in OFFICE_WORDS or low in OUTLET_WORDS or low in self._ordinary:
            return False
        if low.endswith("'s"):
            return False
        return not companies_in(self._stands, start - 60, start + len(word), touching=start)

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        """The words that the text writes small somewhere."""
        return frozenset(WORDS.findall(self._plain))

    @cached_property
    def _named(self) -> list[tuple[int, str]]:
        """Every place where somebody is named, whole or by the last name alone, and the last name; in order.

        Who only owns something ("Doe's lawyer") is not whom a sentence is about.
        """
        return [
            (match.start(), match[0])
            for match in CAPITALISED.finditer(self._plain)
            if match[0] in self.known
            and not companies_in(self._stands, match.start() - 60, match.end(), touching=match.start())
        ]

    def first_in(self, start: int, end: int) -> Speaker | None:
        """Who is named first in ``start:end``."""
        at = bisect_left(self._named, (start, ""))
        if at == len(self._named) or self._named[at][0] >= end:
            return None
        return self.known[self._named[at][1]]

    def is_alone_in(self, start: int, end: int, person: Speaker) -> bool:
        """Whether nobody but this person is named in ``start:end``."""
        named = self._named[bisect_left(self._named, (start, "")) : bisect_left(self._named, (end, ""))]
        return all(name == last_name(person.name) for _, name in named)

    def meant_at(self, place: int) -> Speaker | None:
        """Whom "he" or "she" means at a place: who is named first in the nearest sentence before that names somebody.

        A sentence names first whom it is about.
        """
        last = bisect_left(self._sentences, place, key=lambda sentence: sentence.start) - 1
        for number in range(last, max(-1, last - SENTENCES_BACK), -1):
            sentence = self._sentences[number]
            if person := self.first_in(sentence.start, min(sentence.end, place)):
                return person
        return None


IS_TOLD_OF = r"| (?:is|was|are|were|has|had|will|would|can|could|should)\b"
"""What follows the name of somebody who does not speak: "they said Doe was ill"."""
LAST_WORD = re.compile(r"(?:(?<!\S)(?P<left>[\w.'-]+) )?(?<![\w'-])(?P<word>[A-ZÀ-Þ][\w'-]*[a-zà-þ]) $")
NEXT_WORD = re.compile(r" (?P<word>[A-ZÀ-Þ][\w'-]*[a-zà-þ])(?![\w'-]| [A-ZÀ-Þ]" + IS_TOLD_OF + ")")


def _goes_before(left: str) -> bool:
    """Whether the word to the left of a capitalised one tells that it is no whole name: "the Times", "White House"."""
    low = left.lower().rstrip(".")
    ends = left.endswith(".") and len(left) > ABBREVIATED
    return low == "the" or (left[:1].isupper() and low not in HONORIFICS and not ends)


def find_names(plain: str, start: int, end: int, stands: Sequence[Stand]) -> Iterator[Name]:
    """The runs of capitals in ``start:end`` that may be people's names."""
    for match in PERSON.finditer(plain, start, end):
        name = _whole_name(match)
        if not _is_no_person(plain, name, stands):
            yield name


def _bears_sign(plain: str, name: Name) -> bool:
    """Whether a first name or a title tells that this is a person."""
    first = name.text.split(" ", 1)[0].lower()
    before = plain[max(0, name.start - 12) : name.start].split(" ")
    return first in GIVEN_NAMES or first.rstrip(".") in HONORIFICS or (
        len(before) > 1 and before[-2].lower().rstrip(".") in HONORIFICS
    )  # fmt: skip


def last_name(name: str) -> str:
    """The last word of a name, without its possessive."""
    return _less_possessive(name.rsplit(" ", 1)[-1])


def are_one(one: str, other: str) -> bool:
    """Whether two whole names with one last name may be one person's: "J. Doe", "Jane Doe", "Jane Q. Doe"."""
    first, second = one.split(" ", 1)[0].rstrip("."), other.split(" ", 1)[0].rstrip(".")
    return first.startswith(second) or second.startswith(first)


def _less_possessive(word: str) -> str:
    return word.removesuffix("'s").rstrip("'")


def _whole_name(match: re.Match[str]) -> Name:
    """What of a run of capitals follows the last title or office in it: "Dr. Jane Doe", "Foo CEO Jane Doe"."""
    words, start = match["name"].split(" "), match.start("name")
    titles = [number for number, word in enumerate(words[:-1]) if word.lower().rstrip(".") in TITLES]
    cut = titles[-1] + 1 if titles else 0
    if (
        words[cut][:1].isupper()
        and "-" in words[cut]
        and words[cut].rsplit("-", 1)[1].islower()
        and cut < len(words) - 1
    ):
        cut += 1  # "Berlin-based Jane Doe"
    start += sum(len(word) + 1 for word in words[:cut])
    return Name(" ".join(words[cut:]), start, match.end("name"))


def introduce(plain: str, whole: Name, stands: Sequence[Stand]) -> Speaker:
    """The person with the office before or behind the name: "Foo boss Jane Doe", "Jane Doe, head of X at Foo"."""
    name, start, end = whole
    office_start = _office_before(plain, start)
    if office_start < start:
        near = companies_in(stands, office_start - 80, office_start)
        beside = [one for one in near if _leads_to(plain, one.end, office_start)]
        owner = beside[-1] if beside else None
        return Speaker(name, plain[office_start:start].strip(" ,"), owner.party if owner else None)
    if plain[end : end + 2] != ", ":
        return Speaker(name)
    return _office_behind(plain, name, end + 2, stands)


def _office_behind(plain: str, name: str, begin: int, stands: Sequence[Stand]) -> Speaker:
    """What follows "Jane Doe, ": "head of sales at Foo", "Foo's boss", "boss, Foo", "who heads Foo"."""
    stop = _clause_end(plain, begin)
    company = next(iter(companies_in(stands, begin, stop)), None)
    if HEADS.match(plain, begin):
        return Speaker(name, "", company.party if company else None)
    owner = POSSESSIVE.match(plain, company.end) if company is not None and company.start - begin < 5 else None
    if owner is not None:
        begin = owner.end()
        end = _office_end(plain, begin, stop)
    else:
        end = _office_end(plain, begin, stop)
        if company is not None and company.start < end:
            end = company.start
        elif company is not None and not _leads_to(plain, end, company.start):
            company = None
    office = ARTICLE.sub("", BETWEEN.sub("", plain[begin:end]).strip(" ,"))
    words = re.findall(r"[\w-]+", office.lower())
    if not any(word in PERSON_NOUNS for word in words) or words[0] in {"who", "whose", "which"}:
        return Speaker(name)
    return Speaker(name, office, company.party if company else None)


def _clause_end(plain: str, begin: int) -> int:
    """Where the sentence ends at the latest that holds the office."""
    marks = (plain.find(mark, begin, begin + REACH) for mark in ("\n", ". ", "“", '"', ";"))
    return min((place for place in marks if place >= 0), default=begin + REACH)


def _office_end(plain: str, begin: int, stop: int) -> int:
    end = ENDS_OFFICE.search(plain, begin, stop)
    return end.start() if end else stop


def _office_before(plain: str, start: int) -> int:
    """Where the office words that lead up to a name begin; ``start`` itself when there are none."""
    begin, titled = start, False
    while True:
        left = plain[max(0, begin - 24) : begin]
        words = left.rstrip(" ").replace("\n", " ").rsplit(" ", 1)
        word = words[-1]
        if not word or left[-1:] != " " or word.lower().rstrip(",") not in OFFICE_WORDS or begin - len(word) - 1 < 0:
            break
        if word.lower() in {"of", "and", "company", "u.s."} and not titled:
            break
        titled = titled or word.lower().rstrip(",") in PERSON_NOUNS
        begin -= len(word) + 1
    while begin < start and plain[begin : begin + 3] in {"of ", "and"}:
        begin = plain.index(" ", begin) + 1
    return begin if titled else start


def _leads_to(plain: str, end: int, start: int) -> bool:
    return plain[end:start] in {" ", "'s ", ", ", "'s interim ", " Group ", "' ", " of ", " at ", ", the "} or (
        0 <= start - end < 16 and plain[end:start].startswith(("'s ", ", "))
    )


def _is_no_person(plain: str, name: Name, stands: Sequence[Stand]) -> bool:
    """Whether the capitals are a company, a public body, an outlet, a place, a date, a heading, or two sentences."""
    low = name.text.lower()
    words = low.split(" ")
    if len(words) > LONGEST_NAME or any(word.endswith(".") and len(word) > ABBREVIATED for word in words):
        return True
    if any(word in MONTHS or word in DAYS or word in PUBLIC_WORDS for word in words) or words[0] in ORDINARY:
        return True
    if words[-1] in OUTLET_WORDS or words[-1] in PERSON_NOUNS or words[-1].endswith("'s") or low in PUBLIC_BODIES:
        return True
    if low in PLACES or all(word in OFFICE_WORDS for word in words):
        return True
    if plain[max(0, name.start - 4) : name.start].lower() == "the ":
        return True
    return bool(companies_in(stands, name.start - 60, name.end, touching=name.start))


def companies_in(stands: Sequence[Stand], start: int, end: int, *, touching: int | None = None) -> list[Stand]:
    """Companies that stand in ``start:end``; with ``touching`` only those that reach beyond that place."""
    index = bisect_left(stands, start, key=lambda stand: stand.start)
    found: list[Stand] = []
    while index < len(stands) and stands[index].start < end:
        if touching is None or stands[index].end > touching:
            found.append(stands[index])
        index += 1
    return found
