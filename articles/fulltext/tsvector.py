"""Questions to PostgreSQL's full-text index.

A GIN index gives all documents of a word at once, in no order. So that the newest of a common word's can be asked for
alone, the index also holds, for every document, two spans of numbers that it lies in, a short one and a long one
(`SPANS`): matches within some spans are found without looking at the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.extract.terms import Part, Query
from articles.fulltext.words import MOST, Table, Words

RARE = 20_000
"""Matches that are all collected before the newest are taken."""
PHRASED = 3_000
"""Documents with all words of a phrase that are looked into for it; each has to be unpacked."""
SPARE = 1.3
"""How many times as many documents are looked through as should hold enough matches if these were spread evenly."""
WIDER = 8
"""How many times as many when they did not."""
SPANS: dict[Table, tuple[int, int]] = {"search_articles": (40, 45), "search_deals": (8, 13), "search_names": (8, 13)}
"""Bits by which a number is shifted to the right to give its short span, and its long one. Articles' numbers begin
with their day: spans of a day and of 32 days."""
SPANS_ASKED = 64
"""Short spans asked for at once; more are asked for as long ones."""


def spans_of(table: Table) -> str:
    """A document's spans, as the index holds them; long ones are negative, so that no short one is taken for one."""
    short, long = SPANS[table]
    return f"(ARRAY[doc >> {short}, -1 - (doc >> {long})])"


def find_newest(
    cursor: Any, table: Table, query: Query, words: Words, limit: int, *, scored: bool
) -> list[tuple[int, float]]:
    """Numbers and scores of the newest documents that match, newest first.

    Rare words are looked for in all documents, common ones in wider and wider windows. Two queries for rare words, four
    for common ones unless their matches are very unevenly spread.
    """
    phrased = any(len(part.terms) > 1 for part in query.parts)
    question = _Question(table, make_tsquery(query, words), make_tsquery(query) if scored else "", limit)
    matches = _estimate(cursor, question)
    if matches > (PHRASED if phrased else RARE):
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        documents = int(cursor.fetchone()[0])
        size = int((PHRASED if phrased else limit * SPARE) * documents / matches) + 1
        while size < documents:
            found = _ask(cursor, question, _find_window(cursor, table, size))
            if phrased or len(found) >= limit:
                return found
            size *= WIDER
    return _ask(cursor, question, None)


@dataclass(frozen=True, slots=True)
class _Question:
    """``match``: what documents must hold; ``rank``: what they are scored by, empty where no scores are wanted."""

    table: Table
    match: str
    rank: str
    limit: int


def _estimate(cursor: Any, question: _Question) -> int:
    """How many documents the planner believes to match; asking costs it a millisecond."""
    cursor.execute(
        f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {question.table} WHERE terms @@ %s::tsquery",  # noqa: S608
        [question.match],
    )
    plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def _find_window(cursor: Any, table: Table, size: int) -> tuple[int, int]:
    """The first and the last of so many newest documents."""
    one = f"(SELECT doc FROM {table} ORDER BY doc DESC LIMIT 1 OFFSET %s)"  # noqa: S608
    cursor.execute(f"SELECT {one}, {one}", [size - 1, 0])
    first, last = cursor.fetchone()
    return int(first or 0), int(last or 0)


def _ask(cursor: Any, question: _Question, window: tuple[int, int] | None) -> list[tuple[int, float]]:
    """The newest matches of all documents, or of those in the spans that a window touches.

    Scores are asked for only where they are wanted, and of the newest alone: each document's terms must be unpacked.
    """
    table, where = question.table, "terms @@ %s::tsquery"
    values: list[Any] = [question.match]
    if window:
        where += f" AND {spans_of(table)} && %s::bigint[]"
        values.append(list_spans(table, *window))
    score = "ts_rank('{0.1, 0.2, 0.4, 1.0}', terms, %s::tsquery, 1)" if question.rank else "0"
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT doc, terms FROM {table} WHERE {where}), "  # noqa: S608
        "newest AS (SELECT * FROM found ORDER BY doc DESC LIMIT %s) "
        f"SELECT doc, {score} FROM newest ORDER BY doc DESC",
        [*values, question.limit, *([question.rank] if question.rank else [])],
    )
    return [(int(number), float(score)) for number, score in cursor.fetchall()]


def list_spans(table: Table, first: int, last: int) -> list[int]:
    """The spans that hold all numbers from the first to the last: short ones, or long ones where those are too many."""
    short, long = SPANS[table]
    if (last >> short) - (first >> short) < SPANS_ASKED:
        return list(range(first >> short, (last >> short) + 1))
    return [-1 - span for span in range(first >> long, (last >> long) + 1)]


def make_tsquery(query: Query, words: Words | None = None) -> str:
    """A query → PostgreSQL's ``tsquery``, to be cast, not parsed.

    ``words`` that a beginning stands for are written out; one that is not among them is left to the index.
    """
    return " & ".join(_tsquery_part(part, words or {}) for part in query.parts)


def _tsquery_part(part: Part, words: Words) -> str:
    first = "".join(f"{_quote(term)} <-> " for term in part.terms[:-1])
    last = _quote(part.terms[-1])
    if part.prefix in words:
        lasts = dict.fromkeys((part.terms[-1], *words[part.prefix][:MOST]))
        last = f"({' | '.join(map(_quote, lasts))})"
    elif part.prefix:
        last = f"({_quote(part.prefix)}:* | {last})"
    return f"({first}{last})"


def make_tsvector(title: Sequence[str], body: Iterable[str]) -> str:
    """A document → PostgreSQL's ``tsvector``, to be cast: the title's terms weigh A and stand before the body's."""
    places: dict[str, list[str]] = {}
    for at, term in enumerate(title, 1):
        places.setdefault(term, []).append(f"{at}A")
    # A gap, so that no phrase spans title and text.
    for at, term in enumerate(body, len(title) + 2):
        places.setdefault(term, []).append(str(at))
    return " ".join(f"{_quote(term)}:{','.join(found[:255])}" for term, found in places.items())


def _quote(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
