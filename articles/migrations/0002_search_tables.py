"""Full-text tables, by database: FTS5 on SQLite, tsvector on PostgreSQL."""

from django.db import migrations

TABLES = ("search_articles", "search_deals", "search_names")


def make_search_tables(apps, schema_editor):
    """Full-text tables, which Django has no words for; `articles.fulltext` reads and writes them."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            keep = "content=''," if table == "search_articles" else ""
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(title, body, {keep} "
                "tokenize='unicode61 remove_diacritics 0')"
            )
    elif schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"CREATE TABLE {table} (doc bigint PRIMARY KEY, terms tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_terms ON {table} USING gin (terms)")


def drop_search_tables(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make_search_tables, drop_search_tables, elidable=False)]
