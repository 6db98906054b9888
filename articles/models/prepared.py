"""Queries composed once and run often: Django composes each anew, which costs several times what running it does.

::

    TAKE = Prepared(lambda: Feed.objects.due(Given("now")).filter(pk=Given("pk")), lease_until=Given("until"))
    taken = TAKE.update(pk=7, now=now, until=now + lease)

For the few queries that every feed, page and article passes; anywhere else a queryset is plainer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery


class Given(Expression):
    """Stands in a query for a value that is named when it is run: text, number, day, moment or None.

    ``Given("now") + timedelta(days=1)`` stands for the moment that much later.
    """

    def __init__(self, name: str, later: timedelta | None = None) -> None:
        super().__init__()
        self.name, self.later = name, later

    def __add__(self, later: timedelta) -> Given:  # type: ignore[override]  # of values, not of columns
        return Given(self.name, later)

    def of(self, given: Mapping[str, Any]) -> Any:
        """The value it stands for."""
        value = given[self.name]
        return value if self.later is None else value + self.later

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    @staticmethod
    def each(name: str, number: int) -> list[Any]:
        """So many values for an ``__in``; `number_each` names them when the query is run."""
        return [Given(f"{name}{place}") for place in range(number)]


@dataclass(frozen=True, slots=True)
class _Composed:
    """A statement with its values; what turns a row's values into Python's; a row's model, columns and relations."""

    statement: str
    values: tuple[Any, ...]
    converters: Sequence[tuple[int, Any, Any]] = ()
    model: Any = None
    names: Sequence[str] = ()
    related: Sequence[Any] = ()


class Prepared:
    """A queryset with `Given` values; ``columns`` make it an update. Composed on first use, shared by all threads."""

    def __init__(self, compose: Callable[[], models.QuerySet[Any]], **columns: Any) -> None:
        self._queryset, self._columns = compose, columns

    def update(self, **given: Any) -> int:
        """Run an update; gives how many rows it met."""
        with connection.cursor() as cursor:
            cursor.execute(*self._bind(given))
            return int(cursor.rowcount)

    def rows(self, **given: Any) -> list[list[Any]]:
        """The selected columns of all rows, as Python values."""
        with connection.cursor() as cursor:
            cursor.execute(*self._bind(given))
            return [self._convert(row) for row in cursor.fetchall()]

    def first(self, **given: Any) -> Any:
        """The first row as an object of its model with what ``select_related`` names; None where there is no row."""
        return next(iter(self.all(**given)), None)

    def all(self, **given: Any) -> list[Any]:
        """All rows as objects of their model with what ``select_related`` names."""
        composed, found = self._composed, list[Any]()
        for values in self.rows(**given):
            made = composed.model.from_db("default", composed.names, values[: len(composed.names)])
            for populator in composed.related:
                populator.populate(values, made)
            found.append(made)
        return found

    def get(self, **given: Any) -> Any:
        """The same, where the row has to be there; ``DoesNotExist`` where it is not."""
        if (found := self.first(**given)) is None:
            raise self._composed.model.DoesNotExist(f"no {self._composed.model.__name__} of {given}")
        return found

    @cached_property
    def _composed(self) -> _Composed:
        query: Any = self._queryset().query
        if self._columns:
            query = query.chain(UpdateQuery)
            query.add_update_values(self._columns)
        compiler = query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
        if self._columns:
            return _Composed(statement, tuple(values))
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        kind = compiler.klass_info
        return _Composed(
            statement,
            tuple(values),
            [(place, *found) for place, found in converters.items()],
            kind["model"] if kind else None,
            [compiler.select[place][0].target.attname for place in kind["select_fields"]] if kind else [],
            get_related_populators(kind, compiler.select, "default") if kind else [],  # type: ignore[call-arg]  # 5.2's
        )

    def _bind(self, given: Mapping[str, Any]) -> tuple[str, list[Any]]:
        composed = self._composed
        values = (_adapt(each.of(given)) if isinstance(each, Given) else each for each in composed.values)
        return composed.statement, list(values)

    def _convert(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place, converters, column in self._composed.converters:
            for converter in converters:
                values[place] = converter(values[place], column, connection)
        return values


def number_each(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values for ``Given.each(name, …)``."""
    return {f"{name}{place}": value for place, value in enumerate(values)}


def write_columns(row: models.Model, *names: str) -> bool:
    """Save these columns of a row, as ``save(update_fields=names)`` does; False where the row is gone."""
    fields = [row._meta.get_field(name) for name in names]
    values = {field.attname: field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields}  # type: ignore[union-attr]
    return bool(_writing(type(row), tuple(values)).update(pk=row.pk, **values))


def update_row(model: type[models.Model], fields: Mapping[str, Any], **held: Any) -> bool:
    """Write ``fields`` into the row whose columns are still as ``held`` says (None: empty); False where none is."""
    known = {name: model._meta.get_field(name) for name in fields}
    values = {field.attname: field.get_db_prep_save(fields[name], connection) for name, field in known.items()}  # type: ignore[union-attr]
    where = tuple(name if value is not None else f"{name}__isnull" for name, value in held.items())
    given = {f"held_{name}": value for name, value in held.items()}
    return bool(_writing(model, tuple(values), where).update(**given, **values))


@lru_cache(256)
def _writing(model: type[models.Model], names: tuple[str, ...], held: tuple[str, ...] = ()) -> Prepared:
    where = {name: True if name.endswith("__isnull") else Given(f"held_{name}") for name in held}
    rows = model._default_manager.filter(**(where or {"pk": Given("pk")}))
    return Prepared(lambda: rows, **{name: Given(name) for name in names})


def _adapt(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
