"""A form that people hardly notice to be guarded, and machines find hard: no third party, no cookie but CSRF's.

Four guards: a field people do not see, a moment before which nobody can have filled it in, a puzzle that a browser
solves by itself (`proof.py`), and a count per visitor. Without JavaScript the puzzle stays unsolved: then the count is
stricter, and an editor sees it.
"""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from core.intake import proof, throttle

# A person reads before typing; a form older than a day may be of another version of the site.
FASTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
HOUR = 3600


class ProtectedForm(forms.Form):
    """The base of every form for people without an account. Give it the `request`.

    After validation `key` is the form's own: the same for each time this form is sent. `is_proven` says whether the
    browser solved the puzzle.
    """

    # How many an hour from one address: with the puzzle solved (a library has one address), and without.
    most_proven = 40
    most_unproven = 5
    guard_name = "form"

    website = forms.CharField(required=False, label=_("Leave this empty"))
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    proof = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.key = ""
        self.is_proven = False
        self.fields["form_key"].initial = new_form_key

    @property
    def guards(self) -> list[str]:
        """The names of the fields that are not the sender's to fill in."""
        return ["website", "form_key", "proof"]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [field for field in self if field.name not in self.guards]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError when a machine seems to be at work, or somebody sends very often."""
        cleaned = super().clean() or {}
        self.key = self._read_key()
        if cleaned.get("website"):
            raise ValidationError(
                _("Something went wrong. Leave the field 'Leave this empty' empty and send it again.")
            )
        self.is_proven = proof.is_solved(str(cleaned.get("proof", "")))
        # Errors of the sender's own do not count: mending them must stay possible.
        if not self.errors and not self._may_send():
            raise ValidationError(
                _("A lot was sent from your address in the past hour. Wait an hour; what you typed is still here.")
            )
        return cleaned

    def _may_send(self) -> bool:
        most = self.most_proven if self.is_proven else self.most_unproven
        name = f"{self.guard_name}:{'proven' if self.is_proven else 'unproven'}"
        return throttle.allows(name, throttle.visitor(self.request), most=most, seconds=HOUR)

    def _read_key(self) -> str:
        sent = str(self.data.get(self.add_prefix("form_key"), ""))
        signer = signing.TimestampSigner(salt="core.intake.protect")
        try:
            key = signer.unsign(sent, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            # Expired or made up: a fresh one in the form, so that pressing again is enough.
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("form_key")] = new_form_key()
            self.data = data
            raise ValidationError(_("This form was open for a long time. Look it over and send it again.")) from None
        try:
            signer.unsign(sent, max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return key
        raise ValidationError(_("That was very quick. Look it over and send it again."))


def new_form_key() -> str:
    """A key for one form, with the moment it was made; signed, so that nothing need be stored."""
    return signing.TimestampSigner(salt="core.intake.protect").sign(secrets.token_urlsafe(16))
