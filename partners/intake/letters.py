"""Letters that only partners get."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.intake import links
from core.intake.letters import Letter
from core.intake.links import Purpose
from core.models import Submission


def still_right(submission: Submission, title: str, url: str) -> Letter:
    """Asks once a year whether the profile is still right; `url` is where it stands on the site."""
    token = links.token_for(submission, Purpose.MANAGE)
    return Letter(
        subject=_("Is this still right? %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("Once a year we ask whether what visitors read of '%(title)s' is still right.") % {"title": title},
            _("Press the button. Then say that all is well, or change something."),
        ],
        facts=[(_("You find it here"), url)] if url else [],
        button=(_("Look at it"), settings.PUBLIC_URL + reverse("intake:act", args=[token, "klopt"])),
        closing=[
            _("If we hear nothing, we tell visitors after a month that we do not know whether it is still right."),
            _("Do you no longer work there? Then hand it over to a colleague with the same button."),
        ],
    )


def samples() -> list[Letter]:
    """Each of them about something made up."""
    example = Submission(kind="pledge", name=_("Sam Example"), email="sam@example.org")
    return [still_right(example, _("The Soup Kitchen"), settings.PUBLIC_URL)]
