"""Production settings on loopback: the same strictness, but every file it writes lies in a scratch folder."""

from utrechtomarmt.settings.production import *

_scratch = env.path("REHEARSAL_SCRATCH")
if "LOCATION" in CACHES["default"] and not REDIS_URL:
    CACHES["default"]["LOCATION"] = _scratch("cache")
STATIC_ROOT = env.str("REHEARSAL_STATIC")
MEDIA_ROOT = _scratch("media")
DOCUMENT_ROOT = _scratch("documents")
STORAGES["documents"]["OPTIONS"]["location"] = DOCUMENT_ROOT
