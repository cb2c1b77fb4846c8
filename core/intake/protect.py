"""A form that people hardly notice to be guarded, and machines find hard: no third party, no cookie but CSRF's.

Four guards: a field people do not see, a moment before which nobody can have filled it in, a puzzle that a browser
solves by itself (`proof.py`), and a count per visitor. Without JavaScript the puzzle stays unsolved: then the count is
stricter, and an editor sees it.
"""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
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

    After validation `key` is the form's own: the same for each time this form is sent, so what comes of it must be
    made once per key. `is_proven` says whether the browser solved the puzzle.
    """

    # How many an hour from one address: with the puzzle solved (a library has one address), and without.
    most_proven = 40
    most_unproven = 5
    # What the counts and the keys go by: a key made for one kind of form is of no use in another.
    guard_name = "form"
    # Browsers would call an empty field wrong before anything was typed.
    use_required_attribute = False

    # Not `website`: forms really ask for that.
    homepage = forms.CharField(required=False, label=_("Leave this empty"))
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    proof = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.key = ""
        self.is_proven = False
        self.fields["form_key"].initial = self.new_key

    @property
    def guards(self) -> list[str]:
        """The names of the fields that are not the sender's to fill in."""
        return ["homepage", "form_key", "proof"]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [field for field in self if field.name not in self.guards]

    @property
    def challenge(self) -> str:
        """A new puzzle for the browser, each time the form is shown."""
        return proof.challenge()

    def new_key(self) -> str:
        """A key for one form, with the moment it was made; signed, so that nothing need be stored."""
        return self._signer.sign(secrets.token_urlsafe(16))

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError when a machine seems to be at work, or somebody sends very often."""
        cleaned = super().clean() or {}
        self.key = self._read_key()
        if cleaned.get("homepage"):
            raise ValidationError(
                _("Something went wrong. Leave the field 'Leave this empty' empty and send it again.")
            )
        self.is_proven = proof.is_solved(str(cleaned.get("proof", "")), self.key)
        # Errors of the sender's own do not count: mending them must stay possible.
        if not self.errors and not self._may_send():
            raise ValidationError(
                _("A lot was sent from your address in the past hour. Wait an hour; what you typed is still here.")
            )
        return cleaned

    @property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"core.intake.protect.{self.guard_name}")

    def _may_send(self) -> bool:
        # A double press, or going back to mend something, is not one more.
        counted = f"counted:{self.key}"
        if cache.get(counted):
            return True
        most = self.most_proven if self.is_proven else self.most_unproven
        name = f"{self.guard_name}:{'proven' if self.is_proven else 'unproven'}"
        if not throttle.allows(name, throttle.visitor(self.request), most=most, seconds=HOUR):
            return False
        cache.set(counted, 1, LONGEST_SECONDS)
        return True

    def _read_key(self) -> str:
        sent = str(self.data.get(self.add_prefix("form_key"), ""))
        try:
            key = self._signer.unsign(sent, max_age=LONGEST_SECONDS)
        except signing.BadSignature:
            # Expired or made up: a fresh one in the form, so that pressing again is enough.
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("form_key")] = self.new_key()
            self.data = data
            raise ValidationError(_("This form was open for a long time. Look it over and send it again.")) from None
        try:
            self._signer.unsign(sent, max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return key
        raise ValidationError(_("That was very quick. Look it over and send it again."))
