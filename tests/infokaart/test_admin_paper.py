"""What goes with the parcels: printed, and read back."""

import io

import pypdf
import pytest
from django.urls import reverse

from infokaart import orders, paper, stock
from infokaart.models import Order
from infokaart.paper import SHEETS
from tests.core.moderation import member
from tests.factories import ProductFactory
from tests.infokaart.ordering import brought, placed

pytestmark = pytest.mark.django_db
Status = Order.Status
MILLIMETRE = 72 / 25.4
LONG = {
    "organisation": "Stichting Samenwerkende Vrijwilligersorganisaties Overvecht en Zuilen, afdeling Bezoek aan Huis en Boodschappenhulp",
    "name": "Annemarieke Wilhelmina van den Boogaard-van der Linden-Cornelissen tot Oudwijk",
    "street": "Burgemeester Jhr. Mr. Dr. Van Tuyll van Serooskerken-Van Lynden van Sandenburgkade",
    "house_number": 12345,
    "addition": "bis-achter",
    "city": "Utrecht-Leidsche Rijn",
}


@pytest.fixture
def els(client):
    user = member("Bestellingen")
    client.force_login(user)
    return user


def ticked(client, action, found, **more):
    return client.post(reverse("orders_many"), {"action": action, "order": [one.pk for one in found], **more})


def read(response):
    assert response.status_code == 200, response.headers
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    return pypdf.PdfReader(io.BytesIO(response.content))


def words(page):
    return " ".join(page.extract_text().split())


def plain(text):
    """Without spaces and the hyphens of no line: a long word may be broken over lines."""
    return "".join(text.split())


def places(page):
    """Each piece of text on a page with its left and its distance from the top, in millimetres."""
    found = []

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            across, down = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), across / MILLIMETRE, (float(page.mediabox.height) - down) / MILLIMETRE))

    page.extract_text(visitor_text=visit)
    return found


def test_a_slip_for_each_parcel_says_what_goes_in_it_and_where_to(client, card, els):
    one = placed(card, 3, note="Graag bij de buren.\nDank!")
    other = placed(card, 1, name="Jérôme d’Hondt", email="j@voorbeeld.nl", house_number=13)
    found = read(ticked(client, "slips", [one, other]))
    assert len(found.pages) == 2
    first, second = (words(page) for page in found.pages)
    for expected in (
        one.number,
        "Noor van Dijk",
        "Kanaalstraat 12 bis",
        "3531 CJ UTRECHT",
        "Praatkaart",
        "Graag bij de buren.",
    ):
        assert expected in first
    assert "Praatkaart 3 10 30" in first
    assert "Jérôme d’Hondt" in second
    assert "buren" not in second


def test_of_what_was_partly_sent_the_slip_is_about_the_rest(client, card, els):
    one = brought(Status.PARTLY_SENT, card, els, 3)
    assert "2 10 20" in words(read(ticked(client, "slips", [one])).pages[0])


def test_the_list_to_fetch_has_totals_for_each_card(client, card, els, order_page):
    poster = ProductFactory(parent=order_page, title="Affiche", pack_size=5)
    stock.receive(poster, 100, None, "")
    one, other = placed(card, {card.pk: 3, poster.pk: 1}), placed(card, 2, email="b@voorbeeld.nl", house_number=9)
    text = words(read(ticked(client, "pick_list", [one, other])).pages[0])
    # Orders, packs, cards in a pack, cards.
    assert "Praatkaart 2 5 10 50" in text
    assert "Affiche 1 1 5 5" in text
    assert "3 × Praatkaart" in text


