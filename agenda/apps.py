"""Agenda."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        """Let the dates of an item follow its publication, also when it was an alias until now."""
        from django.http import HttpRequest
        from wagtail import hooks
        from wagtail.models import Page
        from wagtail.signals import page_published

        from agenda import api, findable
        from agenda.following.flow import FollowFlow
        from agenda.intake.flow import ActivityFlow, ChangeFlow
        from agenda.models import AgendaItemPage
        from agenda.queries import partner_occurrences
        from agenda.services import sync_occurrences
        from core.api import collections
        from core.intake import flows, quiet
        from partners import related

        def on_publish(instance: AgendaItemPage, **kwargs: object) -> None:
            sync_occurrences(instance)

        def on_convert(request: HttpRequest, page: Page) -> None:
            # Nothing is published: what is on the site stays, with dates of its own from now on.
            if isinstance(page, AgendaItemPage) and page.live:
                sync_occurrences(page)

        page_published.connect(on_publish, sender=AgendaItemPage, weak=False, dispatch_uid="agenda-occurrences")
        hooks.register("after_convert_alias_page", on_convert)
        related.register("upcoming", partner_occurrences)
        # Before Wagtail writes every moderator about every draft.
        quiet.connect()
        flows.register(ActivityFlow())
        flows.register(ChangeFlow())
        flows.register(FollowFlow())
        collections.register(*api.COLLECTIONS)
        findable.connect()
