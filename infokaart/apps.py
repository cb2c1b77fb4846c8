"""Cards and other material, ordered by the stack."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InfokaartConfig(AppConfig):
    name = "infokaart"
    verbose_name = _("Orders of cards")

    def ready(self) -> None:
        """Take orders in, and forget who ordered in time."""
        from core import counts
        from core.api import collections
        from core.intake import flows
        from core.intake import retention as keeping
        from infokaart import api, figures, findable, retention
        from infokaart.admin import keepers
        from infokaart.intake.flow import OrderFlow

        counts.register(counts.Count("cards", _("Cards that were sent or picked up"), figures.cards_gone))
        flows.register(OrderFlow())
        keeping.register("unconfirmed orders", retention.cancel_unconfirmed)
        keeping.register("orders", retention.erase_done)
        keepers.connect()
        collections.register(*api.COLLECTIONS)
        findable.connect()
