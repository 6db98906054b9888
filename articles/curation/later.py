"""What may stand in the way of an undo: the decisions made later, by the rows they touch or point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import ForeignKey, Model, UniqueConstraint

from articles.curation.trail import column, plain_fields, steps_of, table_named
from articles.models import Decision

Key = tuple[str, int]


class Later:
    """The decisions after one, not taken back, the newest first. They are read once, and only when asked for."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def touching(self, table: str, row: int, fields: Iterable[str] = ()) -> list[Decision]:
        """Those that changed this row: one of ``fields`` (any by default), or the row as a whole."""
        wanted = set(fields)
        found = self._index[0].get((table, row), [])
        return unique(other for other, names in found if not wanted or names is None or wanted & names)

    def pointing_to(self, table: str, row: int) -> list[Decision]:
        """Those that set a row to point to this one, or away from it."""
        return unique(self._index[1].get((table, row), []))

    def taking_place(self, table: type[Model], row: int, fields: dict[str, Any]) -> list[Decision]:
        """Those that gave another row a value that only one row may have, and that this row is to have again.

        Even where nothing stands in that place now, taking such a decision back will need it.
        """
        found: list[Decision] = []
        for columns in unique_columns(table):
            if columns & set(fields):
                place = {name: fields[name] for name in columns if name in fields}
                place |= self._rest(table, row, columns - set(fields))
                steps = self._steps.get(str(table._meta.model_name), [])
                found += [
                    other for other, ids, said in steps if self._is_at(table, ids, said, place) and row not in ids
                ]
        return unique(found)

    def _is_at(self, table: type[Model], ids: list[int], said: dict[str, Any], place: dict[str, Any]) -> bool:
        if not set(said) & set(place):
            return False
        whole = {**self._rest(table, ids[0], set(place) - set(said)), **said}
        return all(whole.get(name, value) == value for name, value in place.items())

    def _rest(self, table: type[Model], row: int, columns: set[str]) -> dict[str, Any]:
        """What a row says now in the columns that a step left alone; nothing for a row that is gone."""
        there = table._default_manager.filter(pk=row).first() if columns else None
        return plain_fields(there, sorted(columns)) if there is not None else {}

    @cached_property
    def _steps(self) -> dict[str, list[tuple[Decision, list[int], dict[str, Any]]]]:
        """Every state that a later step left or brought, by table."""
        steps: dict[str, list[tuple[Decision, list[int], dict[str, Any]]]] = defaultdict(list)
        for other in self._decisions:
            for before, after in steps_of(other):
                for fields in (before["fields"], after["fields"]):
                    if fields:
                        steps[before["table"]].append((other, before["ids"], fields))
        return steps

    @cached_property
    def _decisions(self) -> list[Decision]:
        later = Decision.objects.filter(pk__gt=self.decision.pk, undone_at__isnull=True)
        return list(later.order_by("-pk"))

    @cached_property
    def _index(self) -> tuple[dict[Key, list[tuple[Decision, set[str] | None]]], dict[Key, list[Decision]]]:
        touched: dict[Key, list[tuple[Decision, set[str] | None]]] = defaultdict(list)
        pointed: dict[Key, list[Decision]] = defaultdict(list)
        for other in self._decisions:
            for before, after in steps_of(other):
                whole = before["fields"] is None or after["fields"] is None
                for row in before["ids"]:
                    touched[before["table"], row].append((other, None if whole else set(before["fields"])))
                for fields in (before["fields"], after["fields"]):
                    for key in targets_of(before["table"], fields or {}):
                        pointed[key].append(other)
        return touched, pointed


def targets_of(table: str, fields: dict[str, Any]) -> list[Key]:
    """The rows that kept columns point to, as (table, id)."""
    columns = {field.attname: field for field in table_named(table)._meta.concrete_fields}
    return [
        (str(field.related_model._meta.model_name), value)
        for name, value in fields.items()
        if value is not None and isinstance(field := columns[name], ForeignKey)
    ]


def unique_columns(table: type[Model]) -> list[set[str]]:
    """The sets of columns in which no two rows of a table may agree."""
    names = [list(rule.fields) for rule in table._meta.constraints if isinstance(rule, UniqueConstraint)]
    names += [[field.name] for field in table._meta.concrete_fields if field.unique and not field.primary_key]
    return [{column(table, name) for name in group} for group in names]


def unique(decisions: Iterable[Decision]) -> list[Decision]:
    return list({decision.pk: decision for decision in decisions}.values())
