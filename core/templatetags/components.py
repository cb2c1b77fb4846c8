"""What the templates need beyond an include: icons, drawings, pictures, dates in the reader's language, form fields.

Built in: every template may use these without `{% load %}`. Each is shown on /stijlgids/.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.cache import caches
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext
from wagtail.images.models import Picture
from wagtail.images.shortcuts import get_rendition_or_not_found, get_renditions_or_not_found

from core import art
from core.chrome import phone_href
from core.dates import local_day, local_time, today
from core.listing import comma, listed
from core.page_cache import generation
from core.reading import reader_language

register = template.Library()

# The renditions of a cover photo; the style sheet crops them further where a place asks for it.
COVER_SPECS = [
    f"fill-{size}|format-{kind}" for kind in ("avif", "webp") for size in ("480x300", "960x600", "1440x900")
]
PICTURE_SPECS = [f"width-{width}|format-{kind}" for kind in ("avif", "webp") for width in (480, 960, 1440)]
LOGO_SPEC = "max-160x200|format-webp"

_PLACES = {
    "card": "(min-width: 62rem) 30rem, (min-width: 48rem) 50vw, 100vw",
    "list": "11rem",
    "banner": "(min-width: 62rem) 52rem, 100vw",
    "half": "(min-width: 62rem) 34rem, 100vw",
}


# --- Icons and drawings -----------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def _icon(name: str, classes: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', classes, sprite, name
    )


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "clock" %}`: an icon from static/src/icons.txt. Always beside text; `extra` is a second class."""
    return _icon(name, f"icon {extra}".strip(), static("icons.svg"))


