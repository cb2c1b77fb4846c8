"""Partners."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Let pages follow the register of declarations, and take declarations in."""
        from core.api import collections
        from core.intake import flows
        from partners import api, findable, standing
        from partners.intake.adverts import AdvertFlow
        from partners.intake.flow import PledgeFlow
        from partners.intake.helping import HelpFlow

        standing.connect()
        for flow in (PledgeFlow(), AdvertFlow(), HelpFlow()):
            flows.register(flow)
        collections.register(*api.COLLECTIONS)
        findable.connect()
