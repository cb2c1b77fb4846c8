"""Fill what follows from the times of the dates that are there: the part of the day, and whether they are long."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import migrations

UTRECHT = ZoneInfo("Europe/Amsterdam")
SHORT = dt.timedelta(hours=25)


def settle(apps, schema_editor):
    Occurrence = apps.get_model("agenda", "Occurrence")
    changed = []
    for row in Occurrence.objects.only("start", "end", "all_day").iterator(chunk_size=2000):
        row.is_long = row.end - row.start > SHORT
        hour = row.start.astimezone(UTRECHT).hour
        row.part = 0 if row.all_day or row.is_long else 1 + (hour >= 12) + (hour >= 18)
        changed.append(row)
        if len(changed) == 500:
            Occurrence.objects.bulk_update(changed, ["is_long", "part"])
            changed.clear()
    Occurrence.objects.bulk_update(changed, ["is_long", "part"])


class Migration(migrations.Migration):
    dependencies = [("agenda", "0005_every_kind_of_date")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
