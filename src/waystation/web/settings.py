"""Django settings, read from the options registry (`web/options.py`)."""

from __future__ import annotations

import secrets
from pathlib import Path

from waystation.foundation import keyfiles
from waystation.web import listening, options
from waystation.web.practice import place

HOME = WAYSTATION_HOME = options.home_from()
_given = options.load(HOME)
_package = Path(__file__).resolve().parent.parent

# Without a data folder (type checks, --help) the key lives as long as the process; start makes the folder first.
SECRET_KEY = _given["secret_key"] or (
    keyfiles.read_or_make(HOME, "server").hex() if HOME.is_dir() else secrets.token_hex(32)
)
DEBUG = False
WAYSTATION_LISTENERS = listening.from_options(_given)
# Off loopback the server goes by its addresses and by the names of this computer, and its certificate says them.
_served = [listening.bracketed(listener.host) for listener in WAYSTATION_LISTENERS if listener.tls]
WAYSTATION_NAMES = list(dict.fromkeys([*_served, *(listening.own_names() if _served else []), *_given["hosts"]]))
# Where other computers reach it, for slips that an administrator prints at the server itself.
WAYSTATION_COLLEAGUES_AT = next((one.address for one in WAYSTATION_LISTENERS if one.tls and not one.public), "")
# The practice house lies inside the real one and is served under its certificate.
WAYSTATION_TLS_HOME = HOME.parent if HOME.name == "practice" and (HOME / options.DEMO_FLAG).exists() else HOME
WAYSTATION_PUBLIC_PORT = _given["public_port"]
WAYSTATION_ONION = _given["onion"]
WAYSTATION_RING_SECRET = _given["ring_secret"]
WAYSTATION_RING_MANAGER = (_given["ring_manager"], _given["ring_manager_name"], _given["ring_manager_secret"])
WAYSTATION_PUBLIC_URL = _given["public_url"]
ALLOWED_HOSTS = [*WAYSTATION_NAMES, *([WAYSTATION_ONION] if WAYSTATION_ONION else [])]
CSRF_TRUSTED_ORIGINS = [*_given["origins"]]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "waystation.foundation.audit",
    "waystation.foundation.agencies",
    "waystation.foundation.keyring",
    "waystation.commons.directory",
    "waystation.commons.outreach",
    "waystation.care.cases",
    "waystation.care.intake",
    "waystation.care.intake.lines",
    "waystation.care.intake.tips",
    "waystation.care.intake.texting",
    "waystation.care.intake.chat",
    "waystation.care.intake.leads",
    "waystation.care.intake.screening",
    "waystation.care.consent",
    "waystation.care.referrals",
    "waystation.numbers.insights",
    "waystation.numbers.prevalence",
    "waystation.numbers.multiplicity",
    "waystation.numbers.published",
    "waystation.ui",
    "waystation.web",
    "django.forms",
]
MIDDLEWARE = [
    "waystation.web.transport.Transport",
    "waystation.web.middleware.headers",
    "waystation.web.faces.faces",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "waystation.web.middleware.Unlocking",
    "waystation.web.middleware.language",
    "waystation.web.answers.AnswersByRedirect",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "waystation.web.middleware.Refusals",
    "waystation.web.middleware.tokens",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "waystation.web.context.page",
                "waystation.web.help.context.page_help",
                "waystation.web.practice.views.offer",
            ]
        },
    }
]
if (HOME / options.DEMO_FLAG).exists():
    INSTALLED_APPS.insert(0, "waystation.demo")
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("waystation.demo.context.demo")  # type: ignore[index]
    MIDDLEWARE.append("waystation.demo.lessons.watching.Watching")
WAYSTATION_PRACTICE = place.is_practice(HOME)
WAYSTATION_OFFERS_PRACTICE = "false" if WAYSTATION_PRACTICE else _given["practice"].lower()
WAYSTATION_PRACTICE_PORT = _given["practice_port"]
if WAYSTATION_PRACTICE:
    MIDDLEWARE.insert(0, "waystation.web.practice.keeping.Watching")
    MIDDLEWARE.append("waystation.web.practice.room.LeavingRoom")
