"""Text → sentences with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex

LONGEST = 2_000
"""Characters. A longer "sentence" is a list, a table or an attack; it is cut so that nothing after it costs more."""

WINDOW = 4_000
"""Characters given to the splitter at once: its cost on quotation marks in a row is quadratic."""

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
LINE = re.compile(r"[^\n]+")
BULLET = re.compile(r"[^\S\n]*(?:[-–—*•◦▪·‣►]|\(?\d{1,2}[.)]|#+)\s")

# After these a full stop ends no sentence unless a typical first word follows.
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'/-])(?:Inc|Corp|Co|Cos|Ltd|LLC|L\.L\.C|L\.P|S\.A|N\.V|A\.G|S\.p\.A|Bros|Mfg|Intl|Pte|Pty|Bhd|plc|Plc|"
    r"(?:[A-Z]\.)+[A-Z]|[A-Z]|[ap]\.m|etc|approx|Ariz|Calif|Colo|Conn|Fla|Ill|Ind|Mass|Mich|Minn|Miss|Mo|Nev|Ont|Ore|Pa|"
    r"Penn|Tenn|Tex|Va|Wash|Wis|Que|Alta|Jr|Sr|Ph\.D|Fred|Geo|Wm|Chas|Thos)\.[\"”’')]*\s+$"
)
# After these a full stop never ends a sentence: something always follows.
PREFIX = re.compile(
    r"(?:^|[\s(“\"'/-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gov|Sen|Rep|Gen|Col|Lt|Capt|Sgt|Hon|Rev|St|Mt|Ft|Messrs|Fred|vs|v|cf|e\.g|"
    r"i\.e|Fig|Figs|Nr|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Chas|Geo)\.\s+$"
)
LONGEST_SHORT = 6
"""Letters. A longer word before a full stop is no abbreviation."""
NUMBER = re.compile(r"(?:^|[\s(])(?:No|Nos|no|Art|Sec|pp|p|Vol|ca|c)\.\s+$")
BRAND = re.compile(r"(?:Yahoo!|Yum!|Jeopardy!|Guess\?|E!|Chips Ahoy!|Joyn!|Jet\.com|Toys?\sR\sUs\.)\s+$")
FIRST_WORD = re.compile(r"[“\"‘'(\[]*(\w+)")
OPENERS = frozenset(
    """
    The A An It Its In On At By But And Or So Yet For From He She His Her They Their We Our I You Your This That
    These Those There Here If When While As After Before Since With Without Under Both Neither Nobody Some Most
    Many Several Other Others Another All Not No To What Who Why How Where Which Last Next Until Once Now Then
    Also Although Though However Meanwhile Separately Earlier Later According Analyst Analysts Share Shares Such
    One Two Three Whoever Whether Because Despite During Founded Based Headquartered Financial Terms Only Even
    Still About
""".split()  # noqa: SIM905
)
"""Words that open a sentence more often than they follow an abbreviation."""
LOWER = re.compile(r"[“\"‘'(]*[a-z]")
BREAK = re.compile(r"[;,；，、]?\s+|[;,；，、]")


class Sentence(NamedTuple):
    """``text[start:end]`` of the article, in paragraph number ``paragraph`` (from 0)."""

    start: int
    end: int
    paragraph: int


def find_sentences(text: str) -> list[Sentence]:
    """Sentences in order, never across a blank line; abbreviations, brands with dots and closing quotes kept whole.

    Headings and list items on lines of their own are sentences; a line that merely wraps is joined to the next one.
    None is longer than ``LONGEST`` characters.
    """
    found: list[Sentence] = []
    for number, (begin, stop) in enumerate(find_paragraphs(text)):
        for start, end in _blocks(text, begin, stop):
            mark = BULLET.match(text, start, end)  # the splitter takes all behind a "•" for one sentence
            pieces = _join_pieces(text, _pieces(text, mark.end() if mark else start, end))
            for first, last in pieces:
                opens = start if mark and first == mark.end() else first
                if last - opens > LONGEST:
                    found.extend(Sentence(*span, number) for span in _cut(text, opens, last))
                    continue
                piece = text[opens:last].lstrip()
                if piece:
                    found.append(Sentence(last - len(piece), last - len(piece) + len(piece.rstrip()), number))
    return found


def find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """What stands between blank lines, empty paragraphs left out."""
    begin = 0
    for blank in BLANK_LINE.finditer(text):
        if not text[begin : blank.start()].isspace() and blank.start() > begin:
            yield begin, blank.start()
        begin = blank.end()
    if begin < len(text) and not text[begin:].isspace():
        yield begin, len(text)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: a wrapped line goes on, a heading or a list item stands alone."""
    begin, last = start, None
    for line in LINE.finditer(text, start, end):
        if last is not None and _breaks(text, last, line):
            yield begin, last.end()
            begin = line.start()
        last = line
    if last is not None:
        yield begin, last.end()


