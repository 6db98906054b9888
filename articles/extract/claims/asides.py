"""What a sentence says in passing: brackets, pairs of dashes, appositions and relative clauses set off by commas.

An aside is read as a small sentence of its own whose subject is the company it hangs on, and the sentence around it
is read as if the aside were not there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.extract.claims.cues import REPORT_VERBS
from articles.extract.claims.lexicon import APPOSITION_STARTS, PREPOSITIONS, RELATIVE, VERB_FORMS
from articles.extract.claims.tokens import Token, low_of

AsideKind = Literal["bracket", "dash", "relative", "apposition", "source"]


@dataclass(frozen=True, slots=True)
class Aside:
    """Tokens ``first`` to ``last`` (both inside); ``anchor`` is the company's token it hangs on, or -1."""

    level: int
    first: int
    last: int
    anchor: int
    sort: AsideKind


_REACH = 60
"""An aside longer than this many tokens is not one: keeps the search for its end from running through a list."""
_OPEN = {"(": ")", "[": "]"}
_DASHES = frozenset({"–", "—", "--", "---"})


def find_asides(tokens: Sequence[Token]) -> list[Aside]:
    """Asides in order; marks the level of their tokens."""
    asides: list[Aside] = []
    marks = [place for place, token in enumerate(tokens) if token.sort == "P"]
    if marks:
        _brackets(tokens, marks, asides)
        _dashes(tokens, marks, asides)
        _commas(tokens, marks, asides)
    return asides


def _mark(tokens: Sequence[Token], asides: list[Aside], span: tuple[int, int], anchor: int, sort: AsideKind) -> None:
    level = len(asides) + 1
    asides.append(Aside(level, *span, anchor, sort))
    for token in tokens[span[0] : span[1] + 1]:
        if token.level == 0:
            token.level = level


def _brackets(tokens: Sequence[Token], marks: Sequence[int], asides: list[Aside]) -> None:
    at = 0
    for first in marks:
        closing = _OPEN.get(tokens[first].low)
        if closing is None or first < at:
            continue
        limit = min(len(tokens), first + _REACH)
        end = next((k for k in range(first + 1, limit) if tokens[k].low == closing), None)
        if end is not None:
            anchor = first - 1 if first and tokens[first - 1].sort == "E" else -1
            _mark(tokens, asides, (first, end), anchor, "bracket")
            at = end + 1


def _dashes(tokens: Sequence[Token], marks: Sequence[int], asides: list[Aside]) -> None:
    found = [k for k in marks if tokens[k].low in _DASHES and not tokens[k].level]
    for first, last in zip(found[::2], found[1::2], strict=False):
        if 1 < last - first < _REACH and first > 0:
            anchor = first - 1 if tokens[first - 1].sort == "E" else -1
            _mark(tokens, asides, (first, last), anchor, "dash")


def _commas(tokens: Sequence[Token], marks: Sequence[int], asides: list[Aside]) -> None:
    at = 1
    for comma in marks:
        token = tokens[comma]
        if token.low != "," or token.level or not at <= comma < len(tokens) - 1:
            continue
        sort, end = _aside_after(tokens, marks, comma)
        if sort is not None:
            anchor = comma - 1
            while anchor >= 0 and tokens[anchor].level:
                anchor -= 1
            hangs = sort != "source" and anchor >= 0 and tokens[anchor].sort == "E"
            _mark(tokens, asides, (comma, end), anchor if hangs else -1, sort)
            at = end + 1


def _aside_after(tokens: Sequence[Token], marks: Sequence[int], comma: int) -> tuple[AsideKind | None, int]:
    """What kind of aside begins at this comma, if any, and its last token (its closing comma, if it has one)."""
    begin = tokens[comma + 1]
    before = _outer_before(tokens, comma)
    after_company = before is not None and before.sort == "E" and not before.possessive
    end, closed = _closing(tokens, marks, comma)
    inner = [t for t in tokens[comma + 1 : end + (not closed)] if t.level == 0]
    if not inner:
        return None, 0
    if (
        not _SAYING.isdisjoint(map(low_of, inner[:9]))
        and _is_source(inner)
        and (closed or end + 1 >= len(tokens) or tokens[end + 1].low != ":")
    ):
        return "source", end
    relative = begin.low in _OPENS_RELATIVE or _which_follows(tokens, comma + 1)
    if relative and (after_company or before is not None):
        return "relative", end
    if not after_company:
        return None, 0
    starts = begin.low in APPOSITION_STARTS or (begin.sort == "E" and begin.possessive) or _noun_company(inner)
    if starts and not _is_clause(inner):
        return "apposition", end
    plain = begin.sort == "W" and begin.form in {"", "ed"} and begin.low not in {"and", "or", "but", "with", "while"}
    follower = tokens[end + 1] if closed and end + 1 < len(tokens) else None
    if plain and closed and follower is not None and follower.form and len(inner) < 14 and not _is_clause(inner):
        return "apposition", end
    return None, 0


