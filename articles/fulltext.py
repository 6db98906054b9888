"""The full-text index: terms in, the newest matching documents out, on SQLite (FTS5) and on PostgreSQL (tsvector).

A document is a number and two lists of terms (`articles.extract.terms`), so that both databases see the same words and
neither cuts up the text in its own way. The higher the number, the newer the document: answers are the newest matches,
scored; ranking every match of a common word would take seconds in a big archive.

The tables are made by the migration ``search_tables``. On SQLite the articles' table keeps no copy of the text and
cannot delete: a document that was replaced stays as an orphan that no row of `Indexed` names any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.bulk import write
from articles.extract.terms import Part, Query

Table = Literal["search_articles", "search_deals", "search_names"]

KEEPS_NO_TEXT: frozenset[Table] = frozenset({"search_articles"})
TITLE_WEIGHT = 6
"""How many times as much as in the text a match in the title counts."""
BODY_LIMIT = 16_000
"""Terms of a document that are indexed; PostgreSQL knows no places beyond 16,383."""
RARE = 20_000
"""Matches up to which SQLite scores them, and PostgreSQL had better collect them all than walk the newest documents."""
WALK = 40_000
"""Documents such a walk looks at; where two common words hardly ever meet, it would look at all of them."""


@dataclass(frozen=True, slots=True)
class Doc:
    number: int
    title: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """``score``: higher is better, comparable within one answer only."""

    number: int
    score: float


def put_docs(table: Table, docs: Iterable[Doc]) -> None:
    """Write documents; one that is there already is replaced (see above for articles on SQLite)."""
    docs = list(docs)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if table not in KEEPS_NO_TEXT:
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(doc.number,) for doc in docs])  # noqa: S608
            cursor.executemany(
                f"INSERT INTO {table} (rowid, title, body) VALUES (%s, %s, %s)",  # noqa: S608
                [(doc.number, " ".join(doc.title), " ".join(doc.body[:BODY_LIMIT])) for doc in docs],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {table} (doc, terms) VALUES (%s, %s::tsvector) "  # noqa: S608
                "ON CONFLICT (doc) DO UPDATE SET terms = EXCLUDED.terms",
                [(doc.number, make_tsvector(doc)) for doc in docs],
            )


def fill_docs(table: Table, docs: Iterable[Doc]) -> None:
    """Write documents into a table that holds none of their numbers yet."""
    if connection.vendor == "sqlite":
        rows = ((doc.number, " ".join(doc.title), " ".join(doc.body[:BODY_LIMIT])) for doc in docs)
        write(table, ["rowid", "title", "body"], rows)
    else:
        write(table, ["doc", "terms"], ((doc.number, make_tsvector(doc)) for doc in docs))


def drop_docs(table: Table, numbers: Iterable[int]) -> None:
    """Forget documents; on SQLite articles stay as orphans."""
    if may_have_orphans(table):
        return
    column = "rowid" if connection.vendor == "sqlite" else "doc"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {column} = %s", [(number,) for number in numbers])  # noqa: S608


def clear_docs(table: Table) -> None:
    """Forget everything, orphans too."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(f"TRUNCATE {table}")
        elif table in KEEPS_NO_TEXT:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608
        else:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def free_number(table: Table, first: int, last: int) -> int:
    """A number from ``first`` to ``last`` to write a document under: the first, unless an orphan may have it."""
    if not may_have_orphans(table):
        return first
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}_docsize WHERE id BETWEEN %s AND %s", [first, last])  # noqa: S608
        found = cursor.fetchone()[0]
    return first if found is None else min(int(found) + 1, last)


def may_have_orphans(table: Table) -> bool:
    """Whether documents found may stand for no row any more."""
    return connection.vendor == "sqlite" and table in KEEPS_NO_TEXT


def find_docs(table: Table, query: Query, limit: int, *, scored: bool = True) -> list[Hit]:
    """The newest ``limit`` documents that hold every part of the query, newest first. Three queries at most.

    ``scored``: how well each matches. Where the words are so common that measuring this would take long, a document
    with all of them in its title scores 1 and any other one 0.
    """
    if not query.parts:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(*_postgres_question(table, make_tsquery(query), limit, scored=scored))
            return [Hit(int(number), float(score)) for number, score in cursor.fetchall()]
        match = make_match(query)
        if scored and _are_rare(cursor, table, query):
            cursor.execute(_SCORED.format(table=table, weight=TITLE_WEIGHT), [match, limit])
            return [Hit(int(number), float(score)) for number, score in cursor.fetchall()]
        cursor.execute(_NEWEST.format(table=table), [match, limit])
        numbers = [int(number) for (number,) in cursor.fetchall()]
        titled: set[int] = set()
        if scored and numbers:
            cursor.execute(_SINCE.format(table=table), [f"{{title}} : ({match})", numbers[-1]])
            titled = {int(number) for (number,) in cursor.fetchall()}
        return [Hit(number, float(number in titled)) for number in numbers]


