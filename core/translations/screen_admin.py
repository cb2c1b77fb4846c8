"""The translator's screen of wagtail-localize: what it does not say by itself."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField
from wagtail_localize.models import Translation, TranslationSource

from core.translations import machine


def is_behind(source: TranslationSource) -> bool:
    """Whether the Dutch page says something else by now than what the translator sees."""
    page: Any = Page.objects.filter(translation_key=source.object_id, locale=source.locale_id, alias_of=None).first()
    if page is None:
        return False
    page = page.specific
    names = [field.field_name for field in page.translatable_fields if isinstance(field, TranslatableField)]
    now, then = json.loads(page.to_json()), json.loads(source.content_json)
    return any(now.get(name) != then.get(name) for name in names)


def say_while_translating(request: HttpRequest, page: Page) -> None:
    """Say above a translation what is left to do, with the way to it: that screen has no menu of its own."""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    translation = found.select_related("source").first() if request.method == "GET" else None
    if translation is None or page.alias_of_id:
        return
    if is_behind(translation.source):
        back = f"{reverse('wagtail_localize:update_translations', args=[translation.source_id])}?next={request.path}"
        take = messages.button(back, _("Take over the new Dutch text"))
        messages.warning(request, _("The Dutch page has changed since. Here you see the text from before."), [take])
    if not page.permissions_for_user(request.user).can_publish():
        messages.info(
            request, _("You may translate, not publish. What you save is kept. Ask a moderator to publish it.")
        )
        return
    if count := machine.unchecked(page.translation_key, page.locale_id).count():
        words = ngettext(
            "A computer translated {count} text. Visitors are told so, until you say that you have read it.",
            "A computer translated {count} texts. Visitors are told so, until you say that you have read them.",
            count,
        )
        done = messages.button(reverse("translation_checked", args=[page.pk]), _("I checked this translation"))
        messages.info(request, words.format(count=count), [done])


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""
    # Before wagtail-localize, which answers both.
    hooks.register("before_edit_page", say_while_translating, order=-1)
