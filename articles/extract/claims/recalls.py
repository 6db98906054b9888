"""Sentences that name no company and tell when the deal just told was made: "The takeover was announced on Monday"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from articles.extract.claims.cues import Kind
from articles.extract.dates import DateSpan, When
from articles.extract.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Recall:
    """The day ``when`` that sentence ``number`` gives to a deal of one of ``kinds`` told shortly before."""

    number: int
    kinds: frozenset[Kind]
    when: When


_ANY: frozenset[Kind] = frozenset({"partnership", "supply", "investment", "acquisition", "joint_venture"})
_KINDS: dict[str, frozenset[Kind]] = {
    **dict.fromkeys(("takeover", "acquisition", "purchase", "merger", "buyout"), frozenset({"acquisition"})),
    **dict.fromkeys(("investment", "round", "financing", "stake"), frozenset({"investment"})),
    **dict.fromkeys(("venture",), frozenset({"joint_venture"})),
    **dict.fromkeys(("order", "contract"), frozenset({"supply", "partnership"})),
    **dict.fromkeys(
        ("partnership", "alliance", "cooperation", "collaboration", "tie-up", "pact", "pilot"),
        frozenset({"partnership", "joint_venture", "supply"}),
    ),
    **dict.fromkeys(("papers", "memorandum", "mou", "letter of intent"), _ANY),
    **dict.fromkeys(("deal", "agreement", "transaction", "arrangement", "accord", "plan", "news", "move"), _ANY),
}
_NOUNS = "|".join((*sorted(_KINDS), "MOU", "MoU"))
_MADE = (
    "announced|signed|struck|agreed|sealed|reached|concluded|unveiled|disclosed|confirmed|made public|made known|"
    "revealed|closed|completed|finalised|finalized|approved|inked|reported|formed|forged|established|set up|founded|"
    "created|launched|begun|started"
)
_WAS_MADE = re.compile(
    rf"(?:Under )?(?:[Tt]h(?:e|is|at)|[Tt]heir|[Ii]ts|Such a|Both sides'|[A-Z][\w-]+'s) (?:[\w$.-]+ ){{0,3}}?"
    rf"(?P<noun>{_NOUNS})"
    rf"(?:,? (?:which|first|originally|formally|\w+ly))?(?: (?:was|were|had been|has been))?"
    rf"(?: (?:first|originally|formally|publicly|\w+ly))?,? "
    rf"(?:{_MADE}|began|dates? (?:from|back to)|goes back to|went back to)\b"
)
_MADE_IT = re.compile(
    rf"(?:The (?:two|three|four|pair|trio|companies|partners|firms)(?: companies| firms)?|Both|They)"
    rf"(?: had| have)?(?: first)? (?:(?:{_MADE}) (?:it\b|(?:the|their|its) (?:[\w-]+ ){{0,2}}?(?P<noun>{_NOUNS})\b)"
    rf"|(?P<joined>got together|get together|teamed up|joined forces|allied|tied up|partnered)\b)"
)


_THEY = ("The", "Both")


def find_recalls(
    text: str, sentences: Sequence[Sentence], dates: Sequence[DateSpan], today: date | None
) -> Iterator[Recall]:
    """The sentences that date the deal before them. Linear: each sentence is matched at its beginning only."""
    starts = [span.start for span in dates]
    for number, sentence in enumerate(sentences):
        match = _WAS_MADE.match(text, sentence.start, sentence.end)
        if match is None and text.startswith(_THEY, sentence.start):
            match = _MADE_IT.match(text, sentence.start, sentence.end)
        if match is None:
            continue
        inside = dates[bisect_left(starts, match.start()) : bisect_left(starts, sentence.end)]
        told = [span for span in inside if not span.bound and (today is None or span.when.first <= today)]
        if told and told[0].start - match.end() <= _NEAR:
            yield Recall(number, _kinds(match), told[0].when)


def _kinds(match: re.Match[str]) -> frozenset[Kind]:
    """What the noun of a recall may name; "they set it up" may be anything, "they teamed up" a partnership."""
    found = match.groupdict()
    if found.get("joined"):
        return _KINDS["partnership"]
    return _KINDS[found["noun"].lower()] if found["noun"] else _ANY


_NEAR = 30
"""Most characters between the verb and its day."""
