"""Whether a text is about autonomous driving: weighed topic words, and the reasons in words a person can check.

General feeds bring much else. `judge_entry` decides on a headline and a summary before the page is fetched and may
leave it open; `judge_relevance` decides on the whole article. The words and their weights are data
(``catalogue/topics.csv``): ``term, language, group, weight``, where ``*`` at a term's end stands for any ending.

Groups: ``core`` words say the topic by themselves, ``near`` words and ``name``s of companies that do nothing else
nearly so; ``generic`` ones (car, sensor) only tip the balance, ``against`` ones ("robot vacuum", "autonomous region")
weigh down.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, get_args

import ahocorasick_rs

SHIPPED = Path(__file__).resolve().parent.parent / "catalogue" / "topics.csv"
Group = Literal["core", "near", "name", "generic", "against"]

RELEVANT = 3.0
"""Score from which a text is about autonomous driving."""

LONGEST = 60_000
"""Characters looked at; an article says what it is about well before."""

_TITLE = 1.6
"""A word in the headline counts this many times."""

_REPEAT, _MOST_REPEATS = 0.35, 4
"""What each repetition adds, as a share of the weight, and how many count."""

_GENERIC_MOST = 1.5
"""Generic words together: ever so many cars make no autonomous driving."""

_COMPANY, _COMPANIES_MOST = 0.4, 1.2
"""A company of the catalogue, and all of them together."""

_FOLDS = str.maketrans({**dict.fromkeys("-‐‑–—_/\u00a0\u202f\n\t", " "), **dict.fromkeys("’‘", "'")})


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic word: ``open_end`` lets any ending follow."""

    term: str
    group: Group
    weight: float
    open_end: bool


@dataclass(frozen=True, slots=True)
class Relevance:
    """``score`` against `RELEVANT`; ``reasons`` name the words that counted, the weightiest first.

    ``unsure`` is only ever True for an entry: the page itself must tell.
    """

    score: float
    relevant: bool
    reasons: tuple[str, ...]
    unsure: bool = False


@dataclass(frozen=True)
class Topics:
    """The topic words, ready to be looked for in one pass."""

    topics: tuple[Topic, ...]

    @cached_property
    def automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(
            [topic.term for topic in self.topics], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )


def parse_topics(text: str) -> Topics:
    """Read ``topics.csv``; ``ValueError`` names the line that makes no sense and says what would."""
    rows = csv.DictReader(text.splitlines())
    if rows.fieldnames != ["term", "language", "group", "weight"]:
        raise ValueError(f"topics: the first line must be term,language,group,weight, not {rows.fieldnames}")
    topics: dict[str, Topic] = {}
    for number, row in enumerate(rows, start=2):
        topic = _parse_topic(row, number)
        if topics.setdefault(topic.term, topic) is not topic:
            raise ValueError(f"topics, line {number}: {row['term']!r} stands twice; keep one")
    if not topics:
        raise ValueError("topics: there is no term; without topic words every text would be left out")
    return Topics(tuple(topics.values()))


def _parse_topic(row: dict[str, str], number: int) -> Topic:
    term, group = _folded(row["term"] or "").strip(), row["group"]
    if len(term.rstrip("*")) < 2:
        raise ValueError(f"topics, line {number}: a term needs two characters, not {row['term']!r}")
    if group not in get_args(Group):
        raise ValueError(f"topics, line {number}: group {group!r} is none of {', '.join(get_args(Group))}")
    try:
        weight = float(row["weight"])
    except (TypeError, ValueError):
        raise ValueError(f"topics, line {number}: weight {row['weight']!r} is no number such as 2.5") from None
    if (weight < 0) != (group == "against") or not abs(weight) <= 10:
        raise ValueError(f"topics, line {number}: weight {weight} must be 0 to 10, below 0 only for group against")
    return Topic(term.rstrip("*"), group, weight, term.endswith("*"))  # type: ignore[arg-type]  # checked above


def shipped_topics() -> Topics:
    """The topic words that come with the product, read once a process."""
    return _read_shipped(SHIPPED)


@lru_cache(maxsize=1)
def _read_shipped(path: Path) -> Topics:
    return parse_topics(path.read_text(encoding="utf-8"))


def judge_relevance(title: str, text: str, *, companies: Sequence[str] = (), topics: Topics | None = None) -> Relevance:
    """Judge a whole article; ``companies`` are the names the catalogue found in it. Cost linear, 60,000 characters."""
    score, reasons = _weigh(title, text, companies, topics or shipped_topics())
    return Relevance(score, score >= RELEVANT, reasons)


def judge_entry(title: str, summary: str, *, companies: Sequence[str] = (), topics: Topics | None = None) -> Relevance:
    """Judge a feed's entry before its page is fetched.

    In when headline and summary suffice; out when nothing speaks for it; else ``unsure`` (and not ``relevant``): a word
    or a company of the trade is there, but not enough to tell.
    """
    score, reasons = _weigh(title, summary, companies, topics or shipped_topics())
    relevant = score >= RELEVANT
    return Relevance(score, relevant, reasons, unsure=not relevant and score > 0)


def _weigh(title: str, text: str, companies: Sequence[str], topics: Topics) -> tuple[float, tuple[str, ...]]:
    in_title = Counter(_find_topics(title, topics))
    in_text = Counter(_find_topics(text, topics))
    weights: dict[Topic, float] = {}
    for topic in in_title.keys() | in_text.keys():
        repeats = min(in_title[topic] + in_text[topic] - 1, _MOST_REPEATS)
        weights[topic] = topic.weight * (_TITLE if in_title[topic] else 1.0) * (1 + _REPEAT * repeats)
    generic = sum(weight for topic, weight in weights.items() if topic.group == "generic")
    special = sum(weight for topic, weight in weights.items() if topic.group != "generic")
    named = min(_COMPANIES_MOST, _COMPANY * len(set(companies)))
    score = round(special + min(generic, _GENERIC_MOST) + named, 2)
    return score, tuple(_reasons(weights, in_title, sorted(set(companies))))


def _reasons(weights: dict[Topic, float], in_title: Counter[Topic], companies: Sequence[str]) -> Iterable[str]:
    """``"robotaxi" in the headline (+4.0)``: at most six words and the companies."""
    for topic, weight in sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0].term))[:6]:
        place = " in the headline" if in_title[topic] else ""
        yield f"“{topic.term}”{place} ({weight:+.1f})"
    if companies:
        shown = ", ".join(companies[:4]) + (" …" if len(companies) > 4 else "")
        yield f"companies: {shown} ({min(_COMPANIES_MOST, _COMPANY * len(companies)):+.1f})"


def _folded(text: str) -> str:
    """Lower case, with hyphens, dashes and odd spaces as plain spaces."""
    return text.lower().translate(_FOLDS)


def _find_topics(text: str, topics: Topics) -> Iterable[Topic]:
    """Each topic word standing in the text as a word of its own; scripts without spaces need no edges."""
    folded = _folded(text[:LONGEST])
    for index, start, end in topics.automaton.find_matches_as_indexes(folded):
        topic = topics.topics[index]
        if topic.term[0] < "\u2e80":
            if start and folded[start - 1].isalnum() and folded[start - 1] < "\u2e80":
                continue
            if not topic.open_end and end < len(folded) and folded[end].isalnum() and folded[end] < "\u2e80":
                continue
        yield topic
