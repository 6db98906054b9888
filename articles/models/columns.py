"""What comes from outside → what a column takes. SQLite stores nearly anything; PostgreSQL refuses the whole row.

Refused are NUL characters, lone surrogates (a feed may write ``&#xD800;``, JSON ``"\\ud800"``), texts longer than their
column and moments outside the calendar. Everything that is saved from the network passes `fit` or `clean`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import models

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """A text without NUL; halves of a surrogate pair are joined, and one that stands alone is marked as damaged."""
    if not _UNSTORABLE.search(text):
        return text
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fit(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for columns of a table as these can take them: cleaned, cut to their length, moments in UTC.

    An address that is too long is left empty: cut short, it would lead somewhere else.
    """
    return {name: _fit(model._meta.get_field(name), value) for name, value in values.items()}


def as_utc(moment: datetime | None) -> datetime | None:
    """A moment in UTC; one without a zone is taken as UTC, one that leaves the calendar on the way as none."""
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def _fit(field: Any, value: Any) -> Any:
    if isinstance(value, str):
        text = clean(value)
        limit = getattr(field, "max_length", None)
        if limit is None or len(text) <= limit:
            return text
        return "" if isinstance(field, models.URLField) else text[:limit]
    if isinstance(field, models.JSONField):
        return _clean_json(value)
    return as_utc(value) if isinstance(value, datetime) else value


def _clean_json(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(name)): _clean_json(item) for name, item in value.items()}
    return [_clean_json(item) for item in value] if isinstance(value, list | tuple) else value
