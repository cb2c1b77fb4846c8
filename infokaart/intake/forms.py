"""What somebody fills in to order: the cards (`packs.py`), where to, who and what for."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.intake import typed
from core.intake.contact import EmailField, NameField, PhoneField
from core.intake.protect import ProtectedForm
from core.intake.typed import Typed
from core.listing import listed
from core.models import District
from core.queries import all_districts
from infokaart import addresses
from infokaart.intake.packs import PacksField, PacksForm, about, packs_name
from infokaart.models import Order, PickupPoint
from infokaart.orders import Wish
from partners.names import known_partners, named

Answer = TypeVar("Answer")
POST = "post"
_PICKUP = "pickup-"
_PACKS = re.compile(r"packs_\d{1,18}")


class OrderForm(PacksForm):
    """An order: what, where to, who and what for."""

    # Only for who gets it by post.
    address = ("postcode", "house_number", "addition", "street", "city")

    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
    )
    name = NameField()
    email = EmailField(help_text=_("Only to confirm your order and to say how it goes on."))
    phone = PhoneField(label=_("Your telephone number"), autocomplete="tel")
    way = forms.ChoiceField(
        label=_("How do you want to get it?"),
        widget=forms.RadioSelect,
        initial=POST,
        error_messages={"required": _("Choose how you want to get it.")},
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": _("Fill in your postcode.")},
    )
    house_number = forms.CharField(
        label=_("House number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Fill in the house number.")},
    )
    addition = forms.CharField(
        label=_("Addition"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    street = forms.CharField(
        label=_("Street"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": _("Fill in the street.")},
    )
    city = forms.CharField(
        label=_("Town or city"),
        max_length=80,
        initial="Utrecht",
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": _("Fill in the place.")},
    )
    orderer = forms.ChoiceField(
        label=_("Who are you?"),
        choices=Order.Orderer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who you are.")},
    )
    purpose = forms.ChoiceField(
        label=_("What do you use it for?"), error_messages={"required": _("Choose what you use it for.")}
    )
    district = forms.ChoiceField(label=_("In which district do you use it?"), required=False)
    note = forms.CharField(
        label=_("Anything we should know?"),
        help_text=_("For example when somebody is there to take it in."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, points: list[PickupPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["purpose"].choices = [("", _("Choose what fits best")), *Order.Purpose.choices]
        fields["district"].choices = [("", _("The whole city")), *((one.slug, one.name) for one in all_districts())]
        self.points = points if any(offer.is_open and offer.product.is_picked_up for offer in self.offers) else []
        ways = [(POST, _("Send it by post"))] if self._any_posted else []
        fields["way"].choices = ways + [(f"{_PICKUP}{one.pk}", _point_words(one)) for one in self.points]
        if not self.points:
            del self.fields["way"]

    @property
    def _any_posted(self) -> bool:
        return not self.points or any(offer.is_open and offer.product.is_posted for offer in self.offers)

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to order."""
        return any(field for _offer, field, _packs in self.rows)

    @property
    def organisation_names(self) -> list[str]:
        """The names to choose from."""
        return [one.name for one in known_partners().values()]

    @property
    def point(self) -> PickupPoint | None:
        """Where it is picked up; None by post."""
        way = self.cleaned_data.get("way", "")
        return next((one for one in self.points if way == f"{_PICKUP}{one.pk}"), None)

    def clean(self) -> dict[str, Any]:
        """See whether the cards go the way that was chosen, and whether the address is one."""
        cleaned = super().clean()
        for name in ("organisation", "name", "city"):
            if name in cleaned:
                cleaned[name] = " ".join(cleaned[name].split())
        if cleaned.get("orderer") == Order.Orderer.ORGANISATION and not cleaned.get("organisation"):
            self._say("organisation", _("Fill in the name of the organisation."))
        if "way" in self.errors:
            # Whether an address is needed is not known.
            return cleaned
        self._clean_way()
        if self.point is None:
            self._clean_address(cleaned)
        else:
            for name in self.address:
                self.errors.pop(name, None)
        return cleaned

    def _say(self, name: str, message: Any) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _clean_way(self) -> None:
        by_post = self.point is None
        goes = "is_posted" if by_post else "is_picked_up"
        wrong = [one for one, _packs in self.chosen if not getattr(one.product, goes)]
        if not wrong:
            return
        title = {"title": wrong[0].page.title}
        if "way" not in self.fields:
            message = _("This cannot be sent by post. Call or mail us for it.")
            self._say(packs_name(wrong[0].key), about(wrong[0].page.title, message))
        elif by_post:
            self._say("way", ValidationError(_("'%(title)s' can only be picked up."), params=title))
        else:
            self._say("way", ValidationError(_("'%(title)s' can only be sent by post."), params=title))

    def _clean_address(self, cleaned: dict[str, Any]) -> None:
        at, number = None, cleaned.get("house_number")
        if number and self._right("house_number", lambda: addresses.house(number)):
            at = self._right("addition", lambda: addresses.house(number, cleaned.get("addition", "")))
        if code := cleaned.get("postcode"):
            cleaned["postcode"] = self._right("postcode", lambda: addresses.postcode(code))
        if cleaned.get("street"):
            cleaned["street"] = addresses.street(cleaned["street"], at)
        cleaned["house"] = at

    def _right(self, name: str, read: Callable[[], Answer]) -> Answer | None:
        """What is read of an answer; None when it is wrong, which is then said at its field."""
        try:
            return read()
        except ValidationError as error:
            self._say(name, error)
            return None

    def wish(self) -> Wish:
        """What was asked for; once the form is right."""
        answers, point = self.cleaned_data, self.point
        known = named(answers["organisation"]) if answers["organisation"] else None
        district = District.objects.filter(slug=answers["district"]).first() if answers["district"] else None
        same = ["orderer", "purpose", "name", "email", "phone", "organisation", "note"]
        at: dict[str, Any] = {}
        if point is None:
            same += ["street", "postcode", "city"]
            at = {"house_number": answers["house"].number, "addition": answers["house"].addition}
        return Wish(
            packs=self.packs,
            **{name: answers[name] for name in same},
            partner_id=known.pk if known else None,
            district_id=district.pk if district else None,
            is_pickup=point is not None,
            pickup_point_id=point.pk if point else None,
            **at,
        )


def _point_words(point: PickupPoint) -> str:
    where = listed([point.name, point.address, point.opening_hours])
    return _("Pick it up: %(where)s") % {"where": where}


class StartForm(ProtectedForm, OrderForm):
    """The form of something that is not stored yet: with the guards."""

    guard_name = "order"


def _questions(names: Iterable[str]) -> dict[str, forms.Field]:
    """The form's own questions among some names; those of packs are made for each card."""
    own, packs = OrderForm.base_fields, PacksField()
    return {name: own.get(name, packs) for name in names if name in own or _PACKS.fullmatch(name)}


def typed_of(data: QueryDict) -> Typed:
    """What was typed, right or wrong: only the form's own questions."""
    return typed.typed_of(_questions(data), data)


def as_initial(answers: Typed) -> dict[str, Any]:
    """The same as first values, so that a form shows what was typed without judging it."""
    return typed.as_initial(_questions(answers), answers)