_cookie = "__Host-p" if WAYSTATION_PRACTICE else "__Host-"
"""Cookies do not know ports: those of practice have names of their own."""
FORM_RENDERER = "waystation.ui.forms.Renderer"
ROOT_URLCONF = "waystation.web.urls"
WSGI_APPLICATION = "waystation.web.wsgi.application"

DATABASES = {"default": options.database(_given["database_url"], HOME)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "KEY_PREFIX": "waystation",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # culling must not forget a used code or a wait
    }
}
USE_TZ = True
TIME_ZONE = _given["time_zone"]
USE_I18N = True
LANGUAGE_CODE = _given["language"]
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = f"{_cookie}l"
LOCALE_PATHS = [_package / "locale"]
FORMAT_MODULE_PATH = "waystation.locale"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "waystation.web.uploads.NoStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Sign-in: who (Django's session) and what can be opened (the sealed bundle under __Host-k).
AUTH_USER_MODEL = "agencies.Member"
AUTHENTICATION_BACKENDS = ["waystation.foundation.keyring.session.backend.PassphraseBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "signin:sign_in"
LOGIN_REDIRECT_URL = "/today/"
SESSION_ENGINE = "waystation.foundation.keyring.session.rows"
SESSION_COOKIE_NAME = f"{_cookie}s"
SESSION_COOKIE_AGE = _given["session_hours"] * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "waystation.foundation.keyring.session.messages.SealedStorage"
WAYSTATION_KEY_COOKIE = f"{_cookie}k"
WAYSTATION_DRAFT_COOKIE = f"{_cookie}m"
WAYSTATION_CHAT_COOKIE = f"{_cookie}v"
WAYSTATION_IDLE = _given["idle_minutes"] * 60
WAYSTATION_IDLE_HOTLINE = _given["idle_minutes_hotline"] * 60
WAYSTATION_ABSOLUTE = _given["session_hours"] * 3600
WAYSTATION_STRETCH = {
    "memory_kib": _given["stretch_memory_kib"],
    "time": _given["stretch_time"],
    "parallelism": _given["stretch_parallelism"],
}
WAYSTATION_EXIT_URL = _given["exit_url"]
WAYSTATION_THREADS = _given["threads"]
WAYSTATION_LEAST_FREE = _given["least_free_mb"] * 1_000_000
WAYSTATION_BACKUP_DAYS = _given["backup_days"]
WAYSTATION_BACKUP_FOLDER = _given["backup_folder"]
WAYSTATION_BACKUP_MINUTES = _given["backup_minutes"]

CSRF_COOKIE_NAME = f"{_cookie}c"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "waystation.ui.errors.stale_form"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: browsers then send `Origin: null` with every form, and the CSRF check must refuse it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _given["tls"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _given["proxy"] else None
WAYSTATION_PROXY = _given["proxy"]
# With a certificate of our own a shorter while: its authority may be made anew, and browsers must find back.
SECURE_HSTS_SECONDS = 31_536_000 if _given["tls"] else 2_592_000 if _served else 0
X_FRAME_OPTIONS = "DENY"

FILE_UPLOAD_HANDLERS = ["waystation.web.uploads.RefuseClearFiles"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = _given["upload_limit"]
DEFAULT_EXCEPTION_REPORTER = "waystation.web.reporting.BareReporter"
LOGGING_CONFIG = None  # waystation.web.reporting.configure(), called by the app
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# allauth is the engine of the second factor only; its own pages and limits are off.
ACCOUNT_ADAPTER = "allauth.account.adapter.DefaultAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "waystation.foundation.agencies.signin.adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Waystation"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RATE_LIMITS = False
MFA_TRUST_ENABLED = False