_SCORED = (
    "SELECT rowid, -bm25({table}, {weight}.0, 1.0) FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s"
)
_NEWEST = "SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s"
# Upwards: downwards, FTS5 would look below the last of them for one more match, to the oldest document if need be.
_SINCE = "SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid >= %s ORDER BY rowid"


def _are_rare(cursor: Any, table: Table, query: Query) -> bool:
    """Whether scoring is cheap: bm25 goes through all matches of each part, however few documents hold all of them.

    Beginnings of words are not even counted: their matches are put together from those of many words.
    """
    if any(part.prefix for part in query.parts):
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table}_docsize LIMIT {RARE})")  # noqa: S608
    else:
        count = f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH %s LIMIT {RARE}))"  # noqa: S608
        matches = [_match_part(part) for part in query.parts]
        cursor.execute(f"SELECT {' + '.join([count] * len(matches))}", matches)
    return int(cursor.fetchone()[0]) < RARE


def _postgres_question(table: Table, tsquery: str, limit: int, *, scored: bool) -> tuple[str, list[Any]]:
    """Rare words: all matches from the index, then the newest. Common words: newest first until enough match.

    Scores are asked for only where they are wanted: each needs the document's terms unpacked once more.
    """
    columns = "doc, terms" if scored else "doc"
    if _estimate(table, tsquery) <= RARE:
        source = f"SELECT {columns} FROM {table} WHERE terms @@ %s::tsquery"  # noqa: S608
    else:
        source = (
            f"SELECT {columns} FROM (SELECT doc, terms FROM {table} ORDER BY doc DESC LIMIT {WALK}) newest "  # noqa: S608
            "WHERE terms @@ %s::tsquery LIMIT %s"
        )
    values = [tsquery] if source.endswith("tsquery") else [tsquery, limit]
    score = "ts_rank('{0.1, 0.2, 0.4, 1.0}', terms, %s::tsquery, 1)" if scored else "0"
    sql = (
        f"WITH found AS MATERIALIZED ({source}), newest AS (SELECT * FROM found ORDER BY doc DESC LIMIT %s) "  # noqa: S608
        f"SELECT doc, {score} FROM newest ORDER BY doc DESC"
    )
    return sql, [*values, limit, *([tsquery] if scored else [])]


def _estimate(table: Table, tsquery: str) -> int:
    """How many documents the planner believes to match; asking costs it a millisecond."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE terms @@ %s::tsquery", [tsquery])  # noqa: S608
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def matching(table: Table, query: Query) -> RawSQL:
    """The numbers of all documents that hold every part of the query, as a subquery for ``pk__in``."""
    return RawSQL(*_ask_all(table, query))  # noqa: S611 - no word of the query's is in the SQL


def list_all(table: Table, query: Query) -> list[int]:
    """The numbers of all documents that hold every part of the query, in no order. One query."""
    if not query.parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_ask_all(table, query))
        return [int(number) for (number,) in cursor.fetchall()]


def _ask_all(table: Table, query: Query) -> tuple[str, list[str]]:
    if connection.vendor == "sqlite":
        return f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [make_match(query)]  # noqa: S608
    return f"SELECT doc FROM {table} WHERE terms @@ %s::tsquery", [make_tsquery(query)]  # noqa: S608


def open_words(query: Query) -> Query:
    """The same query with every single word as a beginning: names are few and often typed short."""
    parts = [
        replace(part, prefix=part.prefix or part.terms[-1]) if len(part.terms) == 1 else part for part in query.parts
    ]
    return replace(query, parts=tuple(parts))


def make_match(query: Query) -> str:
    """A query → FTS5's language. Terms are letters and digits alone, so that quoting them is safe."""
    return " AND ".join(_match_part(part) for part in query.parts)


def _match_part(part: Part) -> str:
    whole = f'"{" ".join(part.terms)}"'
    if not part.prefix:
        return whole
    begun = " ".join((*part.terms[:-1], part.prefix))
    return f'("{begun}" * OR {whole})'


def make_tsquery(query: Query) -> str:
    """A query → PostgreSQL's ``tsquery``, to be cast, not parsed."""
    return " & ".join(_tsquery_part(part) for part in query.parts)


def _tsquery_part(part: Part) -> str:
    first = "".join(f"{_quote(term)} <-> " for term in part.terms[:-1])
    last = _quote(part.terms[-1])
    if part.prefix:
        last = f"({_quote(part.prefix)}:* | {last})"
    return f"({first}{last})"


def make_tsvector(doc: Doc) -> str:
    """A document → PostgreSQL's ``tsvector``, to be cast: the title's terms weigh A and stand before the body's."""
    places: dict[str, list[str]] = {}
    for at, term in enumerate(doc.title, 1):
        places.setdefault(term, []).append(f"{at}A")
    # A gap, so that no phrase spans title and text.
    for at, term in enumerate(doc.body[:BODY_LIMIT], len(doc.title) + 2):
        places.setdefault(term, []).append(str(at))
    return " ".join(f"{_quote(term)}:{','.join(found[:255])}" for term, found in places.items())


def _quote(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
