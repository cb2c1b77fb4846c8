"""What the office says before a Dutch page that is there in more languages is moved, taken off the site or deleted."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import locale_permission_policy, site_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet
from wagtail_localize.locales import components as locale_components
from wagtail_localize.locales.views import CreateView as AddLanguageView
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.views.report import TranslationsReportFilterSet

from core import page_cache
from core.models import SiteWords
from core.translations import machine, screen_admin


def _languages(page: Page) -> str:
    below = Page.objects.filter(path__startswith=page.path, locale_id=page.locale_id)
    found = Page.objects.filter(translation_key__in=below.values("translation_key")).exclude(locale_id=page.locale_id)
    names = [str(version.locale) for version in found.select_related("locale").order_by("locale__language_code")]
    return get_text_list(list(dict.fromkeys(names)), _("and"))


def _copies(page: Page) -> int:
    return Page.objects.filter(alias_of__path__startswith=page.path, locale_id=page.locale_id).count()


def _warn(request: HttpRequest, message: str) -> None:
    # On the screen that asks; not again after the answer.
    if request.method == "GET":
        messages.warning(request, message)


def say_before_delete(request: HttpRequest, page: Page) -> None:
    """Say in which languages the page goes too, and that its copies go along."""
    if languages := _languages(page):
        _warn(request, _("The translations into {languages} are deleted too.").format(languages=languages))
    if count := _copies(page):
        words = ngettext(
            "There is {count} alias of this page elsewhere. It is deleted too.",
            "There are {count} aliases of this page elsewhere. They are deleted too.",
            count,
        )
        _warn(request, words.format(count=count))


def say_before_unpublish(request: HttpRequest, page: Page) -> None:
    """Say in which languages the page is taken off the site too."""
    if languages := _languages(page):
        words = _(
            "The translations into {languages} are taken off the site too. To bring them back, publish them again."
        )
        _warn(request, words.format(languages=languages))


def say_before_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Say in which languages the page moves along."""
    if languages := _languages(page):
        _warn(request, _("The translations into {languages} move along.").format(languages=languages))


def say_before_copy(request: HttpRequest, page: Page) -> None:
    """Say that a copy is Dutch only."""
    if languages := _languages(page):
        words = _("The copy has no translations. Those into {languages} stay with the original.")
        _warn(request, words.format(languages=languages))


def checked(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Ask an editor whether they read the whole translation, and note it: its readers are not warned any more."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method != "POST":
        count = machine.unchecked(page.translation_key, page.locale_id).count()
        return render(request, "languages/admin/checked.html", {"page": page, "count": count})
    machine.mark_checked(page.translation_key, page.locale_id, request.user)
    # Visitors see it at once: the notice stands above the page as long as anything is unchecked.
    page_cache.renew()
    messages.success(
        request, _("Thank you. '{title}' is marked as checked.").format(title=page.get_admin_display_title())
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def checked_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """The way to it, for a page with texts that a machine made."""
    if not page.permissions_for_user(user).can_publish():
        return
    # Asked anew, where visitors get a kept answer: translating a draft changes nothing that they see.
    if (
        page.locale.language_code == settings.LANGUAGE_CODE
        or not machine.unchecked(page.translation_key, page.locale_id).exists()
    ):
        return
    yield Button(
        _("I checked this translation"), reverse("translation_checked", args=[page.pk]), icon_name="check", priority=70
    )


class LanguagesMenuItem(MenuItem):
    """The way to the list of languages for who may add one; wagtail-localize shows its own to who may change sites."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may add a language and has no other way to the list."""
        may_add = locale_permission_policy.user_has_permission(request.user, "add")
        return may_add and not site_permission_policy.user_has_any_permission(
            request.user, ["add", "change", "delete"]
        )


class _CountedLanguages(WagtailPaginator):
    """'4 languages' below the list, where the name of what is in it cannot be counted."""

    verbose_name = gettext_lazy("language")
    verbose_name_plural = gettext_lazy("languages")


class SiteWordsView(IndexView):
    """The list: a row for each language."""

    paginator_class = _CountedLanguages


class SiteWordsViewSet(SnippetViewSet):
    """The words around every page, a row for each language but Dutch."""

    model = SiteWords
    icon = "globe"
    menu_label = gettext_lazy("Words around the pages")
    index_view_class = SiteWordsView
    add_to_settings_menu = True
    menu_order = 15
    copy_view_enabled = False


def _tidy_languages() -> None:
    """Make the screen of a language ours, as far as wagtail-localize leaves no other way."""
    # It would fill a language with copies of every page; ours shows what is not translated in Dutch, and says so.
    locale_components.LOCALE_COMPONENTS[:] = [
        one for one in locale_components.LOCALE_COMPONENTS if one["model"] is not LocaleSynchronization
    ]
    # Otherwise the English name of the model.
    AddLanguageView.page_subtitle = gettext_lazy("Language")
    # Nor have these filters names to translate.
    for name, label in (("source_locale", gettext_lazy("From")), ("target_locale", gettext_lazy("Into"))):
        TranslationsReportFilterSet.base_filters[name].label = label


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""
    _tidy_languages()
    screen_admin.register()
    register_snippet(SiteWordsViewSet)
    for name, say in (
        ("before_delete_page", say_before_delete),
        ("before_unpublish_page", say_before_unpublish),
        ("before_move_page", say_before_move),
        ("before_copy_page", say_before_copy),
        ("register_page_header_buttons", checked_button),
        ("register_page_listing_more_buttons", checked_button),
    ):
        hooks.register(name, say)

    @hooks.register("register_settings_menu_item")
    def languages() -> MenuItem:
        return LanguagesMenuItem(
            gettext_lazy("Languages"), reverse("wagtaillocales:index"), icon_name="globe", order=14
        )

    @hooks.register("register_admin_urls")
    def addresses() -> list[URLPattern]:
        return [path("vertaling-nagekeken/<int:page_id>/", checked, name="translation_checked")]
