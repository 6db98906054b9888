"""Thousands of spellings found in one pass: an Aho-Corasick automaton with word boundaries, longest first.

Text and spellings are folded alike and to the same length: case, no-break and narrow spaces, typographic hyphens
and apostrophes. So offsets found in the folded text are offsets into the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

Meaning = TypeVar("Meaning")

SPACES = "\u00a0\u2007\u2009\u202f\u2002\u2003\u2005\u2006\u2008\u200a\u3000\t\r"
HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d\u00ad"
EAST_ASIAN = "\u2e80"
"""The first character of the scripts that are written without spaces."""

IN_WORDS = r"A-Za-z0-9_\u00aa\u00b5\u00ba\u00c0-\u1fff\u2c00-\u2dff\u3040-\ud7ff"
"""For a character class: what words are made of. A class of ranges is searched twice as fast as ``\\W``."""

APOSTROPHES = "\u2018\u2019\u02bc\u00b4\u0060\u2032\uff07"
FOLDING = tuple((char, plain) for chars, plain in ((SPACES, " "), (HYPHENS, "-"), (APOSTROPHES, "'")) for char in chars)


class Spelled(NamedTuple, Generic[Meaning]):
    """One spelling found at ``start:end``, and everything that is spelled so."""

    start: int
    end: int
    meanings: Sequence[tuple[str, Meaning]]
    """(the spelling as the catalogue writes it, what it means)"""


def fold_marks(text: str) -> str:
    """The text with plain spaces, hyphens and apostrophes, character for character."""
    for char, plain in FOLDING:  # most texts hold two or three of these; a table look-up for every letter costs more
        if char in text:
            text = text.replace(char, plain)
    return text


def fold_case(text: str) -> str:
    """Lower case without changing the length (``İ`` would grow)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


class Spellings(Generic[Meaning]):
    """A fixed set of spellings. ``find`` costs one pass over the text whatever their number."""

    def __init__(self, spellings: Iterable[tuple[str, Meaning]]) -> None:
        table: dict[str, list[tuple[str, Meaning]]] = {}
        for text, meaning in spellings:
            plain = fold_marks(text).strip()
            if plain:
                table.setdefault(fold_case(plain), []).append((plain, meaning))
        self._meanings = list(table.values())
        # a contiguous automaton is small enough to stay in the processor's cache between two texts: faster than a DFA
        self._automaton = AhoCorasick(list(table), implementation=Implementation.ContiguousNFA) if table else None

    def find(self, plain: str) -> list[Spelled[Meaning]]:
        """Spellings in ``plain`` (marks already folded), longest first, never overlapping, in text order."""
        if self._automaton is None:
            return []
        lower = fold_case(plain).replace("\n", " ")  # a name may be wrapped over two lines
        spans = [
            (start, -end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True)
            if stands_alone(plain, start, end)
        ]
        spans.sort()
        found: list[Spelled[Meaning]] = []
        free_from = 0
        for start, negative_end, number in spans:
            if start < free_from:
                continue
            end = -negative_end
            written = plain[start:end]
            meanings = [pair for pair in self._meanings[number] if cased_alike(written, pair[0])]
            if meanings:
                found.append(Spelled(start, end, meanings))
                free_from = end
        return found


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is no part of a longer word, address or number. Han and kana need no boundary."""
    before = text[start - 1] if start else " "
    if before != " ":
        if before.isalnum() and before < EAST_ASIAN and text[start] < EAST_ASIAN:
            return False
        if before in "@/_" or (before == "." and start > 1 and text[start - 2].isalnum()):
            return False
    after = text[end] if end < len(text) else " "
    if after in " ,":  # the usual cases first: every second spelling found is a part of some word
        return True
    if after.isalnum() and after < EAST_ASIAN and text[end - 1] < EAST_ASIAN:
        # "Teslas", "the electric Jaguars": a maker's name for its cars
        return after == "s" and end - start > 3 and not text[end + 1 : end + 2].isalnum() and text[end - 1].isalpha()
    if after == "." and text[end + 1 : end + 2].islower():
        return False  # waymo.com
    return after not in "@_"


def cased_alike(written: str, spelling: str) -> bool:
    """Whether ``written`` has the spelling's capitals, or more of them (headlines), but never fewer.

    Short all-capital names (``GM``, ``HERE``, ``MAN``) and names in small letters must stand exactly so, the latter
    with a capital first letter too.
    """
    if written == spelling:
        return True
    if len(spelling) <= 4 and spelling.isupper():
        return False
    if written.isupper():
        return len(spelling) > 2
    small = spelling[0].islower()
    at_word_start = True
    for mark, wanted in zip(written, spelling, strict=True):
        if at_word_start and wanted.isupper() and not mark.isupper():
            return False
        at_word_start = not mark.isalnum()
    if small:
        return written[0].isupper() or not spelling.isalpha()
    return True
