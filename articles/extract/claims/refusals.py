"""What takes a claim back: a question, a quarrel, a negation, a condition, a wish.

The rules read who sits where; here it is read whether the sentence says so at all. "Uber refused to buy Lyft" and "If
Uber bought Lyft" seat both companies as "Uber bought Lyft" does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.extract.claims.cues import END_WORDS, NOT_A_DEAL, REPORT_VERBS
from articles.extract.claims.lexicon import words_of
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group, Level
from articles.extract.claims.tokens import Token, low_of

TAKEN_BACK = frozenset({"a question", "a quarrel, not a deal", "negated", "a wish", "a condition"})
"""All that `Refusals.of` answers."""
_BACK = 12
"""Words before a verb that may still take it back: bounded, so that a sentence of many verbs costs no more."""


class Refusals:
    """What one sentence takes back."""

    def __init__(self, tokens: Sequence[Token], sentence: str) -> None:
        self.tokens = tokens
        asks = sentence.rstrip("\"'”’ ").endswith("?")
        self.asked_from = tokens[0].start + max(0, sentence.rfind(";")) if asks else None
        self.quarrel = not NOT_A_DEAL.isdisjoint(map(low_of, tokens))
        self._groups: dict[Group, str] = {}

    def of(self, candidate: Candidate, *, by_verb: bool = True) -> str:
        """Why a candidate does not count; "" where nothing speaks against it, its verb not asked unless ``by_verb``."""
        asked = self.asked_from is not None and candidate.cue.start >= self.asked_from
        if asked and not candidate.rule.startswith("relation/"):
            return "a question"
        if self.quarrel and candidate.kind in {"partnership", "supply"}:
            return "a quarrel, not a deal"
        if self._has_no(candidate):
            return "negated"
        group = candidate.group if by_verb else None
        if group is None or candidate.rule.startswith("relation/"):
            return "negated" if group is not None and _is_denied(group.words) else ""
        if group not in self._groups:
            self._groups[group] = self._refuse_verb(candidate.level, group)
        why = self._groups[group]
        # What a condition says of a deal, its noun takes for granted: "if the alliance with Uber lasts".
        return "" if why == "a condition" and candidate.rule.startswith(("noun/", "hunch/")) else why

    @property
    def answers_no(self) -> bool:
        """ "Asked whether Denso would invest, a spokesman said that was not the case": a denial, not a condition."""
        words = list(map(low_of, self.tokens))
        return "asked" in words and _ANSWERED.search(" ".join(words[words.index("asked") :])) is not None

    def _refuse_verb(self, level: Level, group: Group) -> str:
        before = level.words[max(0, group.first - _BACK) : group.first]
        lead = _plain(level, max(0, group.first - _BACK), group.last + 1)
        if _is_denied(group.words) or not _HARDLY.isdisjoint(before[-2:]) or _of_neither(level, group):
            return "negated"
        if level.words[group.last + 1 : group.last + 2] == ["nothing"]:
            return "negated"
        if _WITHHELD.search(lead) or _NO_SIGN.search(lead):
            return "negated"
        if _is_wish(group.words) or _WISH.search(lead):
            return "a wish"
        return "a condition" if _is_condition(level, group) else ""

    def _has_no(self, candidate: Candidate) -> bool:
        """ "has no partnership with", "is no supplier of": a "no" shortly before a noun that was the cue."""
        reach = _NO_REACH.get(candidate.rule.partition("/")[0])
        if reach is None:
            return False
        tokens = self.tokens
        at = tokens.index(candidate.cue) if candidate.cue in tokens else 0
        near = tokens[max(0, at - reach) : at + 1]
        return any(token.low in _NONE and following.low != "longer" for token, following in pairwise(near))


_NONE = frozenset({"no", "without", "neither"})
_ANSWERED = re.compile(r"(?<!\w)(?:not the case|denie[sd]|said no|dismissed|rejected|ruled out)(?!\w)")


def does_not_end(candidate: Candidate) -> bool:
    """ "Waymo has not ended its alliance with Uber": what is denied is the end, not the deal."""
    group = candidate.group
    return (
        candidate.rule.startswith("noun/") and group is not None and not _ENDING.isdisjoint({group.main, *group.words})
    )


_ENDING = END_WORDS | {"drop", "leave"}


def hangs_on_its_verb(candidate: Candidate) -> bool:
    """Whether a word that was weighed stands so near behind its verb that what takes back the verb takes it back."""
    level, group = candidate.level, candidate.group
    if group is None or candidate.cue not in level.tokens:
        return False
    place = level.tokens.index(candidate.cue)
    between = (other for other in level.groups if group.last < other.first <= place)
    return group.first <= place <= group.last + _HANGS and next(between, None) is None


_HANGS = 8
_NO_REACH = {"noun": 4, "hunch": 4, "relation": 2}


def _plain(level: Level, first: int, last: int) -> str:
    """The words of a stretch with a mark for each company, whose name may be a word."""
    return " ".join(
        "@" if level.tokens[place].sort == "E" else level.words[place]
        for place in range(first, min(last, len(level.words)))
    )


def _is_denied(words: Sequence[str]) -> bool:
    if "never" in words or "not" in words:
        return True
    return "n't " in " ".join(words) + " "


_HARDLY = frozenset({"hardly", "barely", "scarcely", "rarely"})


def _of_neither(level: Level, group: Group) -> bool:
    """ "Neither Toyota nor Honda has invested", "nor did it invest"."""
    words = level.words
    if "nor" in words[max(0, group.first - 3) : group.first] and "neither" not in words:
        return True
    first = group.subject.first if group.subject is not None else group.first
    place = next((k for k in range(min(first, group.first), max(-1, first - 4), -1) if words[k] == "neither"), -1)
    if place < 0 or any(level.verbs[place:first]):
        return False
    return place < first or "nor" in words[first : group.first]


_WITHHELD = re.compile(
    r"(?<!\w)(?<!never )(?<!not )(?:(?:refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|fail(?:s|ed|ing)?|neglect(?:s|ed)"
    r"|unlikely|unable|unwilling|reluctant|loath) to (?:\w+ )?[\w-]+"
    r"|(?:(?:stop(?:s|ped)?|fell|falls?) short of|far from|instead of|rather than|opposed to|rule[sd] out"
    r"|(?:decid|advis|vot)\w+ against|no (?:interest|intention|point|chance|thought|question|prospect) (?:in|of)"
    r"|(?:refrain|shied|shies|kept)\w* (?:away )?from) (?:@ )?(?:\w+ly )?[\w-]+ing(?: [\w-]+)?)(?: [\w-]+)?$"
)
"""Words that lead up to a verb and say that it does not come about; the verb itself stands at the end."""

_NO_SIGN = re.compile(
    r"(?<!\w)(?<!no )(?:no (?:\w+ )?(?:signs?|evidence|proof|indication|hint|suggestion|reason)|not true|untrue|false"
    r"|not the case|nothing (?:suggests|indicates|shows)|unlikely|impossible|doubt(?:s|ed)?|inconceivable)"
    r" (?:to (?:suggest|think|believe) )?that(?:(?! (?:but|and) ).)*$"
)
"""What says that the clause behind "that" is not so."""

_WISH = re.compile(
    r"(?<!\w)(?:(?:would|'d) (?:\w+ )?(?:love|like|prefer|be (?:\w+ )?"
    r"(?:happy|glad|delighted|pleased|thrilled|open|keen)) to (?:\w+ )?"
    r"|wish(?:es|ed)? (?:that )?(?:@|\w+)(?: had| would| could| \w+)? )[\w-]+(?: [\w-]+)?$"
)
"""What somebody would like, and nobody has."""


def _is_wish(words: Sequence[str]) -> bool:
    """ "should work with", "could have bought"."""
    return not _SHOULD.isdisjoint(words) or tuple(words[:2]) in {("could", "have"), ("would", "have")}


_SHOULD = frozenset({"should", "ought"})


def _is_condition(level: Level, group: Group) -> bool:
    """ "If Apple bought", "had Apple bought", "nobody knows whether Apple buys": a clause that only supposes."""
    words = level.words
    first = group.subject.first if group.subject is not None and group.subject.first < group.first else group.first
    opener = max((k for k in range(max(0, first - 4), first) if words[k] in _SUPPOSING), default=-1)
    if opener >= 0 and not any(level.verbs[opener + 1 : first]) and "," not in words[opener:first]:
        return words[opener] != "whether" or _WEIGHED.isdisjoint(words[max(0, opener - 4) : opener])
    inverted = first > 0 and words[first - 1] in _INVERTED and (first == 1 or words[first - 2] in {",", "but", "and"})
    if inverted and level.tokens[first].sort == "E":
        return True
    would_if = group.words[:1] == ("would",) and "if" in words[group.last : group.last + 2 * _BACK]
    return would_if and not any(other.main in REPORT_VERBS for other in level.groups if other.first < group.first)


_SUPPOSING = frozenset({"if", "unless", "whether", "suppose", "supposing", "imagine", "assuming", "lest"})
_INVERTED = frozenset({"had", "were", "should"})
_WEIGHED = words_of(
    "consider considers considering considered weigh weighs weighing weighed discuss discusses discussing discussed "
    "explore explores exploring explored study studies studying studied examine examines examining examined mulling "
    "debating decide decides deciding evaluating talks looking looks"
)
"""Who considers whether to buy has it in mind; who wonders whether another will buy does not know."""
