"""Rows in great numbers, into tables that nobody else writes to: plain tuples, and indexes built once at the end.

`put_rows` writes tuples (``executemany`` on SQLite, ``COPY`` on PostgreSQL), some ten times as fast as rows that are
objects first. Inside `unguarded` the tables have neither indexes nor foreign keys: keeping a million rows sorted one
at a time costs more than writing them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, models, transaction

INDEXES_OF = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": (
        "SELECT c.relname, t.relname, pg_get_indexdef(c.oid) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
        "WHERE t.relnamespace = current_schema()::regnamespace "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)"
    ),
}
"""Name, table and definition of every index that is not part of a constraint."""
KEYS = (
    "SELECT c.conname, t.relname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
    "JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace"
)
SETTINGS = {"synchronous": "OFF", "cache_size": "-262144"}
"""SQLite's, while rows come: no waiting for the disk, 256 MB of pages in memory."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: tuples of what the columns hold, days and moments (UTC, without a zone) as ISO text.

    Columns that are not named get their field's default.
    """

    table: type[models.Model]
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def put_rows(batch: Rows) -> None:
    """Write rows, ids included where they are named, in one transaction."""
    meta = batch.table._meta
    named: list[Any] = [meta.get_field(name) for name in batch.columns]
    others = [field for field in meta.concrete_fields if field not in named and not isinstance(field, models.AutoField)]
    constants = tuple(_default(field) for field in others)
    columns = [str(field.column) for field in (*named, *others)]
    write(meta.db_table, columns, ((*row, *constants) for row in batch.rows))


def write(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write tuples under the names of the database."""
    quote = connection.ops.quote_name
    target = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {target} VALUES ({places})", cast(Any, rows))  # noqa: S608 - our own names


def _default(field: Any) -> Any:
    """What a row gets that says nothing: the field's default, moments of making as now."""
    return field.get_db_prep_save(field.pre_save(field.model(), add=True), connection)


@contextmanager
def unguarded(tables: Iterable[str]) -> Iterator[None]:
    """Without these tables' indexes and foreign keys; puts them back in the end, whatever happens.

    PostgreSQL checks every foreign key when it comes back. Uniqueness that is a constraint is kept all the time.
    """
    tables = set(tables)
    with connection.cursor() as cursor:
        cursor.execute(INDEXES_OF[connection.vendor])
        indexes = [row for row in cursor.fetchall() if row[1] in tables]
        keys = _find_keys(cursor, tables)
        for name, table, _definition in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _table, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        with connection.constraint_checks_disabled(), _hurried():
            yield
    finally:
        with _hurried(), connection.cursor() as cursor:
            for _name, _table, definition in indexes:
                cursor.execute(definition)
            for name, table, definition in keys:
                cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def _find_keys(cursor: Any, tables: set[str]) -> list[tuple[str, str, str]]:
    """Name, table and definition of the tables' foreign keys. SQLite cannot take them off, only not look at them."""
    if connection.vendor != "postgresql":
        return []
    cursor.execute(KEYS)
    return [row for row in cursor.fetchall() if row[1] in tables]


@contextmanager
def _hurried() -> Iterator[None]:
    """The database's settings for work that can be done again, and then what they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            yield
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute("RESET synchronous_commit")
            return
        before = {name: _ask(cursor, f"PRAGMA {name}") for name in SETTINGS}
        for name, value in SETTINGS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        yield
        for name, value in before.items():
            cursor.execute(f"PRAGMA {name} = {value}")


def _ask(cursor: Any, question: str) -> Any:
    cursor.execute(question)
    return cursor.fetchone()[0]
