"""The pages of the form. Each step is kept as it was typed, so that back, forward and mending lose nothing.

Looking changes nothing. What changes something locks the submission first, and does nothing once it was handed in.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from agenda.intake import answers as typed_answers
from agenda.intake import changing
from agenda.intake.answers import STEPS, Answers
from agenda.intake.choices import open_campaigns
from agenda.intake.later import LaterForm, last_step, send_link, token_of
from agenda.intake.steps import StartForm
from agenda.intake.summary import summary_of
from agenda.intake.when import MOST_ROWS, WhenForm, with_row, without_row
from core.intake import links, pictures, services
from core.intake.address import done_page
from core.intake.form_pages import base_of, form_page, go_on
from core.intake.hints import hints
from core.intake.links import Purpose
from core.intake.protect import ProtectedForm
from core.intake.uploads import sent_picture
from core.intake.views import back, follows_link
from core.models import SentPicture, SiteSettings, Submission
from core.reading import reader_language, speaking

if TYPE_CHECKING:
    from agenda.models.intake import SubmitActivityPage

Status = Submission.Status


class _Guards(ProtectedForm):
    """The guards of the first step alone, for who wants to go on later with a step that is not finished."""

    guard_name = StartForm.guard_name


def start_response(page: "SubmitActivityPage", request: HttpRequest) -> HttpResponseBase:
    """The first step; once it is right, or is to be finished later, a submission is made of it."""
    if request.method != "POST":
        wanted = request.GET.get("campagne", "")
        initial = {"campaign": [one.slug for one in open_campaigns() if one.slug == wanted]}
        return _shown(page, request, StartForm(initial=initial, request=request))
    if "later" in request.POST:
        guards = _Guards(request.POST, request=request)
        if guards.is_valid():
            return go_on(request.path, token_of(_begun(request, guards)), "later/")
        initial = typed_answers.as_initial(1, typed_answers.read(1, request.POST))
        problem = " ".join(str(error) for error in guards.non_field_errors())
        return _shown(page, request, StartForm(initial=initial, request=request), problem=problem)
    form = StartForm(request.POST, request=request)
    if not form.is_valid():
        return _shown(page, request, form)
    return go_on(request.path, token_of(_begun(request, form)), "2/")


def _begun(request: HttpRequest, form: ProtectedForm) -> Submission:
    """The submission of this form, with its first step kept; a form sent again changes nothing that was handed in."""
    with transaction.atomic():
        language = reader_language()
        made = services.start("activity", form.key, language=language, proven=form.is_proven)
        locked = Submission.objects.select_for_update().get(pk=made.pk)
        if locked.status == Status.DRAFT:
            services.keep(locked, "1", typed_answers.read(1, request.POST))
    return locked


@follows_link(Purpose.CONTINUE, "activity", changing.CHANGE)
def step_response(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage", number: int
) -> HttpResponseBase:
    """One of the four steps."""
    if not 1 <= number <= len(STEPS):
        raise Http404
    base = base_of(request, token)
    if submission.status != Status.DRAFT:
        return go_on(base, token, "klaar/")
    if submission.kind == changing.CHANGE:
        changing.parent_of(submission)
    if request.method == "POST":
        return _sent(request, submission, token, page, number)
    # From the last page one is led here to mend something.
    form = Answers.of(submission).form(number, judged="fout" in request.GET)
    return _shown(page, request, form, submission=submission, token=token)


def _sent(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage", number: int
) -> HttpResponseBase:
    """Keep what was typed, then go where the button leads; a step that is wrong comes back."""
    base = base_of(request, token)
    typed = _typed(request, number)
    picture, problem = sent_picture(request, "picture") if number == len(STEPS) else (None, None)
    with transaction.atomic():
        locked = links.read(token, Purpose.CONTINUE, lock=True)
        if locked.status != Status.DRAFT:
            return go_on(base, token, "klaar/")
        is_asked = not (number == WhenForm.number and Answers(locked.data).has_fixed_dates)
        if is_asked:
            locked = services.keep(locked, str(number), typed)
        if locked.kind == "activity" and (email := Answers(locked.data).email):
            _know_address(locked, email)
        if picture:
            SentPicture.keep(locked, picture)
        elif number == len(STEPS) and "picture_remove" in request.POST:
            for sent in SentPicture.objects.filter(submission=locked):
                sent.delete()
    if where := _asked(request, locked, base, number, typed):
        return go_on(base, token, where)
    form = Answers.of(locked).form(number)
    if problem:
        form.add_error("picture", problem)
    if is_asked and not form.is_valid():
        return _shown(page, request, form, submission=locked, token=token)
    is_last = number == len(STEPS) or request.POST.get("after") == "check"
    return go_on(base, token, "controle/" if is_last else f"{number + 1}/")


def _typed(request: HttpRequest, number: int) -> dict[str, list[str]]:
    """What was typed, with a date more or less when that is what the button says."""
    typed = typed_answers.read(number, request.POST)
    if number != WhenForm.number:
        return typed
    if "add" in request.POST:
        return with_row(typed)
    away = request.POST.get("remove", "")
    return without_row(typed, int(away)) if away in {str(place) for place in range(1, MOST_ROWS + 1)} else typed


def _asked(request: HttpRequest, submission: Submission, base: str, number: int, typed: dict[str, list[str]]) -> str:
    """Where a button leads that does not go on, below the token; empty for the one that does."""
    if "back" in request.POST:
        return f"{max(1, number - 1)}/"
    if "later" in request.POST:
        email = submission.email
        return "later/?verstuurd" if email and send_link(base, submission, email) else "later/"
    if number == WhenForm.number and {"add", "remove"} & set(request.POST):
        return f"{number}/#date-{typed.get('rows_count', ['1'])[-1]}"
    return ""


@follows_link(Purpose.CONTINUE, "activity", changing.CHANGE)
def check_response(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage"
) -> HttpResponseBase:
    """Everything once more; on POST it is handed in. What is wrong leads to its step."""
    base = base_of(request, token)
    if request.method == "POST":
        with transaction.atomic():
            locked = links.read(token, Purpose.CONTINUE, lock=True)
            if locked.status != Status.DRAFT:
                return go_on(base, token, "klaar/")
            answers = Answers.of(locked)
            if (wrong := answers.first_wrong()) is None:
                if locked.kind == changing.CHANGE:
                    changed, told = changing.finish(locked)
                    return back(links.token_for(changed, Purpose.MANAGE), told)
                _know_sender(locked, answers)
                services.hand_in(locked)
                return go_on(base, token, "klaar/")
    else:
        if submission.status != Status.DRAFT:
            return go_on(base, token, "klaar/")
        if submission.kind == changing.CHANGE:
            changing.parent_of(submission)
        answers = Answers.of(submission)
        wrong = answers.first_wrong()
    if wrong is not None:
        # A step that was never seen is not wrong yet.
        return go_on(base, token, f"{wrong}/{'?fout' if answers.typed(wrong) is not None else ''}")
    context: dict[str, Any] = {"has_picture": answers.has_picture, "is_change": submission.kind == changing.CHANGE}
    with speaking(page.language_code):
        context |= {"summary": summary_of(submission, answers), "hints": _hints(answers)}
    return form_page(request, page, "pages/submit_activity_check.html", token=token, **context)


def _know_sender(submission: Submission, answers: Answers) -> None:
    who = answers.form(4)
    who.is_valid()
    for name in ("name", "email", "phone"):
        setattr(submission, name, who.cleaned_data[name])
    submission.save(update_fields=["name", "email", "phone"])


def _know_address(submission: Submission, email: str) -> None:
    """So that what is not handed in yet is found when somebody asks what we have."""
    submission.email = email
    submission.save(update_fields=["email"])


@follows_link(Purpose.CONTINUE, "activity", changing.CHANGE)
def later_response(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage"
) -> HttpResponseBase:
    """Ask where the link to go on must be sent, when that is not known yet."""
    base = base_of(request, token)
    if submission.status != Status.DRAFT:
        return go_on(base, token, "klaar/")
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if send_link(base, submission, form.cleaned_data["email"]):
            if not submission.email:
                _know_address(submission, form.cleaned_data["email"])
            return go_on(base, token, "later/?verstuurd")
        form.add_error("email", _("We sent a link a few times already. Look in your mail."))
    letter = submission.letters.order_by("-made_at", "-pk").first() if "verstuurd" in request.GET else None
    context = {"form": form, "number": last_step(submission), "sent_to": letter.to if letter else ""}
    return form_page(request, page, "pages/submit_activity_later.html", token=token, **context)


@follows_link(Purpose.CONTINUE, "activity", changing.CHANGE)
def done_response(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage"
) -> HttpResponseBase:
    """It was sent: look in your mail; a wrong address can be changed."""
    return done_page(request, submission, token, page, "pages/submit_activity_done.html")


@follows_link(Purpose.CONTINUE, "activity", changing.CHANGE)
def picture_response(
    request: HttpRequest, submission: Submission, token: str, page: "SubmitActivityPage"
) -> HttpResponseBase:
    """The picture; it never has an address that others know."""
    return pictures.picture_response(SentPicture.objects.filter(submission=submission).first())


def _hints(answers: Answers) -> list[Any]:
    typed = answers.typed(1) or {}
    return hints({name: (typed.get(name) or [""])[-1] for name in ("title", "text")})


def _of_change(request: HttpRequest, submission: Submission | None, number: int) -> dict[str, Any]:
    """What a step says when it changes something: what is changed by us, and where another address is given."""
    if submission is None or submission.kind != changing.CHANGE:
        return {}
    data = submission.data
    return {
        "is_change": True,
        "dates_fixed": data.get("dates_fixed") and number == WhenForm.number,
        "words_fixed": data.get("words_fixed") and number == 1,
        "contact": SiteSettings.for_request(request),
        "manage_token": links.token_for(changing.parent_of(submission), Purpose.MANAGE),
    }


def _shown(page: "SubmitActivityPage", request: HttpRequest, form: Any, **context: Any) -> HttpResponseBase:
    """A step; tips stand beside the fields of one that comes back with errors."""
    with speaking(page.language_code):
        context |= _step_words(request, form) | _of_change(request, context.get("submission"), form.number)
    return form_page(request, page, "pages/submit_activity_page.html", form=form, number=form.number, **context)


def _step_words(request: HttpRequest, form: Any) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    if form.is_bound and form.errors and form.number == 1:
        for hint in hints({name: form[name].value() or "" for name in ("title", "text")}):
            found.setdefault(hint.field, []).append(hint.text)
    label = _("Step %(number)s of %(count)s: %(about)s")
    return {
        "step_label": label % {"number": form.number, "count": len(STEPS), "about": form.about},
        "field_hints": found,
        "next_label": _("Go on to step %(number)s") % {"number": form.number + 1},
        "after": "check" if request.GET.get("na") == "controle" or request.POST.get("after") == "check" else "",
    }
