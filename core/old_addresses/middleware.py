"""What happens with an address that the site does not know: it leads on when it can, else it is counted."""

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from wagtail.models import Site

from core.old_addresses import missing
from core.old_addresses.addresses import canonical, plain, with_query
from core.old_addresses.finding import Finder, page_meant

_OWN_WAYS = ("/admin/", "/documents/", settings.STATIC_URL, settings.MEDIA_URL)
# Programs for mail and chat take these into a link that a sentence ends with.
_END_OF_SENTENCE = ".,;:!?)]}>'\"’”»*"


class OldAddressMiddleware(MiddlewareMixin):
    """Wagtail's redirects, found in every spelling of the old address; only where there is no page, which wins."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Lead on from a page that was not found."""
        if response.status_code != 404 or request.path.startswith(_OWN_WAYS) or "\0" in request.path:
            return response
        if request.method in {"GET", "HEAD"}:
            found = self._find(request)
            if found:
                return self._lead_on(*found)
            missing.count(request)
        return response

    def _find(self, request: HttpRequest) -> tuple[str, bool] | None:
        site = Site.find_for_request(request)
        if site is None:
            return None
        # Some programs encode twice, and Django leaves alone what is not UTF-8.
        path, query = (
            plain(request.path) if "%" in request.path else request.path,
            request.META.get("QUERY_STRING", ""),
        )
        found = self._at(site, request, path, query)
        if found is None and (bare := path.rstrip(_END_OF_SENTENCE)) != path:
            found = self._at(site, request, bare, query)
            # It was never anybody's address.
            found = (found[0], False) if found else None
        if found and plain(found[0].partition("?")[0]) == path:
            return None
        return found

    def _at(self, site: Site, request: HttpRequest, path: str, query: str) -> tuple[str, bool] | None:
        found = Finder(site, request).find(path, query)
        if found is None and canonical(path) != request.path.removesuffix("/"):
            # The page itself, in another spelling: the present site does not mind capitals.
            page = page_meant(site, path)
            found = (with_query(page.specific_deferred.get_url(request) or "/", query), True) if page else None
        return found

    def _lead_on(self, address: str, is_permanent: bool) -> HttpResponseBase:
        response = (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(address)
        # Browsers keep a permanent redirect for ever; a page that moved back would then send them in circles.
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        return response
