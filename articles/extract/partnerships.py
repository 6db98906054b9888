"""The claims about a pair → its history: since when, of what kind, how it went on, whether it ended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from articles.extract.claims import Stage
from articles.extract.dates import When


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as far as history cares: what it says, when it was said, by how many independent reports, how surely.

    ``told`` is the article's day; ``story`` groups reprints (equal story: one report); ``judged`` is True when a
    person accepted or wrote the claim.
    """

    stage: Stage
    when: When | None
    told: date | None
    article: int
    story: int
    confidence: float
    judged: bool = False
    ended: When | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the statements about one pair and kind add up to.

    ``first`` is the earliest day the deal was announced or began (None: nobody says), ``last`` the latest day
    anything was said of it, ``stage`` where it stands after the latest word, ``ended`` when it ended.
    """

    first: When | None
    last: date | None
    stage: Stage
    ended: When | None
    claims: int
    articles: int
    reports: int
    confidence: float


_FIRM: tuple[Stage, ...] = ("planned", "active", "expanded")
"""Stages of a deal that was announced, in the order in which a deal passes them."""

_CEILING = 0.99
"""No number of reports makes a machine surer than this; a person's word counts as much."""

_WEAK, _STRONG = 0.35, 0.7
"""A stage or date that all its reports together carry less than weakly falls away beside one carried strongly."""

_SUPERSEDES = 0.6
"""How much of the earlier stage's support the next stage needs when it was not also told of later."""


def join_statements(statements: Iterable[Statement]) -> History:
    """Add up at least one statement; ``ValueError`` on none.

    Pure and independent of order; a statement given twice raises ``claims`` and nothing else. Cost linear in the
    statements but for sorting.
    """
    told = list(statements)
    if not told:
        raise ValueError("a history needs at least one statement: leave out pairs that nobody speaks of")
    heard = _outlive_judgement(told)
    stage = _stage(heard)
    return History(
        first=_first_day(told),
        last=max((one.told for one in told if one.told), default=None),
        stage=stage,
        ended=_end_day(heard) if stage == "ended" else None,
        claims=len(told),
        articles=len({one.article for one in told}),
        reports=len({one.story for one in told}),
        confidence=_support(one for one in told if stage == "denied" or one.stage != "denied") or _support(told),
    )


def _support(statements: Iterable[Statement]) -> float:
    """How surely independent reports together say a thing: noisy-or over the surest statement of each story."""
    surest: dict[int, float] = {}
    for one in statements:
        confidence = _CEILING if one.judged else min(max(one.confidence, 0.0), _CEILING)
        surest[one.story] = max(surest.get(one.story, 0.0), confidence)
    # Sorted, so that the rounding of the product does not depend on the order of the statements.
    return min(_CEILING, 1.0 - math.prod(sorted(1.0 - confidence for confidence in surest.values())))


def _outlive_judgement(statements: Sequence[Statement]) -> list[Statement]:
    """What still counts for the stage after a person's latest word: that word, and what was told after it."""
    judged = [one for one in statements if one.judged]
    if not judged:
        return list(statements)
    latest = max((one.told for one in judged if one.told), default=None)
    return [one for one in statements if one.judged or (latest and one.told and one.told > latest)]


def _stage(statements: Sequence[Statement]) -> Stage:
    """Where the deal stands: the end when nothing later revives it, else the furthest stage, else rumour or denial."""
    heard = _credible(statements)
    firm, ended = heard.keys() & set(_FIRM), heard.get("ended", [])
    if ended and not (revival := _revived(heard, _end_of(ended))):
        return "ended"
    if ended:
        heard = revival
        firm = heard.keys() & set(_FIRM)
    denied = heard.get("denied", [])
    if not firm:
        return "denied" if denied and _told(denied) >= _told(heard.get("rumoured", [])) else "rumoured"
    announced = [one for stage in firm for one in heard[stage]]
    if denied and _told(denied) > _told(announced) and _support(denied) > _support(announced):
        return "denied"
    return _furthest({stage: heard[stage] for stage in _FIRM if stage in heard})


def _furthest(firm: dict[Stage, list[Statement]]) -> Stage:
    """A deal does not go back from active to planned; it goes forward by a later word or by one as well attested."""
    stages = list(firm)
    reached = stages[0]
    for stage in stages[1:]:
        later = _told(firm[stage]) > _told(firm[reached])
        if later or _support(firm[stage]) >= _SUPERSEDES * _support(firm[reached]):
            reached = stage
    return reached


def _credible(statements: Sequence[Statement]) -> dict[Stage, list[Statement]]:
    """Statements by stage, without the stages that hardly anybody carries beside one that is carried well."""
    stages: dict[Stage, list[Statement]] = {}
    for one in statements:
        stages.setdefault(one.stage, []).append(one)
    support = {stage: _support(group) for stage, group in stages.items()}
    if max(support.values()) < _STRONG:
        return stages
    return {stage: group for stage, group in stages.items() if support[stage] >= _WEAK}


def _told(statements: Iterable[Statement]) -> date:
    """The latest day on which one of them was told; the first day of the calendar when none says."""
    return max((one.told for one in statements if one.told), default=date.min)


def _end_of(ended: Sequence[Statement]) -> date:
    """The last day on which the deal can have ended: as the text says it, else the day it was told."""
    return max((one.ended.last if one.ended else one.told or date.min for one in ended), default=date.min)


def _revived(heard: dict[Stage, list[Statement]], end: date) -> dict[Stage, list[Statement]]:
    """The firm statements about a time after ``end``: a deal recalled later ("allied since 2016") revives nothing."""
    after = {
        stage: [one for one in heard.get(stage, []) if one.when is not None and one.when.first > end] for stage in _FIRM
    }
    return {stage: group for stage, group in after.items() if group}


def _first_day(statements: Sequence[Statement]) -> When | None:
    """The earliest start that is carried well, as precisely as anybody says it.

    Dates of announced deals count before those of rumours, and dates not after the day they were told before others.
    """
    dated = [one for one in statements if one.when is not None]
    announced = [one for one in dated if one.stage not in ("rumoured", "denied")] or dated
    possible = [one for one in announced if one.told is None or one.when is None or one.when.first <= one.told]
    support = _support_by_date(possible or announced)
    if not support:
        return None
    strong = max(support.values()) >= _STRONG
    return _narrowest([when for when, carried in support.items() if carried >= _WEAK or not strong])


def _support_by_date(statements: Sequence[Statement]) -> dict[When, float]:
    groups: dict[When, list[Statement]] = {}
    for one in statements:
        if one.when is not None:
            groups.setdefault(one.when, []).append(one)
    return {when: _support(group) for when, group in groups.items()}


def _narrowest(spans: Sequence[When]) -> When:
    """The earliest span, or the earliest one inside it: "2016" does not override "1 July 2016"."""
    ordered = sorted(spans)
    best = ordered[0]
    for span in ordered[1:]:  # by first day: one walk meets what lies inside in order
        if span.width < best.width and best.covers(span):
            best = span
    return best


def _end_day(statements: Sequence[Statement]) -> When | None:
    """When the deal ended, as precisely as the latest word about it says; None when no text tells."""
    spans = sorted({one.ended for one in statements if one.stage == "ended" and one.ended})
    if not spans:
        return None
    latest = max(spans, key=lambda span: (span.last, -span.width))
    inside = [span for span in spans if span.width < latest.width and latest.covers(span)]
    return min(inside, key=lambda span: (span.width, span.first), default=latest)
