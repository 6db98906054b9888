"""Who speaks: "said Jane Doe, head of sales at Foo", "Foo CEO Jane Doe said", "the company said"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.extract.mentions import Party
from articles.extract.mentions.gazetteer import DAYS, MONTHS, PLACES, PUBLIC_WORDS
from articles.extract.mentions.signs import HONORIFICS, ORDINARY, PERSON_NOUNS, words_of

REACH = 170
"""Characters on either side of the quotation marks that are searched for the speaker."""

PERSON = re.compile(
    r"(?P<name>[A-ZÀ-Þ](?<![\w-][A-ZÀ-Þ])[\w'-]*\w\.?"
    r"(?: (?:(?:de|van|von|der|den|la|le|al|bin|el|di|da|dos) )?[A-ZÀ-Þ][\w'-]*\.?){1,3})(?<!\.)(?!\w)"
)
SPOKE = re.compile(
    r"\b(?:said|says|say|added|adds|explained|explains|noted|notes|commented|comments|stated|told|tells|wrote|"
    r"writes|argued|"
    r"argues|tweeted|posted|remarked|continued|insisted|insists|warned|warns|predicted|predicts|concluded|"
    r"declared|recalled|"
    r"acknowledged|admitted|joked|replied|answered|announced|asked|thinks|emphasized|emphasised|stressed|"
    r"according to)\b"
)
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
SPOKES = re.compile(r"\b(?:spokes\w+|executive|official|representative)\b")


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


def find_people(plain: str, stands: Sequence[Stand]) -> dict[str, Speaker]:
    """The people the text introduces with an office, by last name."""
    people: dict[str, Speaker] = {}
    for match in PERSON.finditer(plain):
        surname = match["name"].rsplit(" ", 1)[-1]
        if surname not in people and not _is_no_person(match, stands):
            speaker = _introduced(plain, match, stands)
            if speaker.office:
                people[surname] = speaker
    return people


def find_speaker(
    plain: str,
    span: tuple[int, int],
    bounds: tuple[int, int],
    stands: Sequence[Stand],
    people: Mapping[str, Speaker],
) -> Speaker | None:
    """The speaker of the words at ``span``, looked for behind them first, then before; None when nobody is named.

    ``bounds`` are the sentences in which the attribution must stand.
    """
    behind = (span[1], min(bounds[1], span[1] + REACH))
    before = (max(bounds[0], span[0] - REACH), span[0])
    for region, verb in ((behind, _first_verb(plain, behind)), (before, _last_verb(plain, before))):
        if verb is not None:
            speaker = _speaker_in(plain, region, verb, stands, people)
            if speaker is not None:
                return speaker
    return None


def _first_verb(plain: str, region: tuple[int, int]) -> re.Match[str] | None:
    """The verb of speech behind the words, unless another quotation begins before it."""
    verb = SPOKE.search(plain, *region)
    if verb is None or any(mark in plain[region[0] + 1 : verb.start()] for mark in '"“'):
        return None
    return verb


def _last_verb(plain: str, region: tuple[int, int]) -> re.Match[str] | None:
    """The verb of speech that leads up to the words ("…, she said: “"), if no other quotation stands between."""
    verbs = list(SPOKE.finditer(plain, *region))
    verb = verbs[-1] if verbs else None
    if verb is None or any(mark in plain[verb.end() : region[1] - 1] for mark in '"”'):
        return None
    return verb


def _speaker_in(
    plain: str, region: tuple[int, int], verb: re.Match[str], stands: Sequence[Stand], people: Mapping[str, Speaker]
) -> Speaker | None:
    """The person nearest to the verb; failing that, a last name known already; failing that, a company."""
    named = [match for match in PERSON.finditer(plain, *region) if not _is_no_person(match, stands)]
    if named:
        nearest = min(named, key=lambda match: _distance(verb, match.start(), match.end()))
        return _completed(_introduced(plain, nearest, stands), people)
    for word in (_word_after(plain, verb.end()), _word_before(plain, verb.start())):
        if word in people:
            return people[word]
    near = [stand for stand in _within(stands, *region) if _distance(verb, stand.start, stand.end) < 40]
    if not near:
        return None
    closest = min(near, key=lambda stand: _distance(verb, stand.start, stand.end))
    office = SPOKES.search(plain, *region)
    return Speaker("", office[0] if office else "", closest.party)


def _distance(verb: re.Match[str], start: int, end: int) -> int:
    """Characters between the verb of speech and ``start:end``."""
    return min(abs(start - verb.end()), abs(verb.start() - end))


def _completed(speaker: Speaker, people: Mapping[str, Speaker]) -> Speaker:
    """Office and company from an earlier introduction where this one has none."""
    known = people.get(speaker.name.rsplit(" ", 1)[-1])
    if known is None or (speaker.office and speaker.company):
        return speaker
    return Speaker(speaker.name, speaker.office or known.office, speaker.company or known.company)


def _whole_name(match: re.Match[str]) -> tuple[str, int]:
    """The name without a title before it ("Dr. Jane Doe", "CEO Jane Doe"), and where it begins."""
    name, start = match["name"], match.start("name")
    while " " in name and name.split(" ", 1)[0].lower().rstrip(".") in TITLES:
        title, name = name.split(" ", 1)
        start += len(title) + 1
    return name, start


def _introduced(plain: str, match: re.Match[str], stands: Sequence[Stand]) -> Speaker:
    """The person with the office before or behind the name: "Foo boss Jane Doe", "Jane Doe, head of X at Foo"."""
    name, start = _whole_name(match)
    end = match.end("name")
    office_start = _office_before(plain, start)
    if office_start < start:
        near = _within(stands, office_start - 80, office_start)
        beside = [one for one in near if _leads_to(plain, one.end, office_start)]
        owner = beside[-1] if beside else None
        return Speaker(name, plain[office_start:start].strip(" ,"), owner.party if owner else None)
    if plain[end : end + 2] != ", ":
        return Speaker(name)
    return _office_behind(plain, name, end + 2, stands)


def _office_behind(plain: str, name: str, begin: int, stands: Sequence[Stand]) -> Speaker:
    """What follows "Jane Doe, ": "head of sales at Foo", "Foo's boss", "boss, Foo", "who heads Foo"."""
    stop = _clause_end(plain, begin)
    company = next(iter(_within(stands, begin, stop)), None)
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
    if not any(word in PERSON_NOUNS for word in re.findall(r"[\w-]+", office.lower())):
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
        words = left.rstrip(" ").rsplit(" ", 1)
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


def _is_no_person(match: re.Match[str], stands: Sequence[Stand]) -> bool:
    """Whether the capitals are a company, a place, a date or a heading."""
    words = match["name"].lower().split()
    if any(word in MONTHS or word in DAYS or word in PUBLIC_WORDS for word in words) or words[0] in ORDINARY:
        return True
    if match["name"].lower() in PLACES or all(word in OFFICE_WORDS for word in words) or words[-1] in PERSON_NOUNS:
        return True
    return bool(_within(stands, match.start("name") - 60, match.end("name"), touching=match.start("name")))


def _within(stands: Sequence[Stand], start: int, end: int, *, touching: int | None = None) -> list[Stand]:
    """Companies that stand in ``start:end``; with ``touching`` only those that reach beyond that place."""
    index = bisect_left(stands, start, key=lambda stand: stand.start)
    found: list[Stand] = []
    while index < len(stands) and stands[index].start < end:
        if touching is None or stands[index].end > touching:
            found.append(stands[index])
        index += 1
    return found


def _word_after(plain: str, end: int) -> str:
    word = plain[end : end + 30].split(" ")
    return word[1].strip(".,;:'\"”") if len(word) > 1 else ""


def _word_before(plain: str, start: int) -> str:
    return plain[max(0, start - 30) : start].rstrip(" ").rsplit(" ", 1)[-1].strip(".,;:'\"”")
