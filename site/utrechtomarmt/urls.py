"""Every address of the site, in the order they are tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.api.page import llms, open_data

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", include("home.api.urls")),
    path("llms.txt", llms, name="llms"),
    path("", include("core.urls")),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

# Dutch has no prefix; other languages live under /en/, /ar/ …
urlpatterns += i18n_patterns(
    path("zoeken/", include("search.urls")),
    path("verwijzers/", include("agenda.urls")),
    path("inzending/", include("core.intake.urls")),
    path("open-data/", open_data, name="open_data"),
    path("volgen/", include("agenda.following.urls")),
    # Wagtail's second log-in, for visitors of closed pages: there is one log-in here.
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)),
    # Wagtail's own addresses have no full stop; those of a page's files do (`RoutedPage`).
    re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:ics|atom|json|pdf))$", wagtail_views.serve, name="page_file"),
    # Neither has the rest of them a token, which has two (`core.intake.links`).
    re_path(r"^((?:[\w-]+/)+[\w-]+\.[\w-]+\.[\w-]+/[\w-]+/)$", wagtail_views.serve, name="page_with_token"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
