"""Partners in the API.

No e-mail addresses: a copy elsewhere can be neither corrected nor erased, and is found by who sends unasked mail.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.collections import Asking, Named, PageCollection, PageItem, PageQuestion, slug_field
from core.dates import today
from partners import yearly
from partners.models import PartnerPage


class PartnerName(serializers.Serializer):
    """A partner of something."""

    id = serializers.UUIDField(source="translation_key", help_text=_("Its lasting name among the partners."))
    name = serializers.CharField(source="title")


class PartnerQuestion(PageQuestion):
    """What may be asked of partners."""

    topic = slug_field(_("The slug of a topic."))
    district = slug_field(_("The slug of a district; who works in the whole city is in each."))
    audience = slug_field(_("The slug of an audience."))
    relation = serializers.ChoiceField(
        choices=PartnerPage.Relation.values, required=False, help_text=_("One of: mentioned, signed.")
    )


class PartnerItem(PageItem):
    """An organisation in the network."""

    relation = serializers.ChoiceField(
        choices=PartnerPage.Relation.values, help_text=_("Whether it signed the declaration or is only mentioned.")
    )
    signed_on = serializers.DateField(allow_null=True)
    website = serializers.CharField()
    phone = serializers.CharField(help_text=_("Of the organisation."))
    phone_hours = serializers.CharField()
    citywide = serializers.BooleanField(help_text=_("Whether it works in the whole city."))
    districts = Named(many=True)
    neighbourhood = serializers.CharField()
    audiences = Named(many=True)
    languages_spoken = serializers.CharField(source="languages")
    offers = serializers.ListField(child=serializers.CharField(), source="offer_list")
    seeks = serializers.ListField(child=serializers.CharField(), source="seek_list")
    source = serializers.CharField(help_text=_("Where this organisation is mentioned, and when."))


class Partners(PageCollection):
    """The directory."""

    name = "partners"
    title = _("Partners")
    about = _("The organisations in the network.")
    item, question = PartnerItem, PartnerQuestion
    model = PartnerPage

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those in the directory: not who has been silent for long."""
        found = super().rows(asked).exclude(translation_key__in=yearly.hidden(today()))
        if asked["district"]:
            here = PartnerPage.districts.through.objects.filter(district__slug=asked["district"])
            found = found.filter(Q(pk__in=here.values("partnerpage")) | Q(citywide=True))
        if asked["audience"]:
            found = found.filter(audiences__slug=asked["audience"])
        if asked["relation"]:
            found = found.filter(relation=asked["relation"])
        return found.prefetch_related("districts", "audiences")


COLLECTIONS: list[PageCollection] = [Partners()]
