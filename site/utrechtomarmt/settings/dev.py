"""One machine, no set-up: what `make run` uses."""

from .base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-never-used-in-production-0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
# The development server finds static files itself; there is nothing collected to serve.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# A folder of cached pages would hide template edits.
PAGE_CACHE_SECONDS = 0
