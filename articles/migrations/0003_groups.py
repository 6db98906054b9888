"""The three ready-made groups: reader, curator, editor. An operator may change them; nothing here runs twice."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

JUDGE = ("judge_claims", "change_article", "change_author", "add_byline", "change_byline", "delete_byline")
EDIT = ("merge_companies", "configure_newsdash", "add_source", "change_source", "add_feed", "change_feed")


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations have run; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True  # else a historical app is taken for one without models
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="articles")
    reading = list(ours.filter(codename__startswith="view_"))
    judging = [*reading, *ours.filter(codename__in=JUDGE)]
    editing = [*judging, *ours.filter(codename__in=EDIT)]
    for name, permissions in (("reader", reading), ("curator", judging), ("editor", editing)):
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_search_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False)]
