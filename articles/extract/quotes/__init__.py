"""Who said what, in which office, for which company."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.extract.mentions import Mention, Party
from articles.extract.quotes.people import SENTENCES_BACK, People, Speaker, Stand
from articles.extract.quotes.speakers import Room, Spoken
from articles.extract.references import Reference
from articles.extract.sentences import Sentence, find_paragraphs
from articles.extract.spellings import fold_marks

FEWEST_WORDS = 5
"""Shorter words in quotation marks are a name, a title or irony, unless someone is said to have said them."""

MARKS = re.compile(r"[“”„«»「」『』\"]")
OPENING, CLOSING = frozenset("“„«「『"), frozenset("”»」』")
NOBODY = Speaker("")
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
    spoken = list(_find_speech(text))
    if not spoken:
        return []
    plain = fold_marks(text)
    stands = _stands(mentions, references)
    room = Room(plain, stands, People(plain, sentences, stands))
    found: list[Quote] = []
    group = -1
    starts = [sentence.start for sentence in sentences]
    for speech in spoken:
        start, end = speech.start, speech.end
        speaker = room.find_speaker((start, end), _around(sentences, starts, start, end, len(text)))
        if speaker is None and speech.group == group and room.last is not None:
            speaker = room.last.speaker
        if speaker is None and not _is_speech(text[start:end]):
            continue
        if speaker is None:
            speaker = _from_context(room, speech, sentences, starts)
        if speaker is not None:
            group, room.last = speech.group, Spoken(end, speaker)
        who = speaker or NOBODY
        found.append(Quote(text[start:end], start, end, who.name, who.office, who.company))
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


class Speech(NamedTuple):
    """Words between quotation marks at ``start:end``, in the paragraph ``first:last``.

    Speech that goes on over paragraphs is one ``group``, and so is all speech of a paragraph.
    """

    start: int
    end: int
    group: int
    first: int
    last: int


def _find_speech(text: str) -> Iterator[Speech]:
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
                yield Speech(begin, mark.start(), group, first, last)
                begin = -1
        goes_on = begin >= 0 and number + 1 < len(paragraphs) and text[paragraphs[number + 1][0]] in '“"„«'
        if goes_on:
            yield Speech(begin, last, group, first, last)
        else:
            group += 1


def _from_context(room: Room, speech: Speech, sentences: Sequence[Sentence], starts: list[int]) -> Speaker | None:
    """The speaker of speech that has no attribution of its own, from what stands before it.

    "Jane Doe took a look:" leads up to it; and speech that fills a paragraph is said by whoever the paragraph before
    it lets speak last.
    """
    plain, mark = room.plain, speech.start - 1
    at = bisect_left(starts, mark) - 1
    if at < 0:
        return None
    sentence = sentences[at]
    if plain[sentence.start : mark].rstrip().endswith(":"):
        return room.find_teller(sentence.start, mark) or room.people.first_in(sentence.start, mark)
    if mark > speech.first or plain[speech.end + 1 : speech.last].strip():
        return None
    for number in range(at, max(-1, at - SENTENCES_BACK), -1):
        sentence = sentences[number]
        if sentence.paragraph != sentences[at].paragraph:
            break
        if room.last is not None and room.last.end > sentence.start:
            return room.last.speaker
        if teller := room.find_teller(sentence.start, sentence.end):
            return teller
    return None


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
