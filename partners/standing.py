"""Whether a partner is 'mentioned' or has 'signed': the register of declarations decides, and nothing else.

`PartnerPage.relation` and `signed_on` repeat what the register says, so that lists can filter and show it without
asking again. They are written here and nowhere else: on every save of a page, so that publishing an older draft brings
nothing back, and after every change of the register. Translations follow the page in the source language.
"""

import datetime as dt
import uuid
from typing import Any

from core.dates import today

MENTIONED, SIGNED = "mentioned", "signed"


def standing_of(translation_key: uuid.UUID) -> tuple[str, dt.date | None]:
    """The relation of a partner in any language, and the day it signed when that still counts."""
    from partners.models import Pledge

    found = Pledge.objects.filter(partner__translation_key=translation_key, ended_on=None).first()
    return (SIGNED, found.signed_on) if found else (MENTIONED, None)


def settle(translation_key: uuid.UUID) -> None:
    """Let the pages of a partner, in every language, say what the register says."""
    from partners.models import PartnerPage

    relation, signed_on = standing_of(translation_key)
    PartnerPage.objects.filter(translation_key=translation_key).update(relation=relation, signed_on=signed_on)


def end(partner: Any) -> None:
    """The declaration of a partner counts no more from today; nothing when there is none."""
    for pledge in partner.pledges.filter(ended_on=None):
        pledge.ended_on = max(today(), pledge.signed_on)
        pledge.save(update_fields=["ended_on"])


def connect() -> None:
    """Follow the register; called once, when the apps are ready."""
    from django.db.models.signals import post_delete, post_save

    from partners.models import Pledge

    def follow(instance: Pledge, **kwargs: object) -> None:
        settle(instance.partner.translation_key)

    for signal in (post_save, post_delete):
        signal.connect(follow, sender=Pledge, weak=False, dispatch_uid="partner-standing")
