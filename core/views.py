"""Answers that belong to no page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone and where the list of pages is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        # In every language.
        *(f"Disallow: {prefix}/{name}/" for name in ("zoeken", "inzending") for prefix in ("", "/*")),
        # Slow to make, and out of date next week.
        "Disallow: /*poster.pdf",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
