from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_author_changed")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
