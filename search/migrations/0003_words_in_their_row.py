"""Words of an entry stay in its row (PostgreSQL): fetched from elsewhere they cost most of a question's time."""

from django.db import migrations


def keep_inside(apps, schema_editor):
    """Rows written from now on have it so: all of them after the next night (`rebuild_search`)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE MAIN")


def undo(apps, schema_editor):
    """As PostgreSQL does it by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTENDED")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_missed_searches")]

    operations = [migrations.RunPython(keep_inside, undo)]
