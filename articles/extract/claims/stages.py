"""The stage of a claim: what tense, modality, hedge, attribution and denial say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from articles.extract.claims import cues
from articles.extract.claims.cues import Stage
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group, Level, modality
from articles.extract.claims.tokens import Token
from articles.extract.dates import DateSpan
from articles.extract.spellings import IN_WORDS


def _phrases(*groups: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[^{IN_WORDS}-]{_tree(phrase for group in groups for phrase in group)}(?![\w-])")


def _tree(phrases: Iterable[str]) -> str:
    """Any of the phrases, parted letter by letter: a list of a hundred would be tried one by one at every word."""
    branches: dict[str, list[str]] = {}
    for phrase in phrases:
        branches.setdefault(phrase[:1], []).append(phrase[1:])
    ends = branches.pop("", None) is not None
    tree = "|".join(re.escape(letter) + _tree(rest) for letter, rest in sorted(branches.items()))
    return f"(?:{tree})?" if ends and tree else f"(?:{tree})" if len(branches) > 1 else tree


def _says(phrases: re.Pattern[str], words: str) -> bool:
    """Whether one of the phrases stands in the words; each begins with the mark before it, for a fast search."""
    return phrases.search(" " + words) is not None


_RUMOUR = _phrases(cues.RUMOUR_PHRASES, tuple(sorted(cues.RUMOUR_WORDS)))
_DENIAL = _phrases(cues.DENIAL_PHRASES, tuple(sorted(cues.DENIAL_WORDS)))
_END = _phrases(cues.END_PHRASES, tuple(sorted(cues.END_WORDS)))
_EXPAND = _phrases(cues.EXPAND_PHRASES, tuple(sorted(cues.EXPAND_WORDS)))
_PLAN = _phrases(cues.PLAN_PHRASES)
_NEXT = re.compile(r"(?<!\w)(?:future|next[ -]generation|next models|upcoming|forthcoming|new generation)(?!\w)")
_FORMER = re.compile(r"(?<!\w)(?:former|formerly|ex-|once|previous|previously|erstwhile|used to)(?!\w)")
_PLANNED_VERBS = frozenset(
    [
        "plan",
        "agree",
        "intend",
        "want",
        "hope",
        "expect",
        "aim",
        "decide",
        "seek",
        "propose",
        "promise",
        "vow",
        "pledge",
        "commit",
        "set",
        "due",
        "slated",
        "scheduled",
        "poised",
        "ready",
        "wish",
        "mean",
        "look",
        "try",
    ]
)
_MAYBE_VERBS = frozenset(["consider", "mull", "weigh", "eye", "explore", "contemplate", "discuss"])


_ENDS = cues.END_WORDS | {"drop", "dump", "oust"}
"""Verbs that end whatever they are said of."""
_SOLD_OUT = re.compile(
    r"(?<!\w)(?:sold|sells|sell|selling|dumped) (?:its|their|all|off) (?:[\w%.]+ ){0,3}(?:stake|holding|shares)\b"
)

_ONE_CLAUSE = 25


def clause_words(tokens: Sequence[Token], level: Level, group: Group | None, cue: Token) -> str:
    """The words of the clause around a cue: between the clause starts of its level."""
    place = level.tokens.index(cue) if cue in level.tokens else 0
    opens, closes = (min(place, group.first), max(place, group.last)) if group is not None else (place, place)
    if abs(closes - opens) > _ONE_CLAUSE:
        opens = closes = min(place, opens)
    starts = level.clause_starts
    behind = bisect_right(starts, closes)
    first = starts[bisect_right(starts, opens) - 1]
    end = starts[behind] if behind < len(starts) else len(level.words)
    first, end = _within_contrast(level.words, first, end, opens, closes)
    return " ".join(level.words[first:end])


def _within_contrast(words: Sequence[str], first: int, end: int, opens: int, closes: int) -> tuple[int, int]:
    """ "will no longer pay for Argo and instead works with Bosch": each side speaks of itself alone."""
    for place in range(first, end):
        if words[place] == "instead" and words[place + 1 : place + 2] != ["of"]:
            if place <= opens:
                first = place
            elif place > closes:
                return first, place
    return first, end


def words_before(tokens: Sequence[Token], level: Level, group: Group | None) -> str:
    """The words of a level before a verb."""
    if group is None:
        return ""
    return " ".join(level.words[: group.first])


_OF_NOTHING = re.compile(r"(?<!\w)\w+(?:ed|ing|s) nothing(?!\w)")
""" "terminated nothing": nothing was."""
_TO_EXPLORE = re.compile(
    r"(?<!\w)(?:preliminary|tentative|non-?binding|provisional) (?:agreement|deal|accord|pact|memorandum|mou)(?!\w)|"
    r"(?<!\w)(?:agreement|deal|accord|pact|memorandum|understanding|mou) to (?:jointly )?"
    r"(?:explore|study|examine|evaluate|investigate|look into|consider)(?!\w)"
)
"""What is signed first, before it is known whether anything comes of it."""


def find_stage(candidate: Candidate, words: str, lead_in: str = "") -> Stage:
    """The stage a candidate's clause gives it, and what stands before that clause ("Apple denied that …")."""
    if " nothing" in words:
        words = _OF_NOTHING.sub("", words)
    if candidate.kind in {"competitor", "ownership"}:
        ended = candidate.kind == "ownership" and "no longer" in words and _FORMER.search(words)
        return "ended" if ended else "active"
    if candidate.kind == "investment" and candidate.rule.startswith("relation/"):
        return "active"
    if _says(_DENIAL, words) or _says(_DENIAL, lead_in):
        return "denied"
    group = candidate.group
    if _says(_RUMOUR, words) or (group is not None and _is_maybe(group)):
        return "rumoured"
    if group is not None and _OPEN.search(lead_in):
        return "rumoured"
    if candidate.stage is not None:
        return candidate.stage
    if _is_over(candidate, words, lead_in):
        return "ended"
    if _is_enlarged(candidate, words) and _says(_EXPAND, words):
        return "expanded"
    return "planned" if _is_planned(candidate, words) or _is_called(candidate, _INTENDED) else "active"


