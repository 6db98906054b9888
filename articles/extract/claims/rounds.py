"""The day of a round of financing: told once, it is the day of all who took part in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from articles.extract.claims.pairs import party_key
from articles.extract.dates import When

if TYPE_CHECKING:
    from articles.extract.claims import Claim

_TAKES_PART = re.compile(
    r"\b(?:tak(?:e|es|ing) part|took part|contribut\w+|join\w*|participat\w+|subscrib\w+|return\w*|rounds?|led|"
    r"alongside|together|chipped in)\b"
)
_EARLIER = re.compile(r"\b(?:early|earlier|previous|previously|before|others?|since|holds?)\b")
_THE_ROUND = re.compile(r"\b(?:the|that) (?:\w+ )?round\b")
"""A round told of before, so that the day of the news need not be its day."""


def find_round_days(
    claims: Iterable[Claim], numbers: Mapping[int, int], news: When | None
) -> Iterator[tuple[Claim, When]]:
    """Undated investments of a round with the round's day: that of the nearest dated investment in the same company.

    ``numbers`` gives the number of the sentence that begins at a place of the text; ``news`` the day of the article's
    news, which is the round's where another investment in the company is that news. Linear in the claims.
    """
    claims = [claim for claim in claims if claim.kind == "investment"]
    dated: dict[tuple[str, int], When] = {}
    fresh: set[str] = set()
    for claim in claims:
        if claim.when is not None:
            dated.setdefault((party_key(claim.b), numbers[claim.start]), claim.when)
            if claim.when == news:
                fresh.add(party_key(claim.b))
    for claim in claims:
        if claim.when not in {None, news} or claim.as_of is not None or claim.stage in {"ended", "denied"}:
            continue
        said = claim.evidence.lower()
        if not _TAKES_PART.search(said) or _EARLIER.search(said):
            continue
        if claim.when is not None and not _THE_ROUND.search(said):
            continue
        number = numbers[claim.start]
        near = (dated.get((party_key(claim.b), number - back)) for back in ((0, 1, -1) if claim.when is None else (1,)))
        when = next((when for when in near if when is not None), news if party_key(claim.b) in fresh else None)
        if when is not None and when != claim.when:
            yield claim, when
