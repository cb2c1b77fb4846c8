"""The referrers' basket (verwijzersmand): activities picked for a client, at one address nobody can guess."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import segno
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from agenda.models import AgendaItemPage, Basket, Occurrence
from agenda.models.referral import BASKET_LIFETIME, new_token
from agenda.referral import picking
from core.chrome import Link
from core.dates import this_minute
from core.models import BasePage
from core.queries import as_cards, page_number

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage

MOST_PICKS = 30
# Nothing tells one referrer from another, so the bound is on all of them together.
MOST_PER_HOUR = 300
# A double click, or a reload of the answer, is not a second basket; nor is it when two people tick the same.
SAME_WITHIN_SECONDS = 60
DATES_PER_ITEM = 3
_NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z", re.ASCII)
# For the reader of the address alone: not kept, not found, not passed on.
_DISCREET = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


class TooManyBaskets(Exception):  # noqa: N818 - says what is wrong
    """More baskets were made in the past hour than people can make."""


@dataclass(frozen=True)
class Picks:
    """The numbers of the activities somebody ticked; `too_many` when more than fit in a basket were."""

    ids: tuple[int, ...] = ()
    too_many: bool = False


@dataclass(frozen=True)
class BasketItem:
    """An activity in a basket with its next dates, soonest first."""

    item: AgendaItemPage
    dates: list[Occurrence] = field(default_factory=list)

    @property
    def next(self) -> Occurrence | None:
        """The first date that is not over, also when it is cancelled."""
        return next(iter(self.dates), None)

    @property
    def next_open(self) -> Occurrence | None:
        """The first date that goes ahead."""
        return next((one for one in self.dates if one.happens), None)


def read_picks(query: QueryDict) -> Picks:
    """The ticked numbers (`kies`) without the one taken away (`weg`), each once, in the order of ticking."""
    away = query.get("weg", "")
    ids = tuple(dict.fromkeys(int(text) for text in query.getlist("kies") if _NUMBER.match(text) and text != away))
    return Picks(ids[:MOST_PICKS], len(ids) > MOST_PICKS)


def make_basket(ids: Iterable[int]) -> Basket | None:
    """Store the public ones of these activities; None when there are none. Raises TooManyBaskets.

    Whoever ticks the same ones within a minute gets the same address, another person too: there is nothing to tell two
    people from a double click by, and the list says no more than what both ticked.
    """
    found = sorted(picking.public_items().filter(pk__in=list(ids)[:MOST_PICKS]).values_list("pk", flat=True))
    if not found:
        return None
    token = new_token()
    key = f"basket:{':'.join(map(str, found))}"
    if not cache.add(key, token, timeout=SAME_WITHIN_SECONDS):
        token = cache.get(key, token)
    if _made_past_hour() >= MOST_PER_HOUR and not Basket.objects.filter(token=token).exists():
        raise TooManyBaskets
    return _stored(token, found)


def remove_old_baskets() -> int:
    """Erase the baskets that cannot be opened any more; return how many there were."""
    return Basket.objects.filter(made_at__lte=timezone.now() - BASKET_LIFETIME).delete()[1].get("agenda.Basket", 0)


def basket_items(basket: Basket) -> list[BasketItem]:
    """The activities in a basket that are on the site, by their next date; those without one come last."""
    picked = Basket.items.through.objects.filter(basket=basket).values("agendaitempage")
    found = picking.public_items().filter(pk__in=picked).select_related("venue__district", "topic")
    items = as_cards(found.prefetch_related("audiences", "languages", "dates", "changes"))
    dates: dict[int, list[Occurrence]] = {}
    for occurrence in _next_dates([item.pk for item in items]):
        dates.setdefault(occurrence.item_id, []).append(occurrence)
    filled = [BasketItem(item, dates.get(item.pk, [])) for item in items]
    return sorted(filled, key=lambda one: (not one.next, one.next and one.next.start, one.item.title))


def pick_url(page: "AgendaIndexPage") -> str:
    """The address where referrers tick activities."""
    return f"{page.url}{page.reverse_subpage('referrers')}"


def basket_url(page: "AgendaIndexPage", basket: Basket) -> str:
    """The address of a basket, on this site."""
    return f"{page.url}{page.reverse_subpage('basket', [basket.token])}"


def pick_response(page: "AgendaIndexPage", request: HttpRequest) -> TemplateResponse:
    """The page where referrers tick activities. Everything ticked travels in the address; nothing is kept."""
    picks = read_picks(request.GET)
    result = picking.pick_list(picking.read_question(request.GET), page_number(request))
    picked = as_cards(_picked(picks.ids))
    context = {
        "address": request.build_absolute_uri(pick_url(page)),
        "question": picking.read_question(request.GET),
        "options": picking.options(),
        "access": picking.ACCESS_LABELS.items(),
        "levels": AgendaItemPage.DutchLevel.choices,
        "result": result,
        "picked": picked,
        "picked_ids": {item.pk for item in picked},
        "shown_ids": {occurrence.item_id for occurrence in result},
        "gone": len(picks.ids) - len(picked),
        "too_many": picks.too_many,
        "nothing_picked": request.GET.get("leeg") == "1" and not picked,
        "most": MOST_PICKS,
        "most_listed": picking.MOST_LISTED,
        "weeks": picking.DAYS_AHEAD // 7,
        "make_url": reverse("make_basket"),
    }
    crumb = Link(_("For referrers"), pick_url(page))
    return TemplateResponse(request, "pages/agenda_referrers.html", _around(page, request, crumb) | context)


def basket_response(page: "AgendaIndexPage", request: HttpRequest, token: str) -> TemplateResponse:
    """A basket, for the client; 410 when it is over, 404 when there is none at this address."""
    basket = Basket.objects.filter(token=token).first() if "\x00" not in token else None
    if basket is None or basket.is_over:
        return sorry_response(page, request, 404 if basket is None else 410)
    found = basket_items(basket)
    address = request.build_absolute_uri(basket_url(page, basket))
    context = {
        "basket": basket,
        "found": found,
        "gone": basket.items.count() - len(found),
        "address": address,
        # Our own drawing, from our own address.
        "qr": mark_safe(segno.make(address, error="m").svg_inline(scale=4, border=2)),  # noqa: S308
    }
    crumb = Link(_("Your list"), address)
    return _discreet(TemplateResponse(request, "pages/agenda_basket.html", _around(page, request, crumb) | context))


def sorry_response(page: "AgendaIndexPage", request: HttpRequest, status: int) -> TemplateResponse:
    """Why there is no basket: 404 unknown, 410 over, 429 too many made in the past hour."""
    context = {"status": status, "agenda_url": page.url, "pick_url": pick_url(page)}
    around = _around(page, request, Link(_("Your list"), ""))
    response = TemplateResponse(request, "pages/agenda_basket_sorry.html", around | context, status=status)
    return _discreet(response)


def _picked(ids: Sequence[int]) -> QuerySet[AgendaItemPage]:
    return picking.public_items().filter(pk__in=ids).order_by("title", "pk").defer("body")


def _made_past_hour() -> int:
    return Basket.objects.filter(made_at__gt=timezone.now() - dt.timedelta(hours=1)).count()


@transaction.atomic
def _stored(token: str, ids: Sequence[int]) -> Basket:
    # In bulk, because a single save would tell the page cache that public content changed. Of two clicks with one
    # token the second finds the rows of the first.
    Basket.objects.bulk_create([Basket(token=token)], ignore_conflicts=True)
    basket = Basket.objects.get(token=token)
    through = Basket.items.through
    through.objects.bulk_create([through(basket=basket, agendaitempage_id=pk) for pk in ids], ignore_conflicts=True)
    return basket


def _next_dates(ids: list[int]) -> Iterable[Occurrence]:
    """The next few dates of each item."""
    found = Occurrence.objects.filter(item__in=ids).not_over(this_minute())
    rank = Window(RowNumber(), partition_by="item", order_by=["start", "pk"])
    return found.annotate(rank=rank).filter(rank__lte=DATES_PER_ITEM).order_by("start", "pk")


def _around(page: "AgendaIndexPage", request: HttpRequest, *crumbs: Link) -> dict[str, Any]:
    """What the frame of the page needs: the agenda's own context, without its list."""
    trail = [*page.breadcrumbs, *crumbs]
    return {**BasePage.get_context(page, request), "breadcrumbs": trail, "json_ld": ""}


def _discreet(response: TemplateResponse) -> TemplateResponse:
    for name, value in _DISCREET.items():
        response.headers[name] = value
    return response
