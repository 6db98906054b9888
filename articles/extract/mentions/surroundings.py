"""A name's surroundings: the words before and after it, whether it opens a sentence, whether its line is a headline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

REACH_LEFT = 64
REACH_RIGHT = 110
"""Characters looked at on either side. What says "company" stands closer than that."""

LINE = re.compile(r"[^\n]+")
FIRST_WORD = re.compile(r"[\s,]*([^\s,;:()\[\]\"“”]+)")
STOP = re.compile(r"[.!?\n](?:(?<=\n)|['\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9]))")
ABBREVIATED = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|Mr|Mrs|Ms|Dr|Prof|St|No|vs|Jr|Sen|Gov|Gen|Rep)|\b[A-Z])\.\s*$")
LETTERS = re.compile(r"[^\W\d_]{2,}")
OPENING = ' \t(["“”'
QUOTE_MARKS = " \t\"“”'‘’([—–-*•«„>|"


@dataclass(slots=True)
class Page:
    """Title and text as one string with plain marks, and where its lines and headlines are."""

    plain: str
    shift: int
    """Where the text begins; what stands before is the title."""
    _starts: list[int] = field(default_factory=list)
    _headlines: list[bool] = field(default_factory=list)
    _stops: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in LINE.finditer(self.plain):
            self._starts.append(line.start())
            self._headlines.append(line.end() - line.start() < 160 and _is_headline(line[0]))

        self._stops.extend(
            stop.end()
            for stop in STOP.finditer(self.plain)
            if stop[0] == "\n" or not ABBREVIATED.search(self.plain, max(0, stop.start() - 6), stop.start() + 1)
        )

    def in_headline(self, position: int) -> bool:
        """Whether most words of the line are capitalised, so that capitals mean nothing."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and self._headlines[index]

    def opens_sentence(self, start: int) -> bool:
        """Whether the word at ``start`` would be capitalised anyway: the first of a sentence, a line or a quotation."""
        place = start - 1
        while place >= 0 and place > start - 8 and self.plain[place] in QUOTE_MARKS:
            place -= 1
        if place < 0 or self.plain[place] in "\n!?:•·|":
            return True
        return self.plain[place] == "." and not ABBREVIATED.search(self.plain, max(0, place - 6), place + 1)

    def before(self, start: int) -> str:
        """The words of the same sentence just before ``start``."""
        index = bisect_right(self._stops, start) - 1
        bound = self._stops[index] if index >= 0 else 0
        return self.plain[max(bound, start - REACH_LEFT) : start]

    def after(self, end: int) -> str:
        """What follows ``end`` in the same line."""
        right = self.plain[end : end + REACH_RIGHT]
        cut = right.find("\n\n")
        return right if cut < 0 else right[:cut]


def last_word(left: str) -> str:
    """The last word of ``left`` as written, with its comma if it bears one."""
    words = left[-40:].rstrip(OPENING).rsplit(None, 1)
    return words[-1].lstrip(OPENING) if words else ""


def first_word(right: str) -> str:
    """The first word of ``right``; "" when nothing follows."""
    match = FIRST_WORD.match(right)
    return match[1].rstrip(".!?'") if match else ""


def _is_headline(line: str) -> bool:
    if line.rstrip()[-1:] in ".,;":
        return False
    words = [word for word in LETTERS.findall(line) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)


def overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of ``spans`` (sorted) overlaps ``start:end``."""
    index = bisect_right(spans, (start, end))
    return (index < len(spans) and spans[index][0] < end) or (index > 0 and spans[index - 1][1] > start)
