"""Settings every environment shares. What differs per machine comes from the environment or `.env`."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()
env.read_env(BASE_DIR / ".env")
# Everything the site writes on this machine lies below one folder.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# Where this installation answers; used in e-mail, sitemaps and the Wagtail admin.
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAIL_SITE_NAME = "Utrecht Omarmt"

INSTALLED_APPS = [
    "home",
    "search",
    "agenda",
    "news",
    "infokaart",
    "partners",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "django_filters",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Everything below is skipped when the page cache answers.
    "core.middleware.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "core.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Wagtail's redirects, in every spelling; and what was not found is counted.
    "core.old_addresses.middleware.OldAddressMiddleware",
    "core.translations.machine.ServiceFailedMiddleware",
]

ROOT_URLCONF = "utrechtomarmt.urls"
WSGI_APPLICATION = "utrechtomarmt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
                "core.templatetags.components",
                "core.templatetags.languages",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN, so concurrent writers wait instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Beside what the address itself asks for, such as ?sslmode=require.
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["pool"] = {"min_size": 1, "max_size": 4}
    # Compiling a query of many parts takes longer than any of ours takes to run.
    _options["options"] = f"{_options.get('options', '')} -c jit=off".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One Redis address switches every worker to a shared cache; without it a folder serves one machine.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    _cache = {
        "BACKEND": "core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        # A cache that is slow to answer is worse than none.
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 1},
    }
else:
    _cache = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
# Wagtail looks for the sizes of a picture under the second name before it asks the database.
CACHES = {
    "default": _cache,
    "renditions": {**_cache, "KEY_PREFIX": "renditions", "TIMEOUT": 86400},
    # Parts of pages, kept by each process for itself: their keys hold the content generation.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 86400,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}
# Longest time a page is served from the page cache; publishing empties it at once.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=300)

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
# Not /media/: that is where the previous site kept its files, and those addresses must keep working.
MEDIA_URL = "/beeld/"
MEDIA_ROOT = VAR_DIR / "media"
DOCUMENT_ROOT = VAR_DIR / "documents"

# One bucket address switches pictures (public) and documents (private, signed addresses) to S3.
S3_BUCKET = env.str("S3_BUCKET", default="")
if S3_BUCKET:
    _s3 = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
        "region_name": env.str("S3_REGION", default=None),
        "access_key": env.str("S3_ACCESS_KEY", default=None),
        "secret_key": env.str("S3_SECRET_KEY", default=None),
        "addressing_style": env.str("S3_ADDRESSING_STYLE", default="path"),
        "signature_version": "s3v4",
        "file_overwrite": False,
        "default_acl": None,
    }
    _media_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        # Public objects never change under one name, so browsers may keep them for a year.
        "OPTIONS": {
            **_s3,
            "location": "beeld",
            "querystring_auth": False,
            "custom_domain": env.str("S3_PUBLIC_DOMAIN", default=None),
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }
    _document_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": "documenten", "querystring_auth": True, "querystring_expire": 300},
    }
else:
    _media_storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    _document_storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENT_ROOT, "base_url": "/documents/"},
    }
STORAGES = {
    "default": _media_storage,
    "documents": _document_storage,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
# Which there can be: those we have words in, and more that Django knows. Which there are, editors decide: one is added
# in the office, and opens for visitors with its front page (`core.languages.open_languages`).
_MORE_LANGUAGES = (
    *("bg", "ckb", "de", "el", "es", "fa", "fr", "hi", "hu", "hy", "id", "it", "ka", "pl", "pt", "ro", "ru"),
    *("sk", "sq", "sr", "sw", "ta", "th", "ur", "vi", "zh-hans"),
)
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    *((code, _(LANG_INFO[code]["name"])) for code in _MORE_LANGUAGES),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
# Otherwise an untranslated copy of a live page would go live at once.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# A service that proposes translations in the office: DeepL by its key, or LibreTranslate by its address. None: off.
DEEPL_KEY = env.str("DEEPL_KEY", default="")
# Empty: the address that belongs to the key.
DEEPL_URL = env.str("DEEPL_URL", default="")
LIBRETRANSLATE_URL = env.str("LIBRETRANSLATE_URL", default="").rstrip("/")
LIBRETRANSLATE_KEY = env.str("LIBRETRANSLATE_KEY", default="")
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
if DEEPL_KEY:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "core.translations.machine.DeepL",
        "OPTIONS": {"AUTH_KEY": DEEPL_KEY, "URL": DEEPL_URL, "TIMEOUT": 20},
    }
elif LIBRETRANSLATE_URL:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "core.translations.machine.Libre",
        "OPTIONS": {"LIBRETRANSLATE_URL": LIBRETRANSLATE_URL, "API_KEY": LIBRETRANSLATE_KEY, "TIMEOUT": 20},
    }
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
# The office works in Dutch, and by the clocks of Utrecht; dates in its forms are written as Dutch people do.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"

# --- Wagtail ----------------------------------------------------------------------------------------------
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"},
}
WAGTAILADMIN_USER_LOGIN_FORM = "core.forms.LoginForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# --- Open data --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
# Enumerations stay where they are used: each says what it is there.
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Map --------------------------------------------------------------------------------------------------
# Pictures of 256 px in Web Mercator (EPSG:3857), asked for only after a visitor pressed the button; empty: no map.
MAP_TILE_URL = env.str(
    "MAP_TILE_URL",
    default="https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:3857/{z}/{x}/{y}.png",
)
# Who makes the map: named on it, and to the visitor beforehand.
MAP_ATTRIBUTION = env.str("MAP_ATTRIBUTION", default="Kadaster (PDOK)")

# An agenda item may have sixty dates with a rule each, and every answer is a field.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Safety -----------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# The header in which the proxy writes who is asking, as in `HTTP_X_REAL_IP`; only for counting. Empty: no proxy.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="")
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_SAMESITE = "Lax"
# The only cookie a visitor gets, on a page with a form, goes when the browser is closed.
CSRF_COOKIE_AGE = None
# Wagtail itself allows its previews to be framed by the admin.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Where pictures come from when they live in a bucket on another host.
MEDIA_ORIGINS = env.list("MEDIA_ORIGINS", default=[])
_tiles = urlsplit(MAP_TILE_URL)
MAP_ORIGINS = [f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MEDIA_ORIGINS, *MAP_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}

# --- Mail and logging -------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Utrecht Omarmt <noreply@localhost>")
# A mail server that does not answer must not keep a worker waiting.
EMAIL_TIMEOUT = 30
# Part of each letter's own name (Message-ID).
MAIL_DOMAIN = urlsplit(PUBLIC_URL).hostname or "localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
