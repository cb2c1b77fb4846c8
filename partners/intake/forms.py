"""What an organisation fills in: about itself (`ProfileForm`), and to sign (`SignForm`)."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.intake import typed
from core.intake.choices import choices_of
from core.intake.contact import EmailField, NameField, PhoneField
from core.intake.protect import ProtectedForm
from core.intake.typed import Typed
from core.models import Audience, District
from partners.models import PartnerPage
from partners.names import alike, named, names

# Of the organisations with a name like the one that was typed it is none.
NEW = "new"
LONGEST_NAME, LONGEST_TEXT = 100, 300
MOST_LINES, LONGEST_LINE = 6, 90


class LinesField(forms.CharField):
    """A few short lines of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The lines without empty ones; raises ValidationError for too many, or one that is too long."""
        lines = [" ".join(line.split()) for line in (super().to_python(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Write at most %(most)s lines."), params={"most": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_("Make each line at most %(most)s characters."), params={"most": LONGEST_LINE})
        return "\n".join(lines)


class ProfileForm(forms.Form):
    """What visitors read of an organisation; the logo itself is kept apart (`SentPicture`)."""

    # The browser would paint an empty field red before anybody typed.
    use_required_attribute = False
    # Fields that wait behind a line one can open.
    more = ("audiences", "offers", "seeks", "logo")

    summary = forms.CharField(
        label=_("What do you do?"),
        help_text=_("Tell it to a neighbour in two or three sentences. This is on the site."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell in a few sentences what you do.")},
    )
    citywide = forms.BooleanField(label=_("We are there for the whole city"), required=False)
    districts = forms.MultipleChoiceField(
        label=_("In which districts?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom are you there?"),
        help_text=_("Tick nothing when everybody is welcome."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Look at the address again. For example www.example.org")},
    )
    phone = PhoneField(label=_("Telephone number of the organisation"))
    public_email = forms.EmailField(
        label=_("E-mail address of the organisation"),
        help_text=_("An address of the organisation, not of a person."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    offers = LinesField(label=_("What do you offer others in the network?"), help_text=_("One thing on each line."))
    seeks = LinesField(label=_("What do you look for?"), help_text=_("One thing on each line."))
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("A picture as PNG or JPEG. Without a logo you get a sign of your own."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, has_logo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        # Whether a logo was sent along before; then none need be chosen again.
        self.has_logo = has_logo
        fields["districts"].choices = choices_of(District)
        fields["audiences"].choices = choices_of(Audience)

    @property
    def is_more_open(self) -> bool:
        """Whether something in the part one can open is filled in or wrong."""
        return self.has_logo or any(self[name].errors or self[name].value() for name in self.more)

    def clean_summary(self) -> str:
        """The text on one line; raises ValidationError when it is too long."""
        text = " ".join(self.cleaned_data["summary"].split())
        if len(text) > LONGEST_TEXT:
            message = _("This is a long text: %(count)s characters. Make it at most %(most)s.")
            raise ValidationError(message, params={"most": LONGEST_TEXT, "count": len(text)})
        return text

    def clean(self) -> dict[str, Any]:
        """See whether it says where the organisation works."""
        cleaned = super().clean() or {}
        if not cleaned.get("citywide") and not cleaned.get("districts") and "districts" not in self.errors:
            self.add_error("districts", _("Tick the districts, or that you are there for the whole city."))
        return cleaned

    def put_in(self, partner: PartnerPage, *, only_filled: bool = False) -> bool:
        """Write right answers into a draft, leaving empty ones out when asked; tells whether anything changed."""
        source = {"locale__language_code": settings.LANGUAGE_CODE}
        new: dict[str, Any] = {
            "summary": self.cleaned_data.get("summary", ""),
            "citywide": self.cleaned_data.get("citywide", False),
            "website": self.cleaned_data.get("website", ""),
            "phone": self.cleaned_data.get("phone", ""),
            "email": self.cleaned_data.get("public_email", ""),
            "offers": self.cleaned_data.get("offers", ""),
            "seeks": self.cleaned_data.get("seeks", ""),
        }
        related: dict[str, list[Any]] = {
            "districts": list(District.objects.filter(slug__in=self.cleaned_data.get("districts", []))),
            "audiences": list(Audience.objects.filter(slug__in=self.cleaned_data.get("audiences", []), **source)),
        }
        changed = False
        for name, value in new.items():
            if (value or not only_filled) and getattr(partner, name) != value:
                setattr(partner, name, value)
                changed = True
        for name, rows in related.items():
            if (rows or not only_filled) and {one.pk for one in getattr(partner, name).all()} != {
                one.pk for one in rows
            }:
                setattr(partner, name, rows)
                changed = True
        return changed


class SignForm(ProfileForm):
    """An organisation signs: who it is, what it does, and who says so."""

    organisation = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("Begin to type and choose, or type a new name."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
        error_messages={"required": _("Fill in the name of the organisation.")},
    )
    known = forms.ChoiceField(
        label=_("Do you mean one of these organisations?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose the organisation you mean.")},
    )
    name = NameField()
    email = EmailField(help_text=_("You get a link there with which you can change your profile later."))
    agree = forms.BooleanField(
        label=_("We sign the 'I take part' declaration, and I may do so for my organisation"),
        error_messages={"required": _("Tick that your organisation signs the declaration.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        # Not validated yet: comparing takes longer the more was typed.
        typed = str(self["organisation"].value() or "")[:LONGEST_NAME]
        self.alike = [] if named(typed) else alike(typed)
        fields["known"].choices = [(str(one.pk), one.name) for one in self.alike] + [
            (NEW, _("No, we are another one"))
        ]
        if not self.alike:
            del self.fields["known"]

    @property
    def organisation_names(self) -> list[str]:
        """The names to choose from."""
        return names()

    def clean_organisation(self) -> str:
        """The name on one line; raises ValidationError when no address can be made of it."""
        name = " ".join(self.cleaned_data["organisation"].split())
        if not slugify(name, allow_unicode=True):
            raise ValidationError(_("Use letters or numbers in the name."))
        return name

    def clean(self) -> dict[str, Any]:
        """Let the sender say whether it is one that is known under another name; then that is its name."""
        cleaned = super().clean()
        chosen = cleaned.get("known", "")
        if self.alike and not chosen and "known" not in self.errors:
            self.add_error("known", _("Choose the organisation you mean."))
        elif found := next((one for one in self.alike if str(one.pk) == chosen), None):
            cleaned["organisation"] = found.name
        return cleaned


class StartForm(ProtectedForm, SignForm):
    """The form of something that is not stored yet: with the guards."""

    guard_name = "pledge"


def typed_of(form_class: type[ProfileForm], data: QueryDict) -> Typed:
    """What was typed, right or wrong: only the form's own questions."""
    return typed.typed_of(form_class.base_fields, data)


def as_initial(form_class: type[ProfileForm], answers: Typed) -> dict[str, Any]:
    """The same as first values, so that a form shows what was typed without judging it."""
    return typed.as_initial(form_class.base_fields, answers)


def initial_of(partner: PartnerPage) -> dict[str, Any]:
    """What a page says, as the first values of the form."""
    same = ("summary", "citywide", "website", "phone", "offers", "seeks")
    return {
        **{name: getattr(partner, name) for name in same},
        "public_email": partner.email,
        "districts": [one.slug for one in partner.districts.all()],
        "audiences": [one.slug for one in partner.audiences.all()],
    }
