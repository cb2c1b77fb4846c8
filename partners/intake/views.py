"""The pages of the form to sign: fill in, look over, sign; then a press in a letter. Looking changes nothing.

What is typed is kept as it is, also when it is wrong, and so is a logo. Whatever changes something locks the
submission first, and does nothing once it was handed in.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core.dates import today
from core.intake import links, services, throttle
from core.intake.address import done_page
from core.intake.form_pages import base_of, form_page, go_on
from core.intake.links import Purpose
from core.intake.uploads import sent_picture
from core.intake.views import follows_link
from core.listing import listed
from core.models import SentPicture, Submission
from core.reading import reader_language, speaking
from partners import names
from partners.intake import drafts
from partners.intake.forms import SignForm, StartForm, as_initial, typed_of
from partners.queries import register

if TYPE_CHECKING:
    from partners.models import PledgePage

Status = Submission.Status
HOUR = 3600


def start_response(page: "PledgePage", request: HttpRequest) -> HttpResponseBase:
    """The text, the form and the register; once the form is right, a submission is made of it."""
    if not page.declaration:
        return form_page(request, page, page.template, form=None, register=register())
    if request.method != "POST":
        return form_page(request, page, page.template, form=StartForm(request=request), register=register())
    form = StartForm(request.POST, request=request)
    form.is_valid()
    sent = _sent_before(form.key)
    form.has_logo = bool(sent and SentPicture.objects.filter(submission=sent).exists())
    if not form.non_field_errors():
        token = _keep_start(request, form)
        if token:
            return go_on(request.path, token, "controle/")
    return form_page(request, page, page.template, form=form, register=register())


def _sent_before(key: str) -> Submission | None:
    return Submission.objects.filter(kind="pledge", key=key).first() if key else None


def _keep_start(request: HttpRequest, form: StartForm) -> str:
    """Keep what was sent with the guards passed; answers the token to go on with, empty when something is wrong.

    Of a wrong form only the logo is kept: a browser does not offer it again.
    """
    may_send = form.is_valid() or throttle.allows("pledge-logo", throttle.visitor(request), most=20, seconds=HOUR)
    logo, problem = sent_picture(request, "logo") if may_send else (None, None)
    if problem:
        form.add_error("logo", problem)
    if not form.is_valid() and not logo:
        return ""
    with transaction.atomic():
        language = reader_language()
        made = services.start("pledge", form.key, language=language, proven=form.is_proven)
        locked = Submission.objects.select_for_update().get(pk=made.pk)
        if locked.status == Status.DRAFT:
            # Also the mark of the puzzle: it may have been solved at the second press only.
            locked.proven, locked.email = form.is_proven, form.cleaned_data.get("email", "") or locked.email
            locked.save(update_fields=["proven", "email"])
            services.keep(locked, "sign", typed_of(SignForm, request.POST))
            if logo:
                SentPicture.keep(locked, logo)
                form.has_logo = True
    return links.token_for(locked, Purpose.CONTINUE) if form.is_valid() else ""


@follows_link(Purpose.CONTINUE, "pledge")
def edit_response(request: HttpRequest, submission: Submission, token: str, page: "PledgePage") -> HttpResponseBase:
    """The form once more; on POST what was typed is kept, and right answers lead on."""
    base = base_of(request, token)
    if submission.status != Status.DRAFT:
        return go_on(base, token, "klaar/")
    if request.method != "POST":
        if "fout" in request.GET:
            return _form(request, page, drafts.sign_form(submission), token)
        typed = submission.data.get("sign", {})
        has_logo = SentPicture.objects.filter(submission=submission).exists()
        return _form(request, page, SignForm(initial=as_initial(SignForm, typed), has_logo=has_logo), token)
    logo, problem = sent_picture(request, "logo")
    with transaction.atomic():
        locked = links.read(token, Purpose.CONTINUE, lock=True)
        if locked.status != Status.DRAFT:
            return go_on(base, token, "klaar/")
        locked = services.keep(locked, "sign", typed_of(SignForm, request.POST))
        if logo:
            SentPicture.keep(locked, logo)
        form = drafts.sign_form(locked)
        if email := form.cleaned_data.get("email"):
            # So that it is found when somebody asks what we have.
            Submission.objects.filter(pk=locked.pk).update(email=email)
    if problem:
        form.add_error("logo", problem)
    return go_on(base, token, "controle/") if form.is_valid() else _form(request, page, form, token)


def _form(request: HttpRequest, page: "PledgePage", form: SignForm, token: str) -> HttpResponseBase:
    return form_page(request, page, "partners/sign_again.html", form=form, token=token)


@follows_link(Purpose.CONTINUE, "pledge")
def check_response(request: HttpRequest, submission: Submission, token: str, page: "PledgePage") -> HttpResponseBase:
    """Everything once more, with the text; on POST it is signed. What is wrong leads back to the form."""
    base, text_changed = base_of(request, token), False
    if request.method == "POST":
        with transaction.atomic():
            locked = links.read(token, Purpose.CONTINUE, lock=True)
            form = drafts.sign_form(locked)
            text_changed = request.POST.get("mark") != page.mark
            if locked.status == Status.DRAFT and form.is_valid() and page.declaration and not text_changed:
                _sign(locked, page, form)
                return go_on(base, token, "klaar/")
            submission = locked
    if submission.status != Status.DRAFT:
        return go_on(base, token, "klaar/")
    form = drafts.sign_form(submission)
    if not form.is_valid():
        return go_on(base, token, "wijzig/?fout")
    known = names.named(form.cleaned_data["organisation"])
    with speaking(page.language_code):
        facts = _facts(form)
    context = {"form": form, "facts": facts, "known": known, "text_changed": text_changed}
    return form_page(request, page, "partners/sign_check.html", token=token, **context)


def _sign(submission: Submission, page: "PledgePage", form: SignForm) -> None:
    """Keep the day and the words with the answers, and ask to confirm the address."""
    submission.name, submission.email = form.cleaned_data["name"], form.cleaned_data["email"]
    submission.data |= {
        "organisation": form.cleaned_data["organisation"],
        "signed_on": today().isoformat(),
        "version": page.version.isoformat() if page.version else "",
        "text": page.declaration,
    }
    submission.save(update_fields=["name", "email", "data"])
    services.hand_in(submission)


def _facts(form: SignForm) -> list[tuple[str, str]]:
    """What was answered, in words."""
    answers = form.cleaned_data
    fields: Any = form.fields

    def names_of(name: str) -> str:
        return listed(label for value, label in fields[name].choices if value in answers[name])

    where = _("The whole city") if answers["citywide"] else names_of("districts")
    facts = [
        (_("Organisation"), answers["organisation"]),
        (_("What do you do?"), answers["summary"]),
        (_("Active in"), where),
        (_("For whom"), names_of("audiences") or _("Everyone")),
        (_("Website"), answers["website"]),
        (_("Telephone number"), answers["phone"]),
        (_("E-mail address"), answers["public_email"]),
        (_("We offer"), answers["offers"]),
        (_("We look for"), answers["seeks"]),
        (_("Logo"), _("Sent along") if form.has_logo else ""),
    ]
    return [(name, value) for name, value in facts if value]


@follows_link(Purpose.CONTINUE, "pledge")
def done_response(request: HttpRequest, submission: Submission, token: str, page: "PledgePage") -> HttpResponseBase:
    """It was signed: look in your mail; a wrong address can be changed."""
    return done_page(request, submission, token, page, "partners/sign_done.html")
