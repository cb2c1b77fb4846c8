"""Agenda."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        """Let the dates of an item follow its publication."""
        from wagtail.signals import page_published

        from agenda import import_mail
        from agenda.models import AgendaItemPage
        from agenda.queries import partner_occurrences
        from agenda.services import sync_occurrences
        from partners import related

        def on_publish(instance: AgendaItemPage, **kwargs: object) -> None:
            sync_occurrences(instance)

        page_published.connect(on_publish, sender=AgendaItemPage, weak=False, dispatch_uid="agenda-occurrences")
        related.register("upcoming", partner_occurrences)
        import_mail.connect()
