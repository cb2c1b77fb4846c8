"""Letters that only activities need."""

from django.utils.translation import gettext as _

from core.intake import links
from core.intake.letters import Letter
from core.models import Submission


def cancelled(submission: Submission, title: str, dates: list[str], note: str) -> Letter:
    """Confirms what does not go ahead."""
    return Letter(
        subject=_("Does not go ahead: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("On the site everybody sees now that these dates of '%(title)s' do not go ahead.") % {"title": title}
        ],
        facts=[(date, note) for date in dates],
        button=(_("See, change or cancel"), links.manage_url(submission)),
    )


def samples() -> list[Letter]:
    """Each of them about something made up."""
    example = Submission(kind="activity", name=_("Sam Example"), email="sam@example.org")
    return [cancelled(example, _("Soup and a chat"), [_("Tuesday 24 November")], _("The cook is ill."))]
