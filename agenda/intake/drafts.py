"""Answers become a draft in the agenda: in the source language, without anything about the sender.

Of a submission whose draft is made, `data` keeps only what has no place in a page: `title` as it was sent, `place` (a
`NewPlace` that becomes a venue once an editor agrees, with `shown`: how the draft says it, and `meeting_point`) and
`organisation` when it has no page yet. A change may add `words` and `website` (`changing`), for an editor to put in.
"""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from agenda.addresses import is_taken
from agenda.intake import words
from agenda.intake.answers import Answers
from agenda.intake.where import ACCESS_OF_PLACE, NewPlace
from agenda.models import Access, AgendaIndexPage, AgendaItemPage, CampaignPage, Venue
from agenda.queries import source_agenda
from core.intake import pictures
from core.intake.pages import hand_in
from core.intake.services import IllegalMove
from core.models import Audience, District, SentPicture, SpokenLanguage, Submission, Topic
from core.slugs import free_slug
from partners import names
from partners.models import PartnerPage

_LONGEST_PLACE = 120
# What an editor must put in a page by hand, of a text that an editor made more of.
FOR_EDITOR = ("words", "website")


def make(submission: Submission) -> AgendaItemPage:
    """Make the draft below the agenda, hand it in to Wagtail's workflow, and forget what is in it now.

    Runs in the transaction of the verb. Raises IllegalMove when there is no agenda.
    """
    found = source_agenda()
    if found is None:
        raise IllegalMove("There is no agenda to put it in.")
    # Of two drafts made at once the second waits: both would take the same place in the tree.
    list(Page.objects.filter(pk=found.pk).order_by().select_for_update(no_key=True).values_list("pk"))
    agenda = AgendaIndexPage.objects.get(pk=found.pk)
    answers = Answers.of(submission)
    with translation.override(settings.LANGUAGE_CODE):
        item = item_of(submission, answers)
        item.slug = free_slug(agenda, item.title, otherwise="activiteit", is_taken=is_taken)
        item.cover_image = picture_of(submission, answers, item.title)
        agenda.add_child(instance=item)
        hand_in(item)
    submission.page = Page.objects.get(pk=item.pk)
    submission.data = kept(answers, item)
    submission.save(update_fields=["page", "data"])
    return item


def item_of(submission: Submission, answers: Answers) -> AgendaItemPage:
    """The activity that follows from the answers, unsaved, without address and picture; wrong answers are left out."""
    what, when, where, who = answers.forms(lenient=True)
    item = AgendaItemPage(
        live=False,
        has_unpublished_changes=True,
        # So the drawing that the sender saw is the drawing that the page gets.
        translation_key=submission.uuid,
        title=what.cleaned_data.get("title") or str(_("Activity")),
        kind=what.cleaned_data.get("kind") or AgendaItemPage.Kind.ACTIVITY,
        price=what.cleaned_data.get("price"),
        price_note=what.cleaned_data.get("price_note", ""),
        **{name: where.cleaned_data.get(name) or Access.UNKNOWN for name in ("quiet", "interpreter")},
        **{name: where.cleaned_data.get(name, "") for name in ("dutch_level", "meeting_point")},
        come_alone=where.cleaned_data.get("come_alone", False),
        venue=where.known,
        sign_up=who.cleaned_data.get("sign_up") or AgendaItemPage.SignUp.NONE,
        sign_up_note=who.cleaned_data.get("sign_up_note", ""),
        phone=who.cleaned_data.get("contact_phone", ""),
        email=who.cleaned_data.get("contact_email", ""),
    )
    if item.sign_up != AgendaItemPage.SignUp.NONE:
        item.sign_up_url = who.cleaned_data.get("contact_website", "")
    if where.new_place:
        item.meeting_point = _shown(where.new_place, item.meeting_point)
    _add_relations(item, what.cleaned_data, where.cleaned_data, who.cleaned_data)
    _add_words(item, what.cleaned_data.get("text", ""), who.cleaned_data)
    item.dates, item.changes = when.dates, when.changes  # type: ignore[misc]
    return item


def settle_place(item: AgendaItemPage, submission: Submission) -> bool:
    """Give a draft its new place as a venue, now that an editor agrees; False when there is nothing to do.

    An editor who chose a venue, or wrote the place in other words, knows better.
    """
    kept = submission.data.get("place")
    if not kept or item.venue_id or item.meeting_point != kept["shown"]:
        return False
    # Somebody else may have handed in the same new place.
    known = Venue.objects.filter(name=kept["name"], street=kept["street"], postcode=kept["postcode"]).first()
    if known is None:
        known = venue_of(kept)
        known.save()
    item.venue = known
    item.meeting_point = kept["meeting_point"]
    return True


def venue_of(kept: dict[str, Any]) -> Venue:
    """The venue, unsaved, that a new place becomes."""
    fields = {name: kept[name] for name in ("name", "street", "postcode", *ACCESS_OF_PLACE)}
    return Venue(district=District.objects.filter(pk=kept["district"]).first(), **fields)


def kept(answers: Answers, item: AgendaItemPage) -> dict[str, Any]:
    """What has no place in the page, as it stays in `Submission.data`."""
    _what, _when, where, who = answers.forms(lenient=True)
    rest: dict[str, Any] = {"title": item.title}
    if where.new_place:
        meeting_point = where.cleaned_data.get("meeting_point", "")
        rest["place"] = where.new_place.as_data() | {"shown": item.meeting_point, "meeting_point": meeting_point}
    organisation = who.cleaned_data.get("organisation", "")
    if organisation and not names.named(organisation):
        rest["organisation"] = organisation
    return rest


def _shown(place: NewPlace, meeting_point: str) -> str:
    """The new place in the words of a draft, which has no venue yet."""
    words = f"{place.in_words} ({meeting_point})" if meeting_point else place.in_words
    return Truncator(words if len(words) <= _LONGEST_PLACE else place.in_words).chars(_LONGEST_PLACE)


def _add_relations(item: AgendaItemPage, what: dict[str, Any], where: dict[str, Any], who: dict[str, Any]) -> None:
    source = {"locale__language_code": settings.LANGUAGE_CODE}
    item.topic = Topic.objects.filter(slug=what.get("topic", ""), **source).first()
    campaign = CampaignPage.objects.filter(slug__in=what.get("campaign", []), **source)
    item.campaign = campaign.order_by("-start_date").first()
    item.audiences = list(Audience.objects.filter(slug__in=what.get("audiences", []), **source))
    item.languages = list(SpokenLanguage.objects.filter(slug__in=where.get("languages", []), **source))
    partner = names.named(who.get("organisation", ""))
    item.organisers = list(PartnerPage.objects.filter(pk=partner.pk)) if partner else []


def _add_words(item: AgendaItemPage, text: str, who: dict[str, Any]) -> None:
    """The words; the organisation stands below them when it has no page."""
    name = who.get("organisation", "")
    item.summary, rich = words.written(text, "" if names.named(name) else name, who.get("contact_website", ""))
    item.body = [("paragraph", RichText(rich))] if rich else []


def picture_of(submission: Submission, answers: Answers, title: str) -> Any:
    """The picture that was sent along as one of the site's own; None without a picture or its description."""
    sent = SentPicture.objects.filter(submission=submission).first()
    who = answers.form(4, lenient=True)
    who.is_valid()
    description = who.cleaned_data.get("picture_text", "")
    return pictures.take_over(sent, title, description) if sent and description else None
