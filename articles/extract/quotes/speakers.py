"""Who speaks: "said Jane Doe, head of sales at Foo", "Foo CEO Jane Doe said", "he said", "the company said"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extract.quotes.people import (
    IS_TOLD_OF,
    SPOKE,
    People,
    Speaker,
    Stand,
    are_one,
    companies_in,
    find_names,
    introduce,
    last_name,
)

REACH = 170
"""Characters on either side of the quotation marks that are searched for the speaker."""

LISTENS = re.compile(r"(?:told|tells)(?: the| The)? ?")
"""What stands between the verb and whoever was spoken to."""
WORD_AFTER = re.compile(r" ([^\s\"”]{1,30})(?![^\s\"”]" + IS_TOLD_OF + ")")
PRONOUNS = frozenset({"he", "she"})
FARTHEST = 600
"""Characters after which a pronoun no longer means who spoke last."""
SPOKES = re.compile(r"\b(?:spokes\w+|executive|official|representative)\b")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that were said by somebody, and where they end."""

    end: int
    speaker: Speaker


@dataclass(slots=True)
class Room:
    """Who may speak in an article: its companies and people, and who spoke last."""

    plain: str
    stands: Sequence[Stand]
    people: People
    last: Spoken | None = None

    def find_speaker(self, span: tuple[int, int], bounds: tuple[int, int]) -> Speaker | None:
        """The speaker of the words at ``span``, looked for behind them first, then before; None when nobody is named.

        ``bounds`` are the sentences in which the attribution must stand.
        """
        behind = (span[1], min(bounds[1], span[1] + REACH))
        before = (max(bounds[0], span[0] - REACH), span[0])
        for region, verb in ((behind, _first_verb(self.plain, behind)), (before, _last_verb(self.plain, before))):
            if verb is not None:
                speaker = self._speaker_at(verb, region, min(span[0], verb.start()))
                if speaker is not None:
                    return speaker
        return None

    def find_teller(self, start: int, end: int) -> Speaker | None:
        """Who is told to have spoken in a sentence, in whatever words; None when nobody is."""
        verb = _last_verb(self.plain, (start, end))
        return self._speaker_at(verb, (start, end), verb.start()) if verb is not None else None

    def _speaker_at(self, verb: re.Match[str], region: tuple[int, int], place: int) -> Speaker | None:
        """Whom a pronoun at the verb means; the person nearest to it; a last name known already; a company."""
        plain = self.plain
        beside = (_word_before(plain, verb.start()), _word_after(plain, verb.end()))
        if beside[0].lower() in PRONOUNS or beside[1] in PRONOUNS:
            return self.meant_at(place)
        named = [
            name
            for name in find_names(plain, *region, self.stands)
            if not LISTENS.fullmatch(plain, verb.start(), name.start)
        ]
        if named:
            nearest = min(named, key=lambda name: _distance(verb, name.start, name.end))
            return self._completed(introduce(plain, nearest, self.stands))
        for word in (beside[1], beside[0]) if not LISTENS.match(plain, verb.start()) else beside[:1]:
            if word in self.people.known:
                return self.people.known[word]
        return self._company_at(verb, region)

    def _company_at(self, verb: re.Match[str], region: tuple[int, int]) -> Speaker | None:
        near = [stand for stand in companies_in(self.stands, *region) if _distance(verb, *stand[:2]) < 40]
        if not near:
            return None
        closest = min(near, key=lambda stand: _distance(verb, *stand[:2]))
        office = SPOKES.search(self.plain, *region)
        return Speaker("", office[0] if office else "", closest.party)

    def meant_at(self, place: int) -> Speaker | None:
        """Whom "he" or "she" means: who spoke last, unless somebody else was named since."""
        last = self.last
        near = last is not None and place - last.end < FARTHEST
        if last is not None and near and last.speaker.name and self.people.is_alone_in(last.end, place, last.speaker):
            return last.speaker
        return self.people.meant_at(place)

    def _completed(self, speaker: Speaker) -> Speaker:
        """Name, office and company from an earlier introduction where this one says less."""
        known = self.people.known.get(last_name(speaker.name))
        if known is None or not are_one(known.name, speaker.name):
            return speaker
        name = max(speaker.name, known.name, key=len) if " " not in speaker.name else speaker.name
        return Speaker(name, speaker.office or known.office, speaker.company or known.company)


def _first_verb(plain: str, region: tuple[int, int]) -> re.Match[str] | None:
    """The verb of speech behind the words, unless another quotation begins before it."""
    verb = SPOKE.search(plain, *region)
    if verb is None or any(mark in plain[region[0] + 1 : verb.start()] for mark in '"“'):
        return None
    return verb


def _last_verb(plain: str, region: tuple[int, int]) -> re.Match[str] | None:
    """The verb of speech that leads up to the words ("…, she said: “"), if no other quotation stands between."""
    verbs = list(SPOKE.finditer(plain, *region))
    verb = verbs[-1] if verbs else None
    if verb is None or any(mark in plain[verb.end() : region[1] - 1] for mark in '"”'):
        return None
    return verb


def _distance(verb: re.Match[str], start: int, end: int) -> int:
    """Characters between the verb of speech and ``start:end``."""
    return min(abs(start - verb.end()), abs(verb.start() - end))


def _word_after(plain: str, end: int) -> str:
    match = WORD_AFTER.match(plain, end)
    return match[1].strip(".,;:'") if match is not None else ""


def _word_before(plain: str, start: int) -> str:
    return plain[max(0, start - 30) : start].rstrip(" ").rsplit(" ", 1)[-1].strip(".,;:'\"”")
