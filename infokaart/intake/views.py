"""The pages of an order: fill in, look over, order. Looking changes nothing, and all that is typed is kept.

Whatever changes something locks the submission first, and does nothing once it was ordered: a second press, another
tab or a form that is sent again all find the one order there is.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core.dates import local_day
from core.intake import links, services
from core.intake.form_pages import base_of, form_page, go_on
from core.intake.links import Purpose
from core.intake.views import follows_link
from core.models import Submission
from core.reading import reader_language
from infokaart import orders
from infokaart.intake import manage
from infokaart.intake.forms import OrderForm, StartForm, as_initial, typed_of
from infokaart.intake.packs import packs_name
from infokaart.limits import HELD, Closed, TooMany
from infokaart.models import Order
from infokaart.queries import last_day_to_send, offers, pickup_points
from infokaart.stock import OutOfStock
from partners import names

if TYPE_CHECKING:
    from infokaart.models import InfokaartOrderPage

Status = Submission.Status
KIND = "order"
Refused = (OutOfStock, TooMany, Closed)


def start_response(page: "InfokaartOrderPage", request: HttpRequest) -> HttpResponseBase:
    """The cards and the form; once it is right, a submission is made of it. `?kaart=` chooses one beforehand."""
    around: dict[str, Any] = {"offers": offers(page), "points": pickup_points(page)}
    if request.method != "POST":
        slug = request.GET.get("kaart", "")
        chosen = {packs_name(one.key): "1" for one in around["offers"] if one.is_open and slug == one.page.slug}
        form = StartForm(initial=chosen, request=request, **around)
        # With a card chosen beforehand it is no page of its own.
        return form_page(request, page, page.template, form=form, noindex=bool(request.GET))
    form = StartForm(request.POST, request=request, **around)
    if not form.is_valid():
        return form_page(request, page, page.template, form=form)
    with transaction.atomic():
        language = reader_language()
        made = services.start(KIND, form.key, language=language, proven=form.is_proven)
        locked = Submission.objects.select_for_update().get(pk=made.pk)
        if locked.status == Status.DRAFT:
            # Also the mark of the puzzle: it may have been solved at the second press only.
            locked.proven = form.is_proven
            locked.save(update_fields=["proven"])
            services.keep(locked, KIND, typed_of(request.POST))
    return go_on(request.path, links.token_for(locked, Purpose.CONTINUE), "controle/")


@follows_link(Purpose.CONTINUE, "order")
def edit_response(
    request: HttpRequest, submission: Submission, token: str, page: "InfokaartOrderPage"
) -> HttpResponseBase:
    """The form once more; on POST what was typed is kept, and right answers lead on."""
    base = base_of(request, token)
    if _is_over(submission):
        return go_on(base, token, "klaar/")
    if request.method != "POST":
        if "fout" in request.GET:
            return _form(request, page, _judged(submission, page), token)
        typed = as_initial(submission.data.get(KIND, {}))
        form = OrderForm(initial=typed, offers=offers(page), points=pickup_points(page))
        return _form(request, page, form, token)
    with transaction.atomic():
        locked = links.read(token, Purpose.CONTINUE, lock=True)
        if _is_over(locked):
            return go_on(base, token, "klaar/")
        locked = services.keep(locked, KIND, typed_of(request.POST))
    form = _judged(locked, page)
    return go_on(base, token, "controle/") if form.is_valid() else _form(request, page, form, token)


@follows_link(Purpose.CONTINUE, "order")
def check_response(
    request: HttpRequest, submission: Submission, token: str, page: "InfokaartOrderPage"
) -> HttpResponseBase:
    """Everything once more; on POST it is ordered. What is wrong, or gone meanwhile, leads back to the form."""
    base, other_answers = base_of(request, token), False
    if request.method == "POST":
        try:
            with transaction.atomic():
                submission = links.read(token, Purpose.CONTINUE, lock=True)
                other_answers = request.POST.get("mark") != _mark(submission)
                if not _is_over(submission) and not other_answers:
                    form = _judged(submission, page)
                    if form.is_valid():
                        orders.place(submission, form.wish())
                        return go_on(base, token, "klaar/")
        except Refused as error:
            form = _judged(submission, page)
            form.is_valid()
            form.explain(error)
            return _form(request, page, form, token, is_gone=True)
    if _is_over(submission):
        return go_on(base, token, "klaar/")
    form = _judged(submission, page)
    if not form.is_valid():
        if request.method == "POST" and form.is_about_cards:
            return _form(request, page, form, token, is_gone=True)
        return go_on(base, token, "wijzig/?fout")
    context = {"form": form, "facts": _facts(form), "mark": _mark(submission), "other_answers": other_answers}
    return form_page(request, page, "infokaart/check.html", token=token, **context)


@follows_link(Purpose.CONTINUE, "order")
def done_response(
    request: HttpRequest, submission: Submission, token: str, page: "InfokaartOrderPage"
) -> HttpResponseBase:
    """It was ordered: the number, what happens now, and how to see or change it."""
    order = manage.order_of(submission)
    if order is None:
        return go_on(base_of(request, token), token, "controle/")
    titles = {one.key: one.page.title for one in offers(page)}
    lines = [(titles.get(line.product_id, line.product.title), line) for line in manage.lines_of(order)]
    context = {
        "submission": submission,
        "order": order,
        "lines": lines,
        "send_by": last_day_to_send(local_day(order.made_at), page.days_to_send),
        "manage_token": links.token_for(submission, Purpose.MANAGE) if submission.confirmed_at else "",
        "held": HELD,
        "is_waiting": order.status == Order.Status.UNCONFIRMED,
    }
    return form_page(request, page, "infokaart/done.html", token=token, **context)


def _is_over(submission: Submission) -> bool:
    return submission.status != Status.DRAFT


def _judged(submission: Submission, page: "InfokaartOrderPage") -> OrderForm:
    """The form as it was filled in."""
    typed = as_initial(submission.data.get(KIND, {}))
    return OrderForm(typed, offers=offers(page), points=pickup_points(page))


def _mark(submission: Submission) -> str:
    """Changes with the answers, so that nobody orders anything else than what they looked over."""
    answers = json.dumps(submission.data.get(KIND, {}), sort_keys=True)
    return hashlib.sha256(answers.encode()).hexdigest()[:16]


def _facts(form: OrderForm) -> list[tuple[str, str]]:
    """What was answered beside the cards, in words."""
    answers, point = form.cleaned_data, form.point
    fields: Any = form.fields

    def name_of(field: str) -> str:
        return str(dict(fields[field].choices).get(answers[field], ""))

    wish, known = form.wish(), names.named(answers["organisation"])
    address = f"{wish.street} {wish.house_number} {wish.addition}".strip() + f"\n{wish.postcode} {wish.city}"
    facts = [
        (_("Name"), answers["name"]),
        (_("Organisation"), answers["organisation"]),
        (_("In the network"), known.name if known else ""),
        (_("Pick up at"), f"{point.name}\n{point.address}\n{point.opening_hours}".strip() if point else ""),
        (_("Address"), "" if point else address),
        (_("E-mail address"), answers["email"]),
        (_("Telephone number"), answers["phone"]),
        (_("Who are you?"), name_of("orderer")),
        (_("What do you use it for?"), name_of("purpose")),
        (_("District"), name_of("district")),
        (_("Note"), answers["note"]),
    ]
    return [(name, value) for name, value in facts if value]


def _form(
    request: HttpRequest, page: "InfokaartOrderPage", form: OrderForm, token: str, *, is_gone: bool = False
) -> TemplateResponse:
    """The form once more; `is_gone`: others were first, or it closed, after it had been looked over."""
    response = form_page(request, page, "infokaart/again.html", form=form, token=token, is_gone=is_gone)
    response.status_code = 409 if is_gone else 200
    return response
