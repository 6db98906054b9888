"""Questions to PostgreSQL's full-text index.

A GIN index gives all documents of a word at once, in no order. So that the newest of a common word's can be asked for
alone, the index also holds, for every document, two spans of numbers that it lies in, a short one and a long one
(`SPANS`): matches within some spans are found without looking at the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.extract.terms import Part, Query
from articles.fulltext.words import MOST, Table, Words

RARE = 5_000
"""Matches that are all collected before the newest are taken; each is a look into the table."""
PHRASED = 2_000
"""The newest documents with all words of a phrase are looked into for it, so many; each has to be unpacked."""
FEW, FARTHER = 20, 8
"""Where fewer than a page of them hold it, so many times as many are looked into: better late than nothing found."""
COUNTED = 20_000
"""Documents that are counted along the key to find the first of a window."""
WEIGHED = 10
"""Words of a query whose frequencies are asked for."""
SPARE = 1.3
"""How many times as many documents are looked through as should hold enough matches if these were spread evenly."""
WIDEST = 64
"""How many times as many at the most when they were too few; else as many times as they fell short."""
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

    Rare words are looked for in all documents, common ones in wider and wider windows: two queries for rare words, four
    for common ones unless their matches are very unevenly spread.
    """
    phrased = any(len(part.terms) > 1 for part in query.parts)
    question = _Question(
        table=table,
        words=make_tsquery(query, words, apart=True),
        phrases=make_tsquery(query, words) if phrased else "",
        rank=make_tsquery(query) if scored else "",
        enough=max(PHRASED, limit) if phrased else limit,
        limit=limit,
    )
    rarest = min(_estimate(cursor, table, _list_words(query, words)))
    found, more = _find_matches(cursor, question, rarest)
    if phrased and more and len(found) < min(FEW, limit):
        found, _more = _find_matches(cursor, replace(question, enough=question.enough * FARTHER), rarest)
    return found


@dataclass(frozen=True, slots=True)
class _Question:
    """``words``: what documents must hold, wherever; of the newest ``enough`` of these those with ``phrases`` in them.

    ``rank``: what the newest ``limit`` are scored by. Empty where there is no phrase, or no scores are wanted.
    """

    table: Table
    words: str
    phrases: str
    rank: str
    enough: int
    limit: int


def _find_matches(cursor: Any, question: _Question, rarest: int) -> tuple[list[tuple[int, float]], bool]:
    """The matches in the narrowest window that gives enough, and whether there may be more.

    ``rarest``: how many documents hold the rarest of the words. All of them may stand where that one does, or nowhere
    together: the window is as narrow as it may be at first, and then wider by what it lacked.
    """
    if rarest > RARE:
        documents, quantiles = _read_statistics(cursor, question.table)
        size = int(question.enough * SPARE * documents / rarest) + 1
        while size < documents:
            window = _find_window(cursor, question.table, size, documents, quantiles)
            found, candidates = _ask(cursor, question, window)
            if candidates >= question.enough:
                return found, True
            size = int(size * min(max(question.enough * SPARE / max(candidates, 1), 2), WIDEST))
    found, candidates = _ask(cursor, question, None)
    return found, candidates >= question.enough


def _list_words(query: Query, words: Words) -> list[str]:
    """The words of a query one by one, as ``tsquery``; of very many the first `WEIGHED`."""
    parts = [replace(part, terms=(term,), prefix="") for part in query.parts for term in part.terms[:-1]]
    parts += [replace(part, terms=part.terms[-1:]) for part in query.parts]
    return [make_tsquery(replace(query, parts=(part,)), words) for part in parts[:WEIGHED]]


def _estimate(cursor: Any, table: Table, tsqueries: Sequence[str]) -> list[int]:
    """How many documents the planner believes to match each of these; asking costs it a millisecond."""
    one = f"(SELECT 1 FROM {table} WHERE terms @@ %s::tsquery)"  # noqa: S608
    # With one more the plan has as many branches as there are questions, however few these are.
    cursor.execute(f"EXPLAIN (FORMAT JSON) {' UNION ALL '.join([*[one] * len(tsqueries), 'SELECT 1'])}", tsqueries)
    plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return [int(branch["Plan Rows"]) for branch in plan[0]["Plan"]["Plans"][: len(tsqueries)]]


