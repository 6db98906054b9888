"""What each word of a sentence counts for when pairs are weighed: its classes, what it leans to, its signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.extract.claims.classes import CLASSES
from articles.extract.claims.leanings import LEANINGS
from articles.extract.claims.lexicon import PREPOSITIONS, RELATIVE, SUBORDINATORS, words_of

_GRAMMAR = PREPOSITIONS | RELATIVE | SUBORDINATORS | words_of(
    "and or but its their both also , : ; ( ) - – — \" “ ” not will be is are was were has have had been"
)  # fmt: skip
_SORTS = {name: ".".join(name.split(".")[:2]) for names in CLASSES.values() for name in names if "." in name}
"""Class → the sort of cue it is, less its finer part: "r.supply" of "r.supply.a"."""
SORT_BITS = [(1 << bit, sort) for bit, sort in enumerate(sorted(set(_SORTS.values())))]
_BIT_OF = {name: bit for bit, sort in SORT_BITS for name in _SORTS if _SORTS[name] == sort}
"""Class → the bit of its sort."""


@dataclass(slots=True, eq=False)
class Word:
    """What a word between two companies counts for, whatever the sentence."""

    classes: tuple[str, ...]
    cues: tuple[str, ...]
    """Its signs if it is a cue or a word of grammar."""
    sorts: int
    """The sorts of cue it is, a bit for each of ``SORT_BITS``."""
    plain: tuple[str, ...]
    """Its sign if it is any other word; it counts only where the two stand close together."""
    before_p: tuple[str, ...]
    """Its signs where it stands before the first company."""
    behind_q: tuple[str, ...]
    """Its signs where it stands behind the second."""
    noun: bool
    """Whether it is the noun of a deal or a relation."""


@lru_cache(maxsize=4096)
def look_up(key: str) -> Word:
    """What a word counts for: verbs as lemmas. Remembered, since every article is made of much the same words."""
    classes = CLASSES.get(key, ())
    cues = (f"m:{key}", *(f"M.{name}" for name in classes)) if classes or key in _GRAMMAR else ()
    leanings = LEANINGS.get(key, ())
    sorts = sum({_BIT_OF[name] for name in classes if name in _BIT_OF})
    plain = () if cues else (f"m:{key}",)
    cues += tuple(f"M.{name}" for name in leanings)
    names = classes + leanings
    far = {side: tuple(f"{side}far:{name}" for name in names) for side in "pq"}
    return Word(names, cues, sorts, plain, far["p"], far["q"], any(map(is_noun, classes)))


def is_noun(name: str) -> bool:
    """Whether a class is one of the nouns of a deal or a relation."""
    return name.startswith(("n.", "r."))
