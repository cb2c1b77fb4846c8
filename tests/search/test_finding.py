"""What the search finds, and in which order."""

import datetime as dt
from decimal import Decimal

import pytest
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from agenda.models import Status
from core.dates import today
from search.finding import Question, find, suggest
from search.indexing import rebuild
from search.models import Synonyms
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    ContentPageFactory,
    DistrictFactory,
    NewsFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("<mark>", "").replace("</mark>", "")


def titles(words, **asked):
    return [plain(hit.title) for hit in find(Question(words, "nl", **asked)).hits]


def codes(facets):
    return {one.code: one.count for one in facets}


def page(root, title, **fields):
    return ContentPageFactory(parent=root, title=title, **{"summary": "", **fields})


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda", summary="")


# --- Words -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "found_by", "not_by"),
    [
        ("Koken voor de buurt", ["koken", "kookt", "KOOK", "kokende"], ["kokos"]),
        ("Maatjes gezocht", ["maatje", "maatjes", "maat"], ["maand"]),
        ("Eenzame mensen", ["eenzaamheid", "eenzaam", "eenzame"], []),
        ("Taalcafé", ["taalcafe", "TAALCAFÉ", "taalcafé's", "café", "taal"], ["cafetaria"]),
        ("Wandelen met een groep", ["wandelgroep", "wandelgroepen", "groep"], ["wandkleed"]),
        ("Wandelgroep", ["wandelen", "groepen", "wandel groep"], []),
        ("Eetcafé voor iedereen", ["eten", "cafe"], []),
        ("Nooit vergeten", ["vergeten", "vergeet"], ["eten"]),
        ("Vrijwilligerswerk", ["vrijwilliger", "vrijwilligers", "werk"], ["willig"]),
        ("Buurtgenoten ontmoeten", ["buurtgenoot", "buurt"], ["moeten"]),
        ("Duofietsen", ["duo fiets", "fiets", "duofiets"], []),
        ("Lhbti+ en geloof", ["lhbti", "LHBTI+"], []),
        ("Voor 55-plussers", ["55", "plussers"], ["5"]),
        ("Wijkbureau Noordwest", ["noordwest"], ["oost"]),
    ],
)
def test_a_word_is_found_in_every_form_and_by_its_parts(site_root, title, found_by, not_by):
    page(site_root, title)
    page(site_root, "Iets heel anders")
    rebuild()
    for words in found_by:
        assert title in titles(words), words
    for words in not_by:
        assert title not in titles(words), words


def test_every_type_of_page_is_found_by_its_text_and_the_names_around_it(site_root, agenda):
    district = DistrictFactory(name="Overvecht")
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Vogelfrei", summary="")
    venue = VenueFactory(name="De Klaproos", district=district, step_free="yes")
    item = item_on(agenda, at(1), title="Inloop", summary="", venue=venue, price=Decimal(0))
    item.organisers = [partner]
    item.audiences = [AudienceFactory(name="Mantelzorgers")]
    item.save_revision().publish()
    news = NewsIndexFactory(parent=site_root, summary="")
    story = StoryFactory(parent=news, title="Een pan extra", summary="Thuiskoks koken samen.")
    story.partners = [partner]
    story.save_revision().publish()
    page(site_root, "Over ons", body=[("paragraph", "<p>Opgericht in het jaar der <b>draken</b>.</p>")])
    rebuild()
    for words in ("mantelzorgers", "klaproos", "overvecht", "gratis inloop"):
        assert "Inloop" in titles(words), words
    assert {"Vogelfrei", "Inloop", "Een pan extra"} <= set(titles("vogelfrei"))
    assert titles("thuiskok") == ["Een pan extra"]
    assert titles("draken") == ["Over ons"]
    assert titles("Over ons draken opgericht") == ["Over ons"]


def test_words_that_mean_the_same_find_each_other_as_editors_decide(site_root, commit):
    Synonyms.objects.all().delete()
    page(site_root, "Ouderen bellen")
    page(site_root, "Schaken")
    page(site_root, "Kaas en brood")
    rebuild()
    assert titles("senioren") == []
    with commit():
        Synonyms.objects.create(language="nl", words="ouderen\nsenioren\n55-plus\nop leeftijd")
    for words in ("senioren", "senior", "55-plus", "op leeftijd", "mensen op leeftijd"):
        assert titles(words) == ["Ouderen bellen"], words
    assert "Schaken" not in titles("senioren")


