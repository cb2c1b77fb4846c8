"""What forms let people choose from, of the lists that editors keep."""

from django.conf import settings

from core.models import Audience, District, SpokenLanguage, Topic
from core.page_cache import per_generation

Choices = list[tuple[str, str]]


@per_generation(maxsize=16)
def choices_of(model: type[Audience | District | SpokenLanguage | Topic]) -> Choices:
    """The slugs and names of a list, in its own order; names in the present language."""
    if issubclass(model, District):
        return list(District.objects.values_list("slug", "name"))
    found = model.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return [(one.slug, one.label) for one in found]
