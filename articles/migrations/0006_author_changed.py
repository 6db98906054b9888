from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_search_words")]
    operations = [
        migrations.AddField(
            model_name="author",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, db_index=True, default=timezone.now),
            preserve_default=False,
        ),
    ]
