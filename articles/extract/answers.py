"""What the shell doors answer: plain JSON objects from the reader's dataclasses, and the errors of bad lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from articles.extract.bylines import Person
from articles.extract.claims import Claim, PartnerCount
from articles.extract.companies import Catalogue
from articles.extract.dates import When
from articles.extract.feed import Entry, Feed
from articles.extract.mentions import Party, names_as_said
from articles.extract.page import Page
from articles.extract.quotes import Quote
from articles.extract.reading import Reading, read_text

Answer = dict[str, Any]


def claims_answer(line: Mapping[str, Any], catalogue: Catalogue) -> Answer:
    """The answer to one ``claims`` line ``{"id","url","published","title","text"}``.

    ``ValueError`` says what is wrong with a line that cannot be read.
    """
    reading = read_line(line, catalogue)
    said = names_as_said(reading.mentions)
    return {
        "id": line.get("id"),
        "companies": [said.get(party, party.name) for party in reading.companies],
        "claims": [claim_object(claim, said) for claim in reading.claims],
        "quotes": [quote_object(quote) for quote in reading.quotes],
        "counts": [count_object(count) for count in reading.counts],
    }


def read_line(line: Mapping[str, Any], catalogue: Catalogue) -> Reading:
    """Read the article of one ``claims`` line."""
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError('the line has no "text", or it is not a string')
    title, publisher = line.get("title") or "", line.get("publisher") or ""
    if not isinstance(title, str) or not isinstance(publisher, str):
        raise ValueError('"title" and "publisher" must be strings or null')
    return read_text(text, catalogue, title=title, published=read_day(line.get("published")), publisher=publisher)


def read_day(value: object) -> date | None:
    """A line's ``published``: an ISO date (a time behind it is cut off), or null."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise ValueError(f'"published" is {value!r}, not a day such as "2017-07-19"') from None


def _iso(when: When | None) -> str | None:
    return when.iso if when is not None else None


def claim_object(claim: Claim, said: Mapping[Party, str]) -> Answer:
    """One claim; ``said`` is what its article calls the companies."""
    return {
        "kind": claim.kind,
        "a": said.get(claim.a, claim.a.name),
        "b": said.get(claim.b, claim.b.name),
        "stage": claim.stage,
        "date": _iso(claim.when),
        "evidence": claim.evidence,
        "subject": claim.subject,
        "scope": claim.scope,
        "amount": claim.amount,
        "currency": claim.currency,
        "as_of": _iso(claim.as_of),
        "ended": _iso(claim.ended),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "start": claim.start,
        "end": claim.end,
    }


def quote_object(quote: Quote) -> Answer:
    """A quote with its speaker, his office ("title") and company."""
    return {
        "text": quote.text,
        "speaker": quote.speaker,
        "title": quote.office,
        "company": quote.company.name if quote.company is not None else None,
        "start": quote.start,
        "end": quote.end,
    }


def count_object(count: PartnerCount) -> Answer:
    """A count of partners."""
    return {
        "company": count.party.name,
        "partners": count.partners,
        "approximate": count.approximate,
        "as_of": _iso(count.as_of),
        "start": count.start,
        "end": count.end,
    }


# ------------------------------------------------------------------ pages and feeds


def page_object(page: Page) -> Answer:
    """A page as the ``page`` door shows it."""
    return {
        "title": page.title,
        "published": _iso(page.published),
        "published_at": _moment(page.published_at),
        "modified_at": _moment(page.modified_at),
        "url": page.url,
        "publisher": page.publisher,
        "language": page.language,
        "description": page.description,
        "image": page.image,
        "authors": [person_object(person) for person in page.authors],
        "paragraphs": list(page.paragraphs),
        "cut": list(page.cut),
        "marks": list(page.marks),
        "sources": dict(page.sources),
    }


def person_object(person: Person) -> Answer:
    """An author with his posts."""
    return {
        "name": person.name,
        "also_known_as": list(person.also_known_as),
        "positions": [
            {
                "employer": position.employer,
                "role": position.role,
                "beat": position.beat,
                "since": _iso(position.since),
                "until": _iso(position.until),
            }
            for position in person.positions
        ],
        "bio": person.bio,
        "url": person.url,
    }


def feed_object(feed: Feed) -> Answer:
    """A feed as the ``feed`` door shows it: its title, its entries and its ailments."""
    return {
        "title": feed.title,
        "site_url": feed.site_url,
        "form": feed.form,
        "entries": [entry_object(entry) for entry in feed.entries],
        "warnings": list(feed.warnings),
        "error": None,
    }


def entry_object(entry: Entry) -> Answer:
    """An entry of a feed; times in ISO 8601."""
    return {
        "key": entry.key,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "authors": list(entry.authors),
        "published": _moment(entry.published),
        "updated": _moment(entry.updated),
        "categories": list(entry.categories),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
