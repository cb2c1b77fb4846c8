"""What every app stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        """Let every change to public content empty the page cache, and a picture's file go with its row."""
        from django.db.models.signals import post_delete

        from core import signals
        from core.models.intake import SentPicture, remove_file

        signals.connect()
        post_delete.connect(remove_file, sender=SentPicture, dispatch_uid="sent-picture-file")
