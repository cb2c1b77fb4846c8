"""The editorial office: words that mean the same."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from search.models import Synonyms

LONGEST = 60
# Editors also write them on one line.
_BETWEEN = re.compile(r"[\n\r,;=|]+")


def same(word: str) -> str:
    """What two ways to write one word have in common: no capitals, no accents."""
    text = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def cleaned(text: str) -> list[str]:
    """The words of a group as they are kept: in small letters, without signs, each once."""
    found: dict[str, str] = {}
    for line in _BETWEEN.split(unicodedata.normalize("NFC", text).casefold()):
        signs = "".join(
            sign if sign.isalnum() or unicodedata.combining(sign) or sign in "-'’&+" else " " for sign in line
        )
        word = " ".join(signs.split())
        if any(sign.isalnum() for sign in word):
            found.setdefault(same(word), word)
    return list(found.values())


class SynonymsForm(WagtailAdminModelForm):
    """A group of at least two words, none of which is in another group of the same language."""

    def clean_words(self) -> str:
        """The words, one on each line."""
        words = cleaned(self.cleaned_data["words"])
        if len(words) < 2:
            raise ValidationError(_("Write at least two different words, each on its own line."))
        if long := [word for word in words if len(word) > LONGEST]:
            raise ValidationError(_("This is too long: “%(word)s”. Use at most 60 characters.") % {"word": long[0]})
        return "\n".join(words)

    def clean(self) -> dict[str, Any]:
        """Refuse a word that another group has: then it is not clear which group it belongs to."""
        data = super().clean()
        mine = {same(word): word for word in data.get("words", "").splitlines()}
        for group in Synonyms.objects.filter(language=data.get("language")).exclude(pk=self.instance.pk):
            taken = [mine[same(word)] for word in group.word_list if same(word) in mine]
            if taken:
                text = _("“%(word)s” is in another group already: %(group)s. Add your words there.")
                self.add_error("words", text % {"word": taken[0], "group": group})
                break
        return data


class AddSynonymsView(CreateView):
    """A new group; it may begin with a word that nothing was found for."""

    def get_initial(self) -> dict[str, Any]:
        """The word and language of the address."""
        asked = {name: self.request.GET.get(name, "")[:LONGEST] for name in ("words", "language")}
        known = dict(Synonyms._meta.get_field("language").flatchoices)
        if asked["language"] not in known:
            del asked["language"]
        return {**super().get_initial(), **{name: value for name, value in asked.items() if value}}


class _CountedGroups(WagtailPaginator):
    """'12 groups' below the list, where the name of what is in it cannot be counted."""

    verbose_name = gettext_lazy("group of words")
    verbose_name_plural = gettext_lazy("groups of words")


class SynonymsView(IndexView):
    """The list: a row for each group."""

    paginator_class = _CountedGroups


class SynonymsViewSet(SnippetViewSet):
    """Words that mean the same: who asks for one, finds the others."""

    model = Synonyms
    icon = "repeat"
    menu_label = gettext_lazy("Words that mean the same")
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    search_fields = ["words"]
    copy_view_enabled = False
    index_view_class = SynonymsView
    add_view_class = AddSynonymsView
    edit_handler = ObjectList([FieldPanel("words"), FieldPanel("language")], base_form_class=SynonymsForm)
