"""What an organiser may do with an activity by the link in each letter."""

import datetime as dt

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda.intake import letters
from agenda.intake.cancelling import cancel
from agenda.models import AgendaItemPage, Occurrence
from agenda.models.occurrences import Status
from core.dates import this_minute
from core.intake import services, views
from core.intake.services import IllegalMove
from core.languages import content_language
from core.listing import listed
from core.models import Submission
from core.templatetags.components import date_long, time_range

# A form with more ticks than this is not read by anybody; further dates come into it by themselves.
MOST_DATES = 60


def item_of(submission: Submission) -> AgendaItemPage | None:
    """The activity a submission became; None before it is confirmed, and when an editor deleted it."""
    return AgendaItemPage.objects.filter(pk=submission.page_id).first() if submission.page_id else None


def dates_to_come(item: AgendaItemPage) -> list[Occurrence]:
    """What can still be cancelled, soonest first."""
    found = Occurrence.objects.filter(item=item).not_over(this_minute())
    return [one for one in found.order_by("start", "pk")[:MOST_DATES] if one.happens]


class CancelForm(forms.Form):
    """Which dates do not go ahead, and why."""

    ALL = "alle"
    dates = forms.MultipleChoiceField(
        label=_("Which dates do not go ahead?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the dates that do not go ahead.")},
    )
    note = forms.CharField(
        label=_("What can visitors read about it?"),
        help_text=_("For example: The cook is ill. Next week you are welcome again."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: object, occurrences: list[Occurrence]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(one.start.astimezone(dt.UTC).isoformat(), _in_words(one)) for one in occurrences]
        if len(choices) > 1:
            choices.append((self.ALL, str(_("All dates, also those after these"))))
        self.fields["dates"].choices = choices  # type: ignore[attr-defined]

    @property
    def starts(self) -> list[dt.datetime] | None:
        """The moments that were ticked, aware; None for all."""
        ticked = self.cleaned_data["dates"]
        return None if self.ALL in ticked else [dt.datetime.fromisoformat(text) for text in ticked]

    @property
    def labels(self) -> list[str]:
        """What was ticked, in words."""
        return [str(label) for value, label in self.fields["dates"].choices if value in self.cleaned_data["dates"]]  # type: ignore[attr-defined]


def _in_words(occurrence: Occurrence) -> str:
    with translation.override(content_language()):
        return listed([date_long(occurrence.start), time_range(occurrence)])


def cancel_dates(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Cancel one date, several, or all: at once, everywhere on the site."""
    item = item_of(submission)
    if item is None or not item.live:
        raise IllegalMove("Only what is on the site can be cancelled.")
    occurrences = dates_to_come(item)
    form = CancelForm(request.POST or None, occurrences)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            # In the order in which everything else locks: first what was sent, then its page.
            submission = Submission.objects.select_for_update().get(pk=submission.pk)
            cancel(item, form.starts, form.cleaned_data["note"])
            letter = letters.cancelled(submission, item.title, form.labels, form.cleaned_data["note"])
            services.done(submission, "cancelled", letter)
        return views.back(token, "afgezegd")
    if request.method == "POST" and _is_done(item, request.POST.getlist("dates")):
        # A second click: what was asked is so already.
        return views.back(token, "afgezegd")
    context = {"form": form, "title": item.title, "token": token, "is_over": not occurrences}
    return views.page(request, "intake/cancel_dates.html", **context)


def _is_done(item: AgendaItemPage, asked: list[str]) -> bool:
    """Whether every date that was asked (or any, when all were) is cancelled already."""
    found = Occurrence.objects.filter(item=item, status=Status.CANCELLED).not_over(this_minute())
    known = {one.start.astimezone(dt.UTC).isoformat() for one in found}
    return bool(asked and known) and set(asked) - {CancelForm.ALL} <= known


def verbs_of(submission: Submission) -> list[tuple[str, str]]:
    """What may be done now, as (word in the address, words)."""
    item = item_of(submission)
    words = []
    if item and submission.status != Submission.Status.WITHDRAWN:
        words.append(("wijzigen", _("Change the text, place or dates")))
        if item.live and dates_to_come(item):
            words.append(("afzeggen", _("Cancel one date or all")))
        words += [("overdragen", _("Hand over to a colleague")), ("intrekken", _("Take everything off the site"))]
    if item:
        words.insert(1, ("kopie", _("Use it again for a new date")))
    return [(word, str(label)) for word, label in words]


def is_needed(item: AgendaItemPage | None) -> bool:
    """Whether its organiser must be kept: it is on the site and has a date to come, or had one in the past 90 days."""
    if item is None or not item.live:
        return False
    return Occurrence.objects.filter(item=item, end__gt=timezone.now() - dt.timedelta(days=90)).exists()