def _read_statistics(cursor: Any, table: Table) -> tuple[int, list[int]]:
    """How many documents there are, and numbers that part them into equally many; both as the planner knows them."""
    cursor.execute(
        "SELECT greatest(reltuples, 0)::bigint, (SELECT histogram_bounds::text::bigint[] FROM pg_stats "
        "WHERE schemaname = current_schema() AND tablename = relname AND attname = 'doc') "
        "FROM pg_class WHERE oid = %s::regclass",
        [table],
    )
    documents, quantiles = cursor.fetchone()
    return int(documents), list(quantiles or ())


def _find_window(cursor: Any, table: Table, size: int, documents: int, quantiles: Sequence[int]) -> tuple[int, int]:
    """The first and the last of about so many newest documents: counted, or where those are many, by the quantiles."""
    counted = size <= COUNTED or not quantiles
    one = f"(SELECT doc FROM {table} ORDER BY doc DESC LIMIT 1 OFFSET %s)"  # noqa: S608
    cursor.execute(f"SELECT {one}, {one}", [0, size - 1 if counted else 0])
    last, first = (int(number or 0) for number in cursor.fetchone())
    place = int((1 - size / documents) * (len(quantiles) - 1))
    return first if counted else min(first, quantiles[place]), last


def _ask(cursor: Any, question: _Question, window: tuple[int, int] | None) -> tuple[list[tuple[int, float]], int]:
    """The newest matches of all documents, or of those in the spans that a window touches; how many hold the words.

    The index knows documents by their words alone: for phrases and scores each one's terms must be unpacked, so that
    neither is asked of more documents than needed.
    """
    table, where = question.table, "terms @@ %s::tsquery"
    values: list[Any] = [question.words]
    if window:
        where += f" AND {spans_of(table)} && %s::bigint[]"
        values.append(list_spans(table, *window))
    values.append(question.enough)
    phrases, score = "", "0"
    if question.phrases:
        phrases = "WHERE terms @@ %s::tsquery"
        values.append(question.phrases)
    values.append(question.limit)
    if question.rank:
        score = "ts_rank('{0.1, 0.2, 0.4, 1.0}', terms, %s::tsquery, 1)"
        values.append(question.rank)
    cursor.execute(
        f"WITH held AS MATERIALIZED (SELECT doc, terms FROM {table} WHERE {where}), "  # noqa: S608
        "newest AS MATERIALIZED (SELECT * FROM held ORDER BY doc DESC LIMIT %s), "
        f"found AS (SELECT * FROM newest {phrases} ORDER BY doc DESC LIMIT %s) "
        f"SELECT doc, {score} FROM found UNION ALL SELECT -1, count(*) FROM newest",
        values,
    )
    *found, (_none, candidates) = sorted(cursor.fetchall(), reverse=True)
    return [(int(number), float(score)) for number, score in found], int(candidates)


def list_spans(table: Table, first: int, last: int) -> list[int]:
    """The spans that hold all numbers from the first to the last: short ones, or long ones where those are too many."""
    short, long = SPANS[table]
    if (last >> short) - (first >> short) < SPANS_ASKED:
        return list(range(first >> short, (last >> short) + 1))
    return [-1 - span for span in range(first >> long, (last >> long) + 1)]


def make_tsquery(query: Query, words: Words | None = None, *, apart: bool = False) -> str:
    """A query → PostgreSQL's ``tsquery``, to be cast, not parsed. ``apart``: a phrase's words may stand anywhere.

    ``words`` that a beginning stands for are written out; one that is not among them is left to the index.
    """
    then = "&" if apart else "<->"
    return " & ".join(_tsquery_part(part, words or {}, then) for part in query.parts)


def _tsquery_part(part: Part, words: Words, then: str) -> str:
    first = "".join(f"{_quote(term)} {then} " for term in part.terms[:-1])
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
