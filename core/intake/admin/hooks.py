"""Where Wagtail finds these screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.intake.admin import decisions, letters_admin, panel, people, reasons, screen
from core.intake.admin.rooms import CHANGE

ADDRESSES = [
    path("", screen.QueueView.as_view(), name="intake_queue"),
    path("begin/", screen.FirstView.as_view(), name="intake_first"),
    path("brieven/", letters_admin.LettersView.as_view(), name="intake_letters"),
    path("brieven/voorbeelden/", letters_admin.SamplesView.as_view(), name="intake_letter_samples"),
    path("brieven/opnieuw/", letters_admin.TryAgainView.as_view(), name="intake_letters_again"),
    path("brieven/<int:pk>/", letters_admin.LetterView.as_view(), name="intake_letter"),
    path("brieven/<int:pk>/opnieuw/", letters_admin.TryAgainView.as_view(), name="intake_letter_again"),
    path("personen/", people.PeopleView.as_view(), name="intake_people"),
    path("<uuid:pk>/", screen.ReviewView.as_view(), name="intake_review"),
    path("<uuid:pk>/voorbeeld/", screen.PreviewView.as_view(), name="intake_preview"),
    path("<uuid:pk>/plaatje/", screen.PictureView.as_view(), name="intake_picture"),
    path("<uuid:pk>/goedkeuren/", decisions.AcceptView.as_view(), name="intake_accept"),
    path("<uuid:pk>/vragen/", decisions.AskView.as_view(), name="intake_ask"),
    path("<uuid:pk>/weigeren/", decisions.RefuseView.as_view(), name="intake_refuse"),
]


class IntakeMenuItem(MenuItem):
    """The way to the queue."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may decide."""
        return request.user.has_perm(CHANGE)


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""
    reasons.register()

    @hooks.register("register_admin_urls")
    def addresses() -> list[URLPattern | URLResolver]:
        return [path("inzendingen/", include(ADDRESSES))]

    @hooks.register("register_admin_menu_item")
    def menu_item() -> MenuItem:
        url = reverse_lazy("intake_queue")
        return IntakeMenuItem(_("What was sent in"), url, name="intake", icon_name="mail", order=90)

    @hooks.register("construct_homepage_panels")
    def waiting(request: HttpRequest, panels: list[Any]) -> None:
        panel.add_panel(request, panels)