_OPEN = re.compile(r"(?<!\w)(?:consider|weigh|discuss|explor|stud|examin|mull|debat|evaluat)\w* whether(?: to)?$")
""" "is considering whether to buy": neither rumour nor plan in the verb's own clause."""


def _is_maybe(group: Group) -> bool:
    found = modality(group)
    return "maybe" in found or not _MAYBE_VERBS.isdisjoint(group.chain)


_INTENDED = frozenset({"planned", "proposed", "intended", "prospective", "envisaged", "pending"})
_FORMERLY = frozenset({"former", "erstwhile", "onetime", "one-time", "defunct", "failed", "short-lived"})


def _is_called(candidate: Candidate, adjectives: frozenset[str]) -> bool:
    """ "its planned investment", "the former partnership": what an adjective before a deal noun says of it."""
    level = candidate.level
    if not candidate.rule.startswith(("noun/", "relation/")) or candidate.cue not in level.tokens:
        return False
    place = level.tokens.index(candidate.cue)
    return not adjectives.isdisjoint(level.words[max(0, place - 2) : place])


def has_lapsed(candidate: Candidate, dates: Sequence[DateSpan], today: date | None) -> bool:
    """Whether a deal told as one that was is over: "used to buy", "once supplied", "former partner", "until 2016"."""
    if candidate.kind not in {"partnership", "supply", "joint_venture"}:
        return False
    if _is_called(candidate, _FORMERLY):
        return True
    group, words = candidate.group, candidate.level.words
    if group is None or candidate.rule.startswith("weighed/"):
        return False
    if words[max(0, group.first - 2) : group.first] == ["used", "to"] and group.first > 2:
        return candidate.level.tokens[group.first - 3].sort == "E" or words[group.first - 3] in _WHO_USED
    plain_past = group.words[0] in {"was", "were"} or (
        group.form == "ed" and len(set(group.words) - {"once"}) == len(group.main.split())
    )
    if not plain_past or group.reduced:
        return False
    return "once" in {*group.words, *words[max(0, group.first - 1) : group.first]} or any(
        span.role == "until" and (today is None or span.when.last <= today) and _is_about(candidate.level, group, span)
        for span in dates
    )


_WHO_USED = frozenset({"they", "it", "which", "who", "that", "we"})


def _is_about(level: Level, group: Group, span: DateSpan) -> bool:
    """Whether a date belongs to a verb: the last one before it, or the first of all."""
    before = [other for other in level.groups if level.tokens[other.first].start < span.start]
    return group is (before[-1] if before else level.groups[0])


_GIVEN_UP = re.compile(
    r"(?<!\w)(?:scrapp?ed|abandon(?:ed|s)|dropped|cancell?ed|shelved|gave up|suspended|ditched|halted)"
    r"(?: \w+){0,3} (?:plans?|efforts?|talks|attempts?|project|work|deal|agreement)(?: \w+){0,2}$"
)


def _is_over(candidate: Candidate, words: str, lead_in: str) -> bool:
    group = candidate.group
    if "no longer" in words:
        return True
    if group is None:
        return candidate.rule.startswith("noun/") and _says(_END, words)
    if group.infinitive and _GIVEN_UP.search(lead_in):
        return True
    ending = group.main in _ENDS or _says(_END, " ".join(group.words))
    if candidate.rule == "noun/stake in" and _SOLD_OUT.search(words):
        return True
    return ending or (
        candidate.rule.startswith(("noun/", "verb/partner", "verb/work", "weighed/", "hunch/")) and _says(_END, words)
    )


def _is_enlarged(candidate: Candidate, words: str) -> bool:
    return candidate.kind in {"partnership", "supply", "investment"} and not words.startswith("to expand")


def _is_under_way(group: Group) -> bool:
    """ "Bosch is buying Five": who is still buying has not bought."""
    if group.passive:
        return "being" in group.words
    return group.form == "ing" and len(group.words) > 1 and group.words[-2] in {"is", "are", "'s", "'re"}


def lies_ahead(candidate: Candidate, dates: Sequence[DateSpan], today: date | None) -> bool:
    """Whether all dates beside a deal the weights see are still to come: "ID. Buzz with Drive on board, from 2026"."""
    if not candidate.rule.startswith("weighed/") or not dates or today is None:
        return False
    return all(span.ahead or span.when.first > today for span in dates)


def _is_planned(candidate: Candidate, words: str) -> bool:
    group = candidate.group
    if candidate.kind in {"partnership", "joint_venture", "supply"} and _TO_EXPLORE.search(words):
        return True
    if group is None:
        return candidate.rule.startswith("noun/generic") and _says(_PLAN, words)
    if candidate.kind == "acquisition" and _is_under_way(group):
        return True
    if "future" in modality(group) or not _PLANNED_VERBS.isdisjoint(group.chain):
        return True
    text = " ".join(group.words)
    if candidate.kind == "supply" and group.main in {"select", "choose", "pick"} and _NEXT.search(words):
        return True
    if _says(_PLAN, text) or (
        group.infinitive and candidate.rule.startswith("verb/") and candidate.kind != "partnership"
    ):
        return True
    if candidate.rule.startswith("noun/venture") and _says(_PLAN, words):
        return True
    return "letter of intent" in words
