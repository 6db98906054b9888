"""The day of a claim: which of a sentence's dates is its own, and when the article's own day stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.extract.claims.cues import REPORT_VERBS, Stage
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group, Level
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token
from articles.extract.dates import DateSpan, When


@dataclass(frozen=True, slots=True)
class Dated:
    """``when`` a deal was announced or began, ``as_of`` when it is said to stand, ``ended`` when it ended."""

    when: When | None = None
    as_of: When | None = None
    ended: When | None = None


_ANNOUNCING = REPORT_VERBS | {"sign", "strike", "agree", "begin", "start", "enter", "form", "date", "close", "ink"}
_HAPPENS = frozenset({"become", "win", "make", "name", "choose", "pick", "appoint", "welcome", "sign"})
"""Verbs that tell when somebody came to be a partner, a customer, a shareholder."""


def find_dated(candidate: Candidate, stage: Stage, one: Studied, today: date | None, news: When | None) -> Dated:
    """The days of a candidate, from its sentence, the heading of its paragraph, or the day of the news."""
    as_of = next((span.when for span in one.dates if span.bound and span.role in {"as_of", ""}), None)
    past = [span for span in one.dates if _is_past(span, today)]
    if is_background(candidate):
        since = [span for span in past if span.role == "since" or _is_own(one, candidate, span)]
        when = since[0].when if since else None
        return Dated(when, as_of if candidate.kind in {"partnership", "supply", "investment"} else None)
    own = min(past, key=lambda span: _weight(one, candidate, span), default=None)
    if stage == "ended":
        return _ended(one, candidate, past, news)
    if own is not None:
        return Dated(own.when, as_of)
    if one.earlier is not None:
        return Dated(one.earlier, as_of)
    if one.heading is not None:
        return Dated(one.heading, as_of)
    return Dated(None if as_of is not None else news, as_of)


def _is_past(span: DateSpan, today: date | None) -> bool:
    return not span.bound and not span.ahead and (today is None or span.when.first <= today)


def _ended(one: Studied, candidate: Candidate, past: Sequence[DateSpan], news: When | None) -> Dated:
    """A deal that ended keeps the day it began, where the sentence tells; the other day is its end."""
    began = [span for span in past if span.role in {"since", "from"} or _tells_begin(one, span)]
    others = [span for span in past if span not in began]
    end = others[0].when if others else news
    return Dated(began[0].when if began else None, None, end)


def _tells_begin(one: Studied, span: DateSpan) -> bool:
    owner = _owner(one, span)
    return owner is not None and owner.main in _ANNOUNCING - REPORT_VERBS


def _weight(one: Studied, candidate: Candidate, span: DateSpan) -> int:
    """The lower, the more a date is the candidate's own: of its verb, of a verb of saying, near its cue."""
    distance = min(abs(span.start - candidate.cue.end), abs(candidate.cue.start - span.end))
    owner = _owner(one, span)
    if owner is None or owner is candidate.group:
        return distance
    if owner.main in REPORT_VERBS:
        return distance + 40
    if owner.main in _ANNOUNCING:
        return distance + 10
    return distance + (120 if candidate.rule.startswith("noun/") else 200)


def _is_own(one: Studied, candidate: Candidate, span: DateSpan) -> bool:
    if candidate.group is None or _owner(one, span) is not candidate.group:
        return False
    return candidate.rule.startswith("verb/") or candidate.group.main == "become"


def _owner(one: Studied, span: DateSpan) -> Group | None:
    """The verb a date belongs to: the last before it, else the first after it, on its own level."""
    for level in one.skeleton.levels:
        place = _place(one.skeleton.tokens, level, span)
        if place is None:
            continue
        before = [group for group in level.groups if group.last < place]
        inside = [group for group in level.groups if group.first <= place <= group.last]
        after = [group for group in level.groups if group.first > place]
        if inside:
            return inside[0]
        comma = (
            any(one.skeleton.tokens[level.stream[k]].low == "," for k in range(before[-1].last, place)) if before else 0
        )
        if before and not (comma and after and _opens(one.skeleton.tokens, level, place)):
            return before[-1]
        return after[0] if after else None
    return None


def _opens(tokens: Sequence[Token], level: Level, place: int) -> bool:
    """Whether a date opens what follows: ", and in April Uber …"."""
    return any(tokens[level.stream[k]].low == "and" for k in range(max(0, place - 3), place))


def _place(tokens: Sequence[Token], level: Level, span: DateSpan) -> int | None:
    return next((k for k, index in enumerate(level.stream) if tokens[index].start == span.start), None)


def is_background(candidate: Candidate) -> bool:
    """Claims that tell what is, not what happened: never dated by the day of the news."""
    if candidate.kind in {"competitor", "ownership"}:
        return True
    happens = candidate.group is not None and candidate.group.main in _HAPPENS
    return candidate.rule.startswith("relation/") and not happens


_HOLDING = frozenset({"hold", "own", "keep", "retain", "back", "fund", "finance"})
_CHOOSING = frozenset(
    {"tap", "pick", "choose", "select", "enlist", "hire", "order", "opt", "name", "commission", "turn"}
)
"""What is chosen is news also in the present tense of a headline; what is used is not."""


def is_lasting(candidate: Candidate) -> bool:
    """ "has been working", "already uses", "had sold": told as known, so not the news of the day."""
    if candidate.group is None:
        return False
    words = candidate.group.words
    holds = candidate.kind == "investment" and candidate.group.main in _HOLDING
    if holds and not candidate.group.infinitive and len(words) == 1 and candidate.group.form in {"s", "base"}:
        return True
    perfect = words[:2] in {("has", "been"), ("have", "been"), ("had", "been")} and not candidate.group.passive
    standing = candidate.kind == "supply" and candidate.group.form == "s" and len(words) == 1
    standing = standing and candidate.group.main not in _CHOOSING
    return perfect or standing or "already" in words or words[0] == "had"
