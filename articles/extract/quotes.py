"""Who said what, in which office, for which company."""

from __future__ import annotations

from dataclasses import dataclass

from articles.extract.mentions import Party


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech at ``start:end`` of the text (without its quotation marks), and who is said to have said it."""

    text: str
    start: int
    end: int
    speaker: str = ""
    office: str = ""
    company: Party | None = None
