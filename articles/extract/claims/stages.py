"""The stage of a claim: what tense, modality, hedge, attribution and denial say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extract.claims import cues
from articles.extract.claims.cues import Stage
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group, Level, modality
from articles.extract.claims.tokens import Token
from articles.extract.spellings import IN_WORDS


def _phrases(*groups: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(phrase) for group in groups for phrase in group)
    letters = "".join(sorted({phrase[0] for group in groups for phrase in group}))
    return re.compile(rf"[^{IN_WORDS}-](?=[{letters}])(?:{alternatives})(?![\w-])")


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
    first = max((start for start in level.clause_starts if start <= opens), default=0)
    last = min((start for start in level.clause_starts if start > closes), default=len(level.stream))
    return " ".join(level.words[first:last])


def words_before(tokens: Sequence[Token], level: Level, group: Group | None) -> str:
    """The words of a level before a verb."""
    if group is None:
        return ""
    return " ".join(level.words[: group.first])


def find_stage(candidate: Candidate, words: str, lead_in: str = "") -> Stage:
    """The stage a candidate's clause gives it, and what stands before that clause ("Apple denied that …")."""
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
    return "planned" if _is_planned(candidate, words) else "active"


_OPEN = re.compile(r"(?<!\w)(?:consider|weigh|discuss|explor|stud|examin|mull|debat|evaluat)\w* whether(?: to)?$")
""" "is considering whether to buy": neither rumour nor plan in the verb's own clause."""


def _is_maybe(group: Group) -> bool:
    found = modality(group)
    return "maybe" in found or not _MAYBE_VERBS.isdisjoint(group.chain)


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
    return ending or (candidate.rule.startswith(("noun/", "verb/partner", "verb/work")) and _says(_END, words))


def _is_enlarged(candidate: Candidate, words: str) -> bool:
    return candidate.kind in {"partnership", "supply", "investment"} and not words.startswith("to expand")


def _is_planned(candidate: Candidate, words: str) -> bool:
    group = candidate.group
    if group is None:
        return candidate.rule.startswith("noun/generic") and _says(_PLAN, words)
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
