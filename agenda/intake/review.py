"""What an editor sees of an activity that was sent in, beside its preview."""

from urllib.parse import quote_plus
from uuid import UUID

from agenda.intake import duplicates
from agenda.models import AgendaItemPage
from core.intake.flows import Review
from core.models import Submission


def review_of(draft: AgendaItemPage) -> Review:
    """Where it is, and what looks like the same thing."""
    venue = draft.venue
    lines = [venue.name, venue.street, venue.postcode, venue.area] if venue else [draft.meeting_point]
    address = ", ".join(line for line in lines if line)
    where = f"{venue.street} {venue.postcode} Utrecht" if venue and venue.street else ""
    map_url = f"https://www.openstreetmap.org/search?query={quote_plus(where)}" if where else ""
    return {"address": address, "map_url": map_url, "duplicates": duplicates.likely(draft)}


def districts_of(submissions: list[Submission]) -> dict[UUID, str]:
    """The district of each activity that has one, in one query."""
    pages = {one.page_id: one.pk for one in submissions if one.page_id}
    found = AgendaItemPage.objects.filter(pk__in=pages, venue__district__isnull=False)
    return {pages[key]: name for key, name in found.values_list("pk", "venue__district__name")}
