"""Which words are verbs, and which of them belong together: "has agreed in April 2017 to build"."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extract.claims.chunks import Stream
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

_PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _frame in VERB_FRAMES.values():
    for _verb in _frame:
        _parts = tuple(_verb.split())
        if len(_parts) > 1:
            _PHRASES.setdefault(_parts[0], []).append(_parts)
for _tails in _PHRASES.values():
    _tails.sort(key=len, reverse=True)


def is_verb(tokens: Sequence[Token], stream: Stream, k: int) -> bool:
    """Whether a known form of a known verb stands at a stream place as a verb, not as a noun or an adjective."""
    token = tokens[stream[k]]
    if not token.form:
        return False
    if token.form == "aux":
        return True
    before = token_before(tokens, stream, k)
    if before is None:
        return token.form == "ing" or (token.form == "ed" and k == 0)
    if (before.low in DETERMINERS and not (before.low == "that" and token.form in {"s", "ed"})) or (
        before.sort == "E" and before.possessive
    ):
        return False
    if token.form == "ing":
        if k + 1 == len(stream) or (tokens[stream[k + 1]].sort == "P" and before.form != "aux"):
            return False
        if (
            token.low in ING_NOUNS
            and before.form != "aux"
            and before.low not in {"by", "while", "after", "before", ","}
        ):
            return False
        if before.sort == "M" or (before.sort == "W" and before.low.endswith(("ed", "al"))):
            return before.lemma in _LEADS_TO_ING
        return before.form in {"", "aux"} or before.lemma in _LEADS_TO_ING
    if token.form == "ed":
        return before.low not in PREPOSITIONS or before.low in {"as", "than"}
    return _is_finite(tokens, stream, k, token, before)


_LEADS_TO_ING = frozenset(
    {"begin", "start", "stop", "cease", "continue", "keep", "consider", "go", "discuss", "explore", "end", "finish"}
)


_BEFORE_VERB = frozenset(
    "to not and or they we you i them most others many who which that it he she".split()  # noqa: SIM905
)
_AFTER_VERB = frozenset({"with", "up", "on", "to", "in", "about", "around", "more", "over", "at", "nearly", "roughly"})


def _is_finite(tokens: Sequence[Token], stream: Stream, k: int, token: Token, before: Token) -> bool:
    """Base and -s forms, which are often nouns."""
    if before.low in _BEFORE_VERB:
        return not (before.low in {"and", "or"} and token.lemma in NOUN_LIKE and token.form == "base")
    if before.form == "aux":
        return before.low not in {"have", "has", "had"} or token.form == "ed" or token.low in {"come", "run", "put"}
    if before.low in PREPOSITIONS or before.sort == "P":
        return before.low == "," and token.form == "s" and token.lemma not in NOUN_LIKE
    after = tokens[stream[k + 1]] if k + 1 < len(stream) else None
    if before.sort in "ED":
        if token.lemma not in NOUN_LIKE:
            return True
        if token.form == "base":
            return after is not None and (after.low in _AFTER_VERB or after.low in DETERMINERS or after.sort in "EM")
        return after is not None and after.sort != "P" and not after.form and after.low not in {"of", "and", "for"}
    if token.form == "s":
        return token.lemma not in NOUN_LIKE and before.low != "of" and (after is None or after.low != "of")
    return before.low.endswith("s") and token.lemma not in NOUN_LIKE


# ------------------------------------------------------------------ verb groups


def read_group(tokens: Sequence[Token], level: Level, place: int) -> Group:
    """The verb group that begins at a stream place: auxiliaries, adverbs, "to", catenatives and the main verb."""
    stream = level.stream
    words: list[str] = []
    chain: list[str] = []
    main, form, passive, at, last = "", "", False, place, place
    auxiliary = ""
    while at < len(stream):
        token = tokens[stream[at]]
        if token.form == "aux" and token.sort == "W":
            if main and auxiliary == "" and not _continues(tokens, stream, at, main):
                break
            words.append(token.low)
            auxiliary = token.low
            last = at
        elif token.low in ADVERBS or token.low in {"not", "n't"} or _owned_next(tokens, stream, at):
            words.append(token.low)
        elif token.low == "to" and _to_verb(tokens, stream, at) and (not main or main in CATENATIVES or _be_to(words)):
            words.append("to")
        elif token.low in CATENATIVES and not token.form and _to_verb(tokens, stream, at + 1):
            words.append(token.low)
            chain.append(token.low)
        elif token.form and token.sort == "W" and (not main or _continues(tokens, stream, at, main)):
            if main:
                chain.append(main)
            main, last = _phrase(tokens, stream, at, token.lemma)
            words.extend(tokens[stream[k]].low for k in range(at, last + 1))
            form = token.form
            passive = form == "ed" and auxiliary in _BE
            auxiliary = ""
            at = last
        elif not _verb_after_date(tokens, stream, at):
            break
        at += 1
    if not main:
        main, form = ("be" if auxiliary in _BE else "have" if auxiliary in {"has", "have", "had"} else auxiliary), "aux"
    return Group(place, last, main, form, tuple(words), tuple(chain), passive, level=level.number)


_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"})


def _owned_next(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    """ "is *majority* owned by", "is *70 %* owned by"."""
    if at + 1 >= len(stream) or tokens[stream[at + 1]].low not in {"owned", "controlled", "held"}:
        return False
    return tokens[stream[at]].sort == "M" or tokens[stream[at]].low in {"majority", "wholly", "partly", "jointly"}


def _be_to(words: Sequence[str]) -> bool:
    return bool(words) and words[-1] in _BE | {"has", "have", "had"}


def _to_verb(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    """Whether "to" and a verb's base form stand here, adverbs between allowed."""
    if at >= len(stream) or tokens[stream[at]].low != "to":
        return False
    for k in range(at + 1, min(len(stream), at + 4)):
        token = tokens[stream[k]]
        if token.low in ADVERBS:
            continue
        return token.form in {"base", "aux"} or token.lemma == token.low != ""
    return False


