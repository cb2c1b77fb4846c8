"""What is not public is nowhere: not in results, counts, suggestions, corrections or promotions."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.models import CustomDocument
from search.finding import Question, find, suggest
from search.indexing import rebuild
from search.models import DocumentText
from tests.factories import (
    AgendaIndexFactory,
    ContentPageFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    VenueFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db
SECRET = "kwartelhof"


@pytest.fixture
def secret(site_root):
    """A public page below another, found until a test closes it."""
    above = ContentPageFactory(parent=site_root, title="Afdeling", summary="")
    page = ContentPageFactory(parent=above, title=f"De {SECRET.capitalize()}", summary="Bloemen.")
    ContentPageFactory(parent=site_root, title="Bloemen overal", summary="")
    rebuild()
    assert find(Question(SECRET, "nl")).total == 1
    return page


def assert_nowhere(page):
    answer = find(Question(SECRET, "nl"))
    assert (answer.total, answer.hits, answer.did_you_mean) == (0, [], "")
    assert all(one.count == 0 for one in [*answer.kinds, *answer.whens, *answer.districts, *answer.topics])
    assert suggest(SECRET[:5], "nl") == []
    # Nor is the word itself told to somebody who nearly guesses it.
    assert find(Question("kwartelhoff", "nl")).did_you_mean == ""
    assert [hit.title for hit in find(Question("bloemen", "nl")).hits] == ["<mark>Bloemen</mark> overal"]
    SearchPromotion.objects.create(query=Query.get("roos"), page=page, description="Kijk")
    assert find(Question("roos", "nl")).total == 0


def test_a_page_that_is_taken_off_the_site(secret):
    secret.unpublish()
    assert_nowhere(secret)


def test_a_page_that_has_expired_before_any_command_ran(secret, commit):
    with commit():
        secret.expire_at = timezone.now() - dt.timedelta(minutes=5)
        secret.save()
    assert_nowhere(secret)


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_page_that_is_closed(secret, commit, kind):
    with commit():
        PageViewRestriction.objects.create(page=secret, restriction_type=kind, password="geheim")
    assert_nowhere(secret)


def test_a_word_of_a_place_nobody_goes_to_is_not_told_beside_one_that_is_everywhere(site_root):
    ContentPageFactory(parent=site_root, title="Samen eten", summary="")
    VenueFactory(name="Thuis", street="Kwakelbroekstraat 3")
    rebuild()
    assert find(Question("eten kwakebroekstraat", "nl")).did_you_mean == ""
    assert find(Question("samne eten", "nl")).did_you_mean == "samen eten"


def test_a_page_that_was_moved_below_a_closed_one(secret, site_root, commit):
    closed = ContentPageFactory(parent=site_root, title="Dicht")
    with commit():
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
    secret.refresh_from_db()
    with commit():
        secret.move(closed, pos="last-child")
    assert_nowhere(secret)


def test_a_page_below_one_that_is_closed(secret, commit):
    with commit():
        PageViewRestriction.objects.create(page=secret.get_parent(), restriction_type="login")
    assert_nowhere(secret)


def test_a_page_that_is_deleted(secret, commit):
    pk = secret.pk
    with commit():
        secret.delete()
    assert find(Question(SECRET, "nl")).total == 0
    assert pk


def test_a_draft_and_the_unpublished_changes_of_a_page(site_root, commit):
    with commit():
        draft = ContentPageFactory(parent=site_root, title=SECRET, live=False)
        live = ContentPageFactory(parent=site_root, title="Open", summary="")
    live.summary = SECRET
    live.title = f"Open {SECRET}"
    with commit():
        live.save_revision()
        draft.save_revision()
    rebuild()
    assert find(Question(SECRET, "nl")).total == 0
    assert find(Question("open", "nl")).hits[0].title == "<mark>Open</mark>"
    assert suggest(SECRET, "nl") == []


@pytest.mark.parametrize("how", ["unpublished", "closed"])
def test_the_name_of_a_partner_that_is_not_public_leads_nowhere(site_root, commit, how):
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title=SECRET.capitalize(), summary="")
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    item = item_on(agenda, at(1), title="Inloop", summary="")
    item.organisers = [partner]
    item.save_revision().publish()
    story = StoryFactory(parent=NewsIndexFactory(parent=site_root, summary=""), title="Een verhaal", summary="")
    story.partners = [partner]
    story.save_revision().publish()
    rebuild()
    assert find(Question(SECRET, "nl")).total == 3
    with commit():
        if how == "closed":
            PageViewRestriction.objects.create(page=partner.get_parent(), restriction_type="login")
        else:
            partner.unpublish()
    assert find(Question(SECRET, "nl")).total == 0


def test_a_place_of_which_only_a_draft_speaks(site_root, commit):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    venue = VenueFactory(name=f"Huize {SECRET.capitalize()}")
    item = item_on(agenda, at(1), title="Thee", summary="", venue=venue)
    rebuild()
    assert {hit.kind for hit in find(Question(SECRET, "nl")).hits} == {"activiteit", "locatie"}
    with commit():
        item.unpublish()
    assert find(Question(SECRET, "nl")).total == 0
    assert suggest(SECRET, "nl") == []


@pytest.fixture
def linked(site_root, tmp_path, settings):
    """A document with a text, linked from a page."""
    document = CustomDocument(title="Jaarplan", file=ContentFile(b"%PDF-1.4", "jaarplan.pdf"))
    document.file_hash = "een"
    document.save()
    DocumentText.objects.create(document=document, file_hash="een", text=f"Alles over {SECRET}.")
    page = ContentPageFactory(parent=site_root, title="Plannen", summary="")
    page.body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">Lees het</a></p>')]
    page.save_revision().publish()
    rebuild()
    assert [hit.kind for hit in find(Question(SECRET, "nl")).hits] == ["document"]
    return document, page


def test_a_document_nobody_links_to_any_more(linked, commit):
    _document, page = linked
    with commit():
        page.unpublish()
    assert find(Question(SECRET, "nl")).total == 0
    assert suggest("jaarp", "nl") == []


def test_a_document_in_a_closed_collection(linked, commit):
    document, _page = linked
    with commit():
        closed = Collection.get_first_root_node().add_child(name="Dicht")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        document.collection = closed
        document.save()
    assert find(Question(SECRET, "nl")).total == 0
    assert suggest("jaarp", "nl") == []


def test_the_text_of_a_file_that_was_replaced(linked, commit):
    document, _page = linked
    with commit():
        document.file_hash = "twee"
        document.save()
    assert find(Question(SECRET, "nl")).total == 0
    assert find(Question("jaarplan", "nl")).total == 1
