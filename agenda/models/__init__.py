"""Things to go to: agenda items with their dates and venues, and campaigns that bundle them."""

from agenda.models.campaigns import CampaignPage
from agenda.models.dates import AgendaDate, Occurrence, Status
from agenda.models.index import AgendaIndexPage
from agenda.models.items import AgendaItemPage
from agenda.models.venues import Access, Venue

__all__ = [
    "Access",
    "AgendaDate",
    "AgendaIndexPage",
    "AgendaItemPage",
    "CampaignPage",
    "Occurrence",
    "Status",
    "Venue",
]
