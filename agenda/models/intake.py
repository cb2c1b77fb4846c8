"""Where people hand in an activity without an account."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from core.models import RoutedPage
from core.page_cache import per_generation
from core.queries import public


class SubmitActivityPage(RoutedPage):
    """The form to hand in an activity: four short steps, each at an address of its own below the page."""

    template = "pages/submit_activity_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("The form with which anybody can hand in an activity.")

    class Meta:
        verbose_name = _("form for activities")
        verbose_name_plural = _("forms for activities")

    def resolve_subpage(self, path: str) -> Any:
        """Find the view of an address; a token has full stops and yet is no file."""
        return RoutablePageMixin.resolve_subpage(self, path)

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The first step, of a form that nothing is stored of yet."""
        from agenda.intake import views

        return views.start_response(self, request)

    @path("<str:token>/<int:number>/", name="step")
    def step(self, request: HttpRequest, token: str, number: int) -> HttpResponseBase:
        """A step, with what was typed so far."""
        from agenda.intake import views

        return views.step_response(request, token, self, number)

    @path("<str:token>/controle/", name="check")
    def check_answers(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Everything once more, before it is sent."""
        from agenda.intake import views

        return views.check_response(request, token, self)

    @path("<str:token>/later/", name="later")
    def later(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Go on another time, by a link in an e-mail."""
        from agenda.intake import views

        return views.later_response(request, token, self)

    @path("<str:token>/klaar/", name="done")
    def done(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """It was sent: look in your mail."""
        from agenda.intake import views

        return views.done_response(request, token, self)

    @path("<str:token>/foto/", name="picture")
    def picture(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The picture that was sent along, for its sender alone."""
        from agenda.intake import views

        return views.picture_response(request, token, self)


@per_generation(maxsize=1)
def submit_url() -> str:
    """The address of the form; empty when there is none on the site."""
    page = SubmitActivityPage.objects.filter(public()).order_by("path").first()
    return page.get_url() or "" if page else ""