def _picture(image: Any, specs: list[str], *, sizes: str, eager: bool, alt: str | None = None) -> SafeString:
    renditions = get_renditions_or_not_found(image, specs)
    attrs = {"sizes": sizes, "alt": image.default_alt_text if alt is None else alt}
    if alt is None and attrs["alt"] and get_language() != settings.LANGUAGE_CODE:
        # What a picture shows by itself is written in Dutch only.
        attrs["lang"] = settings.LANGUAGE_CODE
    # The first picture of a page is part of what one sees at once; all others wait.
    attrs |= {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    return Picture(renditions, attrs).__html__()


@register.simple_tag
def cover(page: Any, place: str = "card", *, narrow: bool = False, eager: bool = False) -> SafeString:
    """`{% cover page "card" %}`: the page's photo, or else its drawing.

    `page` has `cover_image`, `art_topic` and `art_seed`; `place` is card, list, banner or half and sets the size of
    the photo; `narrow` asks for the drawing without badge; `eager` for a photo that is visible at once.
    """
    image = getattr(page, "cover_image", None)
    if image is not None:
        return _picture(image, COVER_SPECS, sizes=_PLACES[place], eager=eager)
    return mark_safe(art.cover(page.art_topic, page.art_seed, narrow=narrow))  # noqa: S308 - our own drawing


@register.simple_tag
def photo(image: Any, alt: str | None = None) -> SafeString:
    """`{% photo image alt %}`: a picture in the text, in its own proportions."""
    return _picture(image, PICTURE_SPECS, sizes="(min-width: 48rem) 42rem, 100vw", eager=False, alt=alt)


@register.simple_tag
def sign(partner: Any) -> SafeString:
    """`{% sign partner %}`: an organisation's logo, or else the arch of its topic. The name stands beside it."""
    logo = getattr(partner, "logo", None)
    if logo is None:
        return mark_safe(art.shield(partner.art_topic, partner.art_seed))  # noqa: S308 - our own drawing
    rendition = get_rendition_or_not_found(logo, LOGO_SPEC)
    return format_html(
        '<span class="shield shield--logo"><img src="{}" width="{}" height="{}" alt="" loading="lazy"></span>',
        rendition.url,
        rendition.width,
        rendition.height,
    )


@register.simple_tag
def drawing(name: str, kind: str = "", seed: str = "") -> SafeString:
    """`{% drawing "wharf" %}`: a drawing: wharf, logo, arch_border, door (kind), cover and shield (topic, seed)."""
    drawings: dict[str, Callable[[], str]] = {
        "wharf": art.wharf,
        "logo": art.logo,
        "arch_border": art.arch_border,
        "door": lambda: art.door(kind),
        "cover": lambda: art.cover(kind, seed, narrow=True),
        "shield": lambda: art.shield(kind, seed),
    }
    return mark_safe(drawings[name]())  # noqa: S308 - our own drawing


# --- Dates and times: on Utrecht's clocks, in the reader's language ----------------------------------------
@lru_cache(maxsize=4096)
def _formatted(day: dt.date, pattern: str, language: str | None) -> str:
    return format_date(day, pattern)


def _local_day(moment: dt.date | dt.datetime) -> dt.date:
    return local_day(moment) if isinstance(moment, dt.datetime) else moment


def _day(moment: dt.date | dt.datetime, pattern: str) -> str:
    return _formatted(_local_day(moment), pattern, get_language())


def _clock(moment: dt.datetime) -> str:
    local = local_time(moment)
    # Translators: the sign between hours and minutes; Dutch uses a full stop.
    sign = pgettext("between hours and minutes", ":")
    return f"{local:%H}{sign}{local:%M}"


@register.filter
def short_day(moment: dt.date) -> str:
    """The weekday in two or three letters: `di`."""
    return _day(moment, "D")


@register.filter
def short_month(moment: dt.date) -> str:
    """The month in three letters: `sep`."""
    return _day(moment, "b")


@register.filter
def day_name(moment: dt.date) -> str:
    """The weekday: `dinsdag`."""
    return _day(moment, "l")


@register.filter
def date_long(moment: dt.date) -> str:
    """Weekday, day and month: `dinsdag 22 september`; with the year when it is not the present one."""
    day = _local_day(moment)
    # Translators: patterns of Django's date filter.
    pattern = pgettext("long date", "l j F")
    if day.year != today().year:
        pattern = pgettext("long date with year", "l j F Y")
    return _day(day, pattern)


@register.filter
def date_plain(moment: dt.date) -> str:
    """Day, month and year: `22 september 2026`."""
    return _day(moment, pgettext("date", "j F Y"))


@register.simple_tag
def date_range(first: dt.date, last: dt.date) -> str:
    """From the first day up to and including the last: `24 tot en met 30 september`."""
    month = pgettext("day and month", "j F")
    if first == last:
        return date_long(first)
    begin = _day(first, "j" if (first.year, first.month) == (last.year, last.month) else month)
    end = _day(last, month if last.year == today().year else pgettext("date", "j F Y"))
    return gettext("%(first)s to %(last)s") % {"first": begin, "last": end}


@register.filter
def time_range(occurrence: Any) -> str:
    """When an occurrence is, within its day: `12.00 – 13.30 uur`, `vanaf 14.00 uur`, `de hele dag`.

    One that takes several days: up to and including its last day.
    """
    if occurrence.spans_days:
        return gettext("until %(day)s") % {"day": date_long(occurrence.last_day)}
    if occurrence.all_day:
        return gettext("all day")
    if occurrence.open_ended:
        return gettext("from %(time)s") % {"time": _clock(occurrence.start)}
    # Translators: two times of day; Dutch adds 'uur'.
    return gettext("%(start)s – %(end)s") % {"start": _clock(occurrence.start), "end": _clock(occurrence.end)}


@register.filter
def tel(number: str) -> str:
    """A telephone number as an address: `tel:0301234567`."""
    return phone_href(str(number))


@register.filter
def lines(text: str | None) -> list[str]:
    """The lines of a text, none of None. Our own HTML is one line."""
    return [text] if isinstance(text, SafeString) else str(text or "").splitlines()


@register.filter
def bare_address(url: str) -> str:
    """A web address as one says it: without scheme, `www.` and the last slash."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


# --- Agenda items -----------------------------------------------------------------------------------------
_STATUS_ICONS = {"cancelled": "circle-x", "postponed": "calendar-days", "full": "users", "online": "video"}


def _few_names(names: str, longest: int = 28) -> str:
    """The first names of a list that fit in `longest` characters, at least one; an ellipsis stands for the others."""
    shown, *others = names.split(comma())
    for name in others:
        if len(shown) + len(name) + 2 > longest:
            return f"{shown} …"
        shown = listed([shown, name])
    return shown


def _badges(occurrence: Any) -> list[tuple[str, str, str]]:
    """The badges of an occurrence as (class, icon, text): status first, then price, access, for whom, new, example."""
    item, badges = occurrence.item, []
    if occurrence.status != "planned":
        kind = "label--new" if occurrence.status == "online" else "label--stop"
        badges.append((kind, _STATUS_ICONS[occurrence.status], occurrence.get_status_display()))
    badges.append(("label--free" if item.is_free else "", "", item.price_label))
    if item.is_step_free:
        badges.append(("", "accessibility", gettext("Wheelchair")))
    if item.audience_label:
        badges.append(("", "users", _few_names(item.audience_label)))
    if item.is_new:
        badges.append(("label--new", "", gettext("New")))
    badges = badges[:4]
    if item.is_example:
        badges.append(("label--example", "", gettext("Example")))
    return badges


def _kept(template_name: str, make_context: Callable[[], dict[str, Any]], *key: Any, content: str = "") -> SafeString:
    """A part of a page, kept until `content` changes or the day ends; one of an unsaved row (no pk) never is.

    `content` stands for all that the part shows; without it any change of public content counts.
    """
    if key[0] is None:
        return render_to_string(template_name, make_context())
    name = ":".join(
        map(
            str,
            (template_name, content or generation(), get_language(), reader_language(), today(), *key),
        )
    )
    kept = caches["fragments"].get(name)
    if kept is None:
        kept = str(render_to_string(template_name, make_context()))
        caches["fragments"].set(name, kept)
    return mark_safe(kept)  # noqa: S308 - our own template, escaped when it was made


def _content_of(occurrence: Any) -> str:
    """A short text that differs as soon as anything that a card shows of a date differs; kept with the row."""
    if known := occurrence.__dict__.get("_card_content"):
        return known
    item = occurrence.item
    rows = (occurrence, item, item.venue, item.venue and item.venue.district, item.topic, item.cover_image)
    values = [row.__dict__.get(field.attname) for row in rows if row for field in row._meta.concrete_fields]
    shown = repr((values, item.audience_label, item.card_url, item.title_language))
    occurrence._card_content = hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()
    return occurrence._card_content


@register.simple_tag
def agenda_item(occurrence: Any, *, wide: bool = False) -> SafeString:
    """`{% agenda_item occurrence wide=True %}`: one date of an agenda item, as a list element.

    `wide` is the list with a drawing on the far side; without it the card for a grid.
    """

    def context() -> dict[str, Any]:
        return {
            "occurrence": occurrence,
            "item": occurrence.item,
            # What began earlier and is still going on stands under today.
            "day": today() if occurrence.is_today else _local_day(occurrence.start),
            "badges": _badges(occurrence),
            "wide": wide,
        }

    # A list has many cards, and most changes touch none of them.
    content = _content_of(occurrence) if occurrence.pk else ""
    return _kept("components/agenda_item.html", context, occurrence.pk, wide, content=content)


@register.simple_tag
def partner_card(partner: Any) -> SafeString:
    """`{% partner_card partner %}`: a partner in a list, as a list element."""
    return _kept("components/partner_card.html", lambda: {"partner": partner}, partner.pk)


# --- Form fields ------------------------------------------------------------------------------------------
_WIDGETS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.RadioSelect, "choices", "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxSelectMultiple, "choices", "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.CheckboxInput, "choice", "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.Select, "field", "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "field", "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Widget, "field", "utrecht-textbox utrecht-textbox--html-input"),
)


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """`{% form_field form.title %}`: label, description, error and control of one field, joined for screen readers."""
    kind, classes = next(
        (kind, classes) for widget, kind, classes in _WIDGETS if isinstance(field.field.widget, widget)
    )
    if field.errors:
        classes += f" {classes.split(' ', maxsplit=1)[0]}--invalid"
    name = field.id_for_label or field.auto_id
    described = [f"{name}-help"] * bool(field.help_text) + [f"{name}-error"] * bool(field.errors)
    attrs: dict[str, str | bool] = {"class": classes}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {"field": field, "kind": kind, "name": name, "attrs": attrs, "control": field.as_widget(attrs=attrs)}


@register.inclusion_tag("components/form_guards.html")
def form_guards(form: forms.Form) -> dict[str, Any]:
    """`{% form_guards form %}`: what a `ProtectedForm` needs and nobody fills in."""
    return {"form": form}


# --- Small questions a template may ask ---------------------------------------------------------------------
_SITE_NAMES = {"youtube.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo"}


@register.filter
def site_name(url: str) -> str:
    """The name of the site behind an address: `YouTube`, else the host."""
    host = bare_address(url).split("/", 1)[0]
    return _SITE_NAMES.get(host, host)


@register.filter
def indented(text: str) -> str:
    """Text whose further lines stand as far in as its first, in a letter without style."""
    return "\n    ".join(text.splitlines())


@register.filter
def page_numbers(result: Any) -> list[int]:
    """The page numbers to link to: first, last and those around the present one; 0 stands for a gap."""
    last, here = result.paginator.num_pages, result.number
    shown = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def block_values(stream: Any) -> list[Any]:
    """The values of a stream's blocks, so that a component need not know of streams."""
    return [block.value for block in stream]


@register.filter
def way_back(breadcrumbs: Any) -> str:
    """The address of the page above the present one; empty on the front page."""
    return (breadcrumbs[-2].url or "") if breadcrumbs and len(breadcrumbs) > 1 else ""


@register.filter
def unknown_facts(facts: list[tuple[str, str]]) -> str:
    """The names of the access facts nobody has answered yet, as one text; empty when all are known."""
    return listed(name for name, answer in facts if answer not in {"yes", "no"})
