"""Where: `{% agenda_map page question %}` and `{% district_links page %}`."""

from typing import Any

from django import template

from agenda.finding import maps
from agenda.finding.filters import AgendaFilter
from core.maps import offer
from core.models import District
from core.queries import all_districts

register = template.Library()


@register.inclusion_tag("components/map.html")
def agenda_map(page: Any, question: AgendaFilter) -> dict[str, Any]:
    """The offer to show a map; nothing without places of which we know where they are.

    `page` is the agenda, `question` what is asked of it.
    """
    places = f"{page.url}kaart/" + (f"?{question.query_string}" if question.query_string else "")
    return offer(places, has_places=not question.is_archive and maps.has_places())


@register.inclusion_tag("components/district_links.html")
def district_links(page: Any, district: District | None = None) -> dict[str, Any]:
    """The page of each district below the agenda `page`, but for the one that is being shown."""
    return {"districts": [one for one in all_districts() if one != district], "agenda_url": page.url}
