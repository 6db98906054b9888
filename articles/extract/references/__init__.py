""" "The Detroit carmaker", "the pair", "it" → the company meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from articles.extract.companies import Catalogue
from articles.extract.mentions import Mention, Party
from articles.extract.mentions.surroundings import first_word
from articles.extract.references.descriptions import Description, Traits, describe, read_traits
from articles.extract.references.signals import (
    AUXILIARIES,
    COMPARED,
    COUNTERPART,
    COUNTS,
    EXPLETIVE,
    GROUP,
    JOINT,
    NEW_CLAUSE,
    OWNED_UNIT,
    OWNERS,
    PAST_FORMS,
    PREDICATE,
    RELATIVE,
    RESTRICTED,
    SIGNAL,
    SPEAKS,
    THE,
)
from articles.extract.sentences import Sentence
from articles.extract.spellings import fold_marks

RECENT = 40
"""Mentions looked back over for what a description means: a bound that keeps the cost linear."""


class Reference(NamedTuple):
    """Words at ``start:end`` that stand for one company, or for several ("the pair", "both", "the two companies")."""

    start: int
    end: int
    text: str
    parties: tuple[Party, ...]
    confidence: float


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

    centres: dict[int, Party] = field(default_factory=dict)
    """Sentence number → the company it takes up by "it" or "its": whom the passage is about."""

    leads: dict[int, Party] = field(default_factory=dict)
    """Paragraph number → the company whose bare name heads it: "WAYMO. Its vans …", "• Cruise. The two …"."""

    def note(self, seen: Seen) -> None:
        if seen.sentence not in self.subjects:
            self.subjects[seen.sentence] = seen.party
        self.seen.append(seen)

    def recent(self) -> Iterable[Seen]:
        return reversed(self.seen[-RECENT:])

    def recent_in(self, sentence: int) -> list[Seen]:
        """The companies of one sentence, in order."""
        found: list[Seen] = []
        for one in self.recent():
            if one.sentence < sentence:
                break
            if one.sentence == sentence:
                found.append(one)
        found.reverse()
        return found

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
    """References that could be resolved, in text order; none but "the Alphabet unit" overlaps a mention."""
    plain = fold_marks(text)
    standing = [mention for mention in mentions if mention.kind != "ticker"]
    if not standing or not sentences:
        return []
    named = [mention for mention in standing if mention.place == "text"]
    starts = [sentence.start for sentence in sentences]
    reader = Reader(plain, sentences, read_traits(plain, standing, catalogue, published))
    for mention in standing:
        if mention.place == "title":
            reader.note(Seen(-1, -1, Party(mention.name, mention.slug), -1, mention.role))
    events = _events(plain, named)
    found: list[Reference] = []
    number, last = 0, len(starts) - 1
    for start, end, what in events:
        while number < last and starts[number + 1] <= start:
            number += 1
        if isinstance(what, Mention):
            seen = Seen(start, end, Party(what.name, what.slug), number, what.role)
            reader.note(seen)
            _note_lead(reader, seen)
            continue
        if found and start < found[-1].end:
            continue
        resolved = _resolve(reader, start, end, what, number)
        if resolved:
            parties, confidence = resolved
            found.append(Reference(start, end, text[start:end], parties, confidence))
            if what == "pronoun" and len(parties) == 1:
                reader.centres[number] = parties[0]
            for party in parties:
                reader.note(Seen(start, end, party, number))
    return found


def _note_lead(reader: Reader, seen: Seen) -> None:
    """Remember a company that fills the first sentence of its paragraph."""
    sentence = reader.sentences[seen.sentence]
    opens = seen.sentence == 0 or reader.sentences[seen.sentence - 1].paragraph != sentence.paragraph
    if opens and (sentence.end - sentence.start) - (seen.end - seen.start) <= LEAD_MARKS:
        reader.leads[sentence.paragraph] = seen.party


LEAD_MARKS = 4
"""Most characters of bullet and stop around a name that heads its paragraph."""


Event = tuple[int, int, Mention | Description | Party | str]


def _events(plain: str, named: Sequence[Mention]) -> list[Event]:
    """Mentions, descriptions, group words and pronouns in text order; what overlaps a mention is left out."""
    spans = [(mention.start, mention.end) for mention in named]
    events: list[Event] = [(mention.start, mention.end, mention) for mention in named]
    ends = {mention.end for mention in named}
    for mention in named:
        unit = OWNED_UNIT.match(plain, mention.end) if plain[max(0, mention.start - 4) : mention.start] in THE else None
        apposed = mention.start - 6 in ends and plain[mention.start - 6 : mention.start - 4] == ", "
        if unit is not None and mention.slug and not apposed:  # "Zoox, the Amazon unit that …" says what Zoox is
            events.append((mention.start - 4, unit.end(), Party(mention.name, mention.slug)))
    for match in SIGNAL.finditer("\n" + plain):
        start, end = match.start(), match.end() - 1
        group = GROUP.match(plain, start) if match["group"] else None
        if group is not None:
            events.append((start, group.end(), "group"))
            continue
        if match["pronoun"]:
            events.append((start, end, "pronoun"))
        if match["article"] or match["pronoun"] in OWNERS:
            description = describe(plain, start, end + 1, spans)
            if description is not None:
                events.append((description.start, description.end, description))
    events.sort(key=lambda event: (event[0], -event[1]))
    return events


def _resolve(
    reader: Reader, start: int, end: int, what: Description | Party | str, number: int
) -> tuple[tuple[Party, ...], float] | None:
    if isinstance(what, Party):
        return _resolve_unit(reader, what)
    if isinstance(what, Description):
        return _resolve_description(reader, what, number)
    if what == "group":
        return _resolve_group(reader, start, end, number)
    return _resolve_pronoun(reader, start, end, number)


def _resolve_description(reader: Reader, what: Description, number: int) -> tuple[tuple[Party, ...], float] | None:
    """The companies the description fits; the one named last, unless it is the subject of the same sentence."""
    recent = dict.fromkeys(one.party for one in reader.recent())
    fitting = [party for party in recent if reader.traits[party].fits(what)]
    if not fitting:
        return None
    if not what.specific:
        return _resolve_plain(reader, what, number, fitting)
    subject = next((one for one in reader.seen[-8:] if one.sentence == number), None)
    same_clause = subject is not None and not NEW_CLAUSE.search(reader.text, subject.end, what.start)
    others = [party for party in fitting if not (subject and same_clause and party == subject.party)] or fitting
    if len(others) == 1:
        return (others[0],), 0.85
    best = max(others, key=lambda party: (reader.traits[party].closeness(what), -others.index(party)))
    tied = [party for party in others if reader.traits[party].closeness(what) == reader.traits[best].closeness(what)]
    return (best,), 0.7 if len(tied) == 1 else 0.55


def _resolve_unit(reader: Reader, owner: Party) -> tuple[tuple[Party, ...], float] | None:
    """ "The Alphabet unit": the last company named that belongs to it, if one was."""
    owned = (one.party for one in reader.recent() if reader.traits[one.party].owner == owner.slug)
    unit = next(owned, None)
    return ((unit,), 0.8) if unit is not None else None


def _resolve_plain(
    reader: Reader, what: Description, number: int, fitting: list[Party]
) -> tuple[tuple[Party, ...], float] | None:
    """ "The company", "the firm": the subject going on, not whoever was named last."""
    if what.owned or RESTRICTED.match(reader.text, what.end):
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
    """The last ``count`` companies named in one sentence, else in one paragraph, else the first of the article."""
    now = set(_parties_in(reader, number, position))
    lead = reader.leads.get(reader.sentences[number].paragraph)
    hub = next((one.party for one in reader.seen if one.party != lead), None)
    if (
        lead is not None
        and hub is not None
        and count == 2
        and reader.subjects.get(number - 1) == lead
        and not now - {lead, hub}
    ):
        return (hub, lead), 0.65
    for back in range(6):
        here = [one for one in reader.recent_in(number - back) if one.start < position]
        parties = tuple(dict.fromkeys(one.party for one in here))
        if len(parties) == count:
            return (parties, 0.85 - 0.07 * back) if now <= set(parties) else None
        listed = [chain for chain in _chains(reader.text, here) if len(chain) == count]
        if listed:
            return listed[-1], 0.75 - 0.07 * back
    spread: list[Party] = []
    for back in range(3):
        spread = [*(party for party in _parties_in(reader, number - back, position) if party not in spread), *spread]
        if len(spread) == count:
            return tuple(spread), 0.6
    first = tuple(dict.fromkeys(one.party for one in reader.seen[:12]))[:count]
    return (first, 0.5) if len(first) == count else None


def _chains(text: str, here: Sequence[Seen]) -> list[tuple[Party, ...]]:
    """The companies of a sentence, list by list: "from Foo to Audi, BMW and Daimler" → (Foo), (Audi, BMW, Daimler)."""
    chains: list[list[Party]] = []
    last: Seen | None = None
    for one in here:
        joined = last is not None and (one.start == last.start or JOINT.fullmatch(text[last.end : one.start]))
        if joined and one.party not in chains[-1]:
            chains[-1].append(one.party)
        elif not joined:
            chains.append([one.party])
        last = one
    return [tuple(chain) for chain in chains]


def _parties_in(reader: Reader, number: int, position: int) -> list[Party]:
    return list(dict.fromkeys(one.party for one in reader.recent_in(number) if one.start < position))


def _resolve_pronoun(reader: Reader, start: int, end: int, number: int) -> tuple[tuple[Party, ...], float] | None:
    word = reader.text[start:end].lower()
    if word in {"they", "their"}:
        pair = _joined_subject(reader, number, start) or _joined_subject(reader, number - 1, start)
        return (pair, 0.65) if pair else None
    if word == "it" and EXPLETIVE.match(reader.text, end):
        return None
    if word == "it" and not _is_subject(reader.text, end):
        return _resolve_object(reader, number, start)
    sentence = reader.sentences[number]
    here = _without_compared(reader, [one for one in reader.recent_in(number) if one.start < start])
    if word == "its" and here and here[-1].end == start - 2 and reader.text[start - 2] == ",":
        return _resolve_apposed(reader, number, end, here)
    if here and RELATIVE.fullmatch(reader.text, here[-1].end, start):
        here = [one for one in here if one.party != here[-1].party]  # "Lucid, in which it bought a stake"
        if not here:
            return _subject_before(reader, number)
    if word == "it" and here and SPEAKS.fullmatch(reader.text, here[-1].end, start):
        return (here[-1].party,), 0.75
    if word == "it" and here and reader.text[here[-1].end : start] in {" ", ", "}:
        here = _without_adjunct(reader, here)  # "Together with Toyota it is developing trucks"
        if not here:
            return _subject_before(reader, number)
    if word == "its" and here and _is_said_of_another(reader.text, here[-1].end, start, end):
        return _subject_before(reader, number)
    if here and start - sentence.start >= 4:
        subject = here[0].party
        return (subject,), 0.7 if len({one.party for one in here}) == 1 else 0.55
    return _subject_before(reader, number)


def _without_compared(reader: Reader, here: Sequence[Seen]) -> list[Seen]:
    """The companies before a pronoun less those that open the sentence for comparison: "Unlike Tesla, it …"."""
    if not here or not COMPARED.search(reader.text[max(0, here[0].start - _COMPARED_REACH) : here[0].start]):
        return list(here)
    beside = set(_chains(reader.text, here)[0])
    return [one for one in here if one.party not in beside]


_COMPARED_REACH = 16


def _without_adjunct(reader: Reader, here: Sequence[Seen]) -> list[Seen]:
    """The companies before "it" less those that stand right before it: who is named there is somebody else."""
    chain = _chains(reader.text, here)[-1]
    first = next(one.start for one in here if one.party == chain[0])
    if reader.text[max(0, first - 7) : first].lower().endswith("as for "):
        return list(here)  # "As for Nokia, it goes on"
    beside = set(chain)
    return [one for one in here if one.party not in beside]


def _is_said_of_another(text: str, named: int, start: int, end: int) -> bool:
    """ "Amazon and Sequoia are among its shareholders": nobody is a shareholder, a rival, a customer of its own."""
    return bool(PREDICATE.fullmatch(text, named, start) and COUNTERPART.match(text, end))


def _subject_before(reader: Reader, number: int) -> tuple[tuple[Party, ...], float] | None:
    """The subject of the sentence before, if that is in this paragraph or the one before it."""
    lead = reader.leads.get(reader.sentences[number].paragraph)
    if lead is not None:
        return (lead,), 0.7
    if number == 0 or reader.sentences[number - 1].paragraph < reader.sentences[number].paragraph - 1:
        return None
    earlier = reader.centres.get(number - 1) or reader.subjects.get(number - 1)
    if earlier is None:
        return None
    same_paragraph = reader.sentences[number - 1].paragraph == reader.sentences[number].paragraph
    return (earlier,), 0.7 if same_paragraph else 0.5


def _is_subject(text: str, end: int) -> bool:
    """Whether a verb follows "it": "that it will", "it announced"; not "for it in January"."""
    word = first_word(text[end : end + 24]).lower()
    return word in AUXILIARIES or (len(word) > 3 and word.endswith(("ed", "s"))) or word in PAST_FORMS


def _resolve_object(reader: Reader, number: int, position: int) -> tuple[tuple[Party, ...], float] | None:
    """ "Foo bought it": never Foo, but the one company of the sentence before, where nothing else could be meant."""
    here = _parties_in(reader, number, position)
    lead = reader.leads.get(reader.sentences[number].paragraph)
    if lead is not None and here and lead not in here:
        return (lead,), 0.7
    others = [party for party in _parties_in(reader, number - 1, position) if party not in here]
    return ((others[0],), 0.55) if len(here) == 1 and len(others) == 1 else None


def _resolve_apposed(
    reader: Reader, number: int, end: int, here: Sequence[Seen]
) -> tuple[tuple[Party, ...], float] | None:
    """ "Uber, its bigger rival": the one before Uber, since no one is its own rival; "Uber, its app and": Uber."""
    beside = here[-1].party
    if not COUNTERPART.match(reader.text, end):
        return (beside,), 0.6
    others = [one.party for one in here if one.party != beside]
    if others:
        return (others[0],), 0.6
    before = _subject_before(reader, number)
    return before if before and before[0] != (beside,) else None


def _joined_subject(reader: Reader, number: int, position: int) -> tuple[Party, ...] | None:
    """ "Foo and Bar said they …": the two or three companies that open the sentence together."""
    here = [one for one in reader.recent_in(number) if one.start < position]
    if not 2 <= len(here) <= 4:
        return None
    chain = _chains(reader.text, here)[0]
    return chain if len(chain) > 1 else None
