"""What pytest uses: fast, closed, and as close to production as a test can be."""

import tempfile
from pathlib import Path

from .base import *

DEBUG = False
SECRET_KEY = "tests-only-never-used-in-production-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are found where they are built; there is nothing collected to serve.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "renditions", "fragments")
}
# Each test process writes its files in a folder of its own.
_scratch = Path(tempfile.mkdtemp(prefix="utrechtomarmt-test-"))
MEDIA_ROOT = _scratch / "media"
DOCUMENT_ROOT = _scratch / "documents"
STORAGES["documents"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DOCUMENT_ROOT, "base_url": "/documents/"},
}
# Tests of the page cache switch it on themselves.
PAGE_CACHE_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
