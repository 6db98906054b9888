"""Sentences → claims: kind, who, stage, date, subject, amount, evidence, confidence.

The way of one sentence::

    tokens ─► asides ─► chunks, verb groups ─► rules propose candidates ─► stage, day, amount ─► one claim a pair, kind
    tokens    asides    chunks, verbgroups,    actions (money, goods,     stages, subjects,     this module
                        clauses                parts), dealings,          amounts
                                               takeovers, relations,
                                               possessions, hunches;
                                               run by study;
                        refusals

``refusals`` strikes out what the sentence takes back: what it asks, denies, supposes or wishes for.
Which day is a claim's own: ``days`` (the dates of its sentence), ``news`` (the day of the article's news, and what is
part of it), ``recalls`` and ``rounds`` (days told in another sentence).

What no rule knows a grammar for is weighed when all sentences are read: ``pairs`` (which two companies may be meant),
``background`` (what is known of them besides the sentence), ``signs`` (what speaks for and against a claim about
them; ``vocabulary`` and ``leanings`` know its words), ``hindsight`` (what the article's other pairs say to it),
``weighing`` (a linear model over the signs), ``sureness`` (what its word is worth). Of what a rule has read, the
weights strike out what they hold for all but impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from articles.extract.claims.amounts import find_amounts
from articles.extract.claims.cues import SYMMETRIC, Kind, Stage
from articles.extract.claims.days import Dated, find_dated
from articles.extract.claims.news import CompanyPair, Story, find_news_day, news_for, pair_of
from articles.extract.claims.pairs import party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.recalls import Recall, find_recalls
from articles.extract.claims.refusals import TAKEN_BACK, Refusals, hangs_on_its_verb
from articles.extract.claims.rounds import find_round_days
from articles.extract.claims.stages import clause_words, find_stage, has_lapsed, lies_ahead, words_before
from articles.extract.claims.study import Studied, study_sentences
from articles.extract.claims.subjects import PartnerCount, find_counts, find_scope, find_subject
from articles.extract.claims.tokens import make_entities
from articles.extract.claims.weighing import (
    ALL_WEIGHED,
    ClaimKey,
    Weighed,
    claim_key,
    doubted,
    facts_on,
    find_weighable,
    judge_pairs,
    look_at_pairs,
    reconsider,
    shipped_weights,
    surest,
)
from articles.extract.companies import Catalogue
from articles.extract.dates import DateSpan, When, find_dateline, find_dates, without_dateline
from articles.extract.mentions import Mention, Party
from articles.extract.references import Reference
from articles.extract.sentences import Sentence

__all__ = [
    "DEALS", "KINDS", "RULES_VERSION", "STAGES", "SYMMETRIC", "Claim", "Kind", "PartnerCount", "Stage", "Study",
    "find_claims",
]  # fmt: skip

KINDS: tuple[Kind, ...] = (
    "partnership", "supply", "investment", "acquisition", "joint_venture", "competitor", "ownership",
)  # fmt: skip
STAGES: tuple[Stage, ...] = ("rumoured", "planned", "active", "expanded", "ended", "denied")
DEALS: frozenset[Kind] = frozenset({"partnership", "supply", "investment", "acquisition", "joint_venture"})

RULES_VERSION = 5
"""Raised whenever a change of the rules can change what an article says; articles read by older rules are re-read."""


class Claim(NamedTuple):
    """One relation between two companies that one article states, with the sentence that proves it.

    ``a`` and ``b`` follow the kind's direction (a supplies, invests in, buys, owns b); for symmetric kinds
    ``a.name < b.name``. ``start:end`` is the evidence in the article's text; ``cue_start:cue_end`` the words the
    rule fired on. ``ended`` is the day the deal ended where the text says so; ``as_of`` bounds without dating.
    """

    kind: Kind
    a: Party
    b: Party
    stage: Stage
    when: When | None
    evidence: str
    start: int
    end: int
    confidence: float
    rule: str
    cue_start: int = 0
    cue_end: int = 0
    as_of: When | None = None
    ended: When | None = None
    subject: str = ""
    scope: str = ""
    amount: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """What `find_claims` found, and everything it weighed on the way, for people who want to see why."""

    claims: tuple[Claim, ...]
    counts: tuple[PartnerCount, ...]
    studied: tuple[Studied, ...]
    pairs: tuple[Weighed, ...]
    """The companies that were weighed against each other."""


_LEAST = 0.42
"""Candidates surer than this become claims."""
_GENERIC = ("noun/generic", "noun/work", "verb/shared work", "verb/joint work", "hunch/")


def find_claims(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    references: Sequence[Reference],
    *,
    catalogue: Catalogue | None = None,
    published: date | None = None,
    on_hold: frozenset[str] = frozenset(),
) -> Study:
    """The claims of one article. Rules named in ``on_hold`` do not fire. Cost is linear in ``len(text)``.

    ``catalogue`` tells the trades and owners of companies, on ``published`` or today.
    """
    entities = make_entities(text, mentions, references)
    day = find_dateline(text, published) or published
    dates = without_dateline(text, find_dates(text, day), day)
    studied = study_sentences(text, sentences, entities, dates)
    recalls = tuple(find_recalls(text, sentences, dates, day))
    news = find_news_day(text, dates, studied, sentences, recalls=recalls, published=day)
    story = Story(text, day, news)
    best: dict[ClaimKey, Claim] = {}
    for one in studied:
        _settle_sentence(one, on_hold)
        for candidate in one.candidates:
            if not candidate.refused:
                _keep(best, _claim(story, one, candidate))
    titled = list(dict.fromkeys(Party(m.name, m.slug) for m in mentions if m.place == "title"))
    pairs = tuple(find_weighable(studied, titled[:_TITLED], *facts_on(catalogue, day)))
    _weigh(best, story, pairs, on_hold)
    _date_again(best, story, sentences, recalls)
    numbers = {sentence.start: number for number, sentence in enumerate(sentences)}
    for claim, when in find_round_days(tuple(best.values()), numbers, story.news):
        best[_claim_key(claim)] = claim._replace(when=when)
    claims = sorted(_without_echoes(best.values()), key=lambda claim: (claim.start, claim.cue_start))
    return Study(tuple(claims), tuple(find_counts(text, studied)), tuple(studied), pairs)


_TITLED = 3
"""Companies of the title that a sentence without them may mean."""


def _weigh(
    best: dict[ClaimKey, Claim],
    story: Story,
    pairs: Sequence[Weighed],
    on_hold: frozenset[str],
) -> None:
    """Take away what the weights see nothing of, and add what they see beyond the rules, surest first."""
    if ALL_WEIGHED in on_hold:
        return
    looks = list(look_at_pairs(pairs, shipped_weights()))
    _reconsider(best, pairs, surest(looks))
    told = {frozenset(key[1:]) for key in best if key[0] in DEALS}
    found: list[Claim] = []
    for weighed, candidate in judge_pairs(looks, told, shipped_weights()):
        one = weighed.view.one
        candidate.refused = "rule on hold" if candidate.rule in on_hold else _taken_back(story, one, candidate)
        one.candidates.append(candidate)
        kept = best.get(claim_key(candidate.kind, candidate.a, candidate.b))
        settled = kept is not None and (kept.when is not None or kept.as_of is not None)
        if not candidate.refused and not settled:
            found.append(_claim(story, one, candidate))
    for claim in sorted(found, key=lambda claim: -claim.confidence):
        kept = best.setdefault(_claim_key(claim), claim)
        if kept.when is None and kept.as_of is None and claim.when not in {None, story.news}:
            best[_claim_key(claim)] = kept._replace(when=claim.when)


def _reconsider(best: dict[ClaimKey, Claim], pairs: Sequence[Weighed], sure: Mapping[ClaimKey, float]) -> None:
    """Strike out what a rule read and the weights hold for all but impossible; be more or less sure of the rest."""
    gone: set[ClaimKey] = set()
    weighed = {one.both for one in pairs}
    for key, claim in tuple(best.items()):
        if frozenset(key[1:]) not in weighed:
            continue
        if doubted(claim.rule, sure.get(key, 0.0)):
            gone.add(key)
            del best[key]
        else:
            best[key] = claim._replace(confidence=reconsider(claim.confidence, sure.get(key, 0.0)))
    for one in dict.fromkeys(one.view.one for one in pairs) if gone else ():
        for candidate in one.candidates:
            if not candidate.refused and claim_key(candidate.kind, candidate.a, candidate.b) in gone:
                candidate.refused = "the words around it speak against it"


def _taken_back(story: Story, one: Studied, candidate: Candidate) -> str:
    """Why the sentence does not say what the weights see in it: it takes back that, or what a rule read of the two."""
    pair = pair_of(candidate)
    for other in one.candidates:
        if other.refused in TAKEN_BACK and pair_of(other) == pair:
            return other.refused
    if one.refusals is None:
        one.refusals = Refusals(one.skeleton.tokens, story.text[one.sentence.start : one.sentence.end])
    return one.refusals.of(candidate, by_verb=hangs_on_its_verb(candidate))


def _date_again(
    best: dict[ClaimKey, Claim], story: Story, sentences: Sequence[Sentence], recalls: Iterable[Recall]
) -> None:
    """Give the day a sentence recalls to the deals told in the three before it, unless they have their own."""
    told: dict[int, list[ClaimKey]] = {}
    for key, claim in best.items():
        told.setdefault(claim.start, []).append(key)
    for recall in recalls:
        for back in range(max(0, recall.number - 1), max(-1, recall.number - 4), -1):
            meant = [key for key in told.get(sentences[back].start, ()) if key[0] in recall.kinds]
            for key in meant:
                if best[key].when in {None, story.news} and best[key].stage != "expanded":
                    best[key] = best[key]._replace(when=recall.when)
            if meant:
                break


def _without_echoes(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims less the hunches about pairs of which a surer rule tells a deal."""
    claims = list(claims)
    told = {
        frozenset({party_key(claim.a), party_key(claim.b)})
        for claim in claims
        if claim.kind in DEALS and not claim.rule.startswith("hunch/")
    }
    for claim in claims:
        if not (claim.rule.startswith("hunch/") and frozenset({party_key(claim.a), party_key(claim.b)}) in told):
            yield claim


