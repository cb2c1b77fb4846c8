"""What a release does to the dates that are already there."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.models import Revision

from agenda.models import AgendaDate, Occurrence
from core.dates import today
from tests.factories import AgendaIndexFactory, at, item_on

pytestmark = pytest.mark.django_db


def test_dates_from_before_get_their_part_of_the_day_and_their_length(site_root):
    agenda = AgendaIndexFactory(parent=site_root)
    evening = item_on(agenda, at(1, "19:00", "21:00"))
    month = item_on(agenda, at(0, None, None, end_date=today() + dt.timedelta(days=30)))
    Occurrence.objects.update(part=0, is_long=False)
    import_module("agenda.migrations.0006_settle_occurrences").settle(apps, None)
    found = {one.item_id: (one.part, one.is_long) for one in Occurrence.objects.all()}
    assert found == {evening.pk: (3, False), month.pk: (0, True)}
    assert timezone.localtime(evening.occurrences.get().start).hour == 19


def test_dates_from_before_keep_the_names_they_get_also_when_an_editor_goes_on_with_them(site_root):
    item = item_on(AgendaIndexFactory(parent=site_root), at(1, rule="FREQ=WEEKLY;COUNT=2"), at(3))
    draft = item.get_latest_revision_as_object()
    draft.dates.add(AgendaDate(**at(5)))
    draft.save_revision()
    names = [one.uid for one in item.occurrences.order_by("start")]
    # As an older release leaves them.
    Occurrence.objects.update(uid=None)
    AgendaDate.objects.update(uid=None)
    for revision in Revision.objects.all():
        for entered in revision.content["dates"]:
            del entered["uid"]
        revision.save()
    fill = import_module("agenda.migrations.0008_fill_lasting_names").fill
    fill(apps, None)
    assert [one.uid for one in item.occurrences.order_by("start")] == names
    of_rows = [date.uid for date in AgendaDate.objects.filter(item=item).order_by("sort_order")]
    assert len(set(of_rows) - {None}) == 2
    item.refresh_from_db()
    draft = item.get_latest_revision_as_object()
    in_draft = [date.uid for date in draft.dates.all()]
    assert in_draft[:2] == of_rows
    assert len(set(in_draft)) == 3
    # What has a name keeps it.
    fill(apps, None)
    assert [date.uid for date in AgendaDate.objects.filter(item=item).order_by("sort_order")] == of_rows
    draft.save_revision().publish()
    assert [date.uid for date in AgendaDate.objects.filter(item=item).order_by("sort_order")] == in_draft
