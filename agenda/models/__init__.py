"""Things to go to: agenda items with their dates and venues, and campaigns that bundle them."""

from agenda.models.campaigns import CampaignPage
from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.imports import CalendarSource, ImportedEvent
from agenda.models.index import AgendaIndexPage
from agenda.models.intake import SubmitActivityPage
from agenda.models.items import AgendaItemPage
from agenda.models.occurrences import Occurrence, Status
from agenda.models.referral import Basket, InterventionProfile
from agenda.models.venues import Access, Venue

__all__ = [
    "Access",
    "AgendaDate",
    "AgendaDateChange",
    "AgendaIndexPage",
    "AgendaItemPage",
    "Basket",
    "CalendarSource",
    "CampaignPage",
    "ImportedEvent",
    "InterventionProfile",
    "Occurrence",
    "Status",
    "SubmitActivityPage",
    "Venue",
]
