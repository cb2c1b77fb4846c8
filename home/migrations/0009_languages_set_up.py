"""The languages the site has words in can be translated into; visitors see one once its front page is published."""

from django.db import migrations


def set_up(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    for code in ("nl", "en", "ar", "tr", "uk"):
        Locale.objects.get_or_create(language_code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_counter_block"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
