"""The day of a claim: which of a sentence's dates is its own, and when another day stands in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from articles.extract.claims.cues import REPORT_VERBS, Stage
from articles.extract.claims.news import is_background, is_known
from articles.extract.claims.pairs import party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token, start_of
from articles.extract.dates import DateSpan, When
from articles.extract.mentions import Party


class Dated(NamedTuple):
    """``when`` a deal was announced or began, ``as_of`` when it is said to stand, ``ended`` when it ended."""

    when: When | None = None
    as_of: When | None = None
    ended: When | None = None


_ANNOUNCING = REPORT_VERBS | {"sign", "strike", "agree", "begin", "start", "enter", "form", "date", "close", "ink"}
_BEGINNING = frozenset({"begin", "start", "sign", "agree", "announce", "form", "date", "enter", "launch", "strike"})
_FARTHEST = 240
"""A date that lies farther from what a rule read belongs to something else."""


def find_dated(candidate: Candidate, stage: Stage, one: Studied, today: date | None, news: When | None) -> Dated:
    """The days of a candidate, from its sentence, the heading of its paragraph, or the day of the news."""
    as_of = next((span.when for span in one.dates if span.bound and span.role in {"as_of", ""}), None)
    past = [span for span in one.dates if _is_past(span, today)]
    if candidate.kind in {"competitor", "ownership"}:
        return Dated(next((span.when for span in past if _is_owned_since(one, candidate, span)), None))
    if is_background(candidate) or is_known(candidate):
        since = [span for span in past if span.role == "since" or _is_own(one, candidate, span)]
        when = since[0].when if since else None
        return Dated(when, as_of if candidate.kind in {"partnership", "supply", "investment"} else None)
    if stage == "ended":
        return _ended(one, candidate, past, news)
    if stage == "expanded" and news is not None:
        past = [span for span in past if not _is_outgrown(one, span, news)]
    own = _own_day(one, candidate, past)
    for when in (own, one.earlier, one.heading):
        if when is not None:
            return Dated(when, as_of)
    return Dated(None if as_of is not None else news, as_of)


def _is_owned_since(one: Studied, candidate: Candidate, span: DateSpan) -> bool:
    """ "Volvo has belonged to Geely since 2010"; but most days beside an owner or rival are of what else is told.

    Who sells is told of as an owner who was ("bought from"), and on no day did that begin.
    """
    return candidate.kind == "ownership" and not candidate.rule.endswith(" from") and _is_own(one, candidate, span)


def _is_past(span: DateSpan, today: date | None) -> bool:
    """Whether a date may be that of something that happened: not to come, and no bound ("until 2030")."""
    if span.ahead:
        return False
    if span.bound:  # "had bought it by April 2023"
        return span.role == "by" and today is not None and span.when.last < today
    return today is None or span.when.first <= today


def _own_day(one: Studied, candidate: Candidate, past: Sequence[DateSpan]) -> When | None:
    """The date that lies nearest to a candidate, in words and in grammar."""
    far = [(_farness(one, candidate, span), span.start, span) for span in past]
    least, _, nearest = min(far, default=(0, 0, None))
    if nearest is None or (least > _FARTHEST and hangs_on_grammar(candidate)):
        return None
    return nearest.when


def hangs_on_grammar(candidate: Candidate) -> bool:
    """Whether a rule read the candidate from a verb or noun, which then has its own date."""
    return not candidate.rule.startswith(("weighed/", "hunch/"))


_RECENT = 10


def _is_outgrown(one: Studied, span: DateSpan, news: When) -> bool:
    """Whether a date tells when a deal began that now grows: the news is that it grows."""
    if (news.first - span.when.last).days <= _RECENT:
        return False
    owner = _owner(one, span)
    return span.role == "since" or (owner is not None and owner.main in _BEGINNING)


def _ended(one: Studied, candidate: Candidate, past: Sequence[DateSpan], news: When | None) -> Dated:
    """A deal that ended keeps the day it began, where the sentence tells; the other day is its end."""
    began = [span for span in past if span.role in {"since", "from"} or _tells_begin(one, span)]
    others = [span for span in past if span not in began]
    end = others[0].when if others else news
    return Dated(began[0].when if began else None, None, end)


def _tells_begin(one: Studied, span: DateSpan) -> bool:
    owner = _owner(one, span)
    return owner is not None and owner.main in _ANNOUNCING - REPORT_VERBS


_NOWHERE = 1_000
_OF_THE_DEAL = 60
"""So much nearer is a date that is said to be the one on which a deal was made."""


def _farness(one: Studied, candidate: Candidate, span: DateSpan) -> int:
    """The lower, the more a date is the candidate's own.

    What a rule read hangs on its verb: characters from it count, and how strange the date's verb is to it. What was
    weighed has no verb: words count from the date to its companies, and what parts them, above all from the one named
    later, since the sentence may tell several things of the one it began with.
    """
    tokens = one.skeleton.tokens
    place = _place(tokens, span)
    if place is None:
        return _NOWHERE
    made = _OF_THE_DEAL if _tells_when_made(tokens, place) else 0
    if hangs_on_grammar(candidate):
        distance = min(abs(span.start - candidate.cue.end), abs(candidate.cue.start - span.end))
        governs = made or place <= 1  # a date that opens a sentence is that of all its clauses
        return distance - made + (0 if governs else _strangeness(one, candidate, span))
    first, later = sorted(_nearest(tokens, party, place) for party in (candidate.a, candidate.b))
    steps = sum(abs(place - at) for at in (first, later) if at >= 0)
    return steps + _parting(tokens, place, first) // 5 + _parting(tokens, place, later) - made


_MADE = frozenset({
    "announced", "agreed", "signed", "struck", "sealed", "settled", "dated", "dates", "disclosed", "reached",
    "concluded", "inked", "public",
})  # fmt: skip
_WHAT_IS_MADE = frozenset({
    "deal", "transaction", "agreement", "contract", "pact", "purchase", "offer", "takeover", "merger", "alliance",
    "venture", "order", "investment", "price", "partnership", "commitment", "acquisition", "accord", "memorandum",
    "mou",
})  # fmt: skip
_BEFORE_DATES = frozenset({"in", "on", "of", "this", "last", "back", "from", "early", "late", "the"})


def _tells_when_made(tokens: Sequence[Token], place: int) -> bool:
    """Whether the words right before a date say that a deal was made then: "closing a deal agreed in January"."""
    words = [token.low for token in tokens[max(0, place - 7) : place]]
    while words and words[-1] in _BEFORE_DATES:
        words.pop()
    if tokens[place - 1].low in {"of", "from"} and words and words[-1] in _WHAT_IS_MADE:
        return True  # "an agreement of May 2018"
    return bool(words) and words[-1] in _MADE and not _WHAT_IS_MADE.isdisjoint(words[-5:-1])


def _strangeness(one: Studied, candidate: Candidate, span: DateSpan) -> int:
    """How far the verb of a date is from the candidate's own."""
    owner = _owner(one, span)
    if owner is None or owner is candidate.group or _opens_clause(candidate, span):
        return 0
    if owner.main in REPORT_VERBS:
        return 40
    if owner.main in _ANNOUNCING:
        return 10
    return 120 if candidate.rule.startswith("noun/") else 200


