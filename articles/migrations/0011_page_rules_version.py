from django.db import migrations, models


def count_unread_as_unread(apps, schema_editor):
    apps.get_model("articles", "Page").objects.filter(state__in=("new", "fetched")).update(rules_version=0)


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_article_read_last")]
    operations = [
        # What is there was read by the rules from before they were counted: version 1.
        migrations.AddField(
            model_name="page",
            name="rules_version",
            field=models.PositiveIntegerField(default=1, help_text="The rules that read it; 0: not read yet."),
        ),
        migrations.AlterField(
            model_name="page",
            name="rules_version",
            field=models.PositiveIntegerField(default=0, help_text="The rules that read it; 0: not read yet."),
        ),
        migrations.RunPython(count_unread_as_unread, migrations.RunPython.noop),
    ]
