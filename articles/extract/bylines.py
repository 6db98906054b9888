"""Author lines and author boxes → people, and where they worked until when."""

from __future__ import annotations

from dataclasses import dataclass

from articles.extract.dates import When


@dataclass(frozen=True, slots=True)
class Position:
    """A post a person holds or held: for whom, as what, on which beat, from when until when."""

    employer: str
    role: str = ""
    beat: str = ""
    since: When | None = None
    until: When | None = None


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    also_known_as: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    bio: str = ""
    url: str = ""


def parse_byline(text: str, *, outlet: str = "") -> tuple[Person, ...]:
    """People named in a byline. Agencies, desks, "Staff" and "admin" are not persons; ``outlet`` never is."""
    raise NotImplementedError


def parse_bio(name: str, text: str, *, outlet: str = "") -> Person:
    """A person from an author box: other names in brackets and the positions the bio tells of."""
    raise NotImplementedError
