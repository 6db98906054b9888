import django.db.models.deletion
from django.db import migrations, models

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

    dependencies = [
        ('articles', '0004_host'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'article'), ('deal', 'deal'), ('company', 'company'), ('person', 'person')], max_length=10)),
                ('row', models.BigIntegerField()),
                ('doc', models.BigIntegerField()),
                ('stamp', models.CharField(max_length=40)),
                ('indexed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'indexed rows',
                'indexes': [models.Index(fields=['doc', 'kind'], name='indexed_doc')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'row'), name='indexed_once')],
            },
        ),
        migrations.CreateModel(
            name='NodePosition',
            fields=[
                ('company', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='position', serialize=False, to='articles.company')),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
                ('placed_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.RunPython(make_search_tables, drop_search_tables, elidable=False),
    ]
