"""How many packs of each card: to order, and to change an order."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from infokaart import addresses
from infokaart.limits import Closed, TooMany
from infokaart.queries import Offer, State
from infokaart.stock import OutOfStock

# What a number of packs is never near to.
_ABSURD = 10**6


class PacksField(forms.CharField):
    """A number of packs, in the digits of any script; empty is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """The number. Raises ValidationError for anything else, and for less than nothing."""
        text = addresses.plain_digits(super().clean(value) or "").strip()
        if not text:
            return 0
        if re.fullmatch(r"[-−–]\s*[0-9]+", text) and text.strip("-−– 0"):
            raise ValidationError(about(self.label, _("Fill in 0 or more.")))
        if not re.fullmatch(r"[0-9]+", text):
            message = _("Fill in only a number, for example 2. We count in packs.")
            raise ValidationError(about(self.label, message))
        return int(text) if len(text.lstrip("0")) < 7 else _ABSURD


class PacksForm(forms.Form):
    """How many packs of each card. `held` is what an order that is being changed has already, by product."""

    use_required_attribute = False
    nothing_chosen: Any = _("Choose at least one card: fill in how many packs you want.")

    def __init__(self, *args: Any, offers: list[Offer], held: dict[int, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers, self.held = offers, held or {}
        for offer in offers:
            # What was closed meanwhile stays in sight until its number is taken away.
            if offer.is_open or self.held.get(offer.key) or self._was_typed(offer):
                self.fields[packs_name(offer.key)] = PacksField(label=offer.page.title)
        # As they stand on the page, and so in the list of errors too.
        self.order_fields([packs_name(offer.key) for offer in offers])

    def _was_typed(self, offer: Offer) -> bool:
        name = packs_name(offer.key)
        source = self.data if self.is_bound else self.initial
        return str(source.get(name, "")).strip() not in {"", "0"}

    @property
    def rows(self) -> list[tuple[Offer, forms.BoundField | None, int]]:
        """Each card with its field, if it has one, and the packs in it as far as they make sense."""
        rows: list[tuple[Offer, forms.BoundField | None, int]] = []
        for offer in self.offers:
            field = self[packs_name(offer.key)] if packs_name(offer.key) in self.fields else None
            rows.append((offer, field, self._packs_in(field)))
        return rows

    @staticmethod
    def _packs_in(field: forms.BoundField | None) -> int:
        if field is None:
            return 0
        try:
            return min(field.field.clean(field.value()), 9_999)
        except ValidationError:
            return 0

    @property
    def packs(self) -> dict[int, int]:
        """What was chosen, by product; once the form was validated."""
        found = {offer.key: self.cleaned_data.get(packs_name(offer.key)) or 0 for offer in self.offers}
        return {key: number for key, number in found.items() if number}

    @property
    def chosen(self) -> list[tuple[Offer, int]]:
        """The cards that were chosen, with how many packs."""
        packs = self.packs
        return [(offer, packs[offer.key]) for offer in self.offers if offer.key in packs]

    def clean(self) -> dict[str, Any]:
        """See whether each number is possible, and whether there is any."""
        cleaned = super().clean() or {}
        names = [packs_name(offer.key) for offer in self.offers if packs_name(offer.key) in self.fields]
        for offer in self.offers:
            name = packs_name(offer.key)
            if name in cleaned and (problem := self._problem(offer, cleaned[name])):
                self.add_error(name, about(offer.page.title, problem))
        if names and not self.packs and not any(name in self.errors for name in names):
            self.add_error(names[0], self.nothing_chosen)
        return cleaned

    def _problem(self, offer: Offer, packs: int) -> str:
        held = self.held.get(offer.key, 0)
        if packs <= held:
            return ""
        if offer.state not in {State.OPEN, State.SOLD_OUT}:
            return closed_words()
        if packs > offer.product.most_per_order:
            return most_words(offer.product.most_per_order)
        left = held + offer.packs
        return left_words(left) if packs > left else ""

    @property
    def is_about_cards(self) -> bool:
        """Whether something is wrong with a number; once the form was validated."""
        return any(packs_name(offer.key) in self.errors for offer in self.offers)

    @property
    def downloads(self) -> list[Offer]:
        """The cards that something is wrong with and that can be printed at home meanwhile."""
        return [one for one in self.offers if packs_name(one.key) in self.errors and one.page.document]

    def explain(self, error: Closed | TooMany | OutOfStock) -> None:
        """Say at each card why it could not be ordered just now, once the form was validated."""
        if isinstance(error, Closed):
            told = dict.fromkeys(error.products, closed_words())
        else:
            words = per_address_words if isinstance(error, TooMany) else left_words
            told = {key: words(left) for key, left in error.left.items()}
        for offer in self.offers:
            name = packs_name(offer.key)
            if offer.key in told and name in self.fields and name not in self.errors:
                self.add_error(name, about(offer.page.title, told[offer.key]))


def packs_name(key: int) -> str:
    """The name of the field for a product."""
    return f"packs_{key}"


def about(title: Any, message: Any) -> str:
    """A message that also makes sense in the list above the form."""
    return f"{title}: {message}"


def closed_words() -> str:
    """That it is not for now."""
    return str(_("This cannot be ordered now. Fill in 0 to go on without it."))


def most_words(most: int) -> str:
    """That it is more than one order may hold."""
    return ngettext(
        "You can order at most %(count)s pack at a time.", "You can order at most %(count)s packs at a time.", most
    ) % {"count": most}


def left_words(left: int) -> str:
    """How many there are."""
    if not left:
        return str(_("This is sold out. Fill in 0 to go on without it."))
    return ngettext("There is only %(count)s pack left.", "There are only %(count)s packs left.", left) % {
        "count": left
    }


def per_address_words(left: int) -> str:
    """How many this address may still order."""
    if not left:
        return str(_("To your address goes no more of this in 30 days. Do you need more? Call or mail us."))
    return ngettext(
        "To your address goes at most %(count)s more pack in 30 days. Do you need more? Call or mail us.",
        "To your address go at most %(count)s more packs in 30 days. Do you need more? Call or mail us.",
        left,
    ) % {"count": left}
