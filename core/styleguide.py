"""Every component with all its states on one page, for developers: /stijlgids/, in development only."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from core.art import TOPICS
from core.dates import local_moment, today

# The sample texts are content, so they are in Dutch like the demonstration content.
_STATUS_NAMES = {
    "planned": "Gaat door",
    "cancelled": "Gaat niet door",
    "postponed": "Uitgesteld",
    "full": "Vol",
    "online": "Nu online",
}


def _page(title: str, topic: str, **extra: Any) -> SimpleNamespace:
    """A stand-in for a page, with what a card asks of it."""
    values = {
        "title": title,
        "art_topic": topic,
        "art_seed": title,
        "cover_image": None,
        "card_url": "#",
        "summary": "",
    }
    return SimpleNamespace(**{**values, **extra})


def _occurrence(title: str, topic: str, days: int, status: str = "planned", **item: Any) -> SimpleNamespace:
    """A stand-in for a date of an agenda item, `days` from today."""
    values = {
        "is_free": True,
        "price_label": "Gratis",
        "place_label": "Buurthuis de Boog, Overvecht",
        "is_step_free": False,
        "audience_label": "",
        "is_new": False,
        "is_example": False,
    }
    day = today() + dt.timedelta(days=days)
    start, end = local_moment(day, dt.time(12)), local_moment(day, dt.time(13, 30))
    return SimpleNamespace(
        pk=None,
        item=_page(title, topic, **{**values, **item}),
        start=start,
        end=end,
        local_start=start,
        last_day=day,
        open_ended=False,
        all_day=False,
        spans_days=False,
        status=status,
        get_status_display=lambda: _STATUS_NAMES[status],
        note="De kok is ziek. Volgende week ben je weer welkom.",
        is_today=days == 0,
        happens=status not in {"cancelled", "postponed"},
    )


def _occurrences() -> list[SimpleNamespace]:
    several = _occurrence("Wandelweekend", "nature", 4, audience_label="Jongvolwassenen")
    several.spans_days, several.last_day = True, today() + dt.timedelta(days=6)
    whole_day = _occurrence("Open dag van de buurttuin", "nature", 5, is_new=True)
    whole_day.all_day = True
    no_end = _occurrence("Inloop met koffie", "coffee", 1, is_step_free=True)
    no_end.open_ended = True
    return [
        _occurrence("Vandaag: soep en een praatje", "food", 0, is_step_free=True),
        _occurrence("Gewoon, met prijs", "music", 1, is_free=False, price_label="€ 3,50", audience_label="55-plus"),
        _occurrence("Gaat niet door", "crafts", 1, "cancelled"),
        _occurrence("Uitgesteld", "sport", 2, "postponed"),
        _occurrence("Vol", "games", 2, "full", is_step_free=True, audience_label="Nieuwe Utrechters", is_new=True),
        _occurrence("Nu online", "digital", 2, "online"),
        _occurrence("Nieuw in de agenda", "language", 3, is_new=True),
        _occurrence("Voorbeeld", "animals", 3, is_example=True),
        no_end,
        several,
        whole_day,
        _occurrence("Een heel lange titel over samenlevingsopbouwactiviteiten in Leidsche Rijn", "helping", 3),
    ]


def _choices() -> SimpleNamespace:
    """What one can ask of the agenda, with a few answers given."""
    days, districts, ticks, given = (
        [SimpleNamespace(value="", label=label, query="", is_chosen=place == 1) for place, label in enumerate(labels)]
        for labels in (
            ("Alles", "Vandaag", "Morgen"),
            ("Oost", "Overvecht"),
            ("Gratis", "Toegankelijk met rolstoel"),
            ("Overvecht", "Gratis"),
        )
    )
    district = SimpleNamespace(name="wijk", label="Wijk", choices=districts, empty="Alle wijken")
    return SimpleNamespace(
        days=days, made=given, first=[district], first_ticks=[("tick", tick) for tick in ticks], beside_dates=[]
    )


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(
        label="Titel", max_length=60, help_text="Kort en vriendelijk. Bijvoorbeeld: Soep en een praatje"
    )
    text = forms.CharField(label="Wat gebeurt er?", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    district = forms.ChoiceField(label="Wijk", choices=[("", "Kies een wijk"), ("west", "West"), ("oost", "Oost")])
    step_free = forms.ChoiceField(
        label="Is de plek toegankelijk met een rolstoel?",
        choices=[("yes", "Ja"), ("no", "Nee"), ("unknown", "Dat weet ik niet")],
        widget=forms.RadioSelect,
    )
    weekly = forms.BooleanField(label="Elke week op deze dag", required=False)


def _sample_form(data: dict[str, str] | None = None) -> SampleForm:
    return SampleForm(data, auto_id="wrong-%s" if data else "id-%s")


class SamplePacks(forms.Form):
    """How many of each card."""

    open = forms.CharField(required=False)
    scarce = forms.CharField(required=False)


def _offer(title: str, topic: str, state: str = "open", **extra: Any) -> SimpleNamespace:
    """A stand-in for a card that can be ordered, or not now."""
    values = {"is_open": state == "open", "is_scarce": False, "packs": 40, "most": 20, "back_on": None}
    page = _page(title, topic, summary="Hoe begin je een gesprek?", format="A5", document=None)
    product = SimpleNamespace(pack_size=25, available_from=today(), available_until=today())
    return SimpleNamespace(page=page, product=product, state=state, **{**values, **extra})


def _sample_order() -> SimpleNamespace:
    """The cards of the order form in every state; the second with a wrong number."""
    form = SamplePacks({"open": "2", "scarce": "veel"}, auto_id="packs-%s")
    form.add_error("scarce", "Vul alleen een getal in, bijvoorbeeld 2.")
    return SimpleNamespace(
        rows=[
            (_offer("Infokaart", "helping"), form["open"], 2),
            (_offer("Poster", "together", is_scarce=True, packs=1, most=1), form["scarce"], 0),
            (_offer("Op", "coffee", "sold_out", back_on=today() + dt.timedelta(days=9)), None, 0),
            (_offer("Nog niet", "games", "not_yet"), None, 0),
            (_offer("Niet meer", "music", "over"), None, 0),
            (_offer("Alleen om te lezen", "language", "never"), None, 0),
        ]
    )


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide; 404 outside development."""
    if not settings.DEBUG:
        raise Http404
    wrong = _sample_form(
        {"title": "Gezellige gratis koffieochtend voor alle buurtbewoners van jong tot oud in Overvecht"}
    )
    wrong.is_valid()
    occurrences = _occurrences()
    partner = _page(
        "Buurtkeuken", "food", summary="Samen koken en eten.", phone="030 000 00 00", email="hallo@example.org"
    )
    partner.logo, partner.district_label = None, "Zuidwest"
    pages = [
        _page("Een pan extra op het vuur", "food", summary="Thuiskoks koken voor iemand om de hoek."),
        _page("Dansen op de galerij", "music", summary="De muziek staat buiten. De deuren gaan vanzelf open."),
        _page("Elke dinsdag komt Bobbie", "animals", summary="Een oppashond brengt twee buurvrouwen bij elkaar."),
    ]
    context = {
        "occurrences": occurrences,
        "day": SimpleNamespace(date=today(), occurrences=occurrences, is_today=True, is_tomorrow=False),
        "pages": pages,
        "partner": partner,
        "partners": [_page(name, "together") for name in ("DOCK", "U Centraal", "Taal doet meer", "NIZU")],
        "campaign": _page(
            "Week tegen Eenzaamheid",
            "together",
            summary="Een week lang open deuren in heel Utrecht.",
            start_date=today(),
            end_date=today() + dt.timedelta(days=6),
        ),
        "figures": [
            {"value": "87", "label": "organisaties doen mee", "source": "2022"},
            {"value": "15", "label": "buurtnetwerken", "source": "2021"},
            {"value": "2.200+", "label": "vrijwilligers in de stad", "source": "2021"},
        ],
        "steps": [
            {"title": "Vraag één buur.", "text": "Wie zie je vaak, maar spreek je weinig?"},
            {"title": "Kies een vaste dag.", "text": "Elke week, of één keer in de maand."},
        ],
        "moments": [
            {"date": "2018", "text": mark_safe("<p>De lokale aanpak begint.</p>")},
            {"date": "September 2019", "text": mark_safe("<p>Het netwerk krijgt een naam.</p>")},
        ],
        "access": [("zonder drempels", "yes"), ("rolstoeltoilet", "no"), ("ringleiding", "unknown")],
        "crumbs": [SimpleNamespace(title=title, url="#") for title in ("Home", "Agenda", "Schuif aan")],
        "result": _sample_page(),
        "choices": _choices(),
        "near_misses": [
            SimpleNamespace(label="Komende 7 dagen", query="", count=3, is_many=False),
            SimpleNamespace(label="In Oost", query="", count=100, is_many=True),
        ],
        "form": _sample_form(),
        "wrong": wrong,
        "order": _sample_order(),
        "covers": [(topic, [f"{topic}{number}" for number in range(6)]) for topic in TOPICS],
        "icons": sorted(_icon_names()),
    }
    return render(request, "styleguide.html", context)


def _sample_page() -> Any:
    page: Any = Paginator(range(200), 10).get_page(7)
    page.activities = 18
    return page


def _icon_names() -> list[str]:
    lines = (settings.BASE_DIR / "static" / "src" / "icons.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
