"""Pictures, links and postcodes: what an editor may not forget."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from core.blocks import LinkBlock
from core.models import CustomImage, Postcode
from tests.factories import AgendaIndexFactory, ContentPageFactory, DistrictFactory, VenueFactory, at, item_on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("description", "decorative", "accepted", "alt"),
    [
        ("Een pan soep", False, True, "Een pan soep"),
        ("", True, True, ""),
        ("Een pan soep", True, True, ""),
        ("", False, False, None),
        ("   ", False, False, None),
    ],
)
def test_a_picture_is_described_or_marked_as_decoration(description, decorative, accepted, alt):
    image = CustomImage(title="Soep", description=description, is_decorative=decorative)
    if accepted:
        image.clean()
        assert image.default_alt_text == alt
    else:
        with pytest.raises(ValidationError) as refused:
            image.clean()
        assert list(refused.value.message_dict) == ["description"]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"label": "Lees"}, "page"),
        ({"url": "https://example.org/"}, "label"),
        ({"label": "Lees", "url": "javascript:alert(1)"}, "url"),
    ],
)
def test_a_link_has_one_target_and_a_text(value, field):
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert field in refused.value.block_errors


def test_a_link_with_address_and_text_is_accepted():
    block = LinkBlock()
    link = block.clean(block.to_python({"label": "NIZU", "url": "https://www.nizu.nl/"}))
    assert (link.text, link.url) == ("NIZU", "https://www.nizu.nl/")


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["0123", "35 1", "35111", "abcd", "３５１１"])
def test_a_postcode_is_four_digits(digits):
    with pytest.raises(ValidationError):
        Postcode(district=DistrictFactory(), digits=digits).full_clean()


def graph(response):
    from html.parser import HTMLParser

    class Finder(HTMLParser):
        inside, found = False, ""

        def handle_starttag(self, tag, attrs):
            self.inside = tag == "script" and ("type", "application/ld+json") in attrs

        def handle_data(self, data):
            self.found += data if self.inside else ""

        def handle_endtag(self, tag):
            self.inside = False

    finder = Finder()
    finder.feed(response.content.decode())
    return json.loads(finder.found)["@graph"]


@pytest.mark.django_db
def test_structured_data_cannot_break_out_of_its_script(client, site_root):
    title = "</script><script>alert(1)</script><!--"
    ContentPageFactory(parent=site_root, title=title, slug="boos")
    response = client.get("/boos/")
    assert "<script>alert(1)" not in response.content.decode()
    assert graph(response)[0]["name"] == title


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "expected"),
    [("planned", "EventScheduled"), ("cancelled", "EventCancelled"), ("postponed", "EventPostponed")],
)
def test_an_activity_tells_machines_when_where_and_whether(client, site_root, status, expected):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    venue = VenueFactory(name="Buurthuis", street="Laan 1", postcode="3511 AA")
    item_on(agenda, at(1, status=status), title="Koffie", slug="koffie", venue=venue, price="2.50")
    event = graph(client.get("/agenda/koffie/"))[0]
    assert event["@type"] == "Event"
    assert event["eventStatus"] == f"https://schema.org/{expected}"
    assert event["location"]["address"]["streetAddress"] == "Laan 1"
    offer = event["offers"]
    assert (offer["@type"], offer["price"], offer["priceCurrency"]) == ("Offer", "2.50", "EUR")


@pytest.mark.django_db
def test_an_example_is_no_event_for_machines(client, site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    item_on(agenda, at(1), title="Koffie", slug="koffie", is_example=True)
    response = client.get("/agenda/koffie/")
    assert graph(response)[0]["@type"] == "WebPage"
    assert "Voorbeeld" in response.content.decode()
