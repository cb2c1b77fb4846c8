"""The week on paper: what stands on a poster, and the answer that hands it out."""

import datetime as dt
import hashlib
import html
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext

from agenda import queries
from agenda.exports.basis import Asked, dates, in_words
from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaIndexPage, AgendaItemPage, CampaignPage, Occurrence, Status
from agenda.posters.sheets import FORMATS, make_pdf
from core.chrome import Help, chrome_for
from core.dates import today
from core.languages import words_in
from core.models import District
from core.page_cache import generation
from core.paper import Unavailable, making
from core.queries import all_districts, public
from core.reading import speaking
from core.templatetags.components import date_long, date_range, time_range

logger = logging.getLogger(__name__)
# Dates; more is no longer a poster: it says so, and where the others are. The programme of a whole campaign may take
# more sheets, as many as can be set while somebody waits (some ten seconds).
MOST, MOST_OF_CAMPAIGN = 200, 300
_WEEK = dt.timedelta(days=7)
# Whoever waits keeps a thread that could answer somebody else.
_SECONDS_KEPT, _SECONDS_OF_PATIENCE = 24 * 3600, 1
# What people can still type; longer ones are in the code only.
_LONGEST_ADDRESS = 60


class Busy(Exception):  # noqa: N818 - a state, not a fault
    """Too many posters are being made."""


@dataclass(frozen=True)
class Activity:
    """One line of a poster."""

    time: str
    full_time: str
    title: str
    place: str
    street: str
    price: str
    status: str = ""
    remark: str = ""
    is_off: bool = False
    is_example: bool = False


@dataclass(frozen=True)
class PosterDay:
    """A day, or what stands of it on one sheet; `continued` when it began on the sheet before."""

    date: dt.date
    activities: Sequence[Activity]
    continued: bool = False


@dataclass(frozen=True)
class Poster:
    """What stands on a poster."""

    title: str
    when: str
    about: str
    days: list[PosterDay]
    more: bool
    list_url: str
    short_url: str
    phone: str
    help: Help
    help_text: str

    @property
    def code_title(self) -> str:
        """What the QR code is, in words."""
        return gettext("QR code: this list on the site")


@dataclass(frozen=True)
class Week:
    """The days a poster is about, the last one included, and the campaign or district it is for."""

    first: dt.date
    last: dt.date
    campaign: CampaignPage | None
    district: District | None

    @classmethod
    def of(cls, question: AgendaFilter) -> "Week":
        """The asked days, at most seven; else all of the asked campaign's; else seven from today."""
        campaign = None
        if question.campagne:
            campaigns = CampaignPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
            campaign = campaigns.filter(slug=question.campagne).defer_streamfields().first()
        district = next((one for one in all_districts() if one.slug == question.wijk), None)
        span = question.span()
        if campaign and span is None:
            return cls(campaign.start_date, campaign.end_date, campaign, district)
        first, until = span or (today(), today() + _WEEK)
        return cls(first, min(until, first + _WEEK) - dt.timedelta(days=1), campaign, district)

    @property
    def most(self) -> int:
        """How many dates there is paper for."""
        return MOST_OF_CAMPAIGN if self.campaign else MOST

    @property
    def place(self) -> str:
        """The district, else the city."""
        return self.district.name if self.district else "Utrecht"

    def title(self, *, weekend: bool) -> str:
        """What the poster is called."""
        if self.campaign:
            return self.campaign.title
        if self.first == self.last:
            # Translators: a day with its date, and a district or the city.
            return gettext("%(day)s in %(place)s") % {"day": capfirst(date_long(self.first)), "place": self.place}
        if weekend:
            return gettext("This weekend in %(place)s") % {"place": self.place}
        return gettext("This week in %(place)s") % {"place": self.place}

    @property
    def in_words(self) -> str:
        """The number of the week and the days, unless the title says them: `Week 48 · 23 tot en met 29 november`."""
        days = capfirst(date_range(self.first, self.last))
        first, last = self.first.isocalendar().week, self.last.isocalendar().week
        if first == last and self.last - self.first < _WEEK:
            week = gettext("Week %(number)s") % {"number": first}
            if self.first == self.last and not self.campaign:
                return week
        elif self.last - self.first < _WEEK:
            week = gettext("Weeks %(first)s and %(last)s") % {"first": first, "last": last}
        else:
            return days
        return f"{week} · {days}"

    @property
    def file_name(self) -> str:
        """The name of the file, without ending, in letters every machine knows."""
        if self.campaign:
            return self.campaign.slug
        place = self.district.slug if self.district else "utrecht"
        return f"weekagenda-{place}-{format_date(self.first, 'j-F')}"


