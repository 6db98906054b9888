"""Which words are verbs, and which of them belong together: "has agreed in April 2017 to build"."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extract.claims.cues import VERB_FRAMES
from articles.extract.claims.lexicon import (
    ADVERBS,
    CATENATIVES,
    DETERMINERS,
    ING_NOUNS,
    NOUN_LIKE,
    PREPOSITIONS,
)
from articles.extract.claims.skeleton import Group, Level, token_before
from articles.extract.claims.tokens import Token

_PHRASES: dict[tuple[str, str], list[tuple[str, ...]]] = {}
"""The first two words of a phrase → all phrases that begin so, the longest first."""
for _frame in VERB_FRAMES.values():
    for _verb in _frame:
        _parts = tuple(_verb.split())
        if len(_parts) > 1:
            _PHRASES.setdefault((_parts[0], _parts[1]), []).append(_parts)
for _tails in _PHRASES.values():
    _tails.sort(key=len, reverse=True)


def is_verb(here: Sequence[Token], k: int) -> bool:
    """Whether a known form of a known verb stands at a level's place as a verb, not as a noun or an adjective."""
    token = here[k]
    form = token.form
    if not form or form == "aux":
        return form == "aux"
    before = token_before(here, k)
    if before is None:
        return (form == "ing" and not _is_adjective(here, k)) or (form == "ed" and k == 0)
    low = before.low
    if token.low == "including" and before.form != "aux":
        return False
    if (low in DETERMINERS and not (low == "that" and form in {"s", "ed"})) or (
        before.possessive and before.sort == "E"
    ):
        return False
    if form == "ing":
        return _is_participle(here, k, token, before)
    if form == "ed":
        return low not in PREPOSITIONS or low in {"as", "than"}
    return _is_finite(here, k, token, before)


def _is_participle(here: Sequence[Token], k: int, token: Token, before: Token) -> bool:
    """Forms in -ing, which are often nouns or adjectives."""
    if k + 1 == len(here) or (here[k + 1].sort == "P" and before.form != "aux"):
        return False
    if _is_adjective(here, k):
        return False
    if token.low in ING_NOUNS and before.form != "aux" and before.low not in _BEFORE_ING:
        return False
    if before.sort == "M" or (before.sort == "W" and before.low.endswith(("ed", "al"))):
        return before.lemma in _LEADS_TO_ING
    return before.form in {"", "aux"} or before.lemma in _LEADS_TO_ING


def _is_adjective(here: Sequence[Token], k: int) -> bool:
    """ "Existing shareholders Toyota and Uber": said of what follows, and nothing that anybody does."""
    after = here[k + 1] if k + 1 < len(here) else None
    return here[k].low in _ADJECTIVES and after is not None and after.sort == "W" and after.low not in _ADVERBS


_ADJECTIVES = frozenset({"existing", "leading", "remaining", "following", "competing", "participating"})
_BEFORE_ING = frozenset({"by", "while", "after", "before", ","})
_LEADS_TO_ING = frozenset(
    {"begin", "start", "stop", "cease", "continue", "keep", "consider", "go", "discuss", "explore", "end", "finish"}
)


_BEFORE_VERB = frozenset(
    "to not and or they we you i them most others many who which that it he she".split()  # noqa: SIM905
)
_AFTER_VERB = frozenset(
    "stakes stake shares with up on to in about around more over at nearly roughly".split()  # noqa: SIM905
)


def _is_finite(here: Sequence[Token], k: int, token: Token, before: Token) -> bool:
    """Base and -s forms, which are often nouns."""
    if before.low in _BEFORE_VERB:
        return not (before.low in {"and", "or"} and token.lemma in NOUN_LIKE and token.form == "base")
    if before.form == "aux":
        if token.form == "s":
            return False  # "are rivals of"
        return before.low not in {"have", "has", "had"} or token.form == "ed" or token.low in {"come", "run", "put"}
    if before.low in PREPOSITIONS or before.sort == "P":
        return before.low == "," and token.form == "s" and token.lemma not in NOUN_LIKE
    after = here[k + 1] if k + 1 < len(here) else None
    if before.sort in "ED":
        if token.lemma not in NOUN_LIKE or here[k - 1] is not before:  # "Hyundai and Aptiv each hold"
            return True
        if token.form == "base":
            return after is not None and (after.low in _AFTER_VERB or after.low in DETERMINERS or after.sort in "EM")
        return after is not None and after.sort != "P" and not after.form and after.low not in {"of", "and", "for"}
    if token.form == "s":
        return token.lemma not in NOUN_LIKE and before.low != "of" and (after is None or after.low != "of")
    return before.low.endswith("s") and token.lemma not in NOUN_LIKE


