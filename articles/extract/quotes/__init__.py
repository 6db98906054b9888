"""Who said what, in which office, for which company."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.extract.mentions import Mention, Party
from articles.extract.quotes.speakers import Speaker, Stand, find_people, find_speaker
from articles.extract.references import Reference
from articles.extract.sentences import Sentence, find_paragraphs
from articles.extract.spellings import fold_marks

FEWEST_WORDS = 5
"""Shorter words in quotation marks are a name, a title or irony, unless someone is said to have said them."""

MARKS = re.compile(r"[“”„«»「」『』\"]")
OPENING, CLOSING = frozenset("“„«「『"), frozenset("”»」』")
WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|[Oo]urs)\b(?!\.)")


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech at ``start:end`` of the text (without its quotation marks), and who is said to have said it."""

    text: str
    start: int
    end: int
    speaker: str = ""
    office: str = ""
    company: Party | None = None


def find_quotes(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], references: Sequence[Reference] = ()
) -> list[Quote]:
    """Direct speech in text order, with its speaker where the text names one.

    Speech goes on over paragraphs when the next one opens with a quotation mark and the last one was not closed. Speech
    without an attribution of its own in a paragraph belongs to the one who spoke before in that paragraph.
    """
    spans = list(_find_speech(text))
    if not spans:
        return []
    plain = fold_marks(text)
    stands = _stands(mentions, references)
    people = find_people(plain, stands)
    found: list[Quote] = []
    last: tuple[int, Speaker | None] = (-1, None)
    starts = [sentence.start for sentence in sentences]
    for start, end, paragraph in spans:
        bounds = _around(sentences, starts, start, end, len(text))
        speaker = find_speaker(plain, (start, end), bounds, stands, people)
        if speaker is None and paragraph == last[0]:
            speaker = last[1]
        if speaker is None and not _is_speech(text[start:end]):
            continue
        last = (paragraph, speaker or last[1])
        found.append(
            Quote(text[start:end], start, end, speaker.name, speaker.office, speaker.company)
            if speaker
            else Quote(text[start:end], start, end)
        )
    return found


def find_voices(quotes: Sequence[Quote]) -> list[Reference]:
    """ "We" and "our" inside a quotation: the company of the one who speaks."""
    voices: list[Reference] = []
    for quote in quotes:
        if quote.company is not None:
            for match in WE.finditer(quote.text):
                span = (quote.start + match.start(), quote.start + match.end())
                voices.append(Reference(*span, match[0], (quote.company,), 0.7))
    return voices


def _find_speech(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, group) of what stands between quotation marks; speech that goes on over paragraphs is one group."""
    if MARKS.search(text) is None:
        return
    paragraphs = list(find_paragraphs(text))
    group = 0
    for number, (first, last) in enumerate(paragraphs):
        begin = -1
        for mark in MARKS.finditer(text, first, last):
            if mark[0] in OPENING or (mark[0] == '"' and begin < 0):
                begin = mark.end()
            elif begin >= 0:
                yield begin, mark.start(), group
                begin = -1
        goes_on = begin >= 0 and number + 1 < len(paragraphs) and text[paragraphs[number + 1][0]] in '“"„«'
        if goes_on:
            yield begin, last, group
        else:
            group += 1


def _is_speech(words: str) -> bool:
    """Whether unattributed words in quotation marks are a sentence someone spoke."""
    return len(words.split()) >= FEWEST_WORDS and words.rstrip()[-1:] in ".,!?…—。，！？"


def _stands(mentions: Sequence[Mention], references: Sequence[Reference]) -> list[Stand]:
    """Where companies stand in the text, by name or by reference, in order."""
    stands = [
        Stand(mention.start, mention.end, Party(mention.name, mention.slug))
        for mention in mentions
        if mention.place == "text"
    ]
    stands += [
        Stand(reference.start, reference.end, reference.parties[0])
        for reference in references
        if len(reference.parties) == 1
    ]
    stands.sort(key=lambda stand: stand.start)
    return stands


def _around(sentences: Sequence[Sentence], starts: list[int], start: int, end: int, length: int) -> tuple[int, int]:
    """The span in which the attribution must stand: the quotation's sentences, and the one before an opening mark."""
    first = max(0, bisect_left(starts, start + 1) - 1)
    last = max(0, bisect_left(starts, end + 1) - 1)
    if not sentences:
        return 0, length
    begin = sentences[first].start
    if start - begin < 3 and first and sentences[first - 1].paragraph == sentences[first].paragraph:
        begin = sentences[first - 1].start
    stop = sentences[last].end
    if stop - end < 3 and last + 1 < len(sentences) and sentences[last + 1].paragraph == sentences[last].paragraph:
        stop = sentences[last + 1].end
    return begin, stop
