"""One article read whole: mentions, references, claims and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from articles.extract.claims import Claim, PartnerCount, Study, find_claims
from articles.extract.companies import Catalogue
from articles.extract.mentions import Mention, Party, find_companies, find_mentions
from articles.extract.quotes import Quote, find_quotes, find_voices
from articles.extract.references import find_references
from articles.extract.sentences import find_sentences


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
    reading, _ = study_article(text, catalogue, title=title, published=published, publisher=publisher, on_hold=on_hold)
    return reading


def study_article(
    text: str,
    catalogue: Catalogue,
    *,
    title: str = "",
    published: date | None = None,
    publisher: str = "",
    on_hold: frozenset[str] = frozenset(),
) -> tuple[Reading, Study]:
    """`read_text` with everything the rules weighed on the way, for people who want to see why."""
    sentences = find_sentences(text)
    mentions = find_mentions(text, catalogue, title=title, published=published)
    references = find_references(text, sentences, mentions, catalogue, published=published)
    quotes = find_quotes(text, sentences, mentions, references)
    voices = sorted([*references, *find_voices(quotes)], key=lambda reference: reference.start)
    study = find_claims(text, sentences, mentions, voices, catalogue=catalogue, published=published, on_hold=on_hold)
    companies = find_companies(mentions, publisher=publisher)
    return Reading(companies, tuple(mentions), study.claims, tuple(quotes), study.counts), study
