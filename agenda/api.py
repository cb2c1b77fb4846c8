"""Activities, dates, venues and campaigns in the API; the fields of a date are those of the agenda's open data."""

import datetime as dt
from typing import Any
from urllib.parse import urljoin

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

from agenda.exports import basis, open_data, open_data_schema
from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaItemPage, CampaignPage, Occurrence, Venue
from agenda.queries import public_agenda
from core.api.collections import (
    Asking,
    Collection,
    LanguageQuestion,
    Moment,
    Named,
    PageCollection,
    PageItem,
    PageQuestion,
    Question,
    day_field,
    slug_field,
)
from core.api.own import key_of
from core.dates import day_start, this_minute
from core.queries import public
from partners.api import PartnerName
from partners.models import PartnerPage


class _Activity(serializers.Serializer):
    """What dates and activities are chosen by."""

    topic = slug_field(_("The slug of a topic."))
    district = slug_field(_("The slug of a district."))
    audience = slug_field(_("The slug of an audience."))
    kind = serializers.ChoiceField(
        choices=AgendaItemPage.Kind.values,
        required=False,
        help_text=_("One of: activity, walk_in, training, lecture, meeting, congress."),
    )
    since = day_field(_("Only what is on from this day: a date such as 2026-09-01."))
    until = day_field(_("Only what is on up to and including this day: a date such as 2026-09-30."))


class ActivityQuestion(_Activity, PageQuestion):
    """What may be asked of activities."""


class DateQuestion(_Activity, LanguageQuestion):
    """What may be asked of dates."""


class ActivityItem(PageItem):
    """Something to go to, on one date or many."""

    audiences = Named(many=True)
    partners = PartnerName(many=True, source="public_organisers", help_text=_("Who organises it."))
    campaign = serializers.UUIDField(allow_null=True, source="campaign_name", help_text=_("Lasting name."))
    calendar = serializers.URLField(source="calendar_url", help_text=_("All its dates as an iCalendar file."))

    def to_representation(self, instance: AgendaItemPage) -> dict[str, Any]:
        """The fields above, and what holds for each of its dates."""
        return {**super().to_representation(instance), **open_data.facts(instance)}


class DateItem(serializers.BaseSerializer):
    """One date of an activity; an activity with more dates is there more often."""

    def to_representation(self, instance: Occurrence) -> dict[str, Any]:
        """As in the agenda's own open data."""
        return open_data.date(instance, instance.item, instance.asked)  # type: ignore[attr-defined]


class VenueItem(serializers.BaseSerializer):
    """A place where public activities are or were."""

    def to_representation(self, instance: Venue) -> dict[str, Any]:
        """Where it is, who can get in, and how to reach it."""
        changed = instance.changed_at
        return {
            **open_data.place(instance),
            "access": {name: getattr(instance, name) for name in _ACCESS},
            "public_transport": instance.public_transport,
            "travel_help": instance.travel_help,
            "website": instance.website,
            "changed": changed.isoformat() if changed else None,
        }


_ACCESS = ("step_free", "toilet", "hearing_loop", "parking")
_TEXT = {"type": "string"}


class _ActivitySchema(OpenApiSerializerExtension):
    target_class = "agenda.api.ActivityItem"

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The declared fields and the facts."""
        schema = super().map_serializer(auto_schema, direction)
        facts = open_data_schema.fact_properties()
        return {
            **schema,
            "properties": {**schema["properties"], **facts},
            "required": [*schema["required"], *facts],
        }


class _DateSchema(OpenApiSerializerExtension):
    target_class = "agenda.api.DateItem"

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """As the agenda's open data promises."""
        found = open_data_schema.date_properties()
        return {"type": "object", "properties": found, "required": list(found)}


class _VenueSchema(OpenApiSerializerExtension):
    target_class = "agenda.api.VenueItem"

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """As the agenda's open data promises, and more."""
        access = open_data_schema.access_properties(*_ACCESS)
        found = {
            **open_data_schema.place_properties(),
            "access": {"type": "object", "properties": access, "required": list(access)},
            **dict.fromkeys(("public_transport", "travel_help", "website"), _TEXT),
            "changed": {"type": ["string", "null"], "format": "date-time"},
        }
        return {"type": "object", "properties": found, "required": list(found)}