# ------------------------------------------------------------------ verb groups


def read_group(level: Level, place: int) -> Group:
    """The verb group that begins at a level's place: auxiliaries, adverbs, "to", catenatives and the main verb."""
    here = level.tokens
    words: list[str] = []
    chain: list[str] = []
    main, form, passive, at, last = "", "", False, place, place
    auxiliary = ""
    while at < len(here):
        token = here[at]
        low = token.low
        if token.form == "aux":
            if main and auxiliary == "" and not _continues(here, at, main):
                break
            words.append(low)
            auxiliary = low
            last = at
        elif (
            low in _ADVERBS
            or (at + 1 < len(here) and here[at + 1].low in _OWNED and _is_share(token))
            or (low == "to" and _leads_on(here, at, main, words))
        ):
            words.append(low)
        elif not token.form and low in CATENATIVES and _to_verb(here, at + 1):
            words.append(low)
            chain.append(low)
        elif token.form and not (token.form == "s" and auxiliary) and (not main or _continues(here, at, main)):
            if main:
                chain.append(main)
            main, last = _phrase(here, at, token.lemma)
            words.extend(level.words[at : last + 1])
            form = token.form
            passive = form == "ed" and auxiliary in _BE
            auxiliary = ""
            at = last
        elif (token.sort != "D" and low not in _BEFORE_DATE) or not _verb_after_date(here, at):
            break
        at += 1
    if not main:
        main, form = ("be" if auxiliary in _BE else "have" if auxiliary in {"has", "have", "had"} else auxiliary), "aux"
    return Group(place, last, main, form, tuple(words), tuple(chain), passive, level=level.number)


_ADVERBS = ADVERBS | {"not", "n't"}
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"})


_OWNED = frozenset({"owned", "controlled", "held"})


def _is_share(token: Token) -> bool:
    """ "is *majority* owned by", "is *70 %* owned by"."""
    return token.sort == "M" or token.low in {"majority", "wholly", "partly", "jointly"}


def _leads_on(here: Sequence[Token], at: int, main: str, words: Sequence[str]) -> bool:
    """Whether the "to" here leads on to another verb of the group: "plans to", "is to", "has to"."""
    return _to_verb(here, at) and (not main or main in CATENATIVES or (bool(words) and words[-1] in _BE_TO))


_BE_TO = _BE | {"has", "have", "had"}


def _to_verb(here: Sequence[Token], at: int) -> bool:
    """Whether "to" and a verb's base form stand here, adverbs between allowed."""
    if at >= len(here) or here[at].low != "to":
        return False
    for token in here[at + 1 : at + 4]:
        if token.low not in ADVERBS:
            return token.form in {"base", "aux"} or token.lemma == token.low != ""
    return False


def _date_next(here: Sequence[Token], at: int) -> bool:
    return at + 1 < len(here) and here[at + 1].sort == "D"


def _verb_after_date(here: Sequence[Token], at: int) -> bool:
    """ "agreed in April 2017 to build": the group goes on behind the date."""
    if here[at].sort != "D" and not (here[at].low in _BEFORE_DATE and _date_next(here, at)):
        return False
    for k in range(at, min(len(here), at + 4)):
        token = here[k]
        if token.low == "to":
            return _to_verb(here, k)
        if token.sort != "D" and token.low not in _BEFORE_DATE:
            return False
    return False


_BEFORE_DATE = frozenset({"in", "on"})


def _continues(here: Sequence[Token], at: int, main: str) -> bool:
    """Whether the verb here is what an earlier verb of the group leads up to: "plans to *build*", "began *testing*"."""
    token, before = here[at], here[at - 1]
    if before.low == "to" or (before.low in ADVERBS and at > 1 and here[at - 2].low == "to"):
        return token.form in {"base", "aux"} or token.lemma == token.low
    if token.form == "ing":
        return main in _LEADS_TO_ING
    return token.form == "ed" and before.form == "aux" and main in {"be", "have", ""}


def _phrase(here: Sequence[Token], at: int, lemma: str) -> tuple[str, int]:
    """The longest known phrase that begins with this verb, and its last place."""
    following = here[at + 1].low if at + 1 < len(here) else ""
    for parts in _PHRASES.get((lemma, following), ()):
        end = at + len(parts)
        if end <= len(here) and all(here[at + k].low == parts[k] for k in range(2, len(parts))):
            return " ".join(parts), end - 1
    return lemma, at
