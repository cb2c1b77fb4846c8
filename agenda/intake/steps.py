"""What every step of the form shares, and the first one: what is it?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agenda.intake import choices
from agenda.models import Access, AgendaItemPage
from core.intake.protect import ProtectedForm

LONGEST_TITLE = 60
LONGEST_TEXT = 2000
# Values of a field in which nothing was answered.
NOTHING: tuple[Any, ...] = (None, "", [], Access.UNKNOWN)
ACCESS_ANSWERS = [(Access.YES, _("Yes")), (Access.NO, _("No")), (Access.UNKNOWN, _("I don't know"))]


class AskedField(forms.CharField):
    """A question one is meant to answer, judged by the form: empty is sometimes right, and never called optional."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def validate(self, value: Any) -> None:
        """Leave an empty answer to the form."""
        if value not in self.empty_values:
            super().validate(value)


class StepForm(forms.Form):
    """One step of the form. A `lenient` one takes what was right when it was handed in, though it is late now."""

    number: ClassVar[int]
    # What the step is about, in a word or two, and the heading.
    about: ClassVar[Any]
    # Fields that wait behind a line one can open, because most people can do without.
    more: ClassVar[tuple[str, ...]] = ()
    # Browsers would call an empty field wrong before anything was typed.
    use_required_attribute = False

    def __init__(self, *args: Any, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lenient = lenient

    @property
    def is_more_open(self) -> bool:
        """Whether something in the part one can open is filled in or wrong."""
        return any(self[name].errors or self[name].value() not in NOTHING for name in self.more)


class WhatForm(StepForm):
    """Step 1: what is going to happen, and for whom."""

    number = 1
    about = _("what")
    more = ("audiences", "price_note")

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Short and friendly. For example: Soup and a chat"),
        error_messages={"required": _("Fill in a title.")},
    )
    text = forms.CharField(
        label=_("What happens?"),
        help_text=_("Write as if you tell it to your neighbour. 3 or 4 sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Tell in a few sentences what happens.")},
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("This way people find it. It also chooses the drawing."),
        error_messages={"required": _("Choose what it is about.")},
    )
    kind = forms.ChoiceField(
        label=_("How does it go?"),
        choices=[
            (AgendaItemPage.Kind.ACTIVITY, _("It begins and ends together")),
            (AgendaItemPage.Kind.WALK_IN, _("Walk in and leave when you like")),
        ],
        widget=forms.RadioSelect,
        initial=AgendaItemPage.Kind.ACTIVITY,
        error_messages={"required": _("Choose how it goes.")},
    )
    costs = forms.ChoiceField(
        label=_("What does it cost?"),
        choices=[("free", _("Free")), ("paid", _("It costs something"))],
        widget=forms.RadioSelect,
        initial="free",
        error_messages={"required": _("Say whether it is free.")},
    )
    price = forms.CharField(
        label=_("How many euros?"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    price_note = forms.CharField(
        label=_("More about the price"), help_text=_("For example 'free with U-pas'."), required=False, max_length=120
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom is it?"),
        help_text=_("Tick nothing when everybody is welcome."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    campaign = forms.MultipleChoiceField(
        label=_("Does it belong to something bigger?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Handing in for this campaign is over. Go on without it.")},
    )

    def __init__(self, *args: Any, before: Mapping[str, list[str]] | None = None, **kwargs: Any) -> None:
        """`before` is what a page says that is being changed: an editor may have chosen more than is offered."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topic"].choices = [("", _("Choose one")), *choices.topics()]
        fields["audiences"].choices = choices.audiences()
        open_ones = choices.titled(choices.open_campaigns())
        if before:
            kinds = {value for value, _label in fields["kind"].choices}
            offered = [one for one in AgendaItemPage.Kind.choices if one[0] in before.get("kind", [])]
            fields["kind"].choices += [one for one in offered if one[0] not in kinds]
            open_ones += choices.campaigns_named(
                set(before.get("campaign", [])) - {slug for slug, _title in open_ones}
            )
        # What was open when it was ticked may be over at the next step: then it is said.
        fields["campaign"].choices = open_ones
        if not open_ones and not self.is_bound:
            del self.fields["campaign"]

    def clean_title(self) -> str:
        """The title on one line; raises ValidationError when it is too long, or no address can be made of it."""
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) > LONGEST_TITLE:
            message = _("Fill in a title of at most %(most)s characters. Now there are %(count)s.")
            raise ValidationError(message, params={"most": LONGEST_TITLE, "count": len(title)})
        if not slugify(title, allow_unicode=True):
            raise ValidationError(_("Use letters or numbers in the title."))
        return title

    def clean_text(self) -> str:
        """The text; raises ValidationError when it is too long."""
        text = self.cleaned_data["text"]
        if len(text) > LONGEST_TEXT:
            message = _("This is a long text: %(count)s characters. Make it at most %(most)s.")
            raise ValidationError(message, params={"most": LONGEST_TEXT, "count": len(text)})
        return text

    def clean(self) -> dict[str, Any]:
        """The price as a number of euros: 0 when it is free."""
        cleaned = super().clean() or {}
        typed = cleaned.get("price", "")
        cleaned["price"] = Decimal(0)
        if cleaned.get("costs") == "paid":
            try:
                cleaned["price"] = _euros(typed)
            except ValidationError as wrong:
                self.add_error("price", wrong)
        return cleaned


class StartForm(ProtectedForm, WhatForm):
    """Step 1 of a form that nothing was stored of yet: with the guards."""

    guard_name = "activity"


def _euros(typed: str) -> Decimal:
    """An amount as people write it: '3,50', '€ 3', '3,-'. Raises ValidationError."""
    text = typed.replace("€", "").replace("euro", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    text = text.removesuffix(",-").removesuffix(".-").replace(",", ".")
    if not text:
        raise ValidationError(_("Fill in how many euros it costs. For example 3,50"))
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 7:
        raise ValidationError(_("Write the price with digits only. For example 3,50"))
    euros = Decimal(text)
    if euros != euros.quantize(Decimal("0.01")) or euros > 999:
        raise ValidationError(_("Look at the price again. For example 3,50"))
    if euros == 0:
        raise ValidationError(_("Is it free? Then choose 'Free' above."))
    return euros
