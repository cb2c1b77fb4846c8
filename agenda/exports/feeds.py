"""The agenda as an Atom feed (RFC 4287)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html

from agenda.exports.basis import (
    LICENCE,
    NAMESPACE,
    Asked,
    changed_at,
    dates,
    open_response,
    place_in_words,
    plain,
    title_in_words,
    uid,
    when_in_words,
)
from agenda.models import AgendaIndexPage, Occurrence
from core.page_cache import per_generation

MOST_ENTRIES = 50
# The namespace of tag: addresses (RFC 4151): a name and a day on which it was ours.
_TAG = f"tag:{NAMESPACE},2026-01-01:"


class _Feed(Atom1Feed):
    """Django's feed, except that an empty one does not look changed every time it is read."""

    def latest_post_date(self) -> dt.datetime:
        """When something in it last changed."""
        changed = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(changed, default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def atom_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """The first `MOST_ENTRIES` dates that answer a question, each as an entry."""
    return open_response(_body(Asked.of(page, request)), "application/atom+xml; charset=utf-8")


@per_generation(maxsize=16)
def _body(asked: Asked) -> str:
    feed = _Feed(
        title=plain(asked.name),
        link=asked.url(),
        description="",
        language=asked.language,
        feed_url=asked.url("agenda.atom"),
        feed_guid=f"{_TAG}{asked.language}?{asked.question.query_string}",
        author_name="Utrecht Omarmt",
        feed_copyright=f"CC0 1.0, {LICENCE}",
    )
    for one in dates(asked, MOST_ENTRIES):
        item = one.item
        feed.add_item(
            title=plain(f"{title_in_words(one, item)} ({when_in_words(one)})"),
            link=asked.item_url(item),
            description=plain(_summary(one)),
            unique_id=f"{_TAG}{uid(one, item).partition('@')[0]}",
            pubdate=item.first_published_at,
            updateddate=changed_at(item) or one.start,
            categories=[str(item.get_kind_display()), *([plain(item.topic.label)] if item.topic else [])],
        )
    return feed.writeString("utf-8")


def _summary(one: Occurrence) -> str:
    """The entry's text as HTML."""
    facts = filter(None, [when_in_words(one), place_in_words(one.item), str(one.item.price_label)])
    lines = filter(None, [one.note, one.moved_label, one.item.summary])
    return format_html("<p>{}</p>", " · ".join(facts)) + "".join(f"<p>{escape(line)}</p>" for line in lines)
