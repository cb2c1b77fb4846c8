"""What the sender looks over before it is sent: every answer in words, in the order of the steps."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.intake.answers import Answers
from agenda.intake.drafts import item_of
from agenda.models import Access, AgendaItemPage, Occurrence
from agenda.schedule.panels import Outlook, outlook
from agenda.schedule.words import in_words
from core.listing import listed
from core.models import Submission

# On a telephone ten dates are a long way down.
_SHOWN = 5
# A question and its answer, which may have lines.
Fact = tuple[str, str]


@dataclass
class Section:
    """What was answered in one step."""

    number: int
    title: str
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Summary:
    """Everything, the dates that follow, and the activity as it will be."""

    sections: list[Section]
    when: Outlook
    item: AgendaItemPage

    @property
    def next(self) -> list[Occurrence]:
        """The first few dates to come."""
        return self.when.next[:_SHOWN]

    @property
    def more(self) -> int:
        """How many come after those."""
        return self.when.coming - len(self.next)


def summary_of(submission: Submission, answers: Answers) -> Summary:
    """Put right answers in words; of wrong ones what can be understood."""
    what, when, where, who = answers.forms(lenient=True)
    item = item_of(submission, answers)
    dates, changes = when.dates, when.changes
    if answers.has_fixed_dates and (page := AgendaItemPage.objects.filter(pk=submission.page_id or 0).first()):
        draft = page.get_latest_revision_as_object()
        dates, changes = list(draft.dates.all()), list(draft.changes.all())
    sections = [
        Section(1, _("What is it?"), _what(what, item)),
        Section(2, _("When is it?"), [(_("Date"), capfirst(in_words(date, changes))) for date in dates]),
        Section(3, _("Where is it?"), _where(where, item)),
        Section(4, _("Who organises it?"), _who(who, answers.has_picture)),
    ]
    for section in sections:
        section.facts = [(name, value) for name, value in section.facts if value]
    return Summary(sections, outlook(dates, changes), item)


def _chosen(form: Any, name: str) -> str:
    """The words of the ticked answers to a question; empty when nothing was."""
    if name not in form.fields:
        return ""
    given = form.cleaned_data.get(name) or []
    values = {given} if isinstance(given, str) else set(given)
    return listed(label for value, label in form.fields[name].choices if value and value in values)


def _what(form: Any, item: AgendaItemPage) -> list[Fact]:
    note = form.cleaned_data.get("price_note", "")
    return [
        (_("Title"), item.title),
        (_("What happens?"), form.cleaned_data.get("text", "")),
        (_("What is it about?"), _chosen(form, "topic")),
        (_("How does it go?"), _chosen(form, "kind")),
        (_("Costs"), f"{item.price_label}. {capfirst(note)}" if note else item.price_label),
        (_("For whom"), _chosen(form, "audiences") or _("Everybody")),
        (_("Part of"), _chosen(form, "campaign")),
    ]


def _where(form: Any, item: AgendaItemPage) -> list[Fact]:
    place = form.known
    if form.known:
        address = [place.name, place.street, place.area]
    elif form.new_place:
        address = [form.new_place.name, form.new_place.street, f"{form.new_place.postcode} Utrecht"]
    else:
        address = []
    district = form.district
    if district and district.name not in address:
        address.append(district.name)
    names = ("step_free", "toilet", "hearing_loop", "parking") if form.new_place else ()
    facts = [(str(form.fields[name].label), _answer(form, name)) for name in (*names, "quiet", "interpreter")]
    return [
        (_("Place"), "\n".join(filter(None, address)) or _("Outside or online")),
        (_("Where exactly?"), form.cleaned_data.get("meeting_point", "")),
        *facts,
        (_("Coming alone"), _("You can come alone. Somebody welcomes you.") if item.come_alone else ""),
        (_("How much Dutch does one need?"), _chosen(form, "dutch_level")),
        (_("Languages beside Dutch"), _chosen(form, "languages")),
    ]


def _answer(form: Any, name: str) -> str:
    """An access fact in words; nothing for what is not known, except whether a wheelchair gets in."""
    given = form.cleaned_data.get(name)
    return "" if given == Access.UNKNOWN and name != "step_free" else _chosen(form, name)


def _who(form: Any, has_picture: bool) -> list[Fact]:
    names = ("organisation", "contact_phone", "contact_email", "contact_website")
    facts = [(str(form.fields[name].label), form.cleaned_data.get(name, "")) for name in names]
    facts.append((_("Signing up"), _chosen(form, "sign_up")))
    facts.append((_("How do people sign up?"), form.cleaned_data.get("sign_up_note", "")))
    if has_picture:
        facts.append((_("What can be seen in the picture?"), form.cleaned_data.get("picture_text", "")))
    sender = [form.cleaned_data.get(name, "") for name in ("name", "email", "phone")]
    # Translators: above name, e-mail address and telephone number of who sends something in.
    return [*facts, (_("You (not on the site)"), "\n".join(filter(None, sender)))]
