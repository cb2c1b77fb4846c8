"""Changing an activity by the same four steps: what the sender changed becomes a draft, the rest stays as it is.

A change is a submission of its own while it is filled in, so that what is handed in already is not touched; it is gone
as soon as it is handed in.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation

from agenda.intake import drafts, prefill
from agenda.intake.answers import Answers
from agenda.intake.later import token_of
from agenda.intake.manage import item_of
from agenda.models import AgendaDateChange, AgendaItemPage
from agenda.models.intake import submit_url
from core.intake import services, views
from core.intake.services import IllegalMove
from core.models import Submission

CHANGE = "activity_change"
# The answers of the form, and the fields of the page that follow from them.
_SIMPLE: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "topic": ("topic",),
    "kind": ("kind",),
    "costs": ("price",),
    "price": ("price",),
    "price_note": ("price_note",),
    "audiences": ("audiences",),
    "campaign": ("campaign",),
    "come_alone": ("come_alone",),
    "quiet": ("quiet",),
    "interpreter": ("interpreter",),
    "dutch_level": ("dutch_level",),
    "languages": ("languages",),
    "sign_up": ("sign_up", "sign_up_url"),
    "contact_phone": ("phone",),
    "contact_email": ("email",),
    "contact_website": ("sign_up_url", "summary", "body"),
    "sign_up_note": ("sign_up_note",),
    "text": ("summary", "body"),
    "organisation": ("organisers", "summary", "body"),
}
_PLACE = ("place", "venue", "street", "postcode", "step_free", "toilet", "hearing_loop", "parking", "no_building")


def change(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Go to the form with everything filled in; one that was begun before is gone on with."""
    if request.method == "POST":
        made = begin(submission)
        return redirect(f"{submit_url()}{token_of(made)}/1/")
    return views.page(request, "intake/change.html", submission=submission, token=token)


def again(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Use it again for a new date: a new form with everything but the dates."""
    if request.method == "POST":
        made = begin_again(submission)
        return redirect(f"{submit_url()}{token_of(made)}/2/")
    return views.page(request, "intake/again.html", submission=submission, token=token)


@transaction.atomic
def begin(submission: Submission) -> Submission:
    """The form of a change: made now, or begun before and not finished. Raises IllegalMove when there is no draft."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    item = item_of(locked)
    if item is None or locked.status == Submission.Status.WITHDRAWN:
        raise IllegalMove("There is nothing to change.")
    typed = prefill.typed_from(item.get_latest_revision_as_object(), locked)
    data = {**typed, "of": str(locked.pk), "before": typed}
    return services.start(
        CHANGE, f"change:{locked.pk}", language=locked.language, email=locked.email, data=data, page=locked.page
    )


def begin_again(submission: Submission) -> Submission:
    """A new form, filled in with everything but the dates. Raises IllegalMove when there is nothing to copy."""
    item = item_of(submission)
    if item is None:
        raise IllegalMove("There is nothing to use again.")
    typed = prefill.typed_from(item.get_latest_revision_as_object(), submission)
    del typed["2"]
    key = f"again:{submission.pk}:{timezone.now():%Y%m%d%H%M}"
    return services.start("activity", key, language=submission.language, data=typed, proven=submission.proven)


@transaction.atomic
def finish(made: Submission) -> Submission:
    """Put what was changed in the draft and hand it in; answers with the submission that was changed.

    Raises IllegalMove when that was withdrawn or its page deleted meanwhile.
    """
    parent = Submission.objects.select_for_update().get(pk=made.data["of"])
    item = item_of(parent)
    if item is None:
        raise IllegalMove("There is nothing to change any more.")
    answers = Answers.of(made)
    draft = item.get_latest_revision_as_object()
    with translation.override(settings.LANGUAGE_CODE):
        _apply(draft, made, answers, parent)
        drafts.hand_in(draft)
    _keep_sender(parent, answers)
    made.delete()
    return services.changed(parent)


def _apply(draft: AgendaItemPage, made: Submission, answers: Answers, parent: Submission) -> None:
    fresh = drafts.item_of(made, answers)
    names = _changed(made.data)
    for field in sorted({field for name in names for field in _SIMPLE.get(name, ())}):
        value = getattr(fresh, field)
        setattr(draft, field, list(value.all()) if field in {"audiences", "languages", "organisers"} else value)
    if any(name.rpartition("_")[2].isdigit() or name == "rows_count" for name in names):
        _apply_dates(draft, fresh)
    if names & {*_PLACE, "meeting_point"}:
        draft.venue, draft.meeting_point = fresh.venue, fresh.meeting_point
    kept = drafts.kept(answers, fresh)
    if names & {*_PLACE, "meeting_point", "organisation", "title"}:
        parent.data = {"title": draft.title} | {name: kept[name] for name in ("place", "organisation") if name in kept}
        parent.save(update_fields=["data"])
    if answers.has_picture and (cover := drafts.picture_of(made, answers, draft.title)):
        draft.cover_image = cover


def _changed(data: dict[str, Any]) -> set[str]:
    """The names of the answers that are other than they were."""
    found = set()
    for step, typed in ((step, data.get(step) or {}) for step in "1234"):
        before = data["before"].get(step, {})
        found |= {name for name in {*typed, *before} if _said(typed.get(name)) != _said(before.get(name))}
    return found


def _said(values: list[str] | None) -> list[str]:
    """An answer without what makes no difference: line ends, spaces, nothing at all."""
    return [text for value in values or [] if (text := " ".join(value.split()))]


def _apply_dates(draft: AgendaItemPage, fresh: AgendaItemPage) -> None:
    """The new dates; what was said of single days that stay (cancelled, moved) is kept."""
    days = {day for date in fresh.dates.all() for day in date.days()}
    said = [one for one in draft.changes.all() if one.action != AgendaDateChange.Action.SKIPPED and one.day in days]
    draft.dates = list(fresh.dates.all())  # type: ignore[misc]
    draft.changes = [*fresh.changes.all(), *said]  # type: ignore[misc]


def _keep_sender(parent: Submission, answers: Answers) -> None:
    """The name and telephone number may be other ones; the address only changes by handing over."""
    who = answers.form(4)
    who.is_valid()
    parent.name, parent.phone = who.cleaned_data["name"], who.cleaned_data["phone"]
    parent.save(update_fields=["name", "phone"])
