""" "The Detroit carmaker", "the pair", "it" → the company meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from articles.extract.companies import Catalogue
from articles.extract.descriptions import Description, Traits, describe, read_traits
from articles.extract.mentions import Mention, Party
from articles.extract.sentences import Sentence
from articles.extract.spellings import fold_marks

RECENT = 40
"""Mentions looked back over for what a description means: a bound that keeps the cost linear."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words at ``start:end`` that stand for one company, or for several ("the pair", "both", "the two companies")."""

    start: int
    end: int
    text: str
    parties: tuple[Party, ...]
    confidence: float


GROUP = re.compile(
    r"\b(?P<all>[Tt]he (?:two|three|four|five|six) (?:companies|firms|partners|carmakers|automakers|groups|sides|"
    r"parties|"
    r"businesses|manufacturers|makers|startups|allies|suppliers|giants|rivals|developers)|[Tt]he (?:pair|duo|"
    r"trio|quartet)|"
    r"[Bb]oth (?:companies|firms|sides|partners|parties|carmakers|automakers|groups|manufacturers|businesses)|"
    r"[Tt]he (?:two|three|four)(?= (?:have|are|will|said|say|were|had|also|plan|agreed|announced|intend|want|"
    r"would|did|do|"
    r"disclosed|signed|began|started|worked|work|could|may|expect|aim|first|together|formed|hope|share|call|"
    r"called|set)\b)|"
    r"[Bb]oth(?= (?:have|are|will|said|say|were|had|also|plan|agreed|declined|count|use|carry|want|would|did|do|"
    r"hold|of them|"
    r"of whom|of which)\b)|[Tt]he (?:former|latter)(?! (?:[a-z]+ )?(?:chief|head|executive|engineer|president|"
    r"ceo|boss|"
    r"employee|ally|partner|minister|director))|[Ee]ach (?:company|party|partner|side))(?!\w)"
)
JOINT = re.compile(r"(?:,| and|, and| &|,? as well as) (?:[\w'-]+ ){0,4}")
COUNTS = {
    "two": 2,
    "both": 2,
    "pair": 2,
    "duo": 2,
    "each": 2,
    "three": 3,
    "trio": 3,
    "four": 4,
    "quartet": 4,
    "five": 5,
    "six": 6,
}
PRONOUN = re.compile(r"\b(?P<it>It|it|Its|its|They|they|Their|their)\b")
EXPLETIVE = re.compile(
    r" (?:(?:is|was|'s|will be|would be|has been|had been|may be|might be|seems|appears|remains|remained|became|"
    r"becomes|"
    r"turned out|took|takes|comes|came|looks|does not matter|makes)(?! (?:also|now|currently|still|already|just|"
    r"working|"
    r"testing|planning|developing|building|looking|based|backed|owned|founded|part|one of|headquartered|led|run|"
    r"majority|"
    r"set to|going|due to|able|ready|preparing|expected to|said to|believed to|reported to|reviewing|in talks|"
    r"negotiating|"
    r"teaming|partnering|working|expanding|\w+ing )\b))"
)
DETERMINER = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir) ")
OPENING_CLAUSE = re.compile(
    r"(?:[\"“'‘(]|(?:In|On|At|Since|Last|This|By|Also|And|But|Yet|So|Separately|Meanwhile|Earlier|Later)\b)"
)


@dataclass(slots=True)
class Seen:
    """One place in the text where a company stands, by name or by reference."""

    start: int
    end: int
    party: Party
    sentence: int
    role: str = ""


@dataclass(slots=True)
class Reader:
    """The state of one pass over an article: who has been named so far, and what is known of them."""

    text: str
    sentences: Sequence[Sentence]
    traits: dict[Party, Traits]
    seen: list[Seen] = field(default_factory=list)
    subjects: dict[int, Party] = field(default_factory=dict)
    """Sentence number → the company its first words name."""

    def note(self, seen: Seen) -> None:
        if seen.sentence not in self.subjects:
            self.subjects[seen.sentence] = seen.party
        self.seen.append(seen)

    def recent(self) -> Iterable[Seen]:
        return reversed(self.seen[-RECENT:])

    def recent_in(self, sentence: int) -> list[Seen]:
        """The companies of one sentence, in order."""
        return [one for one in self.seen[-RECENT:] if one.sentence == sentence]

    def subject_before(self, sentence: int, position: int) -> Party | None:
        """The subject of this sentence when it stands before ``position``, else of the sentence before it."""
        here = [one for one in self.seen[-8:] if one.sentence == sentence and one.start < position]
        if here:
            return here[0].party
        for earlier in range(sentence - 1, max(-1, sentence - 3), -1):
            if earlier in self.subjects:
                return self.subjects[earlier]
        return None


def find_references(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    catalogue: Catalogue,
    *,
    published: date | None = None,
) -> list[Reference]:
    """References that could be resolved, in text order, none overlapping a mention."""
    plain = fold_marks(text)
    named = [mention for mention in mentions if mention.place == "text" and mention.kind != "ticker"]
    if not named or not sentences:
        return []
    starts = [sentence.start for sentence in sentences]
    traits = read_traits(plain, named, catalogue, published)
    reader = Reader(plain, sentences, traits)
    events = _events(plain, named)
    found: list[Reference] = []
    for start, end, what in events:
        number = max(0, bisect_right(starts, start) - 1)
        if isinstance(what, Mention):
            reader.note(Seen(start, end, Party(what.name, what.slug), number, what.role))
            continue
        if found and start < found[-1].end:
            continue
        resolved = _resolve(reader, start, end, what, number)
        if resolved:
            parties, confidence = resolved
            found.append(Reference(start, end, text[start:end], parties, confidence))
            for party in parties:
                reader.note(Seen(start, end, party, number))
    return found


