"""Step 4: who organises it, how people reach them, and who sends this in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.intake.steps import StepForm
from agenda.models import AgendaItemPage
from core.intake.contact import EmailField, NameField, PhoneField
from partners import names


class WhoForm(StepForm):
    """The organisation and the sender; the picture itself is kept apart (`SentPicture`)."""

    number = 4
    about = _("who")
    more = ("contact_website", "sign_up_note")

    organisation = forms.CharField(
        label=_("Which organisation or group?"),
        help_text=_("This is on the site. Begin to type and choose, or type a new name."),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
        error_messages={"required": _("Fill in who organises it.")},
    )
    sign_up = forms.ChoiceField(
        label=_("Do people have to sign up?"),
        choices=[
            (AgendaItemPage.SignUp.NONE, _("No, just come along")),
            (AgendaItemPage.SignUp.OPTIONAL, _("You may, but you don't have to")),
            (AgendaItemPage.SignUp.REQUIRED, _("Yes")),
        ],
        widget=forms.RadioSelect,
        initial=AgendaItemPage.SignUp.NONE,
        error_messages={"required": _("Say whether people have to sign up.")},
    )
    contact_phone = PhoneField(label=_("Telephone number for visitors"))
    contact_email = forms.EmailField(
        label=_("E-mail address for visitors"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    contact_website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Look at the address again. For example www.example.org")},
    )
    sign_up_note = forms.CharField(
        label=_("How do people sign up?"),
        help_text=_("For example 'call before Wednesday'."),
        required=False,
        max_length=200,
    )
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("A photo from your phone is fine. Everything else about it, such as the place, we take out."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    picture_remove = forms.BooleanField(label=_("Take this picture away"), required=False)
    picture_text = forms.CharField(
        label=_("What can be seen in the picture?"),
        help_text=_("For people who cannot see it. For example: two women cook soup"),
        required=False,
        max_length=200,
    )
    picture_rights = forms.BooleanField(label=_("I may use this picture, and everybody in it agrees"), required=False)
    name = NameField()
    email = EmailField(help_text=_("You get a link there with which you can change or cancel it later."))
    phone = PhoneField(
        label=_("Your telephone number"), help_text=_("In case we have a question."), autocomplete="tel"
    )

    def __init__(self, *args: Any, has_picture: bool = False, is_change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture
        if is_change:
            # Another address is somebody else: that goes by handing it over.
            del self.fields["email"]
        if not has_picture:
            del self.fields["picture_remove"]

    @property
    def organisation_names(self) -> list[str]:
        """The names to choose from."""
        return names.names()

    @property
    def is_picture_open(self) -> bool:
        """Whether there is a picture, or something about it was filled in or wrong."""
        names = ("picture", "picture_text", "picture_rights")
        return self.has_picture or any(self[name].errors or self[name].value() for name in names)

    def clean_organisation(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["organisation"].split())

    def clean(self) -> dict[str, Any]:
        """See whether people can sign up, and whether a picture may be used."""
        cleaned = super().clean() or {}
        ways = ("contact_phone", "contact_email", "contact_website")
        needs_way = cleaned.get("sign_up") not in {None, AgendaItemPage.SignUp.NONE}
        if needs_way and not any(cleaned.get(way) or way in self.errors for way in ways):
            self.add_error("contact_phone", _("Say how people sign up: fill in a telephone number or e-mail address."))
        if self.has_picture and not cleaned.get("picture_remove"):
            if not cleaned.get("picture_text") and "picture_text" not in self.errors:
                self.add_error("picture_text", _("Describe what can be seen in the picture."))
            if not cleaned.get("picture_rights"):
                self.add_error("picture_rights", _("Tick that you may use the picture, or take it away."))
        return cleaned
