"""Every word of the articles once, so that the beginning of a word can be looked up as the words that begin so.

Asked for a beginning, both databases first put together all documents of all the words that begin so, hundreds of
thousands in a big archive; asked for the words themselves, they walk the newest documents and stop. Words are added as
documents are; what was deleted leaves its words behind, which costs a look that finds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from django.db import connection

from articles.extract.terms import Query

Table = Literal["search_articles", "search_deals", "search_names"]
Words = Mapping[str, Sequence[str]]
"""Beginning → words that begin so."""

KEPT: frozenset[Table] = frozenset({"search_articles"})
"""Whose words are kept. Deals and names are so few and short that a beginning costs little more than a word."""
MOST = 400
"""Words a beginning stands for, the shortest ones, as common words are short. Each costs a look into the index."""
BEHIND = "\U0010ffff"
"""Sorts behind every letter."""

_ADD = {
    "sqlite": "INSERT OR IGNORE INTO {table}_words (word) SELECT value FROM json_each(%s)",
    "postgresql": (
        "INSERT INTO {table}_words (word) SELECT word FROM unnest(%s::text[]) AS given (word) "
        "WHERE NOT EXISTS (SELECT 1 FROM {table}_words known WHERE known.word = given.word) ORDER BY word "
        "ON CONFLICT DO NOTHING"
    ),
}


def keep_words(cursor: Any, table: Table, words: Collection[str]) -> None:
    """Add those that are new, in order, so that no two writers wait for each other. One query."""
    if table in KEPT and words:
        given = sorted(words)
        values = json.dumps(given) if connection.vendor == "sqlite" else given
        cursor.execute(_ADD[connection.vendor].format(table=table), [values])


def forget_words(cursor: Any, table: Table) -> None:
    """Forget all of them. One query."""
    if table in KEPT:
        cursor.execute(f"DELETE FROM {table}_words")  # noqa: S608


def find_words(cursor: Any, table: Table, query: Query) -> Words:
    """The words that each beginning in a query stands for, at most `MOST` of them and one more to tell. One query.

    Nothing where a table's words are not kept, and for a single character, which in Chinese begins very many pairs,
    none longer than the others: such beginnings are the index's own business.
    """
    beginnings = sorted({part.prefix for part in query.parts if len(part.prefix) > 1}) if table in KEPT else []
    if not beginnings:
        return {}
    one = (
        f"SELECT * FROM (SELECT %s, word FROM {table}_words WHERE word >= %s AND word < %s "  # noqa: S608
        "ORDER BY length(word), word LIMIT %s) found"
    )
    values = [(begun, begun, begun + BEHIND, MOST + 1) for begun in beginnings]
    cursor.execute(" UNION ALL ".join([one] * len(values)), [value for row in values for value in row])
    found: dict[str, list[str]] = {begun: [] for begun in beginnings}
    for begun, word in cursor.fetchall():
        found[begun].append(word)
    return found