Event = tuple[int, int, Mention | Description | str]


def _events(plain: str, named: Sequence[Mention]) -> list[Event]:
    """Mentions, descriptions, group words and pronouns in text order; what overlaps a mention is left out."""
    spans = [(mention.start, mention.end) for mention in named]
    events: list[Event] = [(mention.start, mention.end, mention) for mention in named]
    for pattern, sort in ((GROUP, "group"), (PRONOUN, "pronoun")):
        events += [(match.start(), match.end(), sort) for match in pattern.finditer(plain)]
    for match in DETERMINER.finditer(plain):
        description = describe(plain, match.start(), match.end(), spans)
        if description is not None:
            events.append((description.start, description.end, description))
    events.sort(key=lambda event: (event[0], -event[1]))
    return events


def _resolve(
    reader: Reader, start: int, end: int, what: Description | str, number: int
) -> tuple[tuple[Party, ...], float] | None:
    if isinstance(what, Description):
        return _resolve_description(reader, what, number)
    if what == "group":
        return _resolve_group(reader, start, end, number)
    return _resolve_pronoun(reader, start, end, number)


def _resolve_description(reader: Reader, what: Description, number: int) -> tuple[tuple[Party, ...], float] | None:
    """The companies the description fits; the one named last, unless it is the subject of the same sentence."""
    here = [one.party for one in reader.seen[-8:] if one.sentence == number]
    fitting: list[Party] = []
    for one in reader.recent():
        if one.party not in fitting and reader.traits[one.party].fits(what):
            fitting.append(one.party)
    if not fitting:
        return None
    if not what.specific:
        return _resolve_plain(reader, what, number, fitting)
    others = [party for party in fitting if party not in here[:1]] or fitting
    if len(others) == 1:
        return (others[0],), 0.85
    best = max(others, key=lambda party: (reader.traits[party].closeness(what), -others.index(party)))
    tied = [party for party in others if reader.traits[party].closeness(what) == reader.traits[best].closeness(what)]
    return (best,), 0.7 if len(tied) == 1 else 0.55


def _resolve_plain(
    reader: Reader, what: Description, number: int, fitting: list[Party]
) -> tuple[tuple[Party, ...], float] | None:
    """ "The company", "the firm": the subject going on, not whoever was named last."""
    if what.owned:
        return None
    subject = reader.subject_before(number, what.start)
    if subject is not None and subject in fitting:
        return (subject,), 0.65
    return (fitting[0],), 0.5


def _resolve_group(reader: Reader, start: int, end: int, number: int) -> tuple[tuple[Party, ...], float] | None:
    words = reader.text[start:end].lower().split()
    if words[-1] in {"former", "latter"}:
        pair = _last_together(reader, 2, number, start)
        return ((pair[0][0 if words[-1] == "former" else 1],), 0.7) if pair else None
    count = next((COUNTS[word] for word in words if word in COUNTS), 2)
    return _last_together(reader, count, number, start)


def _last_together(reader: Reader, count: int, number: int, position: int) -> tuple[tuple[Party, ...], float] | None:
    """The last ``count`` companies named in one sentence; failing that, in the paragraph, or the first of the article."""
    for back in range(6):
        parties = _parties_in(reader, number - back, position)
        if len(parties) == count:
            return tuple(parties), 0.85 - 0.07 * back
        if len(parties) > count and back:
            break
    spread: list[Party] = []
    for back in range(3):
        spread = [*(party for party in _parties_in(reader, number - back, position) if party not in spread), *spread]
        if len(spread) == count:
            return tuple(spread), 0.6
    first = list(dict.fromkeys(one.party for one in reader.seen[:12]))[:count]
    return (tuple(first), 0.5) if len(first) == count else None


def _parties_in(reader: Reader, number: int, position: int) -> list[Party]:
    return list(dict.fromkeys(one.party for one in reader.recent_in(number) if one.start < position))


def _resolve_pronoun(reader: Reader, start: int, end: int, number: int) -> tuple[tuple[Party, ...], float] | None:
    word = reader.text[start:end].lower()
    if word == "it" and EXPLETIVE.match(reader.text, end):
        return None
    sentence = reader.sentences[number]
    if word in {"they", "their"}:
        pair = _joined_subject(reader, number, start) or _joined_subject(reader, number - 1, start)
        return (pair, 0.65) if pair else None
    opening = start - sentence.start < 4
    here = _parties_in(reader, number, start)
    if here and not opening:
        subject = reader.subjects.get(number, here[0])
        return ((subject,), 0.7 if len(here) == 1 else 0.55) if subject in here else None
    if number == 0 or reader.sentences[number - 1].paragraph < sentence.paragraph - 1:
        return None
    earlier = reader.subjects.get(number - 1)
    if earlier is None:
        return None
    same_paragraph = reader.sentences[number - 1].paragraph == sentence.paragraph
    return (earlier,), 0.7 if same_paragraph else 0.5


def _joined_subject(reader: Reader, number: int, position: int) -> tuple[Party, ...] | None:
    """ "Foo and Bar said they …": the two or three companies that open the sentence together."""
    here = [one for one in reader.recent_in(number) if one.start < position]
    if not 2 <= len(here) <= 4:
        return None
    parties = [here[0].party]
    for left, right in pairwise(here):
        gap = reader.text[left.end : right.start]
        if left.start == right.start or re.fullmatch(
            r"(?:,| and|, and| &|,? as well as)(?: [\w-]+){0,4} ", gap + " " * (gap[-1:] != " ")
        ):
            parties.append(right.party)
        else:
            break
    return tuple(dict.fromkeys(parties)) if len(set(parties)) > 1 else None
