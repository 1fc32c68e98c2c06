"""Settings for every environment: the environment's variables decide, README.md lists them all."""

import logging
import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from portal import headers, logs, schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PORTAL_ENV = env.str("PORTAL_ENV", default="") or "development"
if PORTAL_ENV not in ("development", "production"):
    raise ImproperlyConfigured(f"PORTAL_ENV is {PORTAL_ENV!r}; it must be development or production.")
PRODUCTION: bool = PORTAL_ENV == "production"
DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _development_secret() -> str:
    """A random key kept in the ignored data folder, so that sessions outlive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists() or not path.stat().st_size:  # a full disk once left an empty one
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix="secret-key-", dir=VAR_DIR)  # only its owner may read it
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        Path(draft).replace(path)
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("change-me"):
        raise ImproperlyConfigured(
            "Set SECRET_KEY to a random value of at least 50 characters before you start in production."
        )
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production.")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or _development_secret()
# Former keys, so that sessions, links and second steps outlive a change of the key.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- Who we are -----------------------------------------------------------------------------

SERVICE_NAME = env.str("SERVICE_NAME", default="Digital Health Pathways")
ORGANISATION_NAME = env.str("ORGANISATION_NAME", default="")
SERVICE_LOGO = env.str("SERVICE_LOGO", default="")  # a file below static/, or empty for no logo
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# Public pages carry this and the catalogue's revision as their ETag; empty: found from the newest source file.
RELEASE = env.str("RELEASE", default="")
PUBLIC_DATA_VERSION = "portal.pages.journeys.public_version"

# Where "find current vacancies" leads: name|address with {query} for the job title.
VACANCY_SEARCHES: list[str] = env.list(
    "VACANCY_SEARCHES",
    default=[
        "NHS Jobs|https://www.jobs.nhs.uk/candidate/search/results?keyword={query}",
        "Civil Service Jobs|https://www.civilservicejobs.service.gov.uk/csr/index.cgi?SID=&what={query}",
        "Find a job|https://findajob.dwp.gov.uk/search?q={query}",
    ],
)

# --- Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_structlog",
    "common",
    "notifications",
    "accounts",
    "careers",
    "events",
    "planning",
    "mentoring",
    "fellowship",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.logs.RequestLog",
    "common.public_pages.CompressPublicPages",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "common.middleware.KeepOnlyPublicPages",
    "common.middleware.RefuseLargeBodies",
    "common.middleware.RefuseNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffSessions",
    "common.middleware.RefuseOtherVerbs",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "common.context.service",
            ],
        },
    },
]
FORM_RENDERER = "common.forms.DesignSystemRenderer"

# --- Database -------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # WAL and IMMEDIATE together let web and background work write side by side without "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A database that hangs must give an error page, not hold a thread for two minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker ---------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # workers wait for a broker that is away, however long
# A request that rings waits for a dead or hanging broker once, this long; kombu's own retries would add two seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 0.4, "socket_connect_timeout": 0.4, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
# A worker takes all queues unless it is told which (docker-compose.yml has one worker per queue).
# Each queue needs a routing key of its own: with the shared default, one message would land in all of them.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "mail", "matching")]
CELERY_TASK_DEFAULT_QUEUE = CELERY_TASK_DEFAULT_ROUTING_KEY = "default"
# Tasks are rung by name, so where they belong is said here and not at the task.
CELERY_TASK_ROUTES = {
    "notifications.deliver_*": {"queue": "mail"},
    "notifications.sweep": {"queue": "mail"},
    "mentoring.work_on_runs": {"queue": "matching"},
    "fellowship.divide_cohorts": {"queue": "matching"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # what waits behind a long job is free for another worker
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = schedule.SCHEDULE
POLLED_TASKS = schedule.POLLED

# --- Outbox ---------------------------------------------------------------------------------

OUTBOX_KEEPS_BODIES = timedelta(days=env.int("OUTBOX_KEEPS_BODIES_DAYS", default=90))
# Longer than any conversation about one message may take (EMAIL_TIMEOUT holds for each of its steps); a message whose
# worker died waits this long at most.
OUTBOX_LEASE = timedelta(seconds=env.int("OUTBOX_LEASE_SECONDS", default=600))
# A long calculation whose worker died waits this long; longer than any solver is ever silent.
RUN_LEASE = timedelta(seconds=env.int("RUN_LEASE_SECONDS", default=180))
# Whose messages a person may see: a function from a user to None (all) or a set of scopes.
OUTBOX_SCOPES_OF = "accounts.roles.outbox_scopes"
# What scopes are called: a function without arguments that returns names by scope.
OUTBOX_NAMES_OF_SCOPES = "accounts.roles.outbox_scope_names"
# Where it is kept that a person read, released, retried or cancelled: a function with the arguments of the named one.
OUTBOX_RECORDS_WITH = "accounts.audit.record"

# Limits on tries at signing in count in the cache, so it must be one for all processes.
# When the table is full a third is thrown away, counts of tries among them: it must not be easy to fill.
_TABLE: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES: dict[str, dict[str, Any]] = {"default": _TABLE}
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "portal.cache.RedisElseTable", "LOCATION": REDIS_URL}, "table": _TABLE}

# --- People ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that a link for a new password works, once
# Browsers forget the sign-in when they close, unless the person asks to stay signed in on that computer.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Whether a start on an empty database fills it with invented people: never where real ones are to come.
DEMO_WORLD: bool = env.bool("DEMO_WORLD", default=not PRODUCTION) and not PRODUCTION

# Whoever sees other people's data needs a second step to sign in, and is signed out when they walk away.
STAFF_NEED_MFA: bool = env.bool("STAFF_NEED_MFA", default=PRODUCTION)
STAFF_SESSION_IDLE = timedelta(minutes=60)
STAFF_SESSION_LONGEST = timedelta(hours=12)

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.entrance.AddEmailForm",
    "change_password": "accounts.forms.entrance.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.forms.entrance.ConfirmEmailForm",
    "confirm_login_code": "accounts.forms.entrance.ConfirmLoginForm",
    "login": "accounts.forms.entrance.SignInForm",
    "reauthenticate": "accounts.forms.entrance.ReauthenticateForm",
    "request_login_code": "accounts.forms.entrance.RequestCodeForm",
    "reset_password": "accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.entrance.NewPasswordForm",
    "set_password": "accounts.forms.entrance.SetPasswordForm",
    "signup": "accounts.forms.entrance.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/account/email/"
# Codes are typed where they were asked for, so an e-mail that somebody else reads or a filter opens can do nothing.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Mail filters of trusts hold letters back for minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # seconds for all steps of one sign-in together
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
# A whole hospital may come from one address, and everybody of a webinar in the same minute; what guards an account is
# counted by account.
ACCOUNT_RATE_LIMITS = {
    "confirm_email": "5/5m/key",
    "signup": "200/m/ip",
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "request_login_code": "100/m/ip,3/m/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
    "change_place": "6/10m/key,60/10m/user",  # booking and giving up: on one event, and on all
    # How many failed sign-ins the audit trail keeps, which can only grow: from one network, and of all.
    "failed_kept_of_network": "60/h/key",
    "failed_kept_of_all": "1000/h/key",
    "return_code": "30/10m/ip",  # what opens an assessment; there are far more codes than anybody can try
    "late_code": "30/10m/ip",  # what lets one apply after the end of a call, likewise
}
# How many proxies of ours stand in front; a visitor's address is what the first of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.forms.second_step.ActivateAppForm",
    "add_webauthn": "accounts.forms.second_step.AddPasskeyForm",
    "authenticate": "accounts.forms.second_step.AuthenticateForm",
    "authenticate_webauthn": "accounts.forms.second_step.PasskeyAsSecondStepForm",
    "edit_webauthn": "accounts.forms.second_step.EditPasskeyForm",
    "login_webauthn": "accounts.forms.second_step.SignInWithPasskeyForm",
    "reauthenticate": "accounts.forms.second_step.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.forms.second_step.ReauthenticateWithPasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # browsers allow passkeys on http://localhost too

# Signing in with another service: off unless the environment has its keys.
_SERVICES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "google": ("GOOGLE", "https://accounts.google.com", {"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True}),
    "microsoft": ("MICROSOFT", "https://login.microsoftonline.com", {"OAUTH_PKCE_ENABLED": True}),
}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}
SIGN_IN_ORIGINS: list[str] = []
for _name, (_prefix, _origin, _options) in _SERVICES.items():
    if env.str(f"{_prefix}_CLIENT_ID", default=""):
        _app: dict[str, Any] = {"client_id": env.str(f"{_prefix}_CLIENT_ID"), "secret": env.str(f"{_prefix}_SECRET")}
        if _name == "microsoft":
            _app["settings"] = {"tenant": env.str("MICROSOFT_TENANT", default="organizations")}
        SOCIALACCOUNT_PROVIDERS[_name] = {"APPS": [_app], **_options}
        SIGN_IN_ORIGINS.append(_origin)
if SOCIALACCOUNT_PROVIDERS:
    INSTALLED_APPS += [
        "allauth.socialaccount",
        *(f"allauth.socialaccount.providers.{n}" for n in SOCIALACCOUNT_PROVIDERS),
    ]
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is never entered or linked because the address is the same
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False

# --- Words and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# --- Files ----------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]  # made from static/ by `npm run build`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.static_files.HashedStaticFiles"},
}

# --- Security -------------------------------------------------------------------------------

LARGEST_BODY = 20_000_000  # bytes; forms that take files say how much less each of them takes
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
# Health checks come from inside, in plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# In the session rather than in a cookie of their own, which would carry names of things and people.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000 * 2
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = headers.content_security_policy(SIGN_IN_ORIGINS)
PERMISSIONS_POLICY = headers.PERMISSIONS

# --- Mail and logs --------------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A hosted mail provider instead: the name of an anymail backend, and its keys as in "MAILGUN_API_KEY=…,…".
if env.str("EMAIL_BACKEND", default=""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
ANYMAIL: dict[str, str] = env.dict("ANYMAIL", default={})
EMAIL_TIMEOUT = 30  # seconds, for each step of a conversation
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = logs.configure(
    env.str("LOG_LEVEL", default="INFO"),
    as_json=env.str("LOG_FORMAT", default="json" if PRODUCTION else "text") == "json",
)
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    from portal.error_reports import send_errors

    send_errors(SENTRY_DSN, environment="production" if PRODUCTION else "development", release=RELEASE)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "portal.pages.metrics.CountRequests")
DJANGO_STRUCTLOG_CELERY_ENABLED = True  # a task carries the number of the request that caused it
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
