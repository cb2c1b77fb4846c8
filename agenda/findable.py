"""What the search knows of the agenda: facts of activities, campaigns and places, and which dates come next."""

from collections.abc import Iterable, Mapping

from django.db.models import Max, Min, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Access, AgendaItemPage, CampaignPage, Occurrence, Status, Venue
from core import findable
from core.dates import this_minute
from core.findable import Facts, Kind, NextDate, open_titles
from core.listing import listed
from core.templatetags.components import date_long, time_range

_OFF = (Status.CANCELLED, Status.POSTPONED)
# What is for who does this as work.
_FOR_WORK = {AgendaItemPage.Kind.TRAINING, AgendaItemPage.Kind.MEETING, AgendaItemPage.Kind.CONGRESS}


def item_facts(item: AgendaItemPage) -> Facts:
    """Names around an activity: kind, organisers, place, for whom, languages, what it costs and who can get in."""
    venue = item.venue
    names = [
        item.get_kind_display(),
        *open_titles(item.organisers.all()),
        *(place_names(venue) if venue else [item.meeting_point]),
        *(one.name for one in item.audiences.all()),
        *(one.name for one in item.languages.all()),
        *(_("Free") for _free in [item] if item.is_free),
        *(str(item._meta.get_field("come_alone").verbose_name) for _alone in [item] if item.come_alone),
        *(name for name, answer in item.access_facts if answer == Access.YES),
    ]
    return Facts(
        names=tuple(names),
        text="\n".join(filter(None, [item.meeting_point if venue else "", item.price_note, item.sign_up_note])),
        place=item.place_label,
        districts=(venue.district_id,) if venue and venue.district_id else (),
        dates_of=item.dates_of_id,
    )


def campaign_facts(campaign: CampaignPage) -> Facts:
    """The days of a campaign: after the last one it is over."""
    return Facts(first_day=campaign.start_date, last_day=campaign.end_date)


def place_names(venue: Venue) -> list[str]:
    """What a place is called, and where it is."""
    return [venue.name, venue.neighbourhood, venue.district.name if venue.district else ""]


ITEM = Kind(
    "activiteit",
    gettext_lazy("Activity"),
    item_facts,
    select=("topic", "venue__district", "alias_of"),
    prefetch=("organisers", "audiences", "languages"),
)
CAMPAIGN = Kind("campagne", gettext_lazy("campaign"), campaign_facts)


def next_dates(keys: Iterable[int]) -> dict[int, NextDate]:
    """Of each activity with dates to come the next one; that which goes ahead before that which does not."""
    ahead = Min("start", filter=~Q(status__in=_OFF))
    found = Occurrence.objects.not_over(this_minute()).filter(item__in=list(keys))
    rows = found.order_by().values_list("item", "item__kind").annotate(ahead=ahead, soonest=Min("start"))
    return {
        item: NextDate(first or soonest, is_off=first is None, is_for_work=kind in _FOR_WORK)
        for item, kind, first, soonest in rows
    }


def dates_in_words(known: Mapping[int, NextDate | None]) -> dict[int, str]:
    """Of each activity its next date, or else its last one, in words."""
    starts = {key: date.start for key, date in known.items() if date}
    if over := [key for key in known if key not in starts]:
        last = Occurrence.objects.filter(item__in=over).order_by().values_list("item").annotate(Max("start"))
        starts |= dict(last)
    shown = Q(pk=None)
    for key, start in starts.items():
        shown |= Q(item=key, start=start)
    dates = Occurrence.objects.filter(shown)
    return {date.item_id: listed([capfirst(date_long(date.start)), time_range(date)]) for date in dates}


def organised_by(partners: Iterable[int]) -> set[int]:
    """The keys of the activities that these partners organise."""
    through = AgendaItemPage.organisers.through.objects.filter(partnerpage__in=partners)
    return set(through.values_list("agendaitempage", flat=True))


def connect() -> None:
    """Let activities and campaigns be found, with their dates and who organises them."""
    findable.register(ITEM, "agenda.AgendaItemPage")
    findable.register(CAMPAIGN, "agenda.CampaignPage")
    findable.register_dates(next_dates, dates_in_words)
    findable.register_namer(organised_by)
