"""The links again, for who lost them."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from core.intake import letters, mail, throttle
from core.intake.flows import flow_of
from core.languages import words_in
from core.models import Submission


def send_links(email: str, form_key: str) -> None:
    """Write somebody the links to all they sent; once for a form, however often that is sent.

    Whether the address is known shows nowhere but in its mailbox: for one that is not, the same is done and undone.
    """
    if not throttle.allows("links", email.lower(), most=3, seconds=3600):
        return
    found = Submission.objects.filter(email__iexact=email, confirmed_at__isnull=False).exclude(
        status=Submission.Status.WITHDRAWN
    )
    # By address as it was given: to a database İ, I and ı can be one letter, and these are different people. And by
    # who may read a letter in the office.
    by_address: dict[tuple[str, str], list[Submission]] = {}
    for one in found.select_related("page").order_by("-changed_at")[:50]:
        by_address.setdefault((one.email, flow_of(one).permission), []).append(one)
    with transaction.atomic():
        for (address, _permission), mine in (by_address or {(email, ""): []}).items():
            with translation.override(words_in(mine[0].language) if mine else settings.LANGUAGE_CODE):
                letter = letters.new_links([(flow_of(one).title(one), one) for one in mine])
                key = f"links:{form_key}:{mine[0].pk if mine else ''}"
                mail.queue(letter, to=address, key=key, submission=mine[0] if mine else None)
        if not by_address:
            transaction.set_rollback(True)
