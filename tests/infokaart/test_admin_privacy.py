"""Who may see an order: the group Bestellingen and superusers, and nobody else, wherever one looks."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.intake import flows, services
from core.intake.admin.queue import Choice
from core.intake.lost_links import send_links
from core.models import OutgoingMail, Submission
from infokaart.intake.flow import OrderFlow
from infokaart.models import Order, StockMovement
from tests.core.moderation import known_flows, member, sent_in
from tests.factories import AgendaIndexFactory
from tests.infokaart.ordering import WHO, brought

pytestmark = pytest.mark.django_db
OTHERS = ["Redacteur", "Moderator", "Beheerder"]
# Sums, for all editors.
FIGURES = "admin/kaarten/"
# Nobody else's.
SECRETS = ["Noor van Dijk", "noor@voorbeeld.nl", "Kanaalstraat", "3531 CJ", "UO-2026-"]


def walk(resolver, prefix=""):
    """Every address there is, as (route, name, view)."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from walk(one, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern), one.name, one.callback


def order_addresses():
    """Every address in the office that this app answers, as (route, name), but for the figures: nobody is in those."""

    def module(view):
        return getattr(getattr(view, "view_class", view), "__module__", "")

    found = [(route, name) for route, name, view in walk(get_resolver()) if module(view).startswith("infokaart")]
    return [(route, name) for route, name in found if route.startswith("admin/") and not route.startswith(FIGURES)]


def url_of(route, name, order):
    if "<int:pk>" not in route:
        return reverse(name)
    return reverse(name, args=[order.lines.get().product_id if "voorraad" in route else order.pk])


@pytest.fixture
def order(card, packer):
    return brought(Order.Status.PACKED, card, packer)


def state():
    return (
        list(Order.objects.values_list("status", flat=True)),
        list(Submission.objects.order_by("pk").values_list("status", "email", "link_version")),
        list(OutgoingMail.objects.order_by("pk").values_list("pk", "status", "subject")),
        StockMovement.objects.count(),
    )


def test_every_order_address_is_found_by_this_test():
    names = {name for _route, name in order_addresses()}
    assert {"orders_queue", "orders_export", "orders_many", "orders_order", "orders_undo", "orders_count"} <= names
    assert len(names) >= 14


@pytest.mark.parametrize("group", [*OTHERS, None])
def test_nobody_else_gets_in_by_any_address(client, order, group):
    if group:
        client.force_login(member(group))
    before = state()
    fields = {
        "mark": order.moves.last().pk, "order": order.pk, "term": "noor", "action": "send", "receive-cards": 5,
        "count-cards": 1, "count-reason": "x",
    }  # fmt: skip
    for route, name in order_addresses():
        url = url_of(route, name, order)
        for method, data in (("get", {}), ("post", fields), ("put", {}), ("head", {})):
            response = getattr(client, method)(url, data)
            assert response.status_code in {302, 403}, (method, url, response.status_code)
            assert response.url.startswith("/admin/login/") or response.url == reverse("wagtailadmin_home"), url
            assert not any(secret.encode() in response.content for secret in SECRETS)
    assert state() == before


def test_who_packs_gets_in_everywhere(client, order):
    client.force_login(member("Bestellingen"))
    for route, name in order_addresses():
        response = client.get(url_of(route, name, order))
        assert response.status_code in {200, 405}, name


@pytest.mark.parametrize("group", OTHERS)
def test_nothing_in_the_office_of_others_tells_of_an_order(client, order, group, site_root):
    """The first screen, queue, letters, persons, pages and reports."""
    client.force_login(member(group))
    letter = OutgoingMail.objects.filter(submission=order.submission).first()
    OutgoingMail.objects.filter(pk=letter.pk).update(status="failed")
    looked = [
        client.get(reverse("wagtailadmin_home")),
        client.get(reverse("intake_queue")),
        client.get(reverse("intake_review", args=[order.submission_id]), follow=True),
        client.get(reverse("intake_preview", args=[order.submission_id])),
        client.get(reverse("intake_letters")),
        client.get(reverse("intake_letters") + "?staat=sent"),
        client.get(reverse("intake_letters") + "?staat=queued"),
        client.post(reverse("intake_letters"), {"term": "voorbeeld"}),
        client.get(reverse("intake_letter", args=[letter.pk])),
        client.get(reverse("intake_people")),
        client.get(reverse("wagtailadmin_reports:site_history")),
        client.get(reverse("wagtailadmin_explore", args=[site_root.pk])),
        client.get(reverse("wagtailadmin_pages:usage", args=[order.lines.get().product_id])),
        client.get(reverse("wagtailadmin_pages:search") + "?q=Noor"),
        *(client.get(f"/{route}") for route, _name, _view in walk(get_resolver()) if route.startswith(FIGURES)),
    ]
    for response in looked:
        text = b"".join(response).decode()
        assert not [secret for secret in SECRETS if secret in text], response.request["PATH_INFO"]
    assert client.get(reverse("intake_letter", args=[letter.pk])).status_code == 404
    # The person is searched for by an address one has to know already.
    for action in ("search", "export", "ask_erase", "end_links"):
        text = client.post(reverse("intake_people"), {"email": WHO["email"], "action": action}).content.decode()
        assert not [secret for secret in SECRETS if secret in text.replace(WHO["email"], "")], action
        assert "Please" not in text
    assert "failed" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("group", OTHERS)
