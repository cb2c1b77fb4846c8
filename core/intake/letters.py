"""What we write: a letter is made once, and sent as plain text and as HTML with the same words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.intake import links
from core.models import SiteSettings, Submission


@dataclass(frozen=True)
class Letter:
    """A letter in plain words. Paragraphs are text, never HTML."""

    subject: str
    paragraphs: list[str]
    # One thing to do, as (words, full address).
    button: tuple[str, str] | None = None
    # What was sent, as (name, answer).
    facts: list[tuple[str, str]] = field(default_factory=list)
    # After the button.
    closing: list[str] = field(default_factory=list)
    # Words of somebody else (an editor's question), set apart.
    quote: str = ""
    name: str = ""
    # Who gets the answer when somebody answers; else the address of the site.
    reply_to: str = ""
    # Stops this kind of mail with one click (RFC 8058); shown below the letter too.
    stop_url: str = ""

    def render(self, template: str) -> str:
        """The letter as `txt` or `html`."""
        return render_to_string(f"emails/letter.{template}", {"letter": self, **_surroundings()})


def _surroundings() -> dict[str, Any]:
    site = Site.objects.filter(is_default_site=True).first()
    chosen = SiteSettings.for_site(site) if site else SiteSettings()
    return {
        "site_url": settings.PUBLIC_URL,
        "contact_email": chosen.contact_email,
        "contact_phone": chosen.contact_phone,
    }


def please_confirm(submission: Submission) -> Letter:
    """Asks the sender to confirm the e-mail address; nothing happens before that.

    Holds nothing the sender typed: nobody may use us to write to somebody else.
    """
    return Letter(
        subject=_("Please confirm your e-mail address"),
        paragraphs=[
            _("You filled in a form on our site. Thank you!"),
            _("Press the button to show that this e-mail address is yours. After that we look at it."),
        ],
        button=(_("Yes, I sent this"), links.confirm_url(submission)),
        closing=[_("Did you not send us anything? Then do nothing. We erase it after two weeks.")],
    )


def received(submission: Submission, title: str, *, may_change: bool = True) -> Letter:
    """Says that an editor will look at it, with the link to change things, or to look at it."""
    return Letter(
        subject=_("We received: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("Thank you. We look at '%(title)s' as soon as we can, mostly within one working day.") % {"title": title}
        ],
        button=(
            _("See or change what you sent") if may_change else _("See how it stands"),
            links.manage_url(submission),
        ),
        closing=[_keep(may_change)],
    )


def change_received(submission: Submission, title: str) -> Letter:
    """Says that an editor will look at a change; what is live stays meanwhile."""
    return Letter(
        subject=_("We received your change: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("You changed '%(title)s'. We look at it as soon as we can, mostly within one working day.")
            % {"title": title},
            _("Until then everything on the site stays as it was."),
        ],
        button=(_("See or change what you sent"), links.manage_url(submission)),
        closing=[_keep()],
    )


def accepted(submission: Submission, title: str, words: str = "", url: str = "", *, may_change: bool = True) -> Letter:
    """Says that it is on the site, where, and how to change it later."""
    return Letter(
        subject=_("On the site: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            words or _("Good news: '%(title)s' is on the site. Thank you for taking part!") % {"title": title}
        ],
        facts=[(_("You find it here"), url)] if url else [],
        button=(
            _("See, change or cancel") if may_change else _("See it, or take it off the site"),
            links.manage_url(submission),
        ),
        closing=[_keep(may_change)],
    )


def question(submission: Submission, title: str, words: str, *, may_change: bool = True) -> Letter:
    """Passes on an editor's question."""
    return Letter(
        subject=_("A question about: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[_("We looked at '%(title)s' and have a question.") % {"title": title}],
        quote=words,
        button=(_("Change what you sent"), links.manage_url(submission)) if may_change else None,
        closing=[_("You can also answer this e-mail."), _keep()] if may_change else [_("Please answer this e-mail.")],
    )


def refused(submission: Submission, title: str, words: str, *, may_change: bool = True) -> Letter:
    """Says why it does not come on the site."""
    return Letter(
        subject=_("Not on the site: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[_("We looked at '%(title)s'. It does not come on the site. This is why:") % {"title": title}],
        quote=words,
        button=(_("Change what you sent"), links.manage_url(submission)) if may_change else None,
        closing=[_("Do you see it differently? Answer this e-mail, then we look at it together.")],
    )


def change_refused(submission: Submission, title: str, words: str) -> Letter:
    """Says why a change does not come on the site; what was there stays."""
    return Letter(
        subject=_("Your change is not on the site: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("We looked at your change of '%(title)s'. Everything on the site stays as it was. This is why:")
            % {"title": title}
        ],
        quote=words,
        button=(_("Change what you sent"), links.manage_url(submission)),
        closing=[_("Do you see it differently? Answer this e-mail, then we look at it together.")],
    )


def withdrawn(submission: Submission, title: str) -> Letter:
    """Confirms that it was taken off the site."""
    return Letter(
        subject=_("Taken off the site: %(title)s") % {"title": title},
        name=submission.name,
        paragraphs=[
            _("You took '%(title)s' off the site. Visitors do not see it any more.") % {"title": title},
            _("We erase your name and e-mail address after a month."),
        ],
    )


def new_links(found: list[tuple[str, Submission]]) -> Letter:
    """Gives somebody who lost them the links again; `found` holds (title, submission)."""
    return Letter(
        subject=_("Your links"),
        paragraphs=[_("You asked for the links to what you sent us. Here they are.")],
        facts=[(title, links.manage_url(submission)) for title, submission in found],
        closing=[_("Did you not ask for this? Then do nothing.")],
    )


def handed_over(submission: Submission, title: str) -> Letter:
    """Tells a colleague that this is now theirs to look after."""
    return Letter(
        subject=_("From now on yours: %(title)s") % {"title": title},
        paragraphs=[
            _("Your colleague asked us to hand '%(title)s' over to you. From now on you can change or cancel it.")
            % {"title": title}
        ],
        button=(_("See, change or cancel"), links.manage_url(submission)),
        closing=[_keep()],
    )


def continue_later(url: str) -> Letter:
    """Gives the link to go on with a form that is not finished; holds nothing that was typed."""
    return Letter(
        subject=_("Go on with your form"),
        paragraphs=[_("What you filled in is kept for two weeks. Nothing has been sent yet.")],
        button=(_("Go on with the form"), url),
        closing=[_("Did you not ask for this? Then do nothing.")],
    )


def _keep(may_change: bool = True) -> str:
    if not may_change:
        return _("Keep this e-mail: with the button you can take it off the site later. Do not pass it on.")
    return _("Keep this e-mail: with the button you can change things later, without an account. Do not pass it on.")


def samples() -> list[Letter]:
    """Every letter that all flows share, about something made up, for editors to read."""
    example = Submission(kind="example", name=_("Sam Example"), email="sam@example.org")
    title = _("Soup and a chat")
    made: list[Callable[[], Letter]] = [
        lambda: continue_later(links.manage_url(example)),
        lambda: please_confirm(example),
        lambda: received(example, title),
        lambda: question(example, title, _("Until what time does it last?")),
        lambda: accepted(example, title, url=settings.PUBLIC_URL),
        lambda: change_received(example, title),
        lambda: refused(example, title, _("It takes place outside Utrecht.")),
        lambda: change_refused(example, title, _("The new time is not possible there.")),
        lambda: handed_over(example, title),
        lambda: withdrawn(example, title),
        lambda: new_links([(title, example)]),
    ]
    return [make() for make in made]
