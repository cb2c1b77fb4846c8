"""What every app stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        """Let changes to public content empty the page cache, a picture go with its row, and publishing count."""
        from django.db.models.signals import post_delete

        from core import addresses, signals
        from core.api import collections, own
        from core.intake import flows, retention
        from core.intake.admin import elsewhere
        from core.intake.report import ReportFlow
        from core.models.intake import SentPicture, remove_file
        from core.old_addresses import missing, tidy
        from core.translations import following

        addresses.connect()
        following.connect()
        signals.connect()
        collections.register(own.Documents(), own.Districts(), own.Topics(), own.Audiences())
        flows.register(ReportFlow())
        elsewhere.connect()
        retention.register("missing addresses", missing.erase_old)
        tidy.connect()
        post_delete.connect(remove_file, sender=SentPicture, dispatch_uid="sent-picture-file")