def test_what_was_sent_or_erased_is_not_printed_and_that_is_said(client, card, els):
    new, cancelled = placed(card), brought(Status.CANCELLED, card, els, email="c@voorbeeld.nl", house_number=1)
    found = read(ticked(client, "slips", [new, cancelled]))
    assert len(found.pages) == 1
    text = client.get(reverse("orders_queue")).content.decode()
    assert f"{cancelled.number} (" in text
    assert f"{new.number} (" not in text


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("long", [{}, LONG], ids=["usual", "long"])
def test_an_address_stays_on_its_label_and_is_whole(client, card, els, name, long):
    sheet = SHEETS[name]
    fields = {"name": "Fatıma Yılmaz-Öztürk", "street": "’s-Gravesandestraat", **long}
    one = placed(
        card,
        organisation=long.get("organisation", ""),
        **{key: value for key, value in fields.items() if key != "organisation"},
    )
    other = placed(card, name="Sam", email="s@voorbeeld.nl", house_number=7)
    # On the last label of the first sheet, and the first of the second.
    found = read(ticked(client, "labels", [one, other], sheet=name, start=sheet.count))
    assert [round(float(side) / MILLIMETRE) for side in found.pages[0].mediabox[2:]] == [210, 297]
    assert len(found.pages) == 2
    text = plain(found.pages[0].extract_text())
    for expected in (
        *(str(value) for key, value in fields.items() if key != "city"),
        "3531CJ",
        fields.get("city", "Utrecht").upper(),
    ):
        assert plain(expected) in text, (expected, text)
    assert "Sam" in words(found.pages[1])
    for page, number in zip(found.pages, (sheet.count - 1, 0), strict=True):
        left, top = sheet.place(number)
        for piece, across, down in places(page):
            assert left < across < left + sheet.width, piece
            assert top < down < top + sheet.height, piece


def test_the_words_of_a_label_never_reach_its_edge(card, els):
    """Widths are read from a label that is filled with the widest letters there are."""
    one = placed(card, name="W" * 80, organisation="M" * 120, street="W" * 120, city="M" * 80)
    found = paper.labels([one], SHEETS["3x8"])
    page = pypdf.PdfReader(io.BytesIO(found)).pages[0]
    assert plain(page.extract_text()).count("W") >= 200
    assert max(down for _text, _across, down in places(page)) < 37
    assert paper._sizes([paper.Parcel.of(one)], SHEETS["3x8"])[0] in paper.SIZES


def test_a_usual_address_is_large_enough_for_the_post(card):
    one = placed(card, organisation="Buurthuis De Nieuwe Jutter")
    for sheet in SHEETS.values():
        assert paper._sizes([paper.Parcel.of(one)], sheet)[0] >= 10


@pytest.mark.parametrize("start", ["0", "22", "x", "-1", "9" * 30, "²"])
def test_a_label_that_is_not_on_the_sheet_is_refused_in_words(client, card, els, start):
    response = ticked(client, "labels", [placed(card)], sheet="3x7", start=start)
    assert response.url == reverse("orders_queue")
    assert "21" in client.get(response.url).content.decode()


def test_the_box_of_sheets_in_the_printer_is_remembered(client, card, els):
    ticked(client, "labels", [placed(card)], sheet="2x7", start="")
    assert '<option value="2x7" selected>' in client.get(reverse("orders_queue")).content.decode()


def test_who_picks_up_gets_a_label_with_where(client, card, els):
    one = placed(card, is_pickup=True, street="", postcode="", city="", house_number=None, addition="")
    text = words(read(ticked(client, "labels", [one], sheet="3x7")).pages[0])
    assert "Noor van Dijk" in text
    assert one.number in text


def test_an_erased_orderer_is_not_printed(client, card, els):
    one = brought(Status.SENT, card, els)
    one.submission.delete()
    assert ticked(client, "labels", [Order.objects.get()], sheet="3x7").status_code == 302


def test_many_labels_are_set_at_once(client, card, els, django_assert_max_num_queries):
    stock.receive(card, 10_000, None, "")
    found = [
        placed(card, name=f"Persoon {number}", email=f"{number}@voorbeeld.nl", house_number=number)
        for number in range(1, 25)
    ]
    with django_assert_max_num_queries(20):
        reader = read(ticked(client, "labels", found, sheet="3x7"))
    text = [words(page) for page in reader.pages]
    assert len(text) == 2
    assert "Persoon 21 " in text[0]
    assert "Persoon 22 " in text[1]


def test_printing_changes_nothing(client, card, els):
    one = placed(card)
    before = list(one.moves.values_list("pk", flat=True))
    for action in ("slips", "pick_list", "labels"):
        ticked(client, action, [one], sheet="3x7")
    one.refresh_from_db()
    assert (one.status, list(one.moves.values_list("pk", flat=True))) == (Status.NEW, before)
    assert orders.undoable(one) is None
