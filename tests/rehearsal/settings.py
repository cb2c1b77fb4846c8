"""Production settings on loopback: the same strictness, but every file it writes lies in a scratch folder."""

from utrechtomarmt.settings.production import *

_scratch = env.path("REHEARSAL_SCRATCH")
if not REDIS_URL:
    for _name in ("default", "renditions"):
        CACHES[_name]["LOCATION"] = _scratch("cache")
# In production the web server in front serves the pictures.
ROOT_URLCONF = "tests.rehearsal.urls"
STATIC_ROOT = env.str("REHEARSAL_STATIC")
MEDIA_ROOT = _scratch("media")
DOCUMENT_ROOT = _scratch("documents")
STORAGES["documents"]["OPTIONS"]["location"] = DOCUMENT_ROOT
