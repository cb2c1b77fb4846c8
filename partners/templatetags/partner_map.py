"""Where: `{% partner_map page asked %}`."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.maps import offer
from partners import maps
from partners.queries import Asked

register = template.Library()


@register.inclusion_tag("components/map.html")
def partner_map(page: Any, asked: Asked) -> dict[str, Any]:
    """The offer to show the organisations on a map, by district.

    `page` is the directory, `asked` what is asked of it.
    """
    places = f"{page.url}kaart/" + (f"?{asked.query_string}" if asked.query_string else "")
    about = _(
        "On the map every district has one sign, roughly in its middle. Who works in the whole city, or in a district "
        "that we do not know, is in the list only."
    )
    return {**offer(places, has_places=maps.has_places()), "about": about}
