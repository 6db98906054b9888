"""Settings. Every value an operator may change comes from the environment; the README's table lists them all."""

from __future__ import annotations

import math
import os
import sys
import tempfile
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from newsdash import environment

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
DATA_DIR = environment.data_folder(Path(tempfile.mkdtemp(prefix="newsdash-tests-")) if TESTING else BASE_DIR / "data")

VERSION = "0.1.0"
SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = environment.read_flag("DEBUG", default=False)
ALLOWED_HOSTS = environment.read_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.read_list("CSRF_TRUSTED_ORIGINS", "")
HTTPS = environment.read_flag("NEWSDASH_HTTPS", default=False)
"""Served behind a proxy that speaks HTTPS: cookies are marked secure and the proxy's word is taken for the scheme."""
ADMIN_PATH = environment.read_path("NEWSDASH_ADMIN_PATH", "admin")

INSTALLED_APPS = [
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsdash.headers.ContentSecurityPolicy",
    "newsdash.refusals.MethodPage",
]
ROOT_URLCONF = "newsdash.urls"
WSGI_APPLICATION = "newsdash.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL, CELERY_BROKER_URL = environment.redis_urls(DATA_DIR)
EMBEDDED_REDIS = environment.embedded_redis(DATA_DIR)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
if TESTING:
    # The real hashers are slow by design; tests sign in hundreds of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# What the fetcher says of itself, and how hard it may knock.
CONTACT = environment.read_text("NEWSDASH_CONTACT", "https://example.org/newsdash")
POLL_EVERY = environment.read_number("NEWSDASH_TICK", 30, least=1, most=3600)
"""Seconds between two looks for work that is due; feeds keep their own, longer rhythm."""
FETCHERS = int(environment.read_number("NEWSDASH_FETCHERS", min(2, os.cpu_count() or 1), least=1, most=10))
"""Processes that ask feeds and fetch pages, with ten threads between them."""
FETCH_THREADS = math.ceil(10 / FETCHERS)
"""Threads of each: requests it makes at once, and messages it has in hand."""
READERS = int(environment.read_number("NEWSDASH_READERS", 1, least=1, most=64))
"""Processes that read pages; one keeps a laptop quiet and reads some forty articles a second."""
HOST_GAP = environment.read_number("NEWSDASH_HOST_GAP", 1, least=0, most=60)
HOST_SLOTS = int(environment.read_number("NEWSDASH_HOST_SLOTS", 2, least=1, most=20))
ALLOW_LOOPBACK = environment.read_flag("NEWSDASH_ALLOW_LOOPBACK", default=False)
"""Lets the fetcher connect to this machine: for tests alone."""

ADMINS = [("Newsdash", address) for address in environment.read_list("NEWSDASH_ADMINS", "")]
EMAIL_HOST = environment.read_text("EMAIL_HOST", "localhost")
SERVER_EMAIL = environment.read_sender("NEWSDASH_MAIL_FROM", ADMINS[0][1] if ADMINS else "newsdash@example.org")
EMAIL_SUBJECT_PREFIX = environment.read_text("NEWSDASH_MAIL_PREFIX", "[Newsdash]") + " "
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if ADMINS else "django.core.mail.backends.dummy.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.read_choice(
        "LOG_LEVEL", "warning" if TESTING else "info", ("debug", "info", "warning", "error")).upper()},
}  # fmt: skip
