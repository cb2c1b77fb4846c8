"""A campaign's page, and how its next year begins."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from agenda.campaigns.next_year import start_next_year
from agenda.models import AgendaDateChange, AgendaItemPage, CampaignPage, Occurrence, Status
from core.models import SpokenLanguage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
)

pytestmark = pytest.mark.django_db
# The Wednesday before the week.
NOW = dt.datetime.fromisoformat("2026-09-23T09:00+02:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def week(agenda):
    return CampaignFactory(
        parent=agenda,
        title="Week tegen Eenzaamheid 2026",
        slug="week-2026",
        start_date=dt.date(2026, 9, 24),
        end_date=dt.date(2026, 9, 30),
    )


@pytest.fixture
def as_member(client):
    def log_in(group):
        user = get_user_model().objects.create_user(username=group, password="een lang wachtwoord")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return log_in


def titles(response):
    return [one.item.title for day in response.context["days"] for one in day.occurrences]


def text_of(client, path="/agenda/week-2026/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestProgramme:
    def test_it_is_grouped_by_day_and_narrowed_by_district_and_audience(self, client, agenda, week):
        oost, west = (VenueFactory(district=DistrictFactory(name=name)) for name in ("Proefoost", "Proefwest"))
        young = AudienceFactory(name="Jongeren")
        item_on(agenda, at(2), title="zang", venue=oost, campaign=week)
        item_on(agenda, at(1), title="soep", venue=oost, audiences=[young], campaign=week)
        item_on(agenda, at(1, "14:00", "15:00"), title="spel", venue=west, audiences=[young], campaign=week)
        item_on(agenda, at(40), title="buiten de week", venue=oost, campaign=week)
        item_on(agenda, at(1), title="niet van de week", venue=oost)
        response = client.get("/agenda/week-2026/")
        assert titles(response) == ["soep", "spel", "zang"]
        assert [day.date.day for day in response.context["days"]] == [24, 25]
        assert titles(client.get("/agenda/week-2026/?wijk=proefoost")) == ["soep", "zang"]
        narrowed = client.get("/agenda/week-2026/?wijk=proefoost&doelgroep=jongeren")
        assert titles(narrowed) == ["soep"]
        assert [(one.label, one.rest) for one in narrowed.context["choices"]] == [
            ("Proefoost", "doelgroep=jongeren"),
            ("Jongeren", "wijk=proefoost"),
        ]

    def test_only_choices_that_occur_are_offered_and_others_count_as_not_asked(self, client, agenda, week):
        DistrictFactory(name="Leegwijk")
        item_on(
            agenda, at(1), title="soep", venue=VenueFactory(district=DistrictFactory(name="Volwijk")), campaign=week
        )
        response = client.get("/agenda/week-2026/?wijk=leegwijk")
        assert titles(response) == ["soep"]
        assert [one.name for one in response.context["facts"].districts] == ["Volwijk"]

    def test_choices_that_do_not_meet_lead_back_to_the_whole_programme(self, client, agenda, week):
        young = AudienceFactory(name="Jongeren")
        item_on(
            agenda, at(1), title="soep", venue=VenueFactory(district=DistrictFactory(name="Proefoost")), campaign=week
        )
        item_on(agenda, at(1), title="spel", audiences=[young], campaign=week)
        response = client.get("/agenda/week-2026/?wijk=proefoost&doelgroep=jongeren")
        assert titles(response) == []
        assert 'href="/agenda/week-2026/"' in response.content.decode()

    def test_the_figures_follow_from_the_programme(self, client, agenda, week):
        partner = PartnerFactory(parent=PartnerIndexFactory(parent=agenda.get_parent()))
        venue = VenueFactory()
        for _ in range(2):
            item_on(agenda, at(1), at(2), venue=venue, organisers=[partner], campaign=week)
        facts = client.get("/agenda/week-2026/").context["facts"]
        assert (facts.activities, facts.organisations, len(facts.districts)) == (2, 1, 1)

    def test_drafts_and_closed_pages_are_not_in_it(self, client, agenda, week):
        item_on(agenda, at(1), title="concept", campaign=week).unpublish()
        closed = item_on(agenda, at(1), title="besloten", campaign=week)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        response = client.get("/agenda/week-2026/")
        assert titles(response) == []
        assert response.context["facts"].activities == 0

    def test_a_large_programme_is_bounded_and_each_day_leads_to_its_rest(self, client, agenda, week):
        items = many_items(agenda, 400, campaign=week)
        for position, one in enumerate(Occurrence.objects.filter(item__in=items).order_by("pk")):
            one.start = NOW + dt.timedelta(days=1 + position % 4, hours=1)
            one.end = one.start + dt.timedelta(hours=1)
            one.save()
        response = client.get("/agenda/week-2026/")
        assert len(titles(response)) == 300
        assert [day.count for day in response.context["days"]] == [100] * 4
        assert [day.hidden for day in response.context["days"]] == [25] * 4
        assert "/agenda/?campagne=week-2026&amp;van=2026-09-24&amp;tot=2026-09-24" in response.content.decode()

    def test_its_cost_does_not_grow(self, client, agenda, week, settings):
        settings.PAGE_CACHE_SECONDS = 0
        venue, young = VenueFactory(), AudienceFactory()

        def asked():
            client.get("/robots.txt")
            with CaptureQueriesContext(connection) as captured:
                client.get("/agenda/week-2026/")
            return len(captured.captured_queries)

        for _ in range(2):
            item_on(agenda, at(1), venue=venue, audiences=[young], campaign=week)
        few = asked()
        for number in range(10):
            item_on(agenda, at(number % 5), venue=venue, audiences=[young], campaign=week)
        from core import page_cache

        page_cache.cache.delete("content-generation")
        assert asked() <= max(few, 15)

    @pytest.mark.parametrize(
        "query",
        ["wijk=%00", "wijk=%ff%fe", "doelgroep=" + "x" * 3000, "wijk=a&wijk=b", "van=9999-99-99", "%=%", "&&&"],
    )
    def test_odd_questions_get_the_programme(self, client, week, query):
        assert client.get(f"/agenda/week-2026/?{query}").status_code == 200

    def test_what_one_can_take_along_only_before_it_is_over(self, client, agenda, week, clock):
        item_on(agenda, at(1), campaign=week)
        text = text_of(client)
        assert "/agenda/poster.pdf?campagne=week-2026" in text
        assert "webcal://testserver/agenda/agenda.ics?campagne=week-2026" in text
        clock.move_to(NOW + dt.timedelta(days=30))
        assert "poster.pdf" not in text_of(client)


class TestSubmission:
    @pytest.mark.parametrize(
        ("first", "last", "url", "day", "state"),
        [
            (None, None, "", "2026-08-01", ""),
            ("2026-06-01", "2026-09-01", "https://formulier.example", "2026-05-31", "before"),
            ("2026-06-01", "2026-09-01", "https://formulier.example", "2026-06-01", "open"),
            ("2026-06-01", "2026-09-01", "https://formulier.example", "2026-09-01", "open"),
            ("2026-06-01", "2026-09-01", "https://formulier.example", "2026-09-02", "closed"),
            (None, None, "https://formulier.example", "2026-09-30", "open"),
            (None, None, "https://formulier.example", "2026-10-01", "closed"),
            (None, "2026-09-01", "", "2026-08-01", "open"),
        ],
    )
    def test_the_form_opens_and_closes_by_itself(self, client, week, clock, first, last, url, day, state):
        week.submissions_from = first and dt.date.fromisoformat(first)
        week.submissions_until = last and dt.date.fromisoformat(last)
        week.submission_url = url
        week.save()
        clock.move_to(dt.datetime.fromisoformat(f"{day}T12:00+02:00"))
        assert week.submission_state == state
        assert ("formulier.example" in text_of(client)) is (state == "open" and bool(url))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"end_date": dt.date(2026, 9, 23)}, "end_date"),
            ({"submissions_from": dt.date(2026, 8, 2), "submissions_until": dt.date(2026, 8, 1)}, "submissions_until"),
            ({"submissions_until": dt.date(2026, 10, 1)}, "submissions_until"),
            ({"submissions_from": dt.date(2024, 6, 1)}, "submissions_from"),
            ({"announce_from": dt.date(2062, 6, 1)}, "announce_from"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, week, changes, field):
        for name, value in changes.items():
            setattr(week, name, value)
        with pytest.raises(ValidationError) as refused:
            week.clean()
        assert list(refused.value.error_dict) == [field]


def test_earlier_years_are_linked_and_the_next_one_from_the_past(client, agenda, week):
    past = CampaignFactory(
        parent=agenda,
        slug="week-2025",
        title="Week 2025",
        start_date=dt.date(2025, 9, 25),
        end_date=dt.date(2025, 10, 1),
    )
    CampaignFactory(
        parent=agenda,
        slug="x",
        title="Nog een concept",
        start_date=dt.date(2024, 1, 1),
        end_date=dt.date(2024, 1, 2),
        live=False,
    )
    week.follows = past
    week.save()
    text = text_of(client)
    assert 'href="/agenda/week-2025/"' in text
    assert "Nog een concept" not in text
    assert 'href="/agenda/week-2026/"' in text_of(client, "/agenda/week-2025/")


class TestNextYear:
    @pytest.fixture
    def soup(self, agenda, week):
        """A yearly dinner with everything on it, and a change that says it was moved."""
        partner = PartnerFactory(parent=PartnerIndexFactory(parent=agenda.get_parent()), title="Buurtkeuken")
        item = item_on(
            agenda,
            {
                "start_date": dt.date(2026, 9, 24),
                "start_time": dt.time(18),
                "end_date": dt.date(2026, 9, 25),
                "end_time": dt.time(1),
            },
            at(3, status=Status.CANCELLED, note="De kok is ziek"),
            title="Soep 2026",
            slug="soep",
            venue=VenueFactory(),
            campaign=week,
            email="kok@buurtkeuken.example",
            organisers=[partner],
            audiences=[AudienceFactory()],
        )
        item.languages = [SpokenLanguage.objects.create(name="Turks", slug="turks", locale=item.locale)]
        item.changes = [AgendaDateChange(day=dt.date(2026, 9, 24), action="noted", note="Neem een kom mee")]
        item.save_revision().publish()
        return item

    def test_the_campaign_is_copied_to_the_same_weekdays(self, week):
        week.announce_from = week.submissions_from = dt.date(2026, 6, 1)
        week.submissions_until = dt.date(2026, 9, 1)
        week.save()
        new = start_next_year(week, None).campaign
        new.refresh_from_db()
        assert (new.title, new.slug, new.live, new.follows) == (
            "Week tegen Eenzaamheid 2027",
            "week-2027",
            False,
            week,
        )
        assert (new.start_date, new.end_date) == (dt.date(2027, 9, 23), dt.date(2027, 9, 29))
        assert new.start_date.weekday() == week.start_date.weekday()
        assert (new.announce_from, new.submissions_until) == (dt.date(2027, 5, 31), dt.date(2027, 8, 31))
        assert new.get_latest_revision_as_object().title == "Week tegen Eenzaamheid 2027"

    def test_activities_become_drafts_a_year_later_planned_anew(self, client, week, soup):
        done = start_next_year(week, None)
        copy = AgendaItemPage.objects.get(based_on=soup)
        assert (copy.title, copy.slug, copy.live, copy.campaign) == ("Soep 2027", "soep-2027", False, done.campaign)
        first, second = copy.dates.all()
        assert (first.start_date, first.end_date, first.start_time) == (
            dt.date(2027, 9, 23),
            dt.date(2027, 9, 24),
            dt.time(18),
        )
        assert (second.status, second.note) == (Status.PLANNED, "")
        assert not copy.changes.exists()
        assert copy.venue == soup.venue
        for name in ("organisers", "audiences", "languages"):
            assert list(getattr(copy, name).all()) == list(getattr(soup, name).all()), name
        assert not Occurrence.objects.filter(item=copy).exists()
        draft = copy.get_latest_revision_as_object()
        assert (draft.campaign, draft.title, draft.dates.first().start_date) == (
            done.campaign,
            "Soep 2027",
            dt.date(2027, 9, 23),
        )
        assert client.get("/agenda/soep-2027/").status_code == 404
        assert client.get("/agenda/soep/").status_code == 200

    def test_a_rule_ends_a_year_later_too(self, agenda, week):
        date = {
            "start_date": dt.date(2026, 9, 24),
            "rule": "FREQ=WEEKLY;UNTIL=20260930;BYDAY=TH",
            "start_time": dt.time(10),
        }
        item = item_on(agenda, date, campaign=week)
        start_next_year(week, None)
        moved = AgendaItemPage.objects.get(based_on=item).dates.get()
        assert (moved.start_date, moved.rule) == (dt.date(2027, 9, 23), "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270929")

    @pytest.mark.parametrize(
        ("first", "rule", "moved", "new_rule"),
        [
            # 52 weeks later it is the fourteenth, the fifth Monday, the thirtieth.
            ("2026-09-15", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", "2027-09-15", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3"),
            ("2026-06-01", "FREQ=MONTHLY;BYDAY=1MO;COUNT=4", "2027-06-07", "FREQ=MONTHLY;BYDAY=1MO;COUNT=4"),
            # The last time is not lost, and no time is added.
            ("2026-09-15", "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20261215", "2027-09-15", "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20271215"),
            ("2026-09-01", "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20261231", "2027-09-01", "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20271230"),
        ],
    )  # fmt: skip
    def test_a_rule_of_the_month_begins_on_a_day_that_fits_it(self, agenda, week, first, rule, moved, new_rule):
        start = dt.date.fromisoformat(first)
        date = {"start_date": start, "end_date": start + dt.timedelta(days=1), "rule": rule}
        item = item_on(agenda, date, campaign=week)
        assert start_next_year(week, None).made == 1
        copy = AgendaItemPage.objects.get(based_on=item).dates.get()
        assert (copy.start_date.isoformat(), copy.rule) == (moved, new_rule)
        assert copy.end_date - copy.start_date == dt.timedelta(days=1)
        copy.clean()
        assert len(copy.days()) == len(item.dates.get().days())

    def test_what_goes_on_by_itself_gets_no_second_and_the_editor_is_told(self, client, agenda, as_member, week, soup):
        every = item_on(agenda, at(1, rule="FREQ=WEEKLY"), title="Inloop", campaign=week)
        item_on(agenda, at(1, rule="FREQ=WEEKLY;UNTIL=20280101"), title="Koor", campaign=week)
        item_on(agenda, at(1, rule="FREQ=YEARLY"), title="Feest", campaign=week)
        item_on(agenda, at(1, rule="FREQ=WEEKLY;COUNT=40"), title="Cursus", campaign=week)
        as_member("Redacteur")
        answer = client.post(reverse("campaign_next_year", args=[week.pk]), follow=True)
        assert not AgendaItemPage.objects.filter(based_on=every).exists()
        copies = AgendaItemPage.objects.filter(based_on__isnull=False).values_list("title", flat=True)
        assert set(copies) == {"Soep 2027", "Cursus"}
        assert "Inloop, Koor, Feest" in answer.content.decode()

    def test_a_copy_by_hand_an_alias_and_a_translation_are_no_next_year(self, client, as_member, agenda, week, soup):
        from wagtail.models import Locale

        new = start_next_year(week, None).campaign
        prepared = AgendaItemPage.objects.get(based_on=soup)
        for page in (new, prepared):
            page.get_latest_revision().publish()
            page.refresh_from_db()
            page.copy(update_attrs={"slug": f"{page.slug}-kopie"})
            page.create_alias(update_slug=f"{page.slug}-alias")
        english = Locale.objects.get(language_code="en")
        agenda.get_parent().copy_for_translation(english)
        agenda.copy_for_translation(english)
        new.copy_for_translation(english)
        prepared.copy_for_translation(english)
        # With an alias beside it, it can be published again.
        new.save_revision().publish()
        prepared.save_revision().publish()
        assert [page.pk for page in CampaignPage.objects.filter(follows=week)] == [new.pk]
        assert AgendaItemPage.objects.filter(based_on=soup, alias_of=None).get() == prepared
        as_member("Redacteur")
        context = client.get(reverse("campaign_confirm", args=[new.pk])).context
        assert (context["waiting"], context["placed"]) == (0, 1)

    def test_again_adds_only_what_is_missing(self, agenda, week, soup):
        first = start_next_year(week, None)
        item_on(agenda, at(1), title="later bedacht", campaign=week)
        again = start_next_year(week, None)
        assert again.campaign == first.campaign
        assert (first.made, first.present, again.made, again.present) == (1, 0, 1, 1)
        assert AgendaItemPage.objects.filter(campaign=first.campaign).count() == 2
        assert CampaignPage.objects.filter(follows=week).count() == 1

    def test_drafts_and_closed_pages_of_last_year_are_left_alone(self, agenda, week):
        item_on(agenda, at(1), campaign=week).unpublish()
        closed = item_on(agenda, at(1), campaign=week)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        assert start_next_year(week, None).made == 0

    def test_a_published_copy_can_be_started_again_the_year_after(self, week, soup):
        second = start_next_year(week, None).campaign
        AgendaItemPage.objects.get(based_on=soup).get_latest_revision().publish()
        third = start_next_year(second, None)
        assert (third.campaign.title, third.made) == ("Week tegen Eenzaamheid 2028", 1)
        assert AgendaItemPage.objects.get(campaign=third.campaign).title == "Soep 2028"

    def test_the_screen_asks_first_and_then_prepares(self, client, as_member, week, soup):
        as_member("Redacteur")
        url = reverse("campaign_next_year", args=[week.pk])
        assert client.get(url).status_code == 200
        assert not CampaignPage.objects.filter(follows=week).exists()
        response = client.post(url)
        new = CampaignPage.objects.get(follows=week)
        assert response.url == reverse("campaign_confirm", args=[new.pk])
        listed = client.get(response.url)
        assert (listed.context["waiting"], listed.context["placed"]) == (1, 0)
        row = listed.context["rows"][0]
        assert (row.organiser, row.email) == ("Buurtkeuken", "kok@buurtkeuken.example")
        assert reverse("wagtailadmin_pages:edit", args=[row.item.pk]) in listed.content.decode()

    def test_the_letter_is_ready_and_cannot_be_turned_to_someone_else(self, client, as_member, week, soup):
        new = start_next_year(week, None).campaign
        AgendaItemPage.objects.filter(based_on=soup).update(title="Soep & brood?bcc=iemand@kwaad.example\r\nBcc: x")
        as_member("Redacteur")
        row = client.get(reverse("campaign_confirm", args=[new.pk])).context["rows"][0]
        address, _, query = row.mail_url.partition("?")
        assert address == "mailto:kok@buurtkeuken.example"
        assert set(parse_qs(query)) == {"subject", "body"}
        assert "+" not in urlsplit(row.mail_url).query
        assert "Soep & brood" in parse_qs(query)["body"][0]

    def test_what_is_placed_no_longer_waits(self, client, as_member, week, soup):
        new = start_next_year(week, None).campaign
        AgendaItemPage.objects.get(based_on=soup).get_latest_revision().publish()
        as_member("Moderator")
        context = client.get(reverse("campaign_confirm", args=[new.pk])).context
        assert (context["waiting"], context["placed"]) == (0, 1)

    @pytest.mark.parametrize("view", ["campaign_next_year", "campaign_confirm"])
    def test_only_who_may_add_pages_gets_in(self, client, as_member, week, view):
        url = reverse(view, args=[week.pk])
        assert client.get(url).status_code == 302
        as_member("Bestellingen")
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
        assert not CampaignPage.objects.filter(follows=week).exists()

    def test_an_unknown_campaign_is_not_found(self, client, as_member):
        as_member("Redacteur")
        assert client.get(reverse("campaign_confirm", args=[999999])).status_code == 404

    def test_the_way_there_is_above_the_campaign_only(self, client, as_member, week, soup):
        as_member("Redacteur")
        url = reverse("campaign_next_year", args=[week.pk])
        assert url in client.get(reverse("wagtailadmin_pages:edit", args=[week.pk])).content.decode()
        assert "volgend-jaar" not in client.get(reverse("wagtailadmin_pages:edit", args=[soup.pk])).content.decode()