def _date_next(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    return at + 1 < len(stream) and tokens[stream[at + 1]].sort == "D"


def _verb_after_date(tokens: Sequence[Token], stream: Stream, at: int) -> bool:
    """ "agreed in April 2017 to build": the group goes on behind the date."""
    begins = tokens[stream[at]].sort == "D" or (
        tokens[stream[at]].low in {"in", "on"} and _date_next(tokens, stream, at)
    )
    for k in range(at, min(len(stream), at + 4)) if begins else ():
        token = tokens[stream[k]]
        if token.low == "to":
            return _to_verb(tokens, stream, k)
        if token.sort != "D" and token.low not in {"in", "on"}:
            return False
    return False


def _continues(tokens: Sequence[Token], stream: Stream, at: int, main: str) -> bool:
    """Whether the verb here is what an earlier verb of the group leads up to: "plans to *build*", "began *testing*"."""
    token, before = tokens[stream[at]], tokens[stream[at - 1]]
    if before.low == "to" or (before.low in ADVERBS and at > 1 and tokens[stream[at - 2]].low == "to"):
        return token.form in {"base", "aux"} or token.lemma == token.low
    if token.form == "ing":
        return main in _LEADS_TO_ING
    return token.form == "ed" and before.form == "aux" and main in {"be", "have", ""}


def _phrase(tokens: Sequence[Token], stream: Stream, at: int, lemma: str) -> tuple[str, int]:
    """The longest known phrase that begins with this verb, and its last place."""
    for parts in _PHRASES.get(lemma, ()):
        end = at + len(parts)
        if end <= len(stream) and all(tokens[stream[at + k]].low == parts[k] for k in range(1, len(parts))):
            return " ".join(parts), end - 1
    return lemma, at
