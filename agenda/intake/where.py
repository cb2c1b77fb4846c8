"""Step 3: where is it, and can everybody get in?"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.intake import choices
from agenda.intake.steps import ACCESS_ANSWERS, NOTHING, AskedField, StepForm
from agenda.models import Access, AgendaItemPage, Venue
from agenda.queries import district_of
from core.models import District

_POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([A-Za-z]{2})")
NEW = "new"
LONGEST_NAME = 120
ACCESS_OF_PLACE = ("step_free", "toilet", "hearing_loop", "parking")


@dataclass
class NewPlace:
    """A place that is not known yet, as it was typed; becomes a `Venue` once an editor agrees."""

    name: str
    street: str
    postcode: str
    district: int | None
    step_free: str = Access.UNKNOWN
    toilet: str = Access.UNKNOWN
    hearing_loop: str = Access.UNKNOWN
    parking: str = Access.UNKNOWN

    @property
    def in_words(self) -> str:
        """Its name and address on one line."""
        return f"{self.name}, {self.street}, {self.postcode} Utrecht"

    def as_data(self) -> dict[str, Any]:
        """What is kept of it until then."""
        return asdict(self)


def _text(label: Any, help_text: Any = "", most: int = 120, **attrs: str) -> forms.CharField:
    return AskedField(label=label, help_text=help_text, max_length=most, widget=forms.TextInput(attrs=attrs))


def _access(label: Any, **options: Any) -> forms.ChoiceField:
    given = {"required": False, "initial": Access.UNKNOWN, **options}
    return forms.ChoiceField(label=label, choices=ACCESS_ANSWERS, widget=forms.RadioSelect, **given)


class WhereForm(StepForm):
    """The place. After validation `venue` is a known one, or `new_place` one that is not known yet, or neither."""

    number = 3
    about = _("where")
    more = ("dutch_level", "languages", "quiet", "interpreter")

    place = _text(
        _("Name of the place"),
        _("Begin to type and choose, or type a new name. For example the community centre."),
        list="places",
        autocomplete="off",
    )
    venue = forms.ChoiceField(label=_("Do you mean one of these places?"), required=False, widget=forms.RadioSelect)
    street = _text(_("Street and number"), _("Only for a place that is not in the list."), autocomplete="off")
    postcode = _text(_("Postcode"), _("With this we find the district."), 10, autocomplete="off")
    step_free = _access(_("Is the place accessible with a wheelchair?"), initial=None)
    toilet = _access(_("Is there a wheelchair toilet?"))
    hearing_loop = _access(_("Is there a hearing loop?"))
    parking = _access(_("Can disabled people park there?"))
    no_building = forms.BooleanField(label=_("There is no building: it is outside or online"), required=False)
    meeting_point = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("For example 'start at the petting farm', or how to join online."),
        max_length=LONGEST_NAME,
        required=False,
    )
    come_alone = forms.BooleanField(
        label=_("You can come alone: somebody welcomes you and shows you round"), required=False
    )
    quiet = _access(_("Is it a quiet place, or is there a quiet room?"))
    interpreter = _access(_("Is there a sign language interpreter?"))
    dutch_level = forms.ChoiceField(
        label=_("How much Dutch does one need?"),
        choices=[("", _("I don't know")), *AgendaItemPage.DutchLevel.choices],
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak there, beside Dutch?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: Venue | None = None
        self.new_place: NewPlace | None = None
        fields: Any = self.fields
        fields["languages"].choices = choices.languages()
        # Not validated yet: comparing takes longer the more was typed.
        typed = str(self["place"].value() or "").strip()[:LONGEST_NAME]
        exact = choices.venue_named(typed) if typed else None
        self.alike = choices.venues_like(typed) if typed and exact is None else []
        fields["venue"].choices = [(str(one.pk), one.name) for one in self.alike] + [
            (NEW, _("No, it is another place"))
        ]
        if not self.alike:
            del self.fields["venue"]

    @property
    def place_names(self) -> list[str]:
        """The names to choose from."""
        return choices.venue_names()

    @property
    def is_place_open(self) -> bool:
        """Whether the address of a new place was filled in, or must be."""
        names = ("street", "postcode", *ACCESS_OF_PLACE)
        return any(self[name].errors or self[name].value() not in NOTHING for name in names)

    def clean(self) -> dict[str, Any]:
        """Find the place, or see whether all is known of a new one."""
        cleaned = super().clean() or {}
        for name in (*ACCESS_OF_PLACE, "quiet", "interpreter"):
            cleaned[name] = cleaned.get(name) or Access.UNKNOWN
        if cleaned.get("no_building"):
            if not cleaned.get("meeting_point") and "meeting_point" not in self.errors:
                self.add_error("meeting_point", _("Tell where people have to be, or how they join."))
        elif "place" not in self.errors:
            self._find(cleaned)
        return cleaned

    def _find(self, cleaned: dict[str, Any]) -> None:
        name, chosen = " ".join(cleaned.get("place", "").split()), cleaned.get("venue", "")
        if not name:
            self.add_error("place", _("Fill in the name of the place."))
            return
        if chosen and chosen != NEW:
            self.known = Venue.objects.filter(pk=chosen).first()
        else:
            self.known = choices.venue_named(name)
        if self.known is None and self.alike and not chosen and not cleaned.get("street"):
            self.add_error("venue", _("Choose the place you mean."))
        elif self.known is None:
            self._describe(name, cleaned)

    def _describe(self, name: str, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("street") and "street" not in self.errors:
            self.add_error("street", _("We do not know this place yet. Fill in the street and number."))
        postcode, district = "", None
        try:
            postcode, district = _read_postcode(cleaned.get("postcode", ""))
        except ValidationError as wrong:
            self.add_error("postcode", wrong)
        if self["step_free"].value() in {None, ""}:
            self.add_error("step_free", _("Say whether the place is accessible with a wheelchair."))
        if not self.errors:
            facts = {fact: cleaned[fact] for fact in ACCESS_OF_PLACE}
            district_id = district.pk if district else None
            self.new_place = NewPlace(name, " ".join(cleaned["street"].split()), postcode, district_id, **facts)

    @property
    def district(self) -> District | None:
        """The district of the place, as far as it is known."""
        if self.known:
            return self.known.district
        return District.objects.filter(pk=self.new_place.district).first() if self.new_place else None


def _read_postcode(typed: str) -> tuple[str, District | None]:
    """The postcode as it is written, with its district. Raises ValidationError, kindly for one that is not ours."""
    found = _POSTCODE.fullmatch(typed.strip())
    if found is None:
        raise ValidationError(_("Fill in the whole postcode. For example 3562 AB"))
    district = district_of(found[1])
    if district is None:
        raise ValidationError(
            _("We do not know this postcode in Utrecht. Is it right? Then call or mail us: we look at it together.")
        )
    return f"{found[1]} {found[2].upper()}", district
