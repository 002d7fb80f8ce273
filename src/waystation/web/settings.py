"""Django settings, read from the options registry. First cut: the owner of web/ refines it."""

from __future__ import annotations

import os
from pathlib import Path

HOME = Path(os.environ.get("WAYSTATION_HOME", Path.home() / ".waystation"))
SECRET_KEY = os.environ.get("WAYSTATION_SECRET_KEY", "unset")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "waystation.foundation.audit",
    "waystation.foundation.agencies",
    "waystation.foundation.keyring",
    "waystation.commons.directory",
    "waystation.care.cases",
    "waystation.care.intake",
    "waystation.care.consent",
    "waystation.care.referrals",
    "waystation.numbers.insights",
    "waystation.ui",
    "waystation.web",
]
AUTH_USER_MODEL = "agencies.Member"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "waystation.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;",
        },
    }
}
ROOT_URLCONF = "waystation.web.urls"
USE_TZ = True
TIME_ZONE = "America/New_York"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
STATIC_URL = "static/"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
WAYSTATION_HOME = HOME
WAYSTATION_STRETCH = {"memory_kib": 65536, "time": 3, "parallelism": 4}
