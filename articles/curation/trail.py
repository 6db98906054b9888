"""The trail: one act of one person, recorded row by row as it is done, so that it can be shown and taken back.

An `Act` is opened, changes rows through its four verbs (`change`, `move`, `make`, `drop`) and is closed. Closing keeps
what every row was before and is after on the decision, recomputes the partnerships whose claims it touched, and marks
the articles that have to be read again. `articles.curation.undo` walks the same list backwards.

The list, on ``Decision.before["rows"]`` and ``Decision.after["rows"]`` alike, holds one item a step::

    {"table": "claim", "ids": [12], "fields": {"review": "unreviewed"}}      # after: {"review": "accepted"}
    {"table": "company", "ids": [7], "fields": None}      # before it was made, or after it was dropped
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.joining import Pair, join_pairs
from articles.models import Article, Claim, Decision

Row = TypeVar("Row", bound=Model)

CHUNK = 500
"""Ids a query: far below SQLite's limit on parameters."""

NOTHING: tuple[Any, ...] = (None, "", {}, [])
"""Values that say nothing: a row that is made is shown by what it says."""

STAMPS = ("changed_at",)
"""Columns that say when a row was last written: written with every change, and no part of what it says."""


class RefusedError(Exception):
    """A person's wish that cannot be met, with the sentence to show them.

    ``field`` names the field of the form it belongs to, ``blockers`` the decisions that stand in the way.
    """

    def __init__(self, message: str, *, field: str = "", blockers: Sequence[Decision] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.blockers = tuple(blockers)


class StaleError(RefusedError):
    """Somebody else changed the thing in the meantime; ``blockers`` are what they did, the newest first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision as kept, and the ids of the articles that now wait to be read again."""

    decision: Decision
    articles: tuple[int, ...] = ()


class Act:
    """One act being recorded. Open it inside a transaction, close it once."""

    def __init__(self, actor: User, verb: str, target: Model, *, reason: str = "", label: str = "") -> None:
        claim = target if isinstance(target, Claim) else None
        article_id = claim.article_id if claim else target.pk if isinstance(target, Article) else None
        self.decision = Decision.objects.create(
            actor=actor if actor.pk else None,
            actor_name=actor.get_username()[:150],
            verb=verb,
            table=table_of(target),
            row=target.pk or 0,
            label=(label or str(target))[:500],
            reason=reason[:300],
            rule=claim.rule if claim else "",
            article_id=article_id,
        )
        self.before: list[dict[str, Any]] = []
        self.after: list[dict[str, Any]] = []
        self.pairs: set[Pair] = set()
        self.articles: set[int] = set()

    def change(self, row: Model, *, pin: Collection[str] = (), **fields: Any) -> bool:
        """Set fields of one row; False when they are so already. ``pin``: fields to keep though they stay the same."""
        names = [column(type(row), name) for name in fields]
        before = plain_fields(row, names)
        self.add_pair(row)
        for name, value in fields.items():
            setattr(row, name, value)
        after = plain_fields(row, names)
        if before == after:
            return False
        try:
            with transaction.atomic():
                row.save(update_fields=[*fields, *stamps_of(type(row))])
        except IntegrityError as error:
            said = _("Another row says the same as %(row)s: %(fields)s must differ.")
            raise RefusedError(said % {"row": row, "fields": names_of(fields)}) from error
        self.add_pair(row)
        differing = [name for name in names if before[name] != after[name] or name in pin]
        self._note(row, {name: before[name] for name in differing}, {name: after[name] for name in differing})
        return True

    def move(self, rows: QuerySet[Any], **fields: Any) -> int:
        """Set the same fields of many rows; gives how many. Rows that said the same before share one item."""
        table = rows.model
        names = [column(table, name) for name in fields]
        groups: dict[str, tuple[dict[str, Any], list[int]]] = {}
        for row in rows.order_by("pk").only("pk", *names).iterator(chunk_size=2000):
            before = plain_fields(row, names)
            groups.setdefault(json.dumps(before), (before, []))[1].append(row.pk)
        sample = table(**fields)
        after = plain_fields(sample, names)
        moved = 0
        for before, ids in groups.values():
            if before == after:
                continue
            for chunk in chunks(ids):
                table._default_manager.filter(pk__in=chunk).update(**fields)
            self._note_many(table, ids, before, after)
            moved += len(ids)
        return moved

    def make(self, row: Row) -> Row:
        """Insert a row."""
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise RefusedError(_("%(row)s is there already.") % {"row": row}) from error
        row.refresh_from_db()
        self.add_pair(row)
        self._note(row, None, plain_fields(row))
        return row

    def drop(self, row: Model) -> None:
        """Delete a row; all of it is kept on the decision."""
        self.add_pair(row)
        self._note(row, plain_fields(row), None)
        type(row)._default_manager.filter(pk=row.pk).delete()

    def add_pair(self, row: Model) -> None:
        """Remember to recompute the partnership a claim counts for."""
        if isinstance(row, Claim) and row.a_id and row.b_id:
            self.pairs.add((row.kind, row.a_id, row.b_id))

    def close(self, **notes: Any) -> Outcome:
        """Keep the act; ``notes`` are kept with it beside the rows."""
        self.decision.before = {"rows": self.before}
        self.decision.after = {"rows": self.after, **notes}
        if self.articles:
            self.decision.after["reread"] = sorted(self.articles)
        self.decision.save(update_fields=["before", "after"])
        join_pairs(self.pairs)
        mark_unread(self.articles)
        return Outcome(self.decision, tuple(sorted(self.articles)))

    def _note(self, row: Model, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self._note_many(type(row), [row.pk], before, after)

    def _note_many(
        self, table: type[Model], ids: list[int], before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        name = table._meta.model_name
        self.before.append({"table": name, "ids": ids, "fields": before})
        self.after.append({"table": name, "ids": ids, "fields": after})


def mark_unread(articles: Iterable[int]) -> None:
    """Articles that have to be read again: a row that says so, found by ``Article.objects.stale()``.

    Who is just reading one with the names of before writes nothing down (``asked_at``), else it would count as read.
    """
    now = timezone.now()
    for chunk in chunks(sorted(articles)):
        Article.objects.filter(pk__in=chunk).update(rules_version=0, asked_at=now)


def steps_of(decision: Decision) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The items of a decision, before beside after, in the order in which they were done."""
    return zip(decision.before.get("rows", []), decision.after.get("rows", []), strict=True)


def changes_of(decision: Decision, limit: int = 40) -> list[dict[str, Any]]:
    """What a decision changed, for people: one item a field with table, row, before and after; long lists are cut."""
    found: list[dict[str, Any]] = []
    for before, after in steps_of(decision):
        was, now = before["fields"] or {}, after["fields"] or {}
        for name in sorted({*was, *now}):
            if len(found) >= limit:
                return found
            if was.get(name) in NOTHING and now.get(name) in NOTHING:
                continue
            found.append({"table": before["table"], "ids": before["ids"], "field": name.removesuffix("_id"),
                          "before": was.get(name), "after": now.get(name)})  # fmt: skip
    return found


def decisions_on(row: Model, limit: int = 20) -> QuerySet[Decision]:
    """What people decided about this row, the newest first."""
    return Decision.objects.filter(table=table_of(row), row=row.pk).order_by("-pk")[:limit]


def version_of(row: Model, fields: Sequence[str]) -> str:
    """A short digest of what a row says in these fields: a form carries it, and a stale one is noticed."""
    names = [column(type(row), name) for name in fields]
    return hashlib.sha256(json.dumps(plain_fields(row, names), sort_keys=True).encode()).hexdigest()[:16]


def check_version(row: Model, fields: Sequence[str], version: str | None) -> None:
    """Raise `StaleError` when the row no longer says what the person saw; no version given: nothing is checked."""
    if version is None or version == version_of(row, fields):
        return
    others = [decision for decision in decisions_on(row, 3) if decision.undone_at is None]
    what = "; ".join(
        _("%(who)s did “%(verb)s” at %(time)s")
        % {"who": other.actor_name, "verb": other.verb_words, "time": f"{other.at:%H:%M}"}
        for other in others
    )
    if what:
        said = _("%(row)s was changed since you opened it (%(what)s). Look at what it says now, then decide.")
    else:
        said = _("%(row)s was changed since you opened it. Look at what it says now, then decide.")
    raise StaleError(said % {"row": row, "what": what}, blockers=others)


def export_decisions(rows: Iterable[Decision]) -> Iterator[dict[str, Any]]:
    """Decisions as plain objects, one a line of the export."""
    for row in rows:
        yield {
            "id": row.pk, "at": row.at.isoformat(), "who": row.actor_name, "verb": row.verb, "table": row.table,
            "row": row.row, "label": row.label, "reason": row.reason, "rule": row.rule, "article": row.article_id,
            "before": row.before, "after": row.after,
            "undone_at": row.undone_at.isoformat() if row.undone_at else None, "undone_by": row.undone_by,
        }  # fmt: skip


def table_named(name: str) -> type[Model]:
    return apps.get_model("articles", name)


def table_of(row: Model) -> str:
    return str(row._meta.model_name)


def column(table: type[Model], name: str) -> str:
    """``a`` → ``a_id``: rows are kept by what their columns hold."""
    return table._meta.get_field(name).attname  # type: ignore[union-attr]


def stamps_of(table: type[Model]) -> list[str]:
    return [name for name in STAMPS if any(field.name == name for field in table._meta.fields)]


def plain_fields(row: Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """A row's columns (all of them by default) as JSON keeps them."""
    columns = {field.attname: field for field in row._meta.concrete_fields}
    return {name: plain(columns[name], getattr(row, name)) for name in (columns if names is None else names)}


def plain(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as JSON keeps it: the same for what was set and for what the database gives back."""
    if isinstance(field, models.DecimalField) and value is not None:
        return f"{Decimal(value):.{field.decimal_places}f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Choices) else value


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def names_of(fields: Iterable[str]) -> str:
    return ", ".join(fields)
