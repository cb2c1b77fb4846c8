"""How it stands with what somebody sent in, in a sentence or two for the sender."""

from django.utils.translation import gettext as _

from core.models import Submission

Status = Submission.Status


def state_words(submission: Submission, *, is_change: bool, may_change: bool) -> str:
    """The usual words; `is_change` when something that is live would become different."""
    is_gone = submission.page is not None and not submission.page.live
    words = {
        Status.WAITING: _("On the site. Your last change waits until we have looked at it.")
        if is_change
        else _("We have it. An editor will look at it soon."),
        Status.ASKED: _("We asked you something by e-mail. Change it here, or answer the e-mail.")
        if may_change
        else _("We asked you something by e-mail. Answer that e-mail."),
        Status.ACCEPTED: _("We agreed. It is not on the site now.") if is_gone else _("It is on the site."),
        Status.REFUSED: _("It does not come on the site. In the e-mail you read why."),
        Status.WITHDRAWN: _("You took it off the site."),
    }
    return words.get(
        Status(submission.status), _("It waits until you confirm your e-mail address. Look in your mail.")
    )
