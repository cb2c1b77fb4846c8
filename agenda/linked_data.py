"""The agenda in the terms of schema.org: an item's next date as Event, its rules as Schedule, a list as ItemList."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.occurrences import Occurrence, Status
from agenda.models.venues import Access
from agenda.schedule.recurrence import WEEKDAYS, Rule
from core.models.pages import as_json_ld

if TYPE_CHECKING:
    from agenda.models.index import AgendaIndexPage
    from agenda.models.items import AgendaItemPage

_STATUS = {
    Status.CANCELLED: "EventCancelled",
    Status.POSTPONED: "EventPostponed",
    Status.ONLINE: "EventMovedOnline",
}
UTRECHT = {"@type": "PostalAddress", "addressLocality": "Utrecht", "addressCountry": "NL"}
_PERIOD = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OFF = {
    AgendaDateChange.Action.SKIPPED,
    AgendaDateChange.Action.CANCELLED,
    AgendaDateChange.Action.POSTPONED,
    AgendaDateChange.Action.MOVED,
}


def event(one: Occurrence, item: "AgendaItemPage", url: str) -> dict[str, Any]:
    """One date as the properties of an Event: times, status, place, price; `url` is the item's own address."""
    online = one.status == Status.ONLINE
    status = "EventRescheduled" if one.moved_from and one.happens and not online else "EventScheduled"
    data: dict[str, Any] = {
        "startDate": one.local_start.date().isoformat() if one.all_day else one.local_start.isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS.get(Status(one.status), status)}",
        "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode",
        "location": _place(item, url, online=online),
    }
    if one.moved_from:
        planned = one.moved_from.astimezone(one.local_start.tzinfo)
        data["previousStartDate"] = planned.date().isoformat() if one.all_day else planned.isoformat()
    if one.all_day:
        data["endDate"] = one.last_day.isoformat()
    elif not one.open_ended:
        data["endDate"] = one.local_end.isoformat()
    if item.price is not None:
        data["isAccessibleForFree"] = item.is_free
        in_stock = "SoldOut" if one.status == Status.FULL else "InStock"
        data["offers"] = {
            "@type": "Offer",
            "price": str(item.price),
            "priceCurrency": "EUR",
            "url": item.sign_up_url or url,
            "availability": f"https://schema.org/{in_stock}",
        }
    return data


def list_below(
    page: "AgendaIndexPage", request: HttpRequest, title: str, address: str, dates: Iterable[Occurrence]
) -> SafeString:
    """A list at an address below the agenda: its trail, and what is on it, each once, without examples."""
    items = {date.item_id: date.item for date in dates if not date.item.is_example}
    root = page.get_full_url(request)
    entries = [
        {"@type": "ListItem", "position": position, "name": item.title, "url": urljoin(root, item.card_url)}
        for position, item in enumerate(items.values(), start=1)
    ]
    data = {
        "@type": "CollectionPage",
        "name": title,
        "url": address,
        "inLanguage": page.language_code,
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(entries), "itemListElement": entries},
    }
    return as_json_ld(data, [*page.trail(request), (title, address)])


def _place(item: "AgendaItemPage", url: str, *, online: bool) -> dict[str, Any]:
    if online:
        return {"@type": "VirtualLocation", "url": item.sign_up_url or url}
    if not item.venue:
        return {"@type": "Place", "name": item.meeting_point or "Utrecht", "address": UTRECHT}
    venue, address = item.venue, dict(UTRECHT)
    address |= {"streetAddress": venue.street} if venue.street else {}
    address |= {"postalCode": venue.postcode} if venue.postcode else {}
    place: dict[str, Any] = {"@type": "Place", "name": venue.name, "address": address}
    if venue.latitude is not None and venue.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(venue.latitude),
            "longitude": float(venue.longitude),
        }
    # What nobody has answered yet is left out: it is no 'no'.
    facts = [
        {"@type": "LocationFeatureSpecification", "name": words, "value": answer == Access.YES}
        for words, answer in venue.access_facts
        if answer != Access.UNKNOWN
    ]
    return {**place, "amenityFeature": facts} if facts else place


def schedules(rows: Iterable[AgendaDate], changes: Iterable[AgendaDateChange]) -> list[dict[str, Any]]:
    """The rules as Schedules; without those that schema.org has no words for (BYSETPOS)."""
    changes = list(changes)
    found = [(row, Rule.parse(row.rule)) for row in rows if row.rule]
    return [_schedule(row, rule, changes) for row, rule in found if not rule.by_set_pos]


def _schedule(row: AgendaDate, rule: Rule, changes: list[AgendaDateChange]) -> dict[str, Any]:
    off = {one.day for one in changes if one.action in _OFF and one.time in {None, row.start_time}}
    data: dict[str, Any] = {
        "@type": "Schedule",
        "repeatFrequency": f"P{rule.interval}{_PERIOD[rule.frequency]}",
        "byDay": [f"{nth}{WEEKDAYS[day]}" if nth else f"https://schema.org/{_DAYS[day]}" for nth, day in rule.by_day],
        "byMonthDay": list(rule.by_month_day),
        "byMonth": list(rule.by_month),
        "repeatCount": rule.count,
        "startDate": row.start_date.isoformat(),
        "endDate": rule.until.isoformat() if rule.until else None,
        "startTime": row.start_time.isoformat() if row.start_time else None,
        "endTime": row.end_time.isoformat() if row.end_time else None,
        "scheduleTimezone": settings.TIME_ZONE,
        # Days before the first are left from an earlier rule.
        "exceptDate": sorted(day.isoformat() for day in off if day >= row.start_date),
    }
    return {name: value for name, value in data.items() if value}
