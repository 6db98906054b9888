"""New rows in bulk, past those that are there already, at a third of what ``bulk_create`` costs.

``bulk_create`` writes one statement for all rows, and composing it costs more than running it. Here one short statement
is prepared once and run for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from types import NoneType
from typing import Any

from django.db import connection, models, transaction
from django.db.models.constants import OnConflict

BATCH = 500
"""Rows held in memory at once, however many there are."""

_PLAIN = {str, int, NoneType}


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows of one table as the database's driver takes them, so that a transaction need not wait for their making."""

    statement: str
    values: Sequence[Sequence[Any]]

    def insert(self) -> None:
        """Insert the rows; one that meets a unique key which is there already is left out."""
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.executemany(self.statement, self.values)


def insert_new(rows: Iterable[models.Model]) -> None:
    """Insert rows of one table; one that meets a unique key which is there already is left out.

    The rows are not told their ids. Default values and ``auto_now_add`` count, ``save()`` is not called.
    """
    for batch in prepare_new(rows):
        batch.insert()


def insert_row(row: models.Model) -> None:
    """Insert one row and tell it its id, as ``save()`` does with a new one; ``IntegrityError`` where it is not new."""
    model, made = type(row), next(prepare_new([row], ignore=False))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{made.statement} RETURNING {connection.ops.quote_name(str(model._meta.pk.column))}", made.values[0]
        )
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, "default"


def prepare_new(rows: Iterable[models.Model], *, ignore: bool = True) -> Iterator[NewRows]:
    """The rows ready to be inserted, `BATCH` of them at once; without ``ignore`` a key that is there is an error."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model = type(batch[0])
        fields = _fields_of(model)
        moments: dict[datetime, Any] = {}
        values = [[_prepare(field, field.pre_save(row, add=True), moments) for field in fields] for row in batch]
        yield NewRows(_statement_of(model, connection.vendor, ignore), values)


def prepare_columns(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> Iterator[NewRows]:
    """The same from columns (``page_id``, not ``page``): making a model's object for each row costs as much again.

    A column that a row does not name takes its default, which is asked for once a batch and not once a row.
    """
    rows = iter(rows)
    fields = _fields_of(model)
    places = {field.attname: (place, field) for place, field in enumerate(fields)}
    while batch := list(islice(rows, BATCH)):
        blank, moments, values = model(), dict[datetime, Any](), list[list[Any]]()
        defaults = [_prepare(field, field.pre_save(blank, add=True), moments) for field in fields]
        for row in batch:
            made = defaults.copy()
            for name, value in row.items():
                place, field = places[name]
                made[place] = _prepare(field, value, moments)
            values.append(made)
        yield NewRows(_statement_of(model, connection.vendor, True), values)


def _prepare(field: models.Field, value: Any, moments: dict[datetime, Any]) -> Any:  # type: ignore[type-arg]
    """A value as the driver takes it; texts and numbers are so already, and asking the field costs most of the time.

    ``moments`` keeps those met before: most rows of a batch were seen at the same one.
    """
    if type(value) in _PLAIN and not isinstance(field, models.JSONField):
        return value
    if type(value) is not datetime:
        return field.get_db_prep_save(value, connection)
    if value not in moments:
        moments[value] = field.get_db_prep_save(value, connection)
    return moments[value]


@cache
def _fields_of(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _statement_of(model: type[models.Model], vendor: str, ignore: bool) -> str:
    """The statement, whose words depend on the database; the names in it are our own."""
    quote, write = connection.ops.quote_name, connection.ops
    columns = ", ".join(quote(str(field.column)) for field in _fields_of(model))
    marks = ", ".join(["%s"] * len(_fields_of(model)))
    clash = OnConflict.IGNORE if ignore else None
    begin = write.insert_statement(on_conflict=clash)
    end = write.on_conflict_suffix_sql([], clash, [], []) or ""
    return f"{begin} {quote(model._meta.db_table)} ({columns}) VALUES ({marks}) {end}".strip()
