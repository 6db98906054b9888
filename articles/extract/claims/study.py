"""Every sentence that names a company, with its skeleton and what the rules propose for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extract.claims.actions import read_actions
from articles.extract.claims.clauses import parse_sentence
from articles.extract.claims.dealings import read_dealings
from articles.extract.claims.hunches import read_hunches
from articles.extract.claims.patterns import Candidate, Scene, Seat, Sight, without
from articles.extract.claims.refusals import Refusals, does_not_end
from articles.extract.claims.relations import read_relations
from articles.extract.claims.skeleton import Skeleton
from articles.extract.claims.tokens import Entity, fold, make_tokens
from articles.extract.dates import DateSpan, When
from articles.extract.mentions import Party
from articles.extract.sentences import Sentence


@dataclass(slots=True, eq=False)
class Studied:
    """One sentence as the rules saw it. ``number`` counts all sentences of the text, also those without companies."""

    number: int
    sentence: Sentence
    skeleton: Skeleton
    entities: Sequence[Entity]
    dates: Sequence[DateSpan]
    candidates: list[Candidate]
    heading: When | None = None
    """The day a heading of the paragraph gives all that stands under it: "19 March." """
    earlier: When | None = None
    """The last day the paragraph named before this sentence, where the sentence takes it up: "at the time"."""
    lead: Seat = field(default_factory=list)
    """The company whose bare name heads the paragraph."""
    hero: Seat = field(default_factory=list)
    """The company the article names most."""
    refusals: Refusals | None = None
    """What it takes back, once somebody asked."""


def study_sentences(
    text: str, sentences: Sequence[Sentence], entities: Sequence[Entity], dates: Sequence[DateSpan]
) -> list[Studied]:
    """Run the rules over every sentence with a company. Linear: each entity and date is looked at once."""
    plain = fold(text)
    starts = [entity.start for entity in entities]
    date_starts = [span.start for span in dates]
    scene = Scene()
    scene.hero = _hero(entities)
    studied: list[Studied] = []
    heading: tuple[int, When] | None = None
    for number, sentence in enumerate(sentences):
        inside = entities[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        _take_lead(scene, sentences, number, inside)
        if not inside:
            day = _heading_day(dates, date_starts, sentence)
            heading = (sentence.paragraph, day) if day is not None else heading
            continue
        when = dates[bisect_left(date_starts, sentence.start) : bisect_left(date_starts, sentence.end)]
        tokens = make_tokens(plain, sentence.start, sentence.end, inside, when)
        skeleton = parse_sentence(tokens)
        sight = Sight(skeleton, scene)
        read_actions(sight)
        read_dealings(sight)
        read_relations(sight)
        read_hunches(sight)
        refusals = _refuse(sight, text[sentence.start : sentence.end])
        _move_on(sight, scene)
        under = heading[1] if heading is not None and heading[0] == sentence.paragraph else None
        earlier = _earlier_day(text, sentences, number, dates, date_starts)
        studied.append(
            Studied(
                number, sentence, skeleton, inside, when, sight.found, under, earlier, scene.lead, scene.hero, refusals
            )
        )
    return studied


def _take_lead(scene: Scene, sentences: Sequence[Sentence], number: int, inside: Sequence[Entity]) -> None:
    """A name that alone fills the first sentence of a paragraph is what all of that paragraph is about."""
    sentence = sentences[number]
    if number == 0 or sentences[number - 1].paragraph != sentence.paragraph:
        filled = inside[0].end - inside[0].start if len(inside) == 1 and not inside[0].reference else 0
        heads = filled and sentence.end - sentence.start - filled <= _LEAD_MARKS
        scene.lead = _seat(inside[0]) if heads else []
    if scene.lead:
        scene.topic, scene.second = scene.lead, []


_LEAD_MARKS = 4
"""Most characters of bullet and stop around a name that heads its paragraph."""


_AT_THE_TIME = re.compile(
    r"(?i:\b(?:at the time|at that time|simultaneously|at the same time|in the same (?:month|year|week|round)|"
    r"(?:that|the) same (?:month|day|year|week)|on that occasion|alongside the deal)\b)"
)
_SENTENCES_BACK = 2


def _earlier_day(
    text: str, sentences: Sequence[Sentence], number: int, dates: Sequence[DateSpan], starts: Sequence[int]
) -> When | None:
    """The day that "at the time" means: the last one of the sentences before, in the same paragraph."""
    sentence = sentences[number]
    low = text[sentence.start : sentence.end].lower()
    if not ("time" in low or "same" in low or "simul" in low or "that occasion" in low or "alongside" in low):
        return None
    if not _AT_THE_TIME.search(text, sentence.start, sentence.end):
        return None
    back = max(0, number - _SENTENCES_BACK)
    while sentences[back].paragraph != sentence.paragraph:
        back += 1
    at = bisect_left(starts, sentence.start) - 1
    return dates[at].when if at >= 0 and dates[at].start >= sentences[back].start and not dates[at].bound else None


def _heading_day(dates: Sequence[DateSpan], starts: Sequence[int], sentence: Sentence) -> When | None:
    """The date that all but fills a sentence."""
    at = bisect_left(starts, sentence.start)
    if at == len(dates) or dates[at].end > sentence.end:
        return None
    filled = dates[at].end - dates[at].start
    return dates[at].when if sentence.end - sentence.start - filled <= 6 else None


def _hero(entities: Sequence[Entity]) -> Seat:
    """The company named most, the first of equals."""
    counts: Counter[Party] = Counter(party for entity in entities for party in entity.parties)
    return [(party, 1.0) for party, _ in counts.most_common(1)]


def _seat(entity: Entity) -> Seat:
    return [(party, entity.confidence) for party in entity.parties]


def _refuse(sight: Sight, sentence: str) -> Refusals | None:
    """Strike out what the sentence takes back; None where nothing was found that it could."""
    if not sight.found:
        return None
    refusals = Refusals(sight.tokens, sentence)
    for candidate in sight.found:
        candidate.refused = refusals.of(candidate)
        if candidate.refused == "a condition" and refusals.answers_no:
            candidate.refused, candidate.stage = "", "denied"
        elif candidate.refused == "negated" and does_not_end(candidate):
            candidate.refused, candidate.stage = "", "active"
    return refusals


def _move_on(sight: Sight, scene: Scene) -> None:
    """Remember whom this sentence was about: the subject of its first clause, else its first company."""
    level = sight.skeleton.levels[0]
    subject: Seat = []
    for group in level.groups:
        if group.subject is not None and "inside" not in group.subject.tags:
            subject = sight.seat(group.subject)
            break
    if not subject and level.chunks:
        subject = sight.seat(level.chunks[0])
    if not subject:
        return
    others = [item for chunk in level.chunks for item in sight.seat(chunk)]
    scene.second = without(others, subject)
    scene.topic = subject
