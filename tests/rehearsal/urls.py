"""The site's addresses, and the pictures that nginx serves in production."""

from django.conf import settings
from django.urls import re_path
from django.views.static import serve

from utrechtomarmt.urls import urlpatterns as site_urls

urlpatterns = [
    re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *site_urls,
]