@pytest.mark.parametrize("typed", ["55+", "55 plus", "55plus", "55-Plus", "55plusser", "55-plussers", "55 +"])
def test_an_age_is_found_however_it_is_written(site_root, commit, typed):
    page(site_root, "Ouderen bellen")
    page(site_root, "Wandelen voor 55+")
    page(site_root, "Honderd plus vijf")
    rebuild()
    with commit():
        Synonyms.objects.all().delete()
        Synonyms.objects.create(language="nl", words="ouderen\n55-plus")
    assert set(titles(typed)) == {"Ouderen bellen", "Wandelen voor 55+"}
    assert titles("ouderen") == ["Ouderen bellen", "Wandelen voor 55+"]


def test_all_words_come_before_some_words(site_root):
    for number in range(4):
        page(site_root, f"Koffie {number}", summary="Alleen koffie, elke dag.")
    page(site_root, "Ontmoeting", summary="Thee en ook koffie bij het water.")
    page(site_root, "Thee")
    rebuild()
    # Who has only the word that is everywhere is left out.
    assert titles("koffie en thee aan het water") == ["Ontmoeting", "Thee"]
    assert titles("koffie en thee")[:2] == ["Ontmoeting", "Thee"]
    assert len(titles("koffie en thee")) == 6


def test_a_title_counts_for_more_than_a_text(site_root):
    page(site_root, "Over ons", body=[("paragraph", "<p>Soms doen we iets met zingen.</p>")])
    page(site_root, "Samen zingen")
    rebuild()
    assert titles("zingen") == ["Samen zingen", "Over ons"]


def test_what_can_still_be_done_comes_first(site_root, agenda):
    item_on(agenda, at(-20), title="Schaken vroeger", summary="")
    item_on(agenda, at(3, status=Status.CANCELLED), title="Schaken afgezegd", summary="")
    item_on(agenda, at(5), title="Schaken straks", summary="")
    CampaignFactory(
        parent=agenda,
        title="Schaken week",
        summary="",
        start_date=today() - dt.timedelta(days=9),
        end_date=today() - dt.timedelta(days=3),
    )
    rebuild()
    hits = find(Question("schaken", "nl")).hits
    assert plain(hits[0].title) == "Schaken straks"
    known = {plain(hit.title): hit for hit in hits}
    assert (known["Schaken vroeger"].is_past, known["Schaken week"].is_past) == (True, True)
    assert known["Schaken afgezegd"].is_cancelled
    assert not known["Schaken afgezegd"].is_past
    assert not known["Schaken straks"].is_past
    assert "10.00" in known["Schaken straks"].when


def test_a_date_that_passes_or_is_cancelled_is_never_stale(site_root, agenda, time_machine):
    time_machine.move_to("2026-11-20 12:00+01:00", tick=False)
    item = item_on(agenda, at(1), title="Schaken", summary="")
    rebuild()
    assert not find(Question("schaken", "nl")).hits[0].is_past
    item.occurrences.update(status=Status.CANCELLED)
    assert find(Question("schaken", "nl")).hits[0].is_cancelled
    time_machine.move_to("2026-11-22 12:00+01:00", tick=False)
    assert find(Question("schaken", "nl")).hits[0].is_past


def test_the_same_question_always_gives_the_same_order(site_root):
    for number in range(15):
        page(site_root, "Koffie", slug=f"koffie-{number}")
    rebuild()
    first = [hit.url for hit in find(Question("koffie", "nl")).hits]
    second = [hit.url for hit in find(Question("koffie", "nl", page=2)).hits]
    assert len({*first, *second}) == 15
    assert first == [hit.url for hit in find(Question("koffie", "nl")).hits]


