"""Give the dates that are there the names they keep: the occurrences, the editor's rows, and those rows in revisions."""

import datetime as dt
import uuid

from django.db import migrations

BATCH = 500


def in_batches(model, rows, fields):
    changed = []
    for row in rows:
        changed.append(row)
        if len(changed) == BATCH:
            model.objects.bulk_update(changed, fields)
            changed.clear()
    model.objects.bulk_update(changed, fields)


def name_occurrences(apps, schema_editor):
    Occurrence = apps.get_model("agenda", "Occurrence")
    keys = dict(apps.get_model("agenda", "AgendaItemPage").objects.values_list("pk", "translation_key"))

    def named():
        for row in Occurrence.objects.filter(uid=None).only("item", "start", "moved_from").iterator(chunk_size=2000):
            planned = (row.moved_from or row.start).astimezone(dt.UTC)
            row.uid = uuid.uuid5(keys[row.item_id], f"{planned:%Y%m%dT%H%M%SZ}")
            yield row

    in_batches(Occurrence, named(), ["uid"])


def name_dates(apps, schema_editor):
    AgendaDate = apps.get_model("agenda", "AgendaDate")

    def named():
        for row in AgendaDate.objects.filter(uid=None).only("pk").iterator(chunk_size=2000):
            row.uid = uuid.uuid4()
            yield row

    in_batches(AgendaDate, named(), ["uid"])


def name_in_revisions(apps, schema_editor):
    """An editor goes on from the latest revision: without its names, the next publication would give others."""
    AgendaDate, Revision = apps.get_model("agenda", "AgendaDate"), apps.get_model("wagtailcore", "Revision")
    latest = dict(
        apps.get_model("agenda", "AgendaItemPage")
        .objects.exclude(latest_revision=None)
        .values_list("latest_revision", "pk")
    )

    def named():
        keys = list(latest)
        for place in range(0, len(keys), BATCH):
            stored = {}
            for row in AgendaDate.objects.filter(item__in=[latest[key] for key in keys[place : place + BATCH]]):
                stored.setdefault(row.item_id, []).append(row)
            for revision in Revision.objects.filter(pk__in=keys[place : place + BATCH]).iterator(chunk_size=100):
                rows = stored.get(latest[revision.pk], [])
                entered = [one for one in revision.content.get("dates", []) if not one.get("uid")]
                for one in entered:
                    one["uid"] = str(_taken_from(rows, one) or uuid.uuid4())
                if entered:
                    yield revision

    in_batches(Revision, named(), ["content"])


def _taken_from(rows, entered):
    """The name of the stored row that this is: by its key, which it has not when it was new in the revision."""
    for row in rows:
        told = (str(row.start_date), str(row.start_time) if row.start_time else None, row.rule)
        if row.pk == entered.get("pk") or (
            entered.get("pk") is None
            and told == (entered.get("start_date"), entered.get("start_time"), entered.get("rule", ""))
        ):
            rows.remove(row)
            return row.uid
    return None


def fill(apps, schema_editor):
    name_occurrences(apps, schema_editor)
    name_dates(apps, schema_editor)
    name_in_revisions(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0007_lasting_names"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