def _settle_sentence(one: Studied, on_hold: frozenset[str]) -> None:
    """Refuse what is on hold, too unsure, or a weaker word for a pair that the same sentence says more of."""
    exact: dict[CompanyPair, list[Candidate]] = {}
    for candidate in one.candidates:
        if candidate.refused:
            continue
        if candidate.rule in on_hold:
            candidate.refused = "rule on hold"
        elif candidate.confidence < _LEAST:
            candidate.refused = "too unsure"
        elif not candidate.rule.startswith(_GENERIC) and candidate.kind in DEALS:
            exact.setdefault(pair_of(candidate), []).append(candidate)
    for candidate in one.candidates:
        if not candidate.refused and candidate.rule.startswith(_GENERIC):
            others = exact.get(pair_of(candidate), ())
            of_its_own = candidate.rule.startswith("verb/") and all(o.group is not candidate.group for o in others)
            if others and not of_its_own:
                candidate.refused = "the sentence says it more exactly"


def _claim(story: Story, one: Studied, candidate: Candidate) -> Claim:
    """The claim a candidate makes, with everything its sentence says of it."""
    a, b = candidate.a, candidate.b
    if candidate.kind in SYMMETRIC and a.name > b.name:
        a, b = b, a
    text, tokens, start, end = story.text, one.skeleton.tokens, one.sentence.start, one.sentence.end
    words = clause_words(tokens, candidate.level, candidate.group, candidate.cue)
    stage = find_stage(candidate, words, words_before(tokens, candidate.level, candidate.group))
    if (
        stage == "active"
        and candidate.kind not in {"competitor", "ownership"}
        and lies_ahead(candidate, one.dates, story.day)
    ):
        stage = "planned"
    if stage in {"active", "planned"} and has_lapsed(candidate, one.dates, story.day):
        stage = "ended"
        dated = _date_lapsed(one.dates)
    else:
        dated = find_dated(candidate, stage, one, story.day, news_for(story, one, candidate, stage))
    amount = None
    if candidate.kind in {"investment", "acquisition"}:
        amount = next((sum_ for sum_ in find_amounts(text, start, end) if sum_.currency != "%"), None)
    return Claim(
        candidate.kind,
        a,
        b,
        stage,
        dated.when,
        text[start:end],
        start,
        end,
        round(max(0.3, min(candidate.confidence, 0.97) - (0.2 if _is_heading(text, one) else 0)), 2),
        candidate.rule,
        candidate.cue.start,
        candidate.cue.end,
        dated.as_of,
        dated.ended,
        subject=find_subject(text, tokens, candidate),
        scope=find_scope(text, one, candidate),
        amount=amount.value if amount is not None else None,
        currency=amount.currency if amount is not None else "",
    )