class Activities(PageCollection):
    """The agenda items."""

    name = "activities"
    title = _("Activities")
    about = _("Everything there is to go to; when it is, the dates tell.")
    item, question = ActivityItem, ActivityQuestion
    model = AgendaItemPage
    related = ("topic", "venue__district", "campaign")

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those that have a date in the asked period."""
        found = super().rows(asked)
        if asked["district"]:
            found = found.filter(venue__district__slug=asked["district"])
        if asked["audience"]:
            mine = AgendaItemPage.objects.filter(audiences__slug=asked["audience"])
            found = found.filter(pk__in=mine.values("pk"))
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        if asked["since"] or asked["until"]:
            # Dates are kept with the page in the source language, for all its translations.
            dates = Occurrence.objects.filter(_within(asked), item__translation_key=OuterRef("translation_key"))
            found = found.filter(Exists(dates))
        organisers = PartnerPage.objects.filter(public()).defer_streamfields()
        return found.prefetch_related("audiences", "languages", Prefetch("organisers", organisers))

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add who organises it, and its calendar."""
        campaigns = {row.campaign_id for row in rows}
        shown = set(CampaignPage.objects.filter(public(), pk__in=campaigns).values_list("pk", flat=True))
        for row in super().complete(rows, asked):
            row.public_organisers = sorted(row.organisers.all(), key=lambda one: (one.title, one.pk))
            row.campaign_name = row.campaign.translation_key if row.campaign_id in shown else None
            row.calendar_url = f"{row.absolute_url}agenda.ics"
        return rows


def _within(asked: Asking) -> Q:
    """The condition on dates of the asked period."""
    found = Q()
    if asked["since"]:
        found &= Q(end__gt=day_start(asked["since"]))
    if asked["until"]:
        found &= Q(start__lt=day_start(asked["until"] + dt.timedelta(days=1)))
    return found


class Dates(Collection):
    """The dates, in order of start."""

    name = "dates"
    title = _("Dates")
    about = _("When activities are, in order of time; without a period everything to come.")
    item, question = DateItem, DateQuestion
    key = ""
    # The dates are those of the Dutch pages; where there is a translation a reader comes to that.
    has_own_addresses = False

    def page(self, asked: Asking, limit: int, after: str) -> tuple[list[Any], str]:
        """So many dates, and the place after which one reads on."""
        agenda = public_agenda(asked["language"])
        question = AgendaFilter(
            van=asked["since"],
            tot=asked["until"],
            wijk=asked["district"] or "",
            thema=asked["topic"] or "",
            doelgroep=asked["audience"] or "",
            soort=asked["kind"] or "",
        )
        root = asked.root
        address = urljoin(f"{root}/", agenda.get_url() or "") if agenda else root
        asking = basis.Asked(question, root, address, translation.get_language() or "nl", this_minute())
        found = basis.dates(
            asking, limit + 1, after=open_data.read_place(after), also_over=bool(asked["since"]), with_names=True
        )
        for one in found:
            one.asked = asking  # type: ignore[attr-defined]
        return found[:limit], open_data.place_after(found[limit - 1]) if len(found) > limit else ""


class VenueQuestion(Question):
    """What may be asked of venues."""

    district = slug_field(_("The slug of a district."))
    changed_since = Moment(
        required=False, help_text=_("Only what changed since then: a moment such as 2026-09-01T12:00:00Z.")
    )


class Venues(Collection):
    """The venues of public activities."""

    name = "venues"
    title = _("Venues")
    about = _("Where activities are, and who can get in.")
    item, question = VenueItem, VenueQuestion

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those of a public activity: where only drafts are planned may be somebody's home."""
        found = Venue.objects.filter(Exists(AgendaItemPage.objects.filter(public(), venue=OuterRef("pk"))))
        if asked["district"]:
            found = found.filter(district__slug=asked["district"])
        if asked["changed_since"]:
            found = found.filter(changed_at__gte=asked["changed_since"])
        return found.select_related("district")

    def find(self, key: Any) -> Q:
        """The one whose row makes this name."""
        return Q(pk=key_of("venue", key, Venue.objects.values_list("pk", flat=True)))


class CampaignQuestion(PageQuestion):
    """What may be asked of campaigns."""

    since = day_field(_("Only those that are not over on this day: a date such as 2026-09-01."))
    until = day_field(_("Only those that begin by this day: a date such as 2026-09-30."))


class CampaignItem(PageItem):
    """A period that bundles activities."""

    start = serializers.DateField(source="start_date")
    end = serializers.DateField(source="end_date", help_text=_("The last day."))


class Campaigns(PageCollection):
    """The campaigns."""

    name = "campaigns"
    title = _("Campaigns")
    about = _("Periods with a programme of their own.")
    item, question = CampaignItem, CampaignQuestion
    model = CampaignPage

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those of the asked period."""
        found = super().rows(asked)
        if asked["since"]:
            found = found.filter(end_date__gte=asked["since"])
        if asked["until"]:
            found = found.filter(start_date__lte=asked["until"])
        return found


COLLECTIONS: list[Collection] = [Activities(), Dates(), Venues(), Campaigns()]
