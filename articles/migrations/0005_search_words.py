"""The articles' words, and on PostgreSQL the spans of numbers in the full-text index."""

from django.db import migrations

TABLES = ("search_articles", "search_deals", "search_names")
WORDS = "search_articles_words"
SPANS = {"search_articles": (40, 45), "search_deals": (8, 13), "search_names": (8, 13)}


def make_words(apps, schema_editor):
    """The table of words with those of the articles indexed so far; `articles.fulltext.words` reads and writes it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE TABLE {WORDS} (word text PRIMARY KEY) WITHOUT ROWID")
        schema_editor.execute("CREATE VIRTUAL TABLE search_articles_vocabulary USING fts5vocab(search_articles, row)")
        schema_editor.execute(f"INSERT INTO {WORDS} SELECT term FROM search_articles_vocabulary")  # noqa: S608
        schema_editor.execute("DROP TABLE search_articles_vocabulary")
    elif schema_editor.connection.vendor == "postgresql":
        # Words sort by their letters' numbers, whatever the database's language.
        schema_editor.execute(f'CREATE TABLE {WORDS} (word text COLLATE "C" PRIMARY KEY)')
        schema_editor.execute(f"INSERT INTO {WORDS} SELECT word FROM ts_stat('SELECT terms FROM search_articles')")  # noqa: S608


def add_spans(apps, schema_editor):
    """Every document's short and long span of numbers beside its words; see `articles.fulltext.tsvector`."""
    if schema_editor.connection.vendor == "postgresql":
        # A big archive's index is built in a tenth of the time where it need not be merged again and again.
        schema_editor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for table in TABLES:
            short, long = SPANS[table]
            schema_editor.execute(f"DROP INDEX {table}_terms")
            spans = f"(ARRAY[doc >> {short}, -1 - (doc >> {long})])"
            # Without a list of entries that wait to be sorted in: every question would have to go through it.
            schema_editor.execute(
                f"CREATE INDEX {table}_terms ON {table} USING gin (terms, {spans}) WITH (fastupdate = off)"
            )


def drop_words(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {WORDS}")


def drop_spans(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX {table}_terms")
            schema_editor.execute(f"CREATE INDEX {table}_terms ON {table} USING gin (terms)")


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_company_folded")]
    operations = [
        migrations.RunPython(make_words, drop_words, elidable=False),
        migrations.RunPython(add_spans, drop_spans, elidable=False),
    ]