def test_nobody_else_does_something_with_an_order_by_the_persons_screen(client, order, group):
    client.force_login(member(group))
    OutgoingMail.objects.filter(submission=order.submission).update(status="failed")
    before = state()
    for action in ("end_links", "export", "erase"):
        client.post(
            reverse("intake_people"), {"email": WHO["email"], "action": action, "sure": "yes", "take_off": "yes"}
        )
    letter = OutgoingMail.objects.filter(submission=order.submission).first()
    client.post(reverse("intake_letters_again"))
    client.post(reverse("intake_letter_again", args=[letter.pk]))
    for name in ("accept", "ask", "refuse"):
        client.post(
            reverse(f"intake_{name}", args=[order.submission_id]), {"mark": "", "ask-words": "?", "refuse-words": "!"}
        )
    assert state() == before


def test_orders_are_in_no_log_that_every_editor_reads(client, order):
    services.end_links(order.submission, None)
    services.erase(order.submission)
    assert not ModelLogEntry.objects.filter(data__kind="order").exists()


def test_orders_are_not_in_the_queue_of_whoever_decides(order):
    for state_name in ("waiting", "asked", "accepted", "refused", "withdrawn"):
        assert not Choice(state_name).submissions().filter(kind="order").exists()


def test_who_packs_sees_orders_and_nothing_else_that_was_sent_in(client, order, site_root):
    AgendaIndexFactory(parent=site_root, slug="agenda")
    with known_flows():
        flows.register(OrderFlow())
        other = sent_in(email=WHO["email"])
        client.force_login(member("Bestellingen"))
        for url in (reverse("intake_queue"), reverse("intake_review", args=[other.pk])):
            assert client.get(url).status_code == 302
        mine, theirs = (OutgoingMail.objects.filter(submission=one).first() for one in (order.submission, other))
        assert client.get(reverse("intake_letter", args=[mine.pk])).status_code == 200
        assert client.get(reverse("intake_letter", args=[theirs.pk])).status_code == 404
        text = client.get(reverse("intake_letters") + "?staat=queued").content.decode()
        assert mine.subject in text
        assert theirs.subject not in text
        response = client.post(reverse("intake_people"), {"email": WHO["email"], "action": "export"})
        data = json.loads(response.content)
        assert [one["kind"] for one in data["submissions"]] == ["order"]
        (sent,) = data["submissions"]
        assert sent["delivery"]["street"] == "Kanaalstraat"
        assert sent["order"]["number"] == order.number
        assert "token" not in response.content.decode()


def test_who_packs_erases_one_persons_orders_and_leaves_the_rest(client, card, order, site_root):
    AgendaIndexFactory(parent=site_root, slug="agenda")
    with known_flows():
        flows.register(OrderFlow())
        other = sent_in(email=WHO["email"])
        client.force_login(member("Bestellingen"))
        client.post(reverse("intake_people"), {"email": WHO["email"].upper(), "action": "erase", "sure": "yes"})
        assert list(Submission.objects.all()) == [other]
        assert OutgoingMail.objects.filter(submission=other).exists()
    order.refresh_from_db()
    # Nobody waits for it any more: its cards are free, and the figures stay.
    assert (order.status, order.submission) == ("cancelled", None)
    assert StockMovement.objects.first().reserved_after == 0


def test_one_who_asks_for_links_gets_those_to_orders_in_a_letter_of_their_own(order, site_root):
    AgendaIndexFactory(parent=site_root, slug="agenda")
    with known_flows():
        flows.register(OrderFlow())
        other = sent_in(email=WHO["email"])
        send_links(WHO["email"], "form")
        found = OutgoingMail.objects.filter(key__startswith="links:")
        assert {letter.submission for letter in found} == {order.submission, other}
        assert [order.number in letter.text for letter in found.order_by("submission__kind")] == [True, False]


def test_a_superuser_sees_it_all(client, order, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("super", password="x"))
    assert order.number in client.get(reverse("orders_order", args=[order.pk])).content.decode()
    text = client.post(reverse("intake_people"), {"email": WHO["email"]}).content.decode()
    assert order.number in text


def test_the_menu_leads_only_those_who_may_there(order):
    for group in (*OTHERS, "Bestellingen"):
        client = Client()
        client.force_login(member(group))
        text = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (reverse("orders_queue") in text) is (group == "Bestellingen")


def test_the_nightly_round_says_nothing_of_whom_it_erased(order, capsys):
    Order.objects.update(status=Order.Status.SENT, changed_at=timezone.now() - dt.timedelta(days=2000))
    call_command("erase_expired")
    said = capsys.readouterr().out
    assert not Submission.objects.exists()
    assert "orders: 1" in said
    assert not [secret for secret in SECRETS if secret in said]