def _breaks(text: str, line: re.Match[str], following: re.Match[str]) -> bool:
    tail = text[max(line.start(), line.end() - 12) : line.end()].rstrip()
    if not tail or tail[-1] in '.!?:。！？”"’)»':
        return True
    if BULLET.match(text, following.start(), following.end()) or BULLET.match(text, line.start(), line.end()):
        return True
    head = text[following.start() : following.start() + 20].lstrip()
    return line.end() - line.start() < 60 and not head[:1].islower()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What ``sentencex`` takes for sentences, as spans of the whole text."""
    while start < end:
        stop = end if end - start <= WINDOW else _window_end(text, start)
        block = text[start:stop].replace("\n", " ")
        for piece in sentencex.get_sentence_boundaries("en", block):
            yield start + piece["start_index"], start + piece["end_index"]
        start = stop


def _window_end(text: str, start: int) -> int:
    """The last place in the window where a sentence or at least a word ends."""
    for mark in (". ", "。", " "):
        place = text.rfind(mark, start + WINDOW // 2, start + WINDOW)
        if place >= 0:
            return place + len(mark)
    return start + WINDOW


def _join_pieces(text: str, pieces: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Put together what was parted at an abbreviation, an initial, a brand, or before a closing quote."""
    begin = last = -1
    for start, end in pieces:
        if begin < 0:
            begin = start
        elif not _goes_on(text, begin, start, end):
            yield begin, last
            begin = start
        last = end
    if begin >= 0:
        yield begin, last


def _goes_on(text: str, begin: int, start: int, end: int) -> bool:
    tail = text[max(begin, start - 24) : start]
    head = text[start : min(end, start + 40)]
    if head.strip() in {"”", '"', "’", "'", "」", "』", ")", "）"}:
        return True
    stop = tail.rstrip()
    if stop.endswith(".") and len(stop) > LONGEST_SHORT and stop[-LONGEST_SHORT - 2 : -1].isalpha():
        return False
    if LOWER.match(head):
        # "“Why now?” asked one analyst", "Yahoo! said"; a list item in small letters is no such thing
        return stop[-1:] in "!?”\"’'" or bool(ABBREVIATION.search(tail) or PREFIX.search(tail))
    if PREFIX.search(tail) or (NUMBER.search(tail) and head[:1].isdigit()):
        return True
    first = FIRST_WORD.match(head)
    if first is not None and first[1] in OPENERS:
        return False
    return bool(ABBREVIATION.search(tail) or BRAND.search(tail))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without its outer spaces, in pieces of at most ``LONGEST``, cut at a space or comma if there is one."""
    while end - start > LONGEST:
        middle = start + LONGEST // 2
        cut = max((match.end() for match in BREAK.finditer(text, middle, start + LONGEST)), default=start + LONGEST)
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        first = start + len(piece) - len(piece.lstrip())
        yield first, first + len(inner)
