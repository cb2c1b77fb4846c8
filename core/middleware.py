"""Headers and the page cache: what happens around every request."""

import hashlib
from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import get_resolver
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from wagtail.admin.menu import reports_menu

from core import page_cache
from core.dates import seconds_until_midnight
from core.languages import is_open
from core.sites import remember_site

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, loosened only where Wagtail's admin cannot do without inline code."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the policy header."""
        if request.path.startswith("/admin/"):
            response._csp_update = {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]}  # type: ignore[attr-defined]
        return super().process_response(request, response)


class PermissionsPolicyMiddleware:
    """Public pages ask for no camera, place or payment, and take part in no advertising."""

    HEADER = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header."""
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.HEADER
        return response


def word_the_office() -> None:
    """Let the office find its words in Dutch, once in a process: some are made for ever by whoever is first."""
    with translation.override(settings.LANGUAGE_CODE):
        # Wagtail makes some forms while it reads the addresses; wagtail-localize names its report in the menu.
        for kept in (get_resolver().url_patterns, reports_menu.registered_menu_items):
            len(kept)


class LanguageMiddleware(LocaleMiddleware):
    """The language of the address, when visitors can read it; else its Dutch address is asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        word_the_office()

    # Django's own never answers, and its stubs say so.
    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        """Activate the language; Dutch when the address has none, whatever the browser prefers."""
        super().process_request(request)
        # A preview shows what visitors cannot read yet.
        if getattr(request, "is_dummy", False) or is_open(request.LANGUAGE_CODE):
            return None
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        # Links in letters and on paper outlive a language. More than one slash would lead to another host.
        path = "/" + request.path_info.lstrip("/").partition("/")[2].lstrip("/")
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{escape_uri_path(path)}{'?' if query else ''}{query}")


class PageCacheMiddleware:
    """Serve public pages from the cache until something public changes, or the day ends.

    The key holds the content generation read *before* rendering: a page made while an editor publishes is
    stored under the old generation and never served again. Editors (anyone with a session) always get a fresh page.
    A page with a query string is kept for a minute, and only when its view says so (`page_cache.allow_query`).
    """

    _OWN_WAYS = ("/admin/", "/documents/", settings.STATIC_URL, settings.MEDIA_URL)
    _SECONDS_WITH_QUERY = 60

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache, or let the site answer and keep the answer."""
        # Our forms send nothing else; an encoding that somebody made up breaks the reading of a form.
        request.encoding = "utf-8"
        if request.method not in {"GET", "HEAD"} or request.path.startswith(self._OWN_WAYS):
            return self.get_response(request)
        # Whatever a page keeps while it is made belongs to the generation from before the first row was read.
        with page_cache.pinned_generation() as generation:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                return self.get_response(request)
            remember_site(request)
            return self._answer(request, self._key(request, generation))

    def _answer(self, request: HttpRequest, key: str) -> HttpResponseBase:
        hit = cache.get(key) if request.method == "GET" else None
        if hit is not None:
            return self._restore(request, hit)
        response = self.get_response(request)
        if not self._is_public(response):
            return response
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        has_query = bool(request.META.get("QUERY_STRING"))
        may_be_kept = request.method == "GET" and (not has_query or getattr(request, "may_keep_query", False))
        limit = self._SECONDS_WITH_QUERY if has_query else settings.PAGE_CACHE_SECONDS
        timeout = min(limit, settings.PAGE_CACHE_SECONDS, seconds_until_midnight())
        if may_be_kept and timeout > 0:
            cache.set(key, (response.content, dict(response.headers)), timeout)  # type: ignore[attr-defined]
        return response

    def _key(self, request: HttpRequest, generation: str) -> str:
        gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        parts = f"{request.scheme}|{request.get_host()}|{request.get_full_path()}|{gzip}"
        return f"page:{generation}:{hashlib.sha256(parts.encode()).hexdigest()}"

    def _is_public(self, response: HttpResponseBase) -> bool:
        control = response.headers.get("Cache-Control", "")
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "Cookie" not in response.headers.get("Vary", "")
            and not any(word in control for word in ("private", "no-store", "no-cache"))
        )

    def _restore(self, request: HttpRequest, hit: tuple[bytes, dict[str, str]]) -> HttpResponse:
        content, headers = hit
        whole = HttpResponse(content, headers=headers)
        # A 304 when the browser has it already.
        return get_conditional_response(request, etag=headers.get("ETag"), response=whole) or whole