def _date_lapsed(dates: Sequence[DateSpan]) -> Dated:
    """A deal told in passing as over began and ended on the days that say so, never on that of the article."""
    began = next((span.when for span in dates if span.role in {"since", "from"}), None)
    return Dated(began, None, next((span.when for span in dates if span.role == "until"), None))


def _is_heading(text: str, one: Studied) -> bool:
    sentence = one.sentence
    return sentence.end - sentence.start < 80 and text[sentence.end - 1] not in '.!?"”’)'


def _keep(best: dict[ClaimKey, Claim], claim: Claim) -> None:
    """One claim a kind and pair: the first said with a day, unless a later one is much surer."""
    key = _claim_key(claim)
    kept = best.get(key)
    if kept is None:
        best[key] = claim
    elif claim.confidence > kept.confidence + 0.15 or _enlarges(claim, kept) or _better_founded(claim, kept):
        best[key] = claim if claim.when is not None or claim.stage == "ended" else claim._replace(when=kept.when)
    elif kept.when is None and kept.as_of is None and claim.when is not None and _dates(claim, kept):
        best[key] = kept._replace(when=claim.when)


def _dates(claim: Claim, kept: Claim) -> bool:
    """Whether one telling has the day that another leaves open: of one stage, or from before the end."""
    if kept.stage == "ended":
        earlier = kept.ended is None or (claim.when is not None and claim.when < kept.ended)
        return earlier and claim.stage in {"active", "ended"}
    return claim.stage == kept.stage != "planned"


def _claim_key(claim: Claim) -> ClaimKey:
    return claim_key(claim.kind, claim.a, claim.b)


def _better_founded(claim: Claim, kept: Claim) -> bool:
    return kept.rule.startswith("hunch/") and not claim.rule.startswith("hunch/")


def _enlarges(claim: Claim, kept: Claim) -> bool:
    """A deal first told as it was, then as it grows: the news is that it grows."""
    return claim.stage == "expanded" and kept.stage == "active" and claim.confidence > kept.confidence - 0.2
