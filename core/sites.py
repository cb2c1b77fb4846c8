"""Which site a visitor is on, and its front page: asked of the database once per generation of content."""

import copy

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from core.page_cache import per_generation


@per_generation(maxsize=8)
def _site_of(host: str, port: str) -> Site | None:
    try:
        site = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None
    site.root_page = site.root_page.specific
    return site


def remember_site(request: HttpRequest) -> None:
    """Give a visitor's request its site, where Wagtail looks for it before it asks the database.

    Each request gets its own copies: what one request does to a page must not show in another.
    """
    host = split_domain_port(request.get_host())[0]
    site = copy.copy(_site_of(host, request.get_port()))
    if site is not None:
        site.root_page = copy.copy(site.root_page)
    request._wagtail_site = site  # type: ignore[attr-defined]
