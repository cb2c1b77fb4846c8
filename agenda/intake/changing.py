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
from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage
from agenda.models.intake import submit_url
from agenda.models.occurrences import Status
from core.intake import pictures, services, views
from core.intake.pages import hand_in
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
    "contact_website": ("sign_up_url",),
    "sign_up_note": ("sign_up_note",),
    "organisation": ("organisers",),
}
_PLACE = ("place", "venue", "street", "postcode", "step_free", "toilet", "hearing_loop", "parking", "no_building")
# The answers that the introduction and text are made of.
_WORDS = {"text", "organisation", "contact_website"}
# Who sends it, and what is said of a picture only when there is one.
_NOT_OF_PAGE = {"name", "email", "phone", "picture_text", "picture_rights", "picture_remove"}
_ACTIONS = {
    Status.CANCELLED: AgendaDateChange.Action.CANCELLED,
    Status.POSTPONED: AgendaDateChange.Action.POSTPONED,
    Status.FULL: AgendaDateChange.Action.FULL,
    Status.ONLINE: AgendaDateChange.Action.ONLINE,
    Status.PLANNED: AgendaDateChange.Action.NOTED,
}


def change(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Go to the form with everything filled in; one that was begun before is gone on with."""
    if request.method == "POST":
        made = begin(submission)
        forget_ended(submission)
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
    draft = item.get_latest_revision_as_object()
    typed = prefill.typed_from(draft, locked)
    data = {
        **typed,
        "of": str(locked.pk),
        "before": typed,
        "dates_fixed": not prefill.can_say_dates(draft),
        "words_fixed": not prefill.words_of(draft, locked).is_ours,
    }
    return services.start(
        CHANGE, _key(locked), language=locked.language, email=locked.email, data=data, page=locked.page
    )


def _key(submission: Submission) -> str:
    """Of the change that is being filled in; another once the links end, as when somebody else looks after it."""
    return f"{_keys(submission)}{submission.link_version}"


def _keys(submission: Submission) -> str:
    return f"change:{submission.pk}:"


def forget_ended(submission: Submission) -> None:
    """Erase changes begun with links that have ended; not while the submission is locked, as `finish` locks both."""
    Submission.objects.filter(kind=CHANGE, key__startswith=_keys(submission)).exclude(key=_key(submission)).delete()


def parent_of(made: Submission) -> Submission:
    """What is being changed. Raises IllegalMove when it is gone, or somebody else looks after it now."""
    parent = Submission.objects.filter(pk=made.data["of"]).first()
    if parent is None or made.key != _key(parent):
        raise IllegalMove("Its links have ended.")
    return parent


def begin_again(submission: Submission) -> Submission:
    """A new form, filled in with everything but the dates. Raises IllegalMove when there is nothing to copy."""
    item = item_of(submission)
    if item is None:
        raise IllegalMove("There is nothing to use again.")
    typed = prefill.typed_from(item.get_latest_revision_as_object(), submission)
    del typed["2"]
    key = f"again:{submission.pk}:{submission.link_version}:{timezone.now():%Y%m%d%H%M}"
    return services.start(
        "activity", key, language=submission.language, email=submission.email, data=typed, proven=submission.proven
    )


@transaction.atomic
def finish(made: Submission) -> tuple[Submission, str]:
    """Put what was changed in the draft and hand it in; answers with what was changed, and what the sender is told.

    That is `gewijzigd` (by letter too), `bewaard` (only who they are) or `ongewijzigd`. Raises IllegalMove when it was
    withdrawn, handed over or its page deleted meanwhile.
    """
    parent = Submission.objects.select_for_update().get(pk=made.data["of"])
    item = item_of(parent)
    # Before anything is made of a picture: a file stays where it is when the rest is undone.
    if item is None or made.key != _key(parent) or parent.status == Submission.Status.WITHDRAWN:
        raise IllegalMove("There is nothing to change any more.")
    answers, names = Answers.of(made), _changed(made.data)
    # Left as it was is an answer to a question too.
    is_asked = parent.status == Submission.Status.ASKED
    is_other = bool(names - _NOT_OF_PAGE) or answers.has_picture
    if is_other:
        draft = item.get_latest_revision_as_object()
        with translation.override(settings.LANGUAGE_CODE):
            earlier = draft.cover_image_id
            _apply(draft, made, answers, parent)
            hand_in(draft)
        # One that was sent with a change before this one, and that nothing uses any more.
        pictures.remove({earlier} if earlier else set())
    told = "gewijzigd" if is_other or is_asked else "bewaard" if names & {"name", "phone"} else "ongewijzigd"
    _keep_sender(parent, answers)
    made.delete()
    return (services.changed(parent) if is_other or is_asked else parent), told


def _apply(draft: AgendaItemPage, made: Submission, answers: Answers, parent: Submission) -> None:
    fresh, names = drafts.item_of(made, answers), _changed(made.data)
    _apply_words(draft, fresh, made, parent)
    for field in sorted({field for name in names for field in _SIMPLE.get(name, ())}):
        value = getattr(fresh, field)
        setattr(draft, field, list(value.all()) if field in {"audiences", "languages", "organisers"} else value)
    is_when = any(name.rpartition("_")[2].isdigit() or name == "rows_count" for name in names)
    if is_when and not answers.has_fixed_dates:
        _apply_dates(draft, fresh)
    if names & {*_PLACE, "meeting_point"}:
        draft.venue, draft.meeting_point = fresh.venue, fresh.meeting_point
    kept = drafts.kept(answers, fresh)
    if names & {*_PLACE, "meeting_point", "organisation", "title"}:
        other = {name: parent.data[name] for name in drafts.FOR_EDITOR if name in parent.data}
        parent.data = {"title": draft.title, **other} | {
            name: kept[name] for name in ("place", "organisation") if name in kept
        }
    parent.save(update_fields=["data"])
    if answers.has_picture and (cover := drafts.picture_of(made, answers, draft.title)):
        draft.cover_image = cover


def _apply_words(draft: AgendaItemPage, fresh: AgendaItemPage, made: Submission, parent: Submission) -> None:
    """The new words; of a text that an editor made more of they are for an editor to put in."""
    names = _changed(made.data)
    if not names & _WORDS:
        return
    if prefill.words_of(draft, parent).is_ours:
        draft.summary, draft.body = fresh.summary, fresh.body
        return
    if "text" in names:
        parent.data["words"] = "".join(made.data["1"]["text"][-1:])
    if "contact_website" in names and not fresh.sign_up_url:
        parent.data["website"] = "".join(made.data["4"].get("contact_website", [])[-1:])


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
    """The new dates; what was said of days that stay (cancelled, moved, full) is kept."""
    dates = list(fresh.dates.all())
    days = {day for date in dates for day in date.days()}
    said = [one for one in draft.changes.all() if one.action != AgendaDateChange.Action.SKIPPED and one.day in days]
    for old in draft.dates.all():
        if old.status != Status.PLANNED or old.note:
            said += _carried(old, dates)
    draft.dates = dates  # type: ignore[misc]
    draft.changes = [*fresh.changes.all(), *said]  # type: ignore[misc]


def _carried(old: AgendaDate, dates: list[AgendaDate]) -> list[AgendaDateChange]:
    """Give what was said of a whole row to what comes of it; answers what is said of single days of a new series."""
    said, days = [], set(old.days())
    for date in dates:
        if date.start_time != old.start_time or date.start_date not in days:
            continue
        if old.rule or not date.rule:
            date.status, date.note = old.status, old.note
        elif action := _ACTIONS.get(Status(old.status)):
            said.append(AgendaDateChange(day=old.start_date, time=old.start_time, action=action, note=old.note))
    return said


def _keep_sender(parent: Submission, answers: Answers) -> None:
    """The name and telephone number may be other ones; the address only changes by handing over."""
    who = answers.form(4)
    who.is_valid()
    parent.name, parent.phone = who.cleaned_data["name"], who.cleaned_data["phone"]
    parent.save(update_fields=["name", "phone"])
