"""What may stand in the way of an undo: the decisions made later, by the rows they touch or point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import ForeignKey

from articles.curation.trail import steps_of, table_named
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

    @cached_property
    def _index(self) -> tuple[dict[Key, list[tuple[Decision, set[str] | None]]], dict[Key, list[Decision]]]:
        touched: dict[Key, list[tuple[Decision, set[str] | None]]] = defaultdict(list)
        pointed: dict[Key, list[Decision]] = defaultdict(list)
        later = Decision.objects.filter(pk__gt=self.decision.pk, undone_at__isnull=True).order_by("-pk")
        for other in later.iterator(chunk_size=200):
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


def unique(decisions: Iterable[Decision]) -> list[Decision]:
    return list({decision.pk: decision for decision in decisions}.values())
