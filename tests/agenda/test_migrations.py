"""What a release does to the dates that are already there."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from agenda.models import Occurrence
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