def _opens_clause(candidate: Candidate, span: DateSpan) -> bool:
    """Whether a date is that of the clause behind it: "in January, when it picked Baidu"."""
    here = candidate.level.tokens
    place = next((k for k, token in enumerate(here) if token.start >= span.end), len(here))
    if place < len(here) and here[place].low == ",":
        place += 1
    if place >= len(here) or here[place].low != "when":
        return False
    after = next((group for group in candidate.level.groups if group.first > place), None)
    return after is not None and after is candidate.group


def _nearest(tokens: Sequence[Token], party: Party, place: int) -> int:
    """The place of a company's nearest naming, -1 where the sentence only implies it."""
    key = party_key(party)
    named = [
        k
        for k, token in enumerate(tokens)
        if token.entity is not None and any(party_key(other) == key for other in token.entity.parties)
    ]
    return min(named, key=lambda k: abs(k - place), default=-1)


_PARTS = {
    ";": 60, ":": 30, "but": 40, "while": 40, "and": 25, "which": 15, "who": 15, "whose": 15, "where": 15, ",": 5,
}  # fmt: skip
_ANOTHER_DATE = 30


def _parting(tokens: Sequence[Token], place: int, at: int) -> int:
    """How much parts a date from a company: stops, words that begin something new, other dates."""
    if at < 0:
        return 0
    between = tokens[min(place, at) + 1 : max(place, at)]
    return sum(_ANOTHER_DATE if token.sort == "D" else _PARTS.get(token.low, 0) for token in between)


def _is_own(one: Studied, candidate: Candidate, span: DateSpan) -> bool:
    if candidate.group is None or _owner(one, span) is not candidate.group:
        return False
    return candidate.rule.startswith("verb/") or candidate.group.main == "become"


def _owner(one: Studied, span: DateSpan) -> Group | None:
    """The verb a date belongs to: the last before it, else the first after it, on its own level."""
    for level in one.skeleton.levels:
        place = _place(level.tokens, span)
        if place is None:
            continue
        before = after = None
        for group in level.groups:
            if group.first > place:
                after = group
                break
            if group.last >= place:
                return group
            before = group
        if before is not None and after is not None and _opens(level.words, before, place):
            return after
        return before or after
    return None


def _opens(words: Sequence[str], before: Group, place: int) -> bool:
    """Whether a date opens what follows the verb before it: ", and in April Uber …"."""
    return "and" in words[max(0, place - 3) : place] and "," in words[before.last : place]


def _place(tokens: Sequence[Token], span: DateSpan) -> int | None:
    """The place of a date among the tokens of a sentence or a level, None where it is not one of them."""
    place = bisect_left(tokens, span.start, key=start_of)
    return place if place < len(tokens) and tokens[place].start == span.start else None
