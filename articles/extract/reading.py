"""One article read whole: mentions, references, claims and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from articles.extract.claims import Claim, PartnerCount
from articles.extract.companies import Catalogue
from articles.extract.mentions import Mention, Party
from articles.extract.quotes import Quote


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says. ``companies`` are those that do business in it, in order of first mention."""

    companies: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    counts: tuple[PartnerCount, ...]


def read_text(
    text: str,
    catalogue: Catalogue,
    *,
    title: str = "",
    published: date | None = None,
    publisher: str = "",
    on_hold: frozenset[str] = frozenset(),
) -> Reading:
    """Read one article. ``publisher`` (the outlet's name) is not one of its companies when it is only the outlet.

    Rules named in ``on_hold`` do not fire. Cost is linear in ``len(text)``.
    """
    raise NotImplementedError
