"""The full-text index: terms in, the newest matching documents out, on SQLite (FTS5) and on PostgreSQL (tsvector).

A document is a number and two lists of terms (`articles.extract.terms`), so that both databases see the same words and
neither cuts up the text in its own way. The higher the number, the newer the document: answers are the newest matches,
scored; ranking every match of a common word would take seconds in a big archive.

    fts5      questions to SQLite
    tsvector  questions to PostgreSQL
    words     the words of the articles, for what begins as typed

The tables are made by the migrations ``search_tables`` and ``search_words``. On SQLite the articles' table keeps no
copy of the text and cannot delete: a document that was replaced stays as an orphan that no row of `Indexed` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.bulk import write
from articles.extract.terms import Query
from articles.fulltext import fts5, tsvector
from articles.fulltext.words import KEPT, Table, find_words, forget_words, keep_words

__all__ = [
    "Doc", "Hit", "Table", "clear_docs", "drop_docs", "fill_docs", "find_docs", "free_number", "list_all", "matching",
    "may_have_orphans", "open_words", "put_docs",
]  # fmt: skip

KEEPS_NO_TEXT: frozenset[Table] = frozenset({"search_articles"})
BODY_LIMIT = 16_000
"""Terms of a document that are indexed; PostgreSQL knows no places beyond 16,383."""


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
                [(doc.number, _make_tsvector(doc)) for doc in docs],
            )
        keep_words(cursor, table, {term for doc in docs for term in (*doc.title, *doc.body[:BODY_LIMIT])})


def fill_docs(table: Table, docs: Iterable[Doc]) -> None:
    """Write documents into a table that holds none of their numbers yet."""
    words: set[str] = set()
    docs = _note_words(docs, words) if table in KEPT else docs
    if connection.vendor == "sqlite":
        rows = ((doc.number, " ".join(doc.title), " ".join(doc.body[:BODY_LIMIT])) for doc in docs)
        write(table, ["rowid", "title", "body"], rows)
    else:
        write(table, ["doc", "terms"], ((doc.number, _make_tsvector(doc)) for doc in docs))
    with connection.cursor() as cursor:
        keep_words(cursor, table, words)


def _note_words(docs: Iterable[Doc], words: set[str]) -> Iterator[Doc]:
    """The same documents; their words are added to the set as they pass."""
    for doc in docs:
        words.update(doc.title, doc.body[:BODY_LIMIT])
        yield doc


def _make_tsvector(doc: Doc) -> str:
    return tsvector.make_tsvector(doc.title, doc.body[:BODY_LIMIT])


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
        forget_words(cursor, table)


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
    """The newest ``limit`` documents that hold every part of the query, newest first. A handful of queries.

    ``scored``: how well each matches. Where SQLite would take long to measure this, the words being so common, a
    document with all of them in its title scores 1 and any other one 0. On PostgreSQL a phrase of common words is
    looked for among the newest documents alone (`tsvector.PHRASED`).
    """
    if not query.parts:
        return []
    with connection.cursor() as cursor:
        words = find_words(cursor, table, query)
        find = tsvector.find_newest if connection.vendor == "postgresql" else fts5.find_newest
        return [Hit(number, score) for number, score in find(cursor, table, query, words, limit, scored=scored)]


def matching(table: Table, query: Query) -> RawSQL:
    """The numbers of all documents that hold every part of the query, as a subquery for ``pk__in``."""
    return RawSQL(*_ask_all(table, query))  # noqa: S611 - no word of the query's is in the SQL


def list_all(table: Table, query: Query) -> list[int]:
    """The numbers of all documents that hold every part of the query, in no order. One query."""
    if not query.parts:
        return []
    question, values = _ask_all(table, query)
    with connection.cursor() as cursor:
        # As one text: a row for each of tens of thousands of numbers would take several times as long to read.
        cursor.execute(f"SELECT {_JOINED[connection.vendor]} FROM ({question}) found", values)  # noqa: S608
        joined = cursor.fetchone()[0]
    return list(map(int, joined.split(","))) if joined else []


_JOINED = {"sqlite": "group_concat(doc)", "postgresql": "string_agg(doc::text, ',')"}


def _ask_all(table: Table, query: Query) -> tuple[str, list[str]]:
    if connection.vendor == "sqlite":
        return f"SELECT rowid AS doc FROM {table} WHERE {table} MATCH %s", [fts5.make_match(query)]  # noqa: S608
    return f"SELECT doc FROM {table} WHERE terms @@ %s::tsquery", [tsvector.make_tsquery(query)]  # noqa: S608


def open_words(query: Query) -> Query:
    """The same query with every single word as a beginning: names are few and often typed short."""
    parts = [
        replace(part, prefix=part.prefix or part.terms[-1]) if len(part.terms) == 1 else part for part in query.parts
    ]
    return replace(query, parts=tuple(parts))
