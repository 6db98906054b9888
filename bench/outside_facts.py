"""How well title, authors and day are read on others' pages: ``python -m bench.outside_facts FOLDER [FOLDER …]``.

The pages are not in the project, only what they show their readers (``outside_facts.json``): who is named as the author
(persons only, and only where the page says so in words a reader sees), the day given as that of publication (else the
only day given), and for the recent and the Chinese pages the headline and the address. A folder is one of these,
unpacked:

- the npm package ``article`` 1.1.2 (MIT; ``npm pack article@1.1.2``), 258 English news pages of 2013 with headlines;
- the source of ``newspaper4k`` 0.9.6 (MIT), some twenty pages, most of them recent, in many languages;
- the source of ``gne`` 0.4.3 (GPL), Chinese portals; only looked at from outside, like all of them.

Titles must be exact but for white space and the style of quotes, authors the exact set of names whatever their case,
accents and dots, days the very day. A page belongs to the half that may be looked at while rules are written when the
CRC-32 of its key is even; of the other half only totals are printed, ever.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trafilatura.metadata import extract_metadata

from articles.extract.errors import ParseError
from articles.extract.page import parse_page
from bench.pages import Case, say

LABELS = Path(__file__).with_name("outside_facts.json")
FACTS = ("title", "authors", "published")
HALVES = ("look", "held")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader says of a page; ``published`` as ISO text, "" for none."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""


@dataclass(slots=True)
class Tally:
    """Counts of one reader on one set and half, and what it got wrong, a line each."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, fact: str) -> str:
        """ "87 % of 133"; "-" where no page is asked for the fact."""
        asked = self.asked[fact]
        return f"{self.right[fact] / asked:.0%} of {asked}" if asked else "-"


def half_of(key: str) -> str:
    """ "look" or "held": which half a page belongs to."""
    return HALVES[zlib.crc32(key.encode()) % 2]


def read_outside(folder: Path, labels: Mapping[str, Mapping[str, Any]]) -> Iterator[Case]:
    """The pages of one of the packages as cases, those of ``article`` all, of the others the labelled ones.

    ``FileNotFoundError`` says that the folder holds none of the packages.
    """
    found = False
    for datamap in sorted(folder.rglob("datamap.json")):
        found = True
        yield from _read_article_package(datamap, labels)
    for prefix, pattern in (("np4", "tests/data/html/*.html"), ("gne", "tests/*/*.html")):
        for path in sorted(folder.rglob(pattern)):
            key = f"np4-{path.stem}" if prefix == "np4" else f"gne-{path.parent.name}-{path.stem}"
            if key in labels:
                found = True
                yield Case(key, path.read_bytes(), {"url": "", **labels[key]})
    if not found:
        raise FileNotFoundError(
            f"none of the packages this bench knows in {folder}; see python -m bench.outside_facts -h"
        )


def _read_article_package(datamap: Path, labels: Mapping[str, Mapping[str, Any]]) -> Iterator[Case]:
    """Every labelled page of the package ``article``: its address, its headline as labelled there, and our facts."""
    for entry in json.loads(datamap.read_text(encoding="utf-8")):
        label = datamap.parent / "expected" / f"{entry['key']}.json"
        page = datamap.parent / "source" / f"{entry['key']}.html"
        expected = json.loads(label.read_text(encoding="utf-8")) if label.exists() and page.exists() else {}
        if not expected.get("text"):
            continue
        key = f"art-{entry['key'][:10]}"
        facts = {"url": entry["href"], "title": expected["title"], **labels.get(key, {})}
        yield Case(key, page.read_bytes(), facts)


def read_ours(case: Case) -> Found:
    """What the project's reader says; nothing where it finds no article."""
    try:
        page = parse_page(case.data, url=case.expected["url"])
    except ParseError:
        return Found()
    names = tuple(person.name for person in page.authors)
    return Found(page.title, names, page.published.iso if page.published else "")


def read_trafilatura(case: Case) -> Found:
    """What trafilatura's own metadata says."""
    found = extract_metadata(case.data, default_url=case.expected["url"] or None, extensive=True)
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Found(found.title or "", names, found.date or "")


READERS: Mapping[str, Callable[[Case], Found]] = {"ours": read_ours, "trafilatura": read_trafilatura}


def score_facts(cases: Sequence[Case], read: Callable[[Case], Found]) -> dict[tuple[str, str], Tally]:
    """A tally for each set (the first part of a page's key) and half. A fact without a label is not asked for."""
    tallies: dict[tuple[str, str], Tally] = {}
    for case in cases:
        tally = tallies.setdefault((case.name.partition("-")[0], half_of(case.name)), Tally())
        _score_case(case, read(case), tally)
    return tallies


def _score_case(case: Case, found: Found, tally: Tally) -> None:
    wanted = case.expected
    for fact in FACTS:
        if fact not in wanted:
            continue
        given = getattr(found, fact)
        tally.asked[fact] += 1
        if _comparable(fact, given) == _comparable(fact, wanted[fact]):
            tally.right[fact] += 1
        else:
            tally.misses.append(f"{case.name}: {fact}: expected {wanted[fact]!r}, got {given!r}")
    if wanted.get("authors") == []:
        tally.asked["nameless"] += 1
        tally.right["nameless"] += not found.authors


def _comparable(fact: str, value: Any) -> Any:
    if fact == "authors":
        return {_letters(name) for name in value}
    return " ".join(value.translate(_QUOTES).split())


def _letters(name: str) -> str:
    """A name's letters in small type, without accents, dots and white space."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in plain if not unicodedata.combining(char)))


def describe_tally(name: str, tally: Tally) -> str:
    """One line: the shares of exact titles, authors and days, and on how many nameless pages an author was invented."""
    invented = tally.asked["nameless"] - tally.right["nameless"]
    return (
        f"{name:<22} title {tally.share('title')}, authors {tally.share('authors')}, "
        f"day {tally.share('published')}; invented on {invented} of {tally.asked['nameless']} that name none"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.outside_facts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="one of the packages, unpacked")
    parser.add_argument("--misses", action="store_true", help="print what is wrong on the half that may be looked at")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    cases = [case for folder in options.folders for case in read_outside(folder, labels)]
    for name, read in READERS.items():
        for (source, half), tally in sorted(score_facts(cases, read).items(), reverse=True):
            say(describe_tally(f"{name}, {source}, {half}", tally))
            if options.misses and half == "look" and name == "ours":
                say("\n".join(tally.misses))


if __name__ == "__main__":
    main()
