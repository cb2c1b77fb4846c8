"""General pages in the API."""

from django.utils.translation import gettext_lazy as _

from core.api.collections import PageCollection, PageItem, PageQuestion, slug_field
from home.models import ContentPage


class ContentQuestion(PageQuestion):
    """What may be asked of general pages."""

    topic = slug_field(_("The slug of a topic."))


class Pages(PageCollection):
    """The general pages."""

    name = "pages"
    title = _("Pages")
    about = _("General pages: about the network, its history, publications.")
    item, question = PageItem, ContentQuestion
    model = ContentPage