def poster_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """The poster of the filtered week, as PDF of A4 or (`?formaat=a3`) A3; in the language of the agenda's page."""
    size = text if (text := request.GET.get("formaat", "").lower()) in FORMATS else "a4"
    with speaking(words_in(page.language_code)):
        asked = Asked.of(page, request)
        week = Week.of(asked.question)
        try:
            body = _kept(asked, week, size, request)
        except Busy:
            return _sorry(gettext("Many posters are being made. Try again in a minute."))
        except Unavailable:
            logger.exception("Posters need Pango: see docs/operations.md")
            return _sorry(gettext("Posters cannot be made at the moment. The agenda itself can be printed as well."))
    # In letters every machine knows.
    with translation.override(settings.LANGUAGE_CODE):
        name = f"{week.file_name}{'-a3' if size == 'a3' else ''}.pdf"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "public, max-age=0, must-revalidate",
        # Next week it is out of date.
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _sorry(text: str) -> HttpResponse:
    return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def _kept(asked: Asked, week: Week, size: str, request: HttpRequest) -> bytes:
    """The PDF, made once as long as the same stands on it. Raises Busy after a second of waiting."""
    # What stands on it follows from the clock too: something may expire any minute.
    paper = _poster(asked, week, request)
    key = f"poster:{generation()}:{hashlib.sha256(repr((paper, size, get_language())).encode()).hexdigest()}"
    if body := cache.get(key):
        return body
    # Ten impatient clicks make one poster; and of different ones this process makes one at a time.
    if not making.acquire(timeout=_SECONDS_OF_PATIENCE):
        raise Busy
    try:
        body = cache.get(key)
        if not body:
            body = make_pdf(paper, size)
            cache.set(key, body, _SECONDS_KEPT)
        return body
    finally:
        making.release()


def _poster(asked: Asked, week: Week, request: HttpRequest) -> Poster:
    """Everything that stands on it, in a constant number of queries."""
    question = asked.question.with_(periode="" if asked.question.is_archive else asked.question.periode)
    if question.van or question.tot:
        # The days on the paper, so that one week is one poster however many days more are asked.
        question = question.with_(van=week.first, tot=week.last)
    lasting = question.with_(periode="", van=None, tot=None)
    in_week = replace(asked, question=question.with_(periode="", van=week.first, tot=week.last))
    found = dates(in_week, week.most + 1, also_over=True)
    days = [
        PosterDay(day.date, [_activity(one, week) for one in day.occurrences])
        for day in queries.by_day(found[: week.most], week.first)
    ]
    list_url = replace(asked, question=question).url()
    chrome = chrome_for(request)
    help_strip = chrome.help if chrome else Help("", "", "", "")
    return Poster(
        title=week.title(weekend=question.periode == "weekend"),
        when=week.in_words,
        # What the title does not say already.
        about=in_words(lasting.with_(campagne="", wijk=question.wijk if week.campaign else "")),
        days=days,
        more=len(found) > week.most,
        list_url=list_url,
        short_url=_short_url(asked, week, lasting, list_url, request),
        phone=chrome.phone if chrome else "",
        help=help_strip,
        help_text=html.unescape(strip_tags(help_strip.text)).strip(),
    )


def _short_url(asked: Asked, week: Week, lasting: AgendaFilter, list_url: str, request: HttpRequest) -> str:
    """An address that somebody can type: of the district or the campaign, or of the list when it is not too long."""
    if week.district and lasting == AgendaFilter(wijk=week.district.slug):
        return f"{asked.agenda}{week.district.slug}/"
    if week.campaign and lasting == AgendaFilter(campagne=week.campaign.slug):
        return week.campaign.get_full_url(request)
    return list_url if len(list_url) <= _LONGEST_ADDRESS else asked.agenda


def _activity(occurrence: Occurrence, week: Week) -> Activity:
    item = occurrence.item
    venue = item.venue
    # Who lives in the district knows where that is.
    place = (venue.name if week.district else venue.label) if venue else item.meeting_point
    begins = _clock(occurrence) if occurrence.local_start.date() >= week.first else ""
    return Activity(
        time=begins,
        full_time=begins if occurrence.spans_days else time_range(occurrence),
        title=item.title,
        place=place,
        street=venue.street if venue else "",
        price=item.price_label if item.price is not None else "",
        status=str(occurrence.get_status_display()) if occurrence.status != Status.PLANNED else "",
        remark=" ".join(one if one[-1] in ".!?" else f"{one}." for one in _remarks(occurrence, item) if one),
        is_off=not occurrence.happens,
        is_example=item.is_example,
    )


def _clock(occurrence: Occurrence) -> str:
    """When it starts, in the width of a column: `10.00`."""
    if occurrence.all_day:
        # Translators: in a narrow column of a poster, where others have a time.
        return pgettext("instead of a time", "all day")
    return f"{occurrence.local_start:%H}{pgettext('between hours and minutes', ':')}{occurrence.local_start:%M}"


def _remarks(occurrence: Occurrence, item: AgendaItemPage) -> list[str]:
    """What else somebody must know before they go."""
    lasts = capfirst(time_range(occurrence)) if occurrence.spans_days else ""
    where = item.meeting_point if item.venue else ""
    sign_up = ""
    if item.sign_up == AgendaItemPage.SignUp.REQUIRED and occurrence.happens and occurrence.status != Status.FULL:
        sign_up = gettext("Sign up first")
        if item.phone:
            # Translators: a telephone number follows.
            sign_up = gettext("Sign up: %(phone)s") % {"phone": item.phone.replace(" ", "\N{NO-BREAK SPACE}")}
    price = item.price_label if item.price is None else ""
    return [occurrence.note, lasts, where, sign_up, price]
