"""What an editor decides. Whatever somebody else did meanwhile, an editor gets a message and never an error."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from core.intake import services
from core.intake.admin.forms import AskForm, RefuseForm
from core.intake.admin.screen import ReviewView, last_event, mark_of, reviewable, url_of
from core.intake.flows import flow_of
from core.intake.services import IllegalMove
from core.models import Submission

Act = Callable[[Submission, User, Any], Submission]


class Overtaken(Exception):  # noqa: N818 - says what happened
    """It is not what the editor saw any more."""


class DecisionView(ReviewView):
    """One decision about the submission in the address; then the next one opens."""

    http_method_names = ["post"]
    form_class: type[forms.Form] | None = None
    # Of the form, when it has to be shown again.
    name = ""

    def act(self, submission: Submission, user: User, form: Any) -> None:
        """Decide. Raises PermissionDenied when this editor may not."""
        raise NotImplementedError

    def done_words(self, one: Submission, title: str) -> str:
        """What the editor reads when it is done."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Decide when it still is what the editor saw, and go on with the next."""
        one = self.submission
        if one is None:
            return self.gone()
        form = self.form_class(request.POST) if self.form_class else None
        if form is not None and not form.is_valid():
            self.sent = self.name, form
            return self.render_to_response(self.get_context_data(pk=pk))
        title, following = flow_of(one).title(one), self.choice.next_after(one)
        if not self._decide(one, form, title):
            return redirect(url_of(one, self.choice))
        return redirect(url_of(following, self.choice)) if following else self.to_queue()

    def _decide(self, one: Submission, form: Any, title: str) -> bool:
        """Decide and say so; False when the editor should look at the same one again."""
        user = cast("User", self.request.user)
        try:
            with transaction.atomic():
                locked = Submission.objects.select_for_update().get(pk=one.pk)
                if mark_of(locked, lock=True) != self.request.POST.get("mark", ""):
                    raise Overtaken
                try:
                    self.act(locked, user, form)
                except PermissionDenied as error:
                    # Wagtail says this too when somebody else was first in its workflow.
                    if self._is_mine(locked, user):
                        raise Overtaken from error
                    raise
        except (Overtaken, IllegalMove, Submission.DoesNotExist):
            return self._say_overtaken(one.pk, user, title)
        except ValidationError as error:
            what = " ".join(error.messages)
            messages.error(
                self.request,
                _("'%(title)s' is not complete yet: %(what)s Edit it first, then approve it.")
                % {"title": title, "what": what},
            )
            return False
        messages.success(self.request, self.done_words(one, title))
        return True

    def _is_mine(self, submission: Submission, user: User) -> bool:
        """Whether this editor may take this decision at all."""
        return True

    def _say_overtaken(self, pk: UUID, user: User, title: str) -> bool:
        """Say what happened meanwhile; True when there is nothing left to decide about this one."""
        now = reviewable(pk)
        if now is None:
            messages.info(
                self.request, _("This is not here any more. Somebody erased it, or it was kept long enough.")
            )
            return True
        if now.status == Submission.Status.WAITING or (now.status in Submission.OPEN and self.name == "accept"):
            messages.warning(
                self.request,
                _("'%(title)s' changed while you looked at it. Nothing was decided. Look once more.")
                % {"title": title},
            )
            return False
        last = registry.get_logs_for_instance(now).first()
        if last is None or last.user_id != user.pk:
            messages.info(
                self.request,
                _("'%(title)s' was dealt with already: %(last)s. You need not do anything.")
                % {"title": title, "last": last_event(now)},
            )
        # A second click of the same editor: it was said already.
        return True


class AcceptView(DecisionView):
    """Put it on the site."""

    name = "accept"

    def act(self, submission: Submission, user: User, form: Any) -> None:
        """Approve it; raises PermissionDenied for whoever may not publish it."""
        if not self._is_mine(submission, user):
            raise PermissionDenied
        services.accept(submission, user)

    def _is_mine(self, submission: Submission, user: User) -> bool:
        return flow_of(submission).may_accept(submission, user)

    def done_words(self, one: Submission, title: str) -> str:
        """Approved, or whatever accepting means for this kind."""
        return flow_of(one).accepted_words(title)


class AskView(DecisionView):
    """Ask the sender something."""

    name, form_class = "ask", AskForm

    def act(self, submission: Submission, user: User, form: Any) -> None:
        """Send the question."""
        services.ask(submission, user, form.cleaned_data["words"])

    def done_words(self, one: Submission, title: str) -> str:
        """Asked."""
        return _("Your question about '%(title)s' is on its way.") % {"title": title}


class RefuseView(DecisionView):
    """Do not put it on the site."""

    name, form_class = "refuse", RefuseForm

    def act(self, submission: Submission, user: User, form: Any) -> None:
        """Refuse it, or the change."""
        services.refuse(submission, user, form.letter_words)

    def done_words(self, one: Submission, title: str) -> str:
        """Refused, or whatever that means for this kind."""
        return flow_of(one).refused_words(title)