_OPENS_RELATIVE = RELATIVE - {"that"} | {"whose"}


def _outer_before(tokens: Sequence[Token], at: int) -> Token | None:
    for k in range(at - 1, max(-1, at - _REACH), -1):
        if tokens[k].level == 0:
            return tokens[k]
    return None


def _noun_company(inner: Sequence[Token]) -> bool:
    """ "a GM subsidiary" without its article: ``GM subsidiary``; a company that only qualifies the next word."""
    return len(inner) > 1 and inner[0].sort == "E" and inner[1].sort == "W" and inner[1].low in _HELD


_HELD = frozenset({"subsidiary", "unit", "rival", "competitor", "partner", "supplier", "parent"})


def _which_follows(tokens: Sequence[Token], at: int) -> bool:
    """ "in which", "of whom", "both of which", "for whom": a relative clause behind a preposition."""
    return tokens[at].sort == "W" and not _WHICH.isdisjoint(map(low_of, tokens[at : at + 4]))


_WHICH = frozenset({"which", "whom", "whose"})


def _is_source(inner: Sequence[Token]) -> bool:
    """ ", the two companies said on Tuesday,": somebody, a verb of saying, and little else."""
    if inner[0].low == "according":
        return True
    for k, token in enumerate(inner[:9]):
        if token.form in {"s", "ed", "base"} and token.lemma in REPORT_VERBS:
            plain = all(t.sort in "EW" and not (t.form and t.form not in {"base", "ing"}) for t in inner[:k])
            return plain and k > 0 and _when_and_where(inner[k + 1 :])
        if token.low in RELATIVE or token.low in {"it", "they", "whose"}:
            return False
    return False


_SAYING = {form for form, (lemma, _) in VERB_FORMS.items() if lemma in REPORT_VERBS} | {"according"}


def _when_and_where(rest: Sequence[Token]) -> bool:
    """Only a day, a place or the occasion behind a verb of saying: not the beginning of what was said."""
    if len(rest) > 8:
        return False
    plain = [
        t for t in rest if t.sort == "W" and not t.capital and t.low not in _OCCASIONS and t.low not in PREPOSITIONS
    ]
    return not plain


_OCCASIONS = frozenset(
    {"a", "an", "the", "statement", "interview", "filing", "release", "report", "blog", "post", "event", "conference",
     "press", "news", "regulatory", "joint", "earlier", "late", "separately", "reporters", "today", "this", "week",
     "morning", "afternoon", "briefing", "its", "their", "that", "presentation", "call", "summit", "show"}
)  # fmt: skip


def _is_clause(inner: Sequence[Token]) -> bool:
    """A subject with its finite verb: not an apposition but the sentence going on."""
    for k, token in enumerate(inner):
        if token.low in RELATIVE or token.low in {"whose", "where", "when"}:
            return False
        if token.form == "aux" and token.low not in {"being", "having", "been", "be"}:
            return k > 0
        if token.form == "base" and k > 1 and inner[k - 1].sort == "E" and any(t.low == "and" for t in inner[:k]):
            return True
        if token.form == "s" and k > 0 and inner[k - 1].sort == "E" and not inner[k - 1].possessive:
            return token.lemma in REPORT_VERBS or (token.form == "s" and k < 4)
    return False


def _closing(tokens: Sequence[Token], marks: Sequence[int], comma: int) -> tuple[int, bool]:
    """The aside's last token and whether a comma closes it: the first comma that is not inside a list."""
    limit = min(len(tokens), comma + _REACH)
    at = comma + 1
    for place in marks[bisect_right(marks, comma) :]:
        if place >= limit:
            break
        token = tokens[place]
        if place < at or token.level:
            continue
        if token.low in _STOPS:
            return place - 1, False
        if token.low == ",":
            if not _list_goes_on(tokens, place):
                return place, True
            at = _after_list(tokens, place)
    return limit - 1, False


_STOPS = _DASHES | {";", ":", ".", "?", "!"}


def _list_goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """A comma between companies of one list: ``Toyota, Bosch and SAIC``; no verb before the list's "and"."""
    if tokens[comma - 1].sort != "E":
        return False
    companies = 0
    for k in range(comma + 1, min(len(tokens), comma + 16)):
        token = tokens[k]
        if token.sort == "E" and not token.possessive:
            companies += 1
        elif token.low in {"and", "or"}:
            return companies > 0 and any(t.sort == "E" for t in tokens[k + 1 : k + 5])
        elif (token.form and token.form != "base") or (token.sort == "P" and token.low != ","):
            return False
    return False


def _after_list(tokens: Sequence[Token], comma: int) -> int:
    for k in range(comma + 1, min(len(tokens), comma + 16)):
        if tokens[k].low in {"and", "or"}:
            return next((j + 1 for j in range(k + 1, min(len(tokens), k + 6)) if tokens[j].sort == "E"), k + 1)
    return comma + 1