# --- Extracts ----------------------------------------------------------------------------------------------
def test_an_extract_shows_the_words_in_every_form_and_is_safe(site_root):
    text = (
        "<p>"
        + "Een lange aanloop zonder iets. " * 30
        + "Zij kookt &lt;b&gt;altijd&lt;/b&gt; soep. "
        + "Nog meer. " * 50
        + "</p>"
    )
    page(site_root, "Koken & <i>eten</i>", body=[("paragraph", text)])
    rebuild()
    hit = find(Question("koken", "nl")).hits[0]
    assert hit.title == "<mark>Koken</mark> &amp; &lt;i&gt;eten&lt;/i&gt;"
    assert "<mark>kookt</mark>" in hit.extract
    assert "&lt;b&gt;altijd" in hit.extract
    assert hit.extract.startswith("…")
    assert len(plain(hit.extract)) < 260
    assert "<b>" not in hit.extract


# --- Mistakes in typing ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Of these the stem is the same: they are simply found.
        ("eenzamheid", ""),
        ("vrijwiligers", ""),
        # And of this one, which begins a word.
        ("dementi", ""),
        ("bibliteek", "bibliotheek"),
        ("wandelgroup", "wandelgroep"),
        ("hulp bij dementei", "hulp bij dementie"),
        ("taalcafee", "taalcafé"),
    ],
)
def test_a_slip_of_the_fingers_is_understood(site_root, typed, meant):
    page(site_root, "Eenzaamheid en dementie")
    page(site_root, "Vrijwilligers in de bibliotheek", summary="Wandelen met een groep, hulp en een taalcafé.")
    rebuild()
    answer = find(Question(typed, "nl"))
    assert answer.did_you_mean == meant
    assert answer.total > 0


def test_what_is_typed_right_is_not_corrected_and_what_finds_nothing_is_not_offered(site_root):
    page(site_root, "Koffie")
    rebuild()
    assert find(Question("koffie", "nl")).did_you_mean == ""
    nothing = find(Question("zeilboot", "nl"))
    assert (nothing.did_you_mean, nothing.total, nothing.searched) == ("", 0, "zeilboot")


@pytest.mark.parametrize("typed", ["moestuin", "morgen", "vanavond"])
def test_words_that_say_nothing_are_neither_corrected_nor_what_was_meant(site_root, typed):
    page(site_root, "Dansavond", summary="Zij moesten lachen, en allen mogen mee.")
    rebuild()
    answer = find(Question(typed, "nl"))
    assert (answer.did_you_mean, answer.searched) == ("", typed)


def test_one_wrong_word_among_right_ones_is_offered_and_the_rest_is_shown(site_root):
    page(site_root, "Koffie drinken in Zuilen")
    page(site_root, "Koffie in Lunetten")
    rebuild()
    answer = find(Question("koffie zuilne", "nl"))
    assert answer.did_you_mean == "koffie zuilen"
    assert answer.searched == "koffie zuilne"
    assert answer.total == 2
    # A day that no text names is no mistake.
    assert find(Question("koffie zuilne zaterdag", "nl")).did_you_mean == "koffie zuilen zaterdag"


# --- Narrowing ---------------------------------------------------------------------------------------------
@pytest.fixture
def mixed(site_root, agenda, time_machine):
    time_machine.move_to("2026-11-18 12:00+01:00", tick=False)
    oost, zuid = DistrictFactory(name="Oost"), DistrictFactory(name="Zuid")
    food, music = TopicFactory(name="Eten"), TopicFactory(name="Muziek")
    item_on(agenda, at(1), title="Soep morgen", summary="", venue=VenueFactory(district=oost), topic=food)
    item_on(agenda, at(10), title="Soep over tien dagen", summary="", venue=VenueFactory(district=zuid), topic=food)
    item_on(agenda, at(40), title="Soep later", summary="", topic=music)
    item_on(agenda, at(-40), title="Soep vroeger", summary="", venue=VenueFactory(district=zuid))
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Soep BV", summary="", topic=food)
    partner.districts = [oost, zuid]
    partner.save_revision().publish()
    NewsFactory(parent=NewsIndexFactory(parent=site_root, summary=""), title="Soep nieuws", summary="")
    rebuild()


