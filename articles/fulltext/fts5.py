"""Questions to SQLite's full-text index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.extract.terms import Part, Query
from articles.fulltext.words import MOST, Table, Words

TITLE_WEIGHT = 6
"""How many times as much as in the text a match in the title counts."""
RARE = 20_000
"""Matches up to which they are scored."""

_SCORED = (
    "SELECT rowid, -bm25({table}, {weight}.0, 1.0) FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s"
)
_NEWEST = "SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s"
# Upwards: downwards, FTS5 would look below the last of them for one more match, to the oldest document if need be.
_SINCE = "SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid >= %s ORDER BY rowid"


def find_newest(
    cursor: Any, table: Table, query: Query, words: Words, limit: int, *, scored: bool
) -> list[tuple[int, float]]:
    """Numbers and scores of the newest documents that match, newest first. Three queries at most."""
    if scored and _are_rare(cursor, table, query, words):
        cursor.execute(_SCORED.format(table=table, weight=TITLE_WEIGHT), [make_match(query), limit])
        return [(int(number), float(score)) for number, score in cursor.fetchall()]
    match = make_match(query, words)
    cursor.execute(_NEWEST.format(table=table), [match, limit])
    numbers = [int(number) for (number,) in cursor.fetchall()]
    titled: set[int] = set()
    if scored and numbers:
        cursor.execute(_SINCE.format(table=table), [f"{{title}} : ({match})", numbers[-1]])
        titled = {int(number) for (number,) in cursor.fetchall()}
    return [(number, float(number in titled)) for number in numbers]


def _are_rare(cursor: Any, table: Table, query: Query, words: Words) -> bool:
    """Whether scoring is cheap: bm25 goes through all matches of each part, however few documents hold all of them.

    A beginning is counted by its words; where they are not known or too many, it is as common as there are documents.
    """
    counts, matches = [], []
    for part in query.parts:
        known = words.get(part.prefix, ())
        if part.prefix and not 0 < len(known) <= MOST:
            counts.append(f"(SELECT count(*) FROM (SELECT 1 FROM {table}_docsize LIMIT {RARE}))")  # noqa: S608
        else:
            counts.append(f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH %s LIMIT {RARE}))")  # noqa: S608
            matches.append(_match_part(part, words))
    cursor.execute(f"SELECT {' + '.join(counts)}", matches)
    return int(cursor.fetchone()[0]) < RARE


def make_match(query: Query, words: Words | None = None) -> str:
    """A query → FTS5's language. Terms are letters and digits alone, so that quoting them is safe.

    ``words`` that a beginning stands for are written out; one that is not among them is left to the index.
    """
    return " AND ".join(_match_part(part, words or {}) for part in query.parts)


def _match_part(part: Part, words: Words) -> str:
    if not part.prefix:
        return _quote(part.terms)
    if part.prefix in words:
        lasts = dict.fromkeys((part.terms[-1], *words[part.prefix][:MOST]))
        return f"({' OR '.join(_quote((*part.terms[:-1], last)) for last in lasts)})"
    return f"({_quote((*part.terms[:-1], part.prefix))} * OR {_quote(part.terms)})"


def _quote(terms: Iterable[str]) -> str:
    return f'"{" ".join(terms)}"'
