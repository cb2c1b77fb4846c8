"""Ordering by the form: what is typed, what becomes of it, and that nothing typed is ever lost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.intake import links
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from infokaart import orders, stock
from infokaart.models import Delivery, Order, PickupPoint, StockMovement
from partners.models import PartnerPage
from tests.factories import DistrictFactory, PartnerFactory, PartnerIndexFactory, ProductFactory
from tests.infokaart.ordering import balance, elsewhere, placed

pytestmark = pytest.mark.django_db
ANSWERS = {
    "organisation": "Huisartsenpraktijk De Brug",
    "name": "Noor de Vries",
    "email": "noor@voorbeeld.nl",
    "phone": "030 123 45 67",
    "postcode": "3512ab",
    "house_number": "12-bis",
    "addition": "",
    "street": "Voorstraat",
    "city": "Utrecht",
    "orderer": "professional",
    "purpose": "counter",
    "district": "",
    "note": "Liefst voor vrijdag.",
}


def filled_in(client, clock, card, packs="2", **other):
    """The form as a person fills it in, some seconds after opening it."""
    form = client.get("/infokaart/").context["form"]
    clock.shift(30)
    way = {"way": "post"} if "way" in form.fields else {}
    answers = {f"packs_{card.pk}": packs} | way | ANSWERS | {"form_key": form["form_key"].value()} | other
    return {name: value for name, value in answers.items() if value is not None}


def sent(client, clock, card, packs="2", **other):
    """The form as far as the page to look it over; answers with that address."""
    response = client.post("/infokaart/", filled_in(client, clock, card, packs, **other))
    assert response.status_code == 303, response.context["form"].errors
    assert response.url.endswith("/controle/")
    return response.url


def place(client, address):
    """Press the button on the page to look it over."""
    return client.post(address, {"mark": client.get(address).context["mark"]})


def ordered(client, clock, card, packs="2", **other):
    """An order by the form, all the way."""
    response = place(client, sent(client, clock, card, packs, **other))
    assert response.status_code == 303
    assert response.url.endswith("/klaar/")
    return Order.objects.latest("pk")


def errors(client, clock, card, packs="2", **other):
    """What is wrong with a form, by field."""
    response = client.post("/infokaart/", filled_in(client, clock, card, packs, **other))
    assert response.status_code == 200, "it was right"
    return response.context["form"].errors


class TestTheWay:
    def test_from_the_form_to_the_number(self, client, card, clock):
        order = ordered(client, clock, card)
        assert order.status == Order.Status.UNCONFIRMED
        line = order.lines.get()
        assert (line.product_id, line.packs, line.pack_size) == (card.pk, 2, 10)
        assert balance(card) == (100, 20)
        submission = order.submission
        assert (submission.name, submission.email) == ("Noor de Vries", "noor@voorbeeld.nl")
        assert submission.data == {}
        at = submission.delivery
        assert (at.street, at.house_number, at.addition) == ("Voorstraat", 12, "bis")
        assert (at.postcode, at.city, at.note) == ("3512 AB", "Utrecht", "Liefst voor vrijdag.")
        assert at.organisation == "Huisartsenpraktijk De Brug"
        assert (order.orderer, order.purpose, order.district, order.is_pickup) == (
            "professional", "counter", None, False,
        )  # fmt: skip

    def test_whoever_has_no_javascript_confirms_by_mail_and_hears_so(self, client, card, clock):
        address = sent(client, clock, card)
        page = client.get(place(client, address).url)
        assert page.context["is_waiting"]
        order = Order.objects.get()
        assert str(order) in page.content.decode()
        letter = OutgoingMail.objects.get()
        assert links.confirm_url(order.submission).split("/inzending/")[0] in letter.text
        for typed in ("Noor", "Voorstraat", "De Brug", "Liefst"):
            assert typed not in letter.text

    def test_with_the_puzzle_solved_it_is_to_be_packed_at_once(self, client, card, clock, monkeypatch):
        monkeypatch.setattr("core.intake.proof.is_solved", lambda payload, key: True)
        page = client.get(place(client, sent(client, clock, card)).url)
        order = Order.objects.get()
        assert order.status == Order.Status.NEW
        assert not page.context["is_waiting"]
        words = page.content.decode()
        assert str(order) in words
        assert "noor@voorbeeld.nl" in words
        # Wednesday and five working days.
        assert page.context["send_by"] == dt.date(2026, 12, 2)
        assert client.get(f"/inzending/{page.context['manage_token']}/").status_code == 200

    def test_what_is_looked_over_is_as_it_goes_on_the_label(self, client, card, clock):
        words = client.get(sent(client, clock, card)).content.decode()
        for said in (
            "<bdi>Voorstraat 12 bis</bdi><br><bdi>3512 AB Utrecht</bdi>",
            "Noor de Vries",
            "Huisartsenpraktijk De Brug",
            "2</span> × 10",
        ):
            assert said in words

    def test_a_partner_is_known_by_name(self, client, card, clock, site_root, commit):
        with commit():
            network = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
            partner = PartnerFactory(parent=network, title="De Soepkeuken")
        assert "De Soepkeuken" in client.get("/infokaart/").content.decode()
        address = sent(client, clock, card, organisation="de  soepkeuken!")
        assert ("De Soepkeuken") in dict(client.get(address).context["facts"]).values()
        place(client, address)
        assert Order.objects.get().partner == PartnerPage.objects.get(pk=partner.pk)

    def test_the_district_is_kept_for_the_figures(self, client, card, clock, commit):
        with commit():
            DistrictFactory(name="Overvecht")
        assert ordered(client, clock, card, district="overvecht").district.name == "Overvecht"

    def test_answers_are_kept_by_nobody(self, client, card, clock):
        address = sent(client, clock, card)
        done = place(client, address).url
        for at in ("/infokaart/", address.replace("controle", "wijzig"), done):
            response = client.get(at, follow=True)
            assert response.headers["Cache-Control"] == "no-store" or "no-store" in response.headers["Cache-Control"]


class TestOnlyOne:
    def test_a_form_sent_twenty_times_is_one_order(self, client, card, clock):
        form = filled_in(client, clock, card)
        addresses = [client.post("/infokaart/", form).url for _ in range(20)]
        assert Submission.objects.count() == 1
        mark = client.get(addresses[0]).context["mark"]
        answers = {client.post(address, {"mark": mark}).url.split("/")[-2] for address in addresses}
        assert answers == {"klaar"}
        assert Order.objects.count() == 1
        assert balance(card) == (100, 20)
        assert OutgoingMail.objects.count() == 1

    def test_going_back_after_ordering_leads_to_the_order(self, client, card, clock):
        form = filled_in(client, clock, card)
        address = client.post("/infokaart/", form).url
        mark = client.get(address).context["mark"]
        done = client.post(address, {"mark": mark}).url
        for at in (address, address.replace("controle", "wijzig")):
            assert client.get(at).url == done
            assert client.post(at, form | {"mark": mark}).url == done
        again = client.post("/infokaart/", form)
        assert client.get(again.url).url.endswith("/klaar/")
        assert Order.objects.count() == 1

    def test_two_windows_order_only_what_was_looked_over(self, client, card, clock):
        address = sent(client, clock, card, "2")
        mark = client.get(address).context["mark"]
        edit = address.replace("controle", "wijzig")
        client.post(edit, ANSWERS | {f"packs_{card.pk}": "5"} | {"way": "post"})
        page = client.post(address, {"mark": mark})
        assert page.status_code == 200
        assert page.context["other_answers"]
        assert Order.objects.count() == 0
        client.post(address, {"mark": page.context["mark"]})
        assert Order.objects.get().lines.get().packs == 5

    def test_looking_changes_nothing(self, client, card, clock):
        address = sent(client, clock, card)
        for at in (address, address.replace("controle", "wijzig"), address.replace("controle", "klaar")):
            client.get(at)
        assert Submission.objects.get().status == "draft"
        assert StockMovement.objects.count() == 1

    def test_a_link_made_up_is_a_page_that_helps(self, client, card):
        for word in ("wijzig", "controle", "klaar"):
            assert client.get(f"/infokaart/verzonnen/{word}/").status_code == 404


class TestQuantities:
    @pytest.mark.parametrize(
        ("typed", "packs"), [("2", 2), (" 2 ", 2), ("002", 2), ("٣", 3), ("۴", 4), ("２", 2), ("10", 10)]
    )
    def test_a_number_in_any_digits_is_a_number(self, client, card, clock, typed, packs):
        assert ordered(client, clock, card, typed).lines.get().packs == packs

    @pytest.mark.parametrize(
        "typed",
        [
            "-1", "−1", "1e9", "1000000000", "9" * 15, "10 stuks", "twee", "2,5", "2.5", "1.000", "½", "+2", "0x2", "1 0",
            "11", "<b>2</b>",
        ],
    )  # fmt: skip
    def test_what_is_no_possible_number_is_said_at_that_card(self, client, card, clock, typed):
        response = client.post("/infokaart/", filled_in(client, clock, card, typed))
        form = response.context["form"]
        assert list(form.errors) == [f"packs_{card.pk}"]
        page = response.content.decode()
        assert f'href="#id_packs_{card.pk}"' in page
        assert f'id="id_packs_{card.pk}"' in page
        # What was typed stands there still.
        assert form[f"packs_{card.pk}"].value() == typed
        assert "Noor de Vries" in page
        assert Submission.objects.count() == 0

    @pytest.mark.parametrize("typed", ["", "0", "-0", "000", " ", None])
    def test_nothing_chosen_leads_to_the_first_card(self, client, card, clock, typed):
        response = client.post("/infokaart/", filled_in(client, clock, card, typed))
        assert list(response.context["form"].errors) == [f"packs_{card.pk}"]
        assert f'href="#id_packs_{card.pk}"' in response.content.decode()

    def test_a_card_of_somebody_elses_making_is_nothing(self, client, card, clock):
        form = filled_in(client, clock, card) | {"packs_999999": "3", "packs_" + "9" * 30: "1", "packs_x": "1"}
        address = client.post("/infokaart/", form).url
        place(client, address)
        assert Order.objects.get().lines.get().product_id == card.pk

    def test_more_than_there_is_says_how_many_there_are(self, client, card, clock):
        placed(card, 7)
        response = client.post("/infokaart/", filled_in(client, clock, card, "4"))
        assert "3" in str(response.context["form"].errors[f"packs_{card.pk}"])
        assert ordered(client, clock, card, "3", email="ander@voorbeeld.nl").lines.get().packs == 3

    def test_wrong_things_of_every_kind_are_no_error_of_ours(self, client, card, clock):
        for value in ("\x00", "\U0001f600", "x" * 100_000, "\u202e", "%00", "' OR 1=1 --"):
            form = filled_in(client, clock, card)
            for name in form:
                response = client.post("/infokaart/", form | {name: value})
                assert response.status_code in {200, 303}


class TestWhoAndWhere:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": ""}, "name"),
            ({"email": ""}, "email"),
            ({"email": "geen adres"}, "email"),
            ({"phone": "bel ons"}, "phone"),
            ({"postcode": ""}, "postcode"),
            ({"postcode": "2000"}, "postcode"),
            ({"postcode": "0000AA"}, "postcode"),
            ({"house_number": ""}, "house_number"),
            ({"house_number": "bis"}, "house_number"),
            ({"addition": "achter het grote huis"}, "addition"),
            ({"house_number": "12 achter het huis"}, "house_number"),
            ({"street": " "}, "street"),
            ({"city": ""}, "city"),
            ({"orderer": None}, "orderer"),
            ({"orderer": "koning"}, "orderer"),
            ({"orderer": "organisation", "organisation": ""}, "organisation"),
            ({"purpose": ""}, "purpose"),
            ({"district": "mars"}, "district"),
            ({"note": "x" * 501}, "note"),
            ({"way": "pickup-1"}, "way"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, client, card, order_page, clock, commit, wrong, field):
        with commit():
            PickupPoint.objects.create(page=order_page, name="Balie", address="Plein 1", pk=7)
        assert list(errors(client, clock, card, **wrong)) == [field]

    def test_an_address_with_apostrophes_goes_on_the_label_as_it_is(self, client, card, clock):
        order = ordered(
            client, clock, card, street="  's-Gravenzandestraat ", house_number="12'", addition="hs", city="'t Goy"
        )
        at = order.submission.delivery
        assert (at.street, at.house_number, at.addition, at.city) == ("'s-Gravenzandestraat", 12, "hs", "'t Goy")

    def test_nothing_of_the_sender_can_be_markup(self, client, card, clock):
        address = sent(client, clock, card, name="<b>Noor</b>", note="<script>", street="Laan & <i>")
        page = client.get(address).content.decode()
        assert "<b>Noor" not in page
        assert "<i>" not in page


class TestPickingUp:
    @pytest.fixture
    def point(self, order_page, card, commit):
        """Where one can pick up."""
        with commit():
            return PickupPoint.objects.create(
                page=order_page, name="Balie", address="Plein 1", opening_hours="9 tot 17"
            )

    def test_whoever_picks_up_gives_no_address(self, client, card, clock, point):
        no_address = {"postcode": "", "house_number": "onzin", "street": "", "city": ""}
        address = sent(client, clock, card, way=f"pickup-{point.pk}", **no_address)
        assert "Balie" in client.get(address).content.decode()
        page = client.get(place(client, address).url).content.decode()
        assert "Plein 1" in page
        order = Order.objects.get()
        assert (order.is_pickup, order.pickup_point) == (True, point)
        assert Delivery.objects.get().street == ""

    def test_what_only_goes_by_post_is_not_picked_up(self, client, card, order_page, clock, point, commit):
        with commit():
            poster = ProductFactory(parent=order_page, title="Poster")
            stock.receive(poster, 50, None, "Drukker")
        more = {f"packs_{poster.pk}": "1"}
        found = errors(client, clock, card, way=f"pickup-{point.pk}", **more)
        assert list(found) == ["way"]
        assert "Poster" in str(found["way"])
        assert ordered(client, clock, card, **more).lines.count() == 2

    def test_what_is_only_picked_up_is_not_posted(self, client, card, clock, point, commit):
        with commit():
            card.is_posted = False
            card.save_revision().publish()
        form = client.get("/infokaart/").context["form"]
        assert [value for value, _words in form.fields["way"].choices] == [f"pickup-{point.pk}"]
        assert list(errors(client, clock, card, way="post")) == ["way"]

    def test_without_a_place_to_pick_up_nobody_is_asked(self, client, card):
        assert "way" not in client.get("/infokaart/").context["form"].fields


class TestGone:
    def test_who_comes_too_late_keeps_the_form_and_sees_what_is_left(self, client, card, clock):
        address = sent(client, clock, card, "5")
        mark = client.get(address).context["mark"]
        placed(card, 8, **elsewhere(1))
        page = client.post(address, {"mark": mark})
        assert page.status_code == 409
        form = page.context["form"]
        assert form[f"packs_{card.pk}"].value() == "5"
        words = page.content.decode()
        assert "Noor de Vries" in words
        assert "Liefst voor vrijdag." in words
        assert Order.objects.count() == 1
        answers = ANSWERS | {f"packs_{card.pk}": "2"}
        edit = address.replace("controle", "wijzig")
        assert client.post(edit, answers).url == address
        assert place(client, address).url.endswith("/klaar/")
        assert balance(card) == (100, 100)

    def test_the_moment_between_looking_and_taking(self, client, card, clock, monkeypatch):
        """Others are first after the form was judged: only the lock of the stock knows."""
        address = sent(client, clock, card, "5")
        real = orders.place

        def slow(submission, wish):
            stock.correct(card, -70, None, "Nat geworden")
            monkeypatch.setattr(orders, "place", real)
            return real(submission, wish)

        monkeypatch.setattr(orders, "place", slow)
        mark = client.get(address).context["mark"]
        page = client.post(address, {"mark": mark})
        assert page.status_code == 409
        assert list(page.context["form"].errors) == [f"packs_{card.pk}"]
        # All of it was undone, the correction of this test too.
        assert balance(card) == (100, 0)
        assert Submission.objects.get().status == "draft"

    def test_sold_out_says_so_and_the_number_can_be_taken_away(self, client, card, order_page, clock, commit):
        with commit():
            poster = ProductFactory(parent=order_page, title="Poster")
            stock.receive(poster, 50, None, "Drukker")
        address = sent(client, clock, card, "1", **{f"packs_{poster.pk}": "2"})
        mark = client.get(address).context["mark"]
        placed(card, 10, **elsewhere(1))
        page = client.post(address, {"mark": mark})
        assert page.status_code == 409
        assert list(page.context["form"].errors) == [f"packs_{card.pk}"]
        edit = address.replace("controle", "wijzig")
        client.post(edit, ANSWERS | {f"packs_{card.pk}": "0", f"packs_{poster.pk}": "2"})
        place(client, address)
        assert Order.objects.latest("pk").lines.get().product_id == poster.pk

    def test_more_than_one_address_may_have_is_said_kindly(self, client, card, clock, commit):
        with commit():
            card.most_per_address = 3
            card.save_revision().publish()
        ordered(client, clock, card, "2")
        address = sent(client, clock, card, "2", email="ander@voorbeeld.nl", postcode="3512 AB", house_number="12 BIS")
        page = place(client, address)
        assert page.status_code == 409
        assert "1" in str(page.context["form"].errors[f"packs_{card.pk}"])
        assert Order.objects.count() == 1

    def test_what_closes_meanwhile_is_not_ordered(self, client, card, clock, commit):
        address = sent(client, clock, card)
        mark = client.get(address).context["mark"]
        with commit():
            card.available_until = timezone.localdate() - dt.timedelta(days=1)
            card.save_revision().publish()
        page = client.post(address, {"mark": mark})
        assert page.status_code == 409
        assert list(page.context["form"].errors) == [f"packs_{card.pk}"]
        assert Order.objects.count() == 0

    def test_going_back_and_forward_loses_nothing(self, client, card, clock):
        address = sent(client, clock, card, "٣")
        edit = address.replace("controle", "wijzig")
        form = client.get(edit).context["form"]
        typed = {name: form[name].value() for name in ANSWERS}
        assert typed == ANSWERS
        assert form[f"packs_{card.pk}"].value() == "٣"
        wrong = client.post(edit, ANSWERS | {f"packs_{card.pk}": "veel", "postcode": "2000", "way": "post"})
        assert set(wrong.context["form"].errors) == {f"packs_{card.pk}", "postcode"}
        assert client.get(address).url.endswith("wijzig/?fout")
        kept = client.get(address, follow=True).context["form"]
        assert (kept[f"packs_{card.pk}"].value(), kept["postcode"].value()) == ("veel", "2000")


class TestByLink:
    @pytest.fixture
    def order(self, card):
        """An order that waits to be packed."""
        return placed(card, 2)

    @staticmethod
    def at(order, word=""):
        token = links.token_for(order.submission, Purpose.MANAGE)
        return f"/inzending/{token}/{word + '/' if word else ''}"

    def test_one_sees_how_it_stands_and_what_is_possible(self, client, order, card, packer):
        page = client.get(self.at(order))
        assert [word for word, _label in page.context["verbs"]] == ["wijzigen", "annuleren"]
        assert str(order) in page.content.decode()
        assert "Praatkaart" in page.content.decode()
        orders.pack(order, packer)
        assert client.get(self.at(order)).context["verbs"] == []
        orders.send(order, packer, track_code="3SABC")
        assert "3SABC" in client.get(self.at(order)).content.decode()

    def test_the_page_says_nothing_that_a_finder_of_the_link_should_not_know(self, client, order):
        page = client.get(self.at(order)).content.decode()
        for personal in ("Kanaalstraat", "noor@voorbeeld.nl", "3531"):
            assert personal not in page

    def test_other_quantities(self, client, order, card):
        form = client.get(self.at(order, "wijzigen")).context["form"]
        assert form[f"packs_{card.pk}"].value() == "2"
        response = client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "5"})
        assert response.status_code == 303
        assert order.lines.get().packs == 5
        assert balance(card) == (100, 50)

    def test_what_it_holds_already_counts_as_there(self, client, order, card):
        placed(card, 8, **elsewhere(1))
        form = client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "3"}).context["form"]
        assert list(form.errors) == [f"packs_{card.pk}"]
        assert client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "1"}).status_code == 303
        assert client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "2"}).status_code == 303
        assert balance(card) == (100, 100)

    def test_a_card_that_closed_can_become_less_but_not_more(self, client, order, card, commit):
        with commit():
            card.is_orderable = False
            card.save_revision().publish()
        form = client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "3"}).context["form"]
        assert list(form.errors) == [f"packs_{card.pk}"]
        assert client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "1"}).status_code == 303
        with commit():
            card.unpublish()
        assert client.get(self.at(order, "wijzigen")).context["form"][f"packs_{card.pk}"].value() == "1"

    def test_nothing_left_is_no_change(self, client, order, card):
        form = client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "0"}).context["form"]
        assert form.errors
        assert order.lines.get().packs == 2

    def test_one_cancels_in_one_press_and_looking_does_not(self, client, order, card):
        assert client.get(self.at(order, "annuleren")).status_code == 200
        order.refresh_from_db()
        assert order.status == Order.Status.NEW
        for _ in range(2):
            assert client.post(self.at(order, "annuleren")).status_code == 303
        order.refresh_from_db()
        assert order.status == Order.Status.CANCELLED
        assert balance(card) == (100, 0)

    @pytest.mark.parametrize("word", ["wijzigen", "annuleren"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_once_packed_it_is_too_late_and_one_reads_whom_to_ask(self, client, order, card, packer, word, method):
        orders.pack(order, packer)
        response = getattr(client, method)(self.at(order, word), {f"packs_{card.pk}": "5"})
        assert response.status_code == 409
        assert str(order) in response.content.decode()
        order.refresh_from_db()
        assert order.status == Order.Status.PACKED
        assert order.lines.get().packs == 2

    def test_packed_at_the_very_moment_of_changing(self, client, order, card, packer, monkeypatch):
        real = orders.change

        def late(one, packs):
            orders.pack(one, packer)
            return real(one, packs)

        monkeypatch.setattr(orders, "change", late)
        response = client.post(self.at(order, "wijzigen"), {f"packs_{card.pk}": "5"})
        assert response.status_code == 409
        assert order.lines.get().packs == 2

    def test_an_order_not_confirmed_yet_has_no_verbs(self, client, card):
        order = placed(card, 2, proven=False)
        assert client.get(self.at(order)).context["verbs"] == []
        assert client.post(self.at(order, "annuleren")).status_code == 404

    def test_the_link_to_order_is_not_one_to_cancel(self, client, order):
        token = links.token_for(order.submission, Purpose.CONTINUE)
        assert client.post(f"/inzending/{token}/annuleren/").status_code == 404


def test_the_cost_of_ordering_does_not_grow_with_the_cards(client, card, order_page, clock, settings, commit):
    settings.PAGE_CACHE_SECONDS = 0
    address = sent(client, clock, card)

    def cost(at):
        client.get(at)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at).status_code == 200
        return len(captured)

    pages = [address, address.replace("controle", "wijzig")]
    before = [cost(at) for at in pages]
    with commit():
        for number in range(10):
            stock.receive(ProductFactory(parent=order_page, title=f"Meer {number}"), 100, None, "Drukker")
    assert [cost(at) for at in pages] == before