def test_answers_can_be_narrowed_and_counts_are_what_one_gets(mixed):
    answer = find(Question("soep", "nl"))
    assert answer.total == 6
    assert codes(answer.kinds) == {"activiteit": 4, "partner": 1, "nieuws": 1}
    assert codes(answer.whens) == {"komend": 3, "week": 1, "maand": 2, "geweest": 1}
    assert codes(answer.districts) == {"oost": 2, "zuid": 3}
    assert codes(answer.topics) == {"eten": 3, "muziek": 1}
    for field, facets in (
        ("kind", answer.kinds),
        ("when", answer.whens),
        ("district", answer.districts),
        ("topic", answer.topics),
    ):
        for one in facets:
            narrowed = find(Question("soep", "nl", **{field: one.code}))
            assert narrowed.total == len(narrowed.hits) == one.count, one
    both = find(Question("soep", "nl", kind="activiteit", district="zuid"))
    assert both.total == 2
    # Each choice counts what it would leave, the other choices kept.
    assert codes(both.kinds) == {"activiteit": 2, "partner": 1}
    assert codes(both.districts) == {"oost": 1, "zuid": 2}
    assert [one.code for one in both.kinds if one.is_chosen] == ["activiteit"]


def test_a_choice_that_does_not_exist_leaves_nothing(mixed):
    assert find(Question("soep", "nl", kind="onzin")).total == 0
    assert find(Question("soep", "nl", district="onzin", topic="eten")).total == 0


# --- What editors put first --------------------------------------------------------------------------------
def test_what_editors_promote_comes_first_with_their_reason_and_once(site_root):
    chosen = page(site_root, "Hulp in de buurt", summary="Bel gerust.")
    for number in range(12):
        page(site_root, f"Eenzaam {number}")
    page(site_root, "Hulp als je eenzaam bent", summary="")
    query = Query.get("Eenzaam")
    SearchPromotion.objects.create(query=query, page=chosen, sort_order=0, description="Hier begin je.")
    SearchPromotion.objects.create(
        query=query, external_link_url="https://www.luisterlijn.nl/", external_link_text="De Luisterlijn", sort_order=1
    )
    rebuild()
    answer = find(Question(" EENZAAM ", "nl"))
    assert [plain(hit.title) for hit in answer.hits[:2]] == ["Hulp in de buurt", "De Luisterlijn"]
    assert (answer.hits[0].is_promoted, answer.hits[0].why) == (True, "Hier begin je.")
    assert answer.hits[1].url == "https://www.luisterlijn.nl/"
    assert not answer.hits[2].is_promoted
    assert answer.total == 15
    everything = [hit.url for number in (1, 2) for hit in find(Question("eenzaam", "nl", page=number)).hits]
    assert len(everything) == len(set(everything)) == 15
    chosen.unpublish()
    assert [plain(hit.title) for hit in find(Question("eenzaam", "nl")).hits[:1]] == ["De Luisterlijn"]


def test_a_tip_that_cannot_be_shown_is_not_counted(site_root):
    SearchPromotion.objects.create(query=Query.get("begin"), page=site_root, description="Begin hier.")
    rebuild()
    assert find(Question("begin", "nl")).total == 0


def test_an_alias_takes_no_page_out_of_the_answers_in_its_language(site_root, commit):
    above = page(site_root, "Nieuws en verslagen")
    with commit():
        english = open_language(site_root).locale
        above.copy_for_translation(english, alias=True)
    rebuild()
    assert [plain(hit.title) for hit in find(Question("verslagen", "en")).hits] == ["Nieuws en verslagen"]


# --- While typing ------------------------------------------------------------------------------------------
def test_suggestions_begin_as_what_is_typed_and_what_can_be_done_comes_first(site_root, agenda):
    item_on(agenda, at(-9), title="Wandelen vroeger", summary="")
    item_on(agenda, at(9), title="Samen wandelen", summary="")
    page(site_root, "Wandelgids")
    page(site_root, "Café")
    rebuild()
    found = [one.text for one in suggest("wande", "nl")]
    assert found == ["Wandelgids", "Samen wandelen", "Wandelen vroeger"]
    assert [one.text for one in suggest("samen wand", "nl")] == ["Samen wandelen"]
    assert [one.text for one in suggest("CAF", "nl")] == ["Café"]
    assert suggest("", "nl") == suggest("  ", "nl") == suggest("%", "nl") == []
    assert suggest("wandelen", "nl", most=1)[0].kind_label == "Activiteit"
