"""What the data files say each page holds."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wagtail.models import Page

from agenda.models import Access, AgendaIndexPage, AgendaItemPage, CampaignPage, SubmitActivityPage
from core.dates import day_start, today
from home.demo.book import HOME, Book, Entry, Values, read
from home.demo.dates import agenda_changes, agenda_dates
from home.demo.markup import body_blocks, raw_stream, rich_text
from home.models import ContentPage
from infokaart.models import InfokaartOrderPage, ProductPage
from news.models import NewsIndexPage, NewsPage, ReportPage, StoryPage
from partners.models import AdvertIndexPage, PartnerIndexPage, PartnerPage, PledgePage

_INDEX_MODELS: dict[str, type[Page]] = {
    "agenda": AgendaIndexPage,
    "articles": NewsIndexPage,
    "partners": PartnerIndexPage,
}
_PAGE_MODELS: dict[str, type[Page]] = {
    "adverts": AdvertIndexPage,
    "page": ContentPage,
    "pledge": PledgePage,
    "submit_activity": SubmitActivityPage,
}
# How long ago examples that are not called new were published, in days.
_NOT_NEW = 30


def entries() -> Iterable[Entry]:
    """Every page of the data except the front page, parents before children."""
    for row in read("site")["index"]:
        yield Entry(f"index/{row['slug']}", HOME, _INDEX_MODELS[row["kind"]], row, _index_values)
    for row in read("pages")["page"]:
        parent = row.get("below") or (f"page/{row['parent']}" if "parent" in row else HOME)
        yield Entry(f"page/{row['slug']}", parent, _PAGE_MODELS[row.get("kind", "page")], row, _page_values)
    partners = read("partners")
    for row in partners["partner"]:
        named = row | {"source": "; ".join(partners["sources"][name] for name in row["sources"])}
        yield Entry(f"partner/{row['slug']}", "index/wie-doet-mee", PartnerPage, named, _partner_values)
    yield from _agenda_entries()
    yield from _article_entries()
    yield from _infokaart_entries()


def _agenda_entries() -> Iterable[Entry]:
    agenda = read("agenda")
    for row in agenda["campaign"]:
        key = f"campaign/{row['slug']}"
        yield Entry(key, "index/agenda", CampaignPage, row, _campaign_values, birth=_period(row))
    for row in agenda["item"]:
        # Only what is new may say so; the rest has been on the site for a while.
        published = {} if row.get("new") else {"first_published_at": day_start(today() - dt.timedelta(days=_NOT_NEW))}
        yield Entry(f"agenda/{row['slug']}", "index/agenda", AgendaItemPage, row, _item_values, birth=published)


def _infokaart_entries() -> Iterable[Entry]:
    cards = read("infokaart")
    yield Entry("infokaart/bestellen", HOME, InfokaartOrderPage, cards["order"], _order_page_values)
    for row in cards["product"]:
        yield Entry(f"product/{row['slug']}", "infokaart/bestellen", ProductPage, row, _product_values)


def _article_entries() -> Iterable[Entry]:
    stories = read("stories")
    for row in stories["story"]:
        names = stories["sources"]
        figures = [figure | {"source": names[figure["source"]]} for figure in row.get("figures", [])]
        named = row | {"source": "; ".join(names[name] for name in row["sources"]), "figures": figures}
        yield Entry(f"story/{row['slug']}", "index/verhalen", StoryPage, named, _story_values)
    for row in read("reports")["report"]:
        # Reports and meetings may share a slug: they have different parents.
        yield Entry(f"report/{row['slug']}", "index/overzicht", ReportPage, row, _report_values)
    for row in read("news")["article"]:
        yield Entry(f"news/{row['slug']}", "index/overzicht", NewsPage, row, _article_values)


def _base(book: Book, entry: Entry) -> Values:
    row = entry.row
    values = Values(fields={"title": row["title"], "summary": row["summary"], "topic_id": book.topics[row["topic"]]})
    if "body" in row:
        values.streams["body"] = body_blocks(row["body"], book.page_id, entry.key)
    return values


def home_values(book: Book, words: dict[str, Any] | None = None) -> Values:
    """What the front page holds, or with other `words` its translation."""
    row = read("site")["home"] | (words or {})
    doors = [("door", door | {"page": book.page_id(door["page"])}) for door in row["doors"]]
    figures = [("figure", figure) for figure in row["figures"]]
    names = ("title", "heading", "summary", "doors_title", "figures_title")
    return Values(
        fields={name: row[name] for name in names},
        streams={
            "doors": raw_stream([door for door in doors if door[1]["page"]], f"{HOME}/doors"),
            "figures": raw_stream(figures, f"{HOME}/figures"),
        },
    )


def _index_values(book: Book, entry: Entry) -> Values:
    values = _base(book, entry)
    values.fields["show_in_menus"] = entry.row.get("menu", True)
    if "invitation_page" in entry.row:
        values.fields["invitation_page_id"] = book.page_id(entry.row["invitation_page"])
        values.fields |= {name: entry.row[name] for name in ("invitation_title", "invitation_text")}
    return values


def _page_values(book: Book, entry: Entry) -> Values:
    values = _base(book, entry)
    values.fields["show_in_menus"] = entry.row.get("menu", False)
    if "declaration" in entry.row:
        values.fields["declaration"] = rich_text(entry.row["declaration"], book.page_id)
    return values


def _partner_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _base(book, entry)
    values.fields |= {
        "source": row["source"],
        "website": row.get("website", ""),
        "citywide": row.get("citywide", False),
        "neighbourhood": row.get("neighbourhood", ""),
        "featured": row.get("featured", False),
    }
    values.relations["districts"] = [book.districts[slug] for slug in row.get("districts", [])]
    values.relations["audiences"] = [book.audiences[slug] for slug in row["audiences"]]
    return values


def _period(row: dict[str, Any]) -> dict[str, Any]:
    """A campaign's days: fixed, or counted from today."""
    if "start" in row:
        return {"start_date": row["start"], "end_date": row["end"]}
    start = today() + dt.timedelta(days=row["offset"])
    return {
        "start_date": start,
        "end_date": start + dt.timedelta(days=row["days"] - 1),
        "announce_from": today() + dt.timedelta(days=row["announce_offset"]),
        "submissions_from": today() + dt.timedelta(days=row["hand_in"][0]),
        "submissions_until": today() + dt.timedelta(days=row["hand_in"][1]),
    }


