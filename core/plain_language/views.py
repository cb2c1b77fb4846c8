"""Advice on what stands in the editor's screen at this moment, saved or not. Nothing is written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from wagtail.admin.views.pages.preview import PreviewOnCreate, PreviewOnEdit
from wagtail.models import Page

from core.models import BasePage, JargonWord
from core.plain_language.page_text import pieces_of
from core.plain_language.report import Advice, advice_on
from core.plain_language.rules import Jargon

DUTCH = "nl"


def advice_for(page: BasePage) -> Advice:
    """The advice on a Dutch page as it stands in memory."""
    jargon = Jargon(dict(JargonWord.objects.values_list("word", "better")))
    return advice_on(pieces_of(page), jargon, for_residents=page.written_for_residents)


class AdviceOnEdit(PreviewOnEdit):
    """Take the editor's form as the preview does, for who may edit the page, and answer with advice."""

    http_method_names = ("post",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page; raise Http404 when it is no page of ours, PermissionDenied when it may not be edited."""
        super().setup(request, *args, **kwargs)
        if not isinstance(self.object, BasePage):
            raise Http404

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with a piece of HTML; a field that is not right yet keeps what was saved of it."""
        if self.language != DUTCH:
            return render(request, "plain_language/advice.html", {"not_dutch": True})
        try:
            # Also when something else is not filled in yet, the texts have been read.
            self.validate_form(form := self.get_form(request.POST))
        except (KeyError, ValueError, TypeError, ValidationError):
            return HttpResponseBadRequest()
        return render(request, "plain_language/advice.html", {"advice": advice_for(form.instance)})

    def get_form(self, query_dict: QueryDict) -> Any:
        """The editor's form as it was sent; without the title and address that a preview makes up."""
        form_class = self.object.get_edit_handler().get_form_class()
        parent = self.object.get_parent().specific
        return form_class(query_dict, instance=self.object, parent_page=parent, for_user=self.request.user)

    @property
    def language(self) -> str:
        """The language the page is written in."""
        return self.object.locale.language_code


class AdviceOnCreate(AdviceOnEdit, PreviewOnCreate):
    """The same for a page that has not been saved yet, for who may add one there."""

    def get_object(self) -> Page:
        """A new page of the kind; raise Http404 when that is no page of ours."""
        model = self.content_type.model_class()
        if model is None or not issubclass(model, BasePage) or model._meta.abstract:
            raise Http404
        return PreviewOnCreate.get_object(self)

    @property
    def language(self) -> str:
        """A new page is written in the language of the page above it."""
        return Page.objects.select_related("locale").get(pk=self.parent_object_id).locale.language_code
