"""Answers that belong to no page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Locale

from agenda.models import AgendaIndexPage
from agenda.queries import public_agenda
from agenda.referral import baskets, picking


# Without a cookie there is no token to compare. None is needed: the answer is the same for whoever asks, it reads no
# session and changes nothing but a row that holds no person, of which there are only so many an hour. That other sites
# let their visitors use them up, browsers tell us.
@csrf_exempt
def make_basket(request: HttpRequest) -> HttpResponse:
    """Make a basket of the ticked activities and lead to it (303); with nothing ticked, back to the choice.

    Raises PermissionDenied when the form stands on another site.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied
    page = _agenda()
    question = picking.read_question(request.POST).query_string
    ids = baskets.read_picks(request.POST).ids
    try:
        basket = baskets.make_basket(ids) if ids else None
    except baskets.TooManyBaskets:
        return baskets.sorry_response(page, request, 429)
    url = baskets.basket_url(page, basket) if basket else f"{baskets.pick_url(page)}?leeg=1&{question}".rstrip("&")
    response = HttpResponseRedirect(url, status=303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _agenda() -> AgendaIndexPage:
    """The agenda in the reader's language, else in the source language; raise Http404 when there is none."""
    page = public_agenda(Locale.get_active().language_code) or public_agenda()
    if page is None:
        raise Http404
    return page