def _campaign_values(book: Book, entry: Entry) -> Values:
    values = _base(book, entry)
    values.fields |= _period(entry.row)
    return values


def _item_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _base(book, entry)
    values.fields |= {
        "kind": row.get("kind", AgendaItemPage.Kind.ACTIVITY),
        "venue_id": book.venues[row["venue"]] if "venue" in row else None,
        "campaign_id": book.page_id(f"campaign/{row['campaign']}") if "campaign" in row else None,
        "price": Decimal(row.get("price", "0")) if row.get("price") != "unknown" else None,
        "sign_up": row.get("sign_up", AgendaItemPage.SignUp.NONE),
        "is_example": row.get("example", False),
        "come_alone": row.get("come_alone", False),
        **{name: row.get(name, "") for name in ("meeting_point", "price_note", "sign_up_note", "dutch_level")},
        **{name: row.get(name, Access.UNKNOWN) for name in ("quiet", "interpreter")},
    }
    values.relations["organisers"] = book.page_ids("partner", row.get("organisers", []))
    values.relations["audiences"] = [book.audiences[slug] for slug in row["audiences"]]
    values.relations["languages"] = [book.languages[slug] for slug in row.get("languages", [])]
    values.relations["profiles"] = [book.profiles[slug] for slug in row.get("profiles", [])]
    values.dates = agenda_dates(row["dates"], today())
    values.changes = agenda_changes(row.get("changes", []), values.dates, today())
    return values


def _article_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _base(book, entry)
    values.fields |= {"date": row["date"], "source": row["source"]}
    values.relations["partners"] = book.page_ids("partner", row.get("partners", []))
    return values


def _story_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _article_values(book, entry)
    values.fields |= {"place": row.get("place", ""), "steps_title": row["steps_title"]}
    values.relations["audiences"] = [book.audiences[slug] for slug in row["audiences"]]
    blocks = {
        "quote": [("quote", row["quote"])] if "quote" in row else [],
        "figures": [("figure", figure) for figure in row["figures"]],
        "video": [("video", row["video"])] if "video" in row else [],
        "steps": [("step", step) for step in row["steps"]],
    }
    values.streams |= {name: raw_stream(found, f"{entry.key}/{name}") for name, found in blocks.items()}
    return values


def _report_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _article_values(book, entry)
    values.fields |= {
        "meeting_date": row["meeting_date"],
        "place": row["place"],
        "attendance": row.get("attendance", ""),
        "agenda_item_id": book.page_id(f"agenda/{row['agenda_item']}"),
    }
    return values


def _order_page_values(book: Book, entry: Entry) -> Values:
    values = _base(book, entry)
    values.fields["promise"] = entry.row["promise"]
    values.pickup_points = entry.row["pickup_points"]
    return values


def _product_values(book: Book, entry: Entry) -> Values:
    row, values = entry.row, _base(book, entry)
    same = ("pack_size", "most_per_order", "most_per_address")
    values.fields |= {
        **{name: row[name] for name in same},
        "format": row.get("format", ""),
        "low_stock": row.get("low_stock", 0),
        "is_picked_up": row.get("is_picked_up", False),
        "back_on": today() + dt.timedelta(days=row["back_in_days"]) if "back_in_days" in row else None,
        "available_from": today() + dt.timedelta(days=row["open_in_days"]) if "open_in_days" in row else None,
        "document_id": book.documents.get(row.get("document", "")),
    }
    return values
