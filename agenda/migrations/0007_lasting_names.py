import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0006_settle_occurrences")]

    operations = [
        # The database gets no default, which would give every row that is there the same name.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField("agendadate", "uid", models.UUIDField(null=True, editable=False)),
            ],
            state_operations=[
                migrations.AddField(
                    "agendadate", "uid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)
                ),
            ],
        ),
        migrations.AddField("occurrence", "uid", models.UUIDField(editable=False, null=True)),
        migrations.AddField("venue", "changed_at", models.DateTimeField(auto_now=True, null=True)),
    ]
