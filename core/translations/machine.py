"""Translation by a service, when the settings name one: a proposal in the office, marked until a person checked it."""

import logging
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import requests
from django.db.models import F
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from core.page_cache import per_generation

logger = logging.getLogger(__name__)
# DeepL takes no more texts at once.
_MOST_TEXTS = 50


class ServiceError(Exception):
    """The service gave no translation: it cannot be reached, refuses, or answers with something else."""


class _Careful(BaseMachineTranslator):
    """Asks in parts, and tells the one thing that matters when the answer is no translation."""

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[Any, Any]:
        """Give the translation of each string. Raises ServiceError."""
        asked, found = list(strings), dict[Any, Any]()
        for start in range(0, len(asked), _MOST_TEXTS):
            try:
                part = super().translate(source_locale, target_locale, asked[start : start + _MOST_TEXTS])
            except (requests.RequestException, ValueError, KeyError, TypeError) as error:
                # Not the error's own words: they may hold the key.
                logger.warning("%s gave no translation: %s", self.display_name, type(error).__name__)
                raise ServiceError(self.display_name) from error
            found |= part
        return found


class DeepL(_Careful, DeepLTranslator):
    """DeepL, by its key."""

    def get_api_endpoint(self) -> str:
        """The address of the service: that of the key, unless the settings give another."""
        return self.options.get("URL") or super().get_api_endpoint()


class Libre(_Careful, LibreTranslator):
    """LibreTranslate, at an address of one's own."""


class ServiceFailedMiddleware:
    """Tell an editor that the service gave no translation, on the screen where they asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing, as long as nothing fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Lead back with a message; None for every other failure."""
        if not isinstance(exception, ServiceError):
            return None
        words = _(
            "{service} could not translate this. Nothing has changed. Try again later, or translate it yourself."
        )
        messages.error(request, words.format(service=exception))
        back = request.POST.get("next") or request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            back = reverse("wagtailadmin_home")
        return HttpResponseRedirect(back)


def unchecked(translation_key: uuid.UUID, locale_id: int) -> Any:
    """The texts of a translation that a machine made and no person has checked."""
    return StringTranslation.objects.filter(
        locale_id=locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        translation_of__segments__source__object_id=translation_key,
        translation_of__segments__context_id=F("context_id"),
    )


@per_generation(maxsize=512, per_language=False)
def is_unchecked(translation_key: uuid.UUID, locale_id: int) -> bool:
    """Whether a page says anything in this language that only a machine has looked at."""
    return unchecked(translation_key, locale_id).exists()


def mark_checked(translation_key: uuid.UUID, locale_id: int, user: Any) -> int:
    """Note that a person has checked every text of a translation; gives how many there were."""
    found = list(unchecked(translation_key, locale_id).values_list("pk", flat=True))
    return StringTranslation.objects.filter(pk__in=found).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, tool_name="", last_translated_by=user
    )
