"""The views of the API: a question is checked, then answered from `answers`. Only GET, only JSON, for anybody."""

from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Site

from agenda.exports.basis import open_response
from core.api.collections import Collection
from core.dates import this_minute
from home.api import answers

JSON = "application/json; charset=utf-8"
# The two languages a developer here reads.
ERROR_LANGUAGES = ("nl", "en")


class WrongQuestion(APIException):
    """A question that cannot be answered, with what each wrong part of it should be."""

    status_code = 400

    def __init__(self, wrong: dict[str, Any]) -> None:
        super().__init__()
        self.wrong = wrong


class ProblemSchema(serializers.Serializer):
    """Why there is no answer."""

    status = serializers.IntegerField()
    message = serializers.DictField(child=serializers.CharField())
    parameters = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


def problem(status: int, wrong: dict[str, Any] | None = None) -> Response:
    """An error as JSON, in words: `wrong` holds what each parameter should be."""
    messages: dict[str, str] = {}
    parameters: dict[str, dict[str, str]] = {name: {} for name in wrong or {}}
    for code in ERROR_LANGUAGES:
        with translation.override(code):
            messages[code] = _sentence(status)
            for name, what in (wrong or {}).items():
                parameters[name][code] = str(what)
    return Response({"status": status, "message": messages, "parameters": parameters}, status=status)


def _sentence(status: int) -> str:
    return {
        400: _("This question is not right. See ‘parameters’."),
        404: _("There is nothing at this address. See /open-data/ for what there is."),
        405: _("This can only be read: use GET."),
        406: _("We only answer with JSON."),
    }.get(status, _("This does not work."))


def on_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every refusal as JSON; what we did not foresee is a 500 as elsewhere."""
    if isinstance(error, Http404):
        error = NotFound()
    if not isinstance(error, APIException):
        return None
    return problem(error.status_code, getattr(error, "wrong", None))


class _Negotiation(DefaultContentNegotiation):
    """By the header `Accept` alone: `?format=` is a parameter like any other that is not known."""

    class settings:  # noqa: N801 - the name under which the framework looks
        URL_FORMAT_OVERRIDE = None


class ReadOnlyView(APIView):
    """What all addresses of the API share: nobody is recognised, nothing is sent."""

    http_method_names = ["get", "head", "options"]
    renderer_classes = [JSONRenderer]
    parser_classes: list[Any] = []
    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    content_negotiation_class = _Negotiation

    def get_exception_handler(self) -> Any:
        """Our own words."""
        return on_error

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Any site may read it, refusals too."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a browser asks before it lets a page of another site ask with headers of its own."""
        headers = {
            "Access-Control-Allow-Methods": ", ".join(self.allowed_methods),
            "Access-Control-Allow-Headers": "Accept",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)

    def answer(self, body: str) -> HttpResponse:
        """An answer; to be asked for again each time, and sent again only when it changed."""
        response = open_response(body, JSON)
        # Asked anew each time: it says what is public this minute. The text itself is kept (`answers`).
        response.headers["Cache-Control"] = "public, no-cache"
        return response


def root_of(request: Any) -> str:
    """The address of the site, without slash."""
    site = Site.find_for_request(request)
    return site.root_url if site else ""


def checked(request: Request, question: type[serializers.Serializer], names: Any = None) -> answers.Values:
    """The answers to a question, in a fixed order. Raises `WrongQuestion`, also for what nobody asked."""
    # Not as of a form, in which nothing filled in is nothing asked.
    asked = question(data=request.query_params.dict())
    known = [name for name in asked.fields if names is None or name in names]
    extra = [name for name in request.query_params if name not in known]
    twice = [name for name in known if len(request.query_params.getlist(name)) > 1]
    asked.is_valid()
    wrong = {name: asked.fields[name].help_text for name in known if name in {*asked.errors, *twice}}
    if extra:
        wrong |= {name[:40]: _Known(known) for name in extra[:5]}
    if wrong:
        raise WrongQuestion(wrong)
    return tuple((name, asked.validated_data[name]) for name in known if name in asked.validated_data)


class _Known:
    """Which parameters there are, in the language it is asked in."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __str__(self) -> str:
        return _("We do not know this parameter. Known are: %(names)s.") % {"names": ", ".join(self.names) or "–"}


class IndexView(ReadOnlyView):
    """What there is, and where."""

    def get(self, request: Request) -> HttpResponse:
        """The collections."""
        checked(request, serializers.Serializer)
        return self.answer(answers.index_body(root_of(request)))


class NothingView(ReadOnlyView):
    """Every other address below the API."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing."""
        raise Http404


@cache
def _envelope(collection: Collection, many: bool) -> type[serializers.Serializer]:
    """What an answer of a collection looks like."""
    fields: dict[str, Any] = {
        "publisher": serializers.CharField(),
        "licence": serializers.URLField(help_text="CC0 1.0: use it freely, without asking."),
        "not_licensed": serializers.ListField(
            child=serializers.CharField(), help_text="Fields the licence does not cover: ask first."
        ),
        "documentation": serializers.URLField(),
    }
    if many:
        fields |= {
            "url": serializers.URLField(help_text="The first page of this list."),
            "items": collection.item(many=True),
            "next": serializers.URLField(allow_null=True, help_text="The page after this one; null on the last."),
        }
    else:
        fields |= {"item": collection.item()}
    return type(f"{collection.name.capitalize()}{'Page' if many else 'Answer'}", (serializers.Serializer,), fields)


def _responses(collection: Collection, many: bool) -> dict[int, Any]:
    errors = (400, 406) if many else (400, 404, 406)
    return {200: _envelope(collection, many), **dict.fromkeys(errors, ProblemSchema)}


def _in_english(words: Any) -> str:
    """Words of the description that are read when the addresses are made, whatever language is active then."""
    with translation.override("en"):
        return str(words)


def list_view(collection: Collection) -> Any:
    """The view of a collection."""

    class ListView(ReadOnlyView):
        @extend_schema(
            operation_id=f"{collection.name}_list",
            summary=_in_english(collection.about),
            description="",
            tags=[collection.name],
            parameters=[collection.question],
            responses=_responses(collection, many=True),
        )
        def get(self, request: Request) -> HttpResponse:
            values = checked(request, collection.question)
            return self.answer(answers.list_body(collection.name, values, root_of(request), this_minute()))

    return ListView.as_view()


def one_view(collection: Collection) -> Any:
    """The view of one thing of a collection."""
    fields = collection.question().fields
    known = {name: fields[name] for name in collection.also_asked_of_one}
    choices = [
        OpenApiParameter(
            name, enum=list(field.choices), default=field.default, description=_in_english(field.help_text)
        )
        for name, field in known.items()
    ]

    class OneView(ReadOnlyView):
        @extend_schema(
            operation_id=f"{collection.name}_one",
            summary="One of them.",
            description="",
            tags=[collection.name],
            parameters=choices,
            responses=_responses(collection, many=False),
        )
        def get(self, request: Request, key: Any) -> HttpResponse:
            values = checked(request, collection.question, collection.also_asked_of_one)
            body = answers.one_body(collection.name, key, values, root_of(request), this_minute())
            if not body:
                raise Http404
            return self.answer(body)

    return OneView.as_view()
