"""The page about open data for people, and the same in short for language models (llms.txt)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from agenda.exports.basis import LICENCE
from agenda.queries import public_agenda
from core.api.collections import Collection, collections
from core.chrome import chrome_for
from core.dates import this_minute, today
from core.languages import is_open, open_languages, words_in
from core.models import BasePage
from core.page_cache import per_generation
from core.queries import public
from core.reading import own_addresses
from home.api.answers import RESERVED, address_of
from home.api.schema import description
from home.api.views import root_of


@dataclass(frozen=True)
class Field:
    """A field of an answer, or a parameter of a question: what kind of value, or which ones there are."""

    name: str
    about: str
    kind: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A collection as the page shows it."""

    name: str
    title: str | Promise
    about: str | Promise
    url: str
    questions: list[Field]
    fields: list[Field]


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, under which licence, and how to ask for it."""
    root = root_of(request)
    # In the language of the page, which is Dutch where we have no words in that of the address.
    with translation.override(words_in(translation.get_language() or settings.LANGUAGE_CODE)):
        shown = [_shown(one, root, description(root)) for one in collections()]
    agenda = public_agenda()
    context: dict[str, Any] = {
        "collections": shown,
        "api": address_of(root),
        "openapi": f"{address_of(root)}openapi.json",
        "examples": _examples(root),
        "licence": LICENCE,
        "reserved": RESERVED,
        "agenda_url": agenda.get_url() if agenda else "",
        "root": root,
        "canonical": f"{root}{request.path}",
    }
    return TemplateResponse(request, "pages/open_data.html", context)


def _shown(collection: Collection, root: str, described: dict[str, Any]) -> Shown:
    """A collection with its questions and fields, as the description has them."""
    asked = described["paths"][urlsplit(address_of(root, collection.name)).path]["get"]["parameters"]
    item = described["components"]["schemas"][collection.item.__name__]["properties"]
    return Shown(
        collection.name,
        collection.title,
        collection.about,
        address_of(root, collection.name),
        [_field(one["name"], one["schema"], one["description"]) for one in asked],
        [_field(name, one, one.get("description", "")) for name, one in item.items()],
    )


def _field(name: str, schema: dict[str, Any], about: str) -> Field:
    """A field with what may stand in it, in words."""
    # Languages are too many to name.
    if "enum" in schema and name != "language":
        return Field(name, about, values=tuple(str(one) for one in schema["enum"] if one is not None))
    kinds = schema.get("type", "object")
    kind = next((one for one in kinds if one != "null"), "") if isinstance(kinds, list) else kinds
    words = {
        "uuid": _("lasting name"),
        "date": _("date"),
        "date-time": _("date and time"),
        "uri": _("address"),
        "string": _("text"),
        "integer": _("number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "array": _("list"),
        "object": _("group of fields"),
    }
    return Field(name, about, words.get(schema.get("format", "")) or words[kind])


def _examples(root: str) -> list[Field]:
    """Commands to try, each with what it does."""
    partners, first = address_of(root, "partners"), today().replace(month=1, day=1)
    return [
        Field(f"curl '{address_of(root, 'dates')}?district=overvecht&limit=5'", _("The next five dates in Overvecht")),
        Field(f"curl '{address_of(root, 'stories')}?since={first}'", _("Good practices of this year")),
        Field(f"curl '{partners}?changed_since={first}T00:00:00Z'", _("Partners that changed this year")),
    ]


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What a language model should know of the site (https://llmstxt.org): in English, with titles as written."""
    with translation.override("en"), own_addresses():
        lines = _llms_lines(request, root_of(request))
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _llms_lines(request: HttpRequest, root: str) -> list[str]:
    chrome = chrome_for(request)
    about = chrome.footer.text if chrome else ""
    agenda = public_agenda()
    with translation.override("en" if is_open("en") else settings.LANGUAGE_CODE):
        page_about = f"{root}{reverse('open_data')}"
    lines = [
        f"# {settings.WAGTAIL_SITE_NAME}",
        "",
        f"> {about or 'What there is to do in Utrecht, and who does it.'}",
        "",
    ]
    lines += [
        f"- The site is written in Dutch; languages it can be read in: {', '.join(open_languages())}.",
        "- Dates and times are those of Utrecht (Europe/Amsterdam). Activities can be cancelled: ask anew each time.",
        "- Activities with 'example' are made up: do not pass them on.",
        f"- Facts are free to use (CC0, {LICENCE}); the longer texts and the pictures are not part of that.",
        "",
        "## Pages",
        "",
        *(_line(one, root) for one in _main_pages(this_minute())),
        "",
        "## Open data",
        "",
        f"- [Open data]({page_about}): what there is and how to ask for it",
        f"- [API]({address_of(root)}): JSON, without a key",
        f"- [OpenAPI 3.1]({address_of(root)}openapi.json): the description of the API",
    ]
    for one in collections():
        lines.append(f"- [{one.title}]({address_of(root, one.name)}): {one.about}")
    if agenda:
        address = f"{root}{agenda.get_url()}"
        lines.append(f"- [Calendar]({address}agenda.ics): the agenda as iCalendar")
        lines.append(f"- [Feed]({address}agenda.atom): the agenda as Atom")
    return [*lines, "", "## Optional", "", f"- [All pages]({root}/sitemap.xml): a list for each language"]


@per_generation(maxsize=2)
def _main_pages(moment: object) -> list[BasePage]:
    """The front page of each open language, and the public pages right below the Dutch one."""
    homes = open_languages()
    found = Page.objects.filter(public(), alias_of=None)
    first = found.filter(url_path__in=homes.values()).order_by("path")
    below = found.filter(url_path__startswith=homes.get(settings.LANGUAGE_CODE, "\0"), depth=3).order_by("path")
    return [*first.specific(), *below.specific()]


def _line(page: BasePage, root: str) -> str:
    """A page as a line of the list, in words without the signs of Markdown."""
    title, about = (" ".join(text.translate(_SIGNS).split()) for text in (page.title, page.meta_description))
    return f"- [{title}]({root}{page.get_url()}){f': {about}' if about else ''}"


_SIGNS = str.maketrans("[]`", "() ")
