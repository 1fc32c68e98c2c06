"""Settings for every environment: the environment's variables decide, README.md lists them all."""

import logging
import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from portal import logs

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
# One schedule for both: beat with a broker, `manage.py run_background` without.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # After its minute a tick is void: the next one does the same.
    "leave a heartbeat": {"task": "notifications.beat", "schedule": 60.0, "options": {"expires": 60}},
    "send what is due": {"task": "notifications.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "remind people of events": {"task": "events.queue_due_reminders", "schedule": 60.0, "options": {"expires": 60}},
    "move waiting lists on": {"task": "events.advance_waiting_lists", "schedule": 60.0, "options": {"expires": 60}},
    "give up places of closed accounts": {
        "task": "events.give_up_places_of_closed_accounts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget what people needed at events": {
        "task": "events.forget_adjustments",
        "schedule": crontab(hour=3, minute=20),
    },
    "forget answers of people signed out": {
        "task": "planning.forget_signed_out",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind people of their plans": {
        "task": "planning.queue_due_letters",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell people of what they watch": {"task": "planning.tell_watchers", "schedule": crontab(minute=40)},
    "read feeds": {"task": "planning.read_feeds", "schedule": crontab(minute=10), "options": {"expires": 3000}},
    "write about the horizon": {
        "task": "planning.queue_digests",
        "schedule": crontab(minute=0, hour=7, day_of_week="mon"),
    },
    "take up divisions of cohorts": {
        "task": "fellowship.divide_cohorts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "take up runs of rounds": {"task": "mentoring.work_on_runs", "schedule": 60.0, "options": {"expires": 60}},
    "forget files that nobody confirmed": {"task": "mentoring.forget_files", "schedule": crontab(minute=50)},
    "see to pairs that fell asleep": {"task": "mentoring.see_to_pairs", "schedule": crontab(hour=8, minute=15)},
    "free times that nobody confirmed": {
        "task": "mentoring.lapse_unconfirmed",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell of concerns that nobody saw": {"task": "mentoring.escalate_concerns", "schedule": crontab(minute=50)},
    "move proposals on": {"task": "mentoring.move_proposals_on", "schedule": 60.0, "options": {"expires": 60}},
    # Each hour, so that a morning without a worker loses nothing; who was told that day is not told again.
    "tell teams what came to nothing": {"task": "mentoring.tell_teams", "schedule": crontab(minute=25, hour="8-17")},
    "forget people of rounds who never came": {
        "task": "mentoring.forget_who_never_came",
        "schedule": crontab(hour=3, minute=40),
    },
    "end what closed accounts have in mentoring": {
        "task": "mentoring.end_what_closed_accounts_have",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget meetings that went with an account": {
        "task": "mentoring.forget_gone_meetings",
        "schedule": crontab(hour=3, minute=45),
    },
    # Each hour of the day, so that a morning without a worker loses nothing; nobody is told the same twice.
    "remind of questionnaires": {
        "task": "fellowship.remind_of_questionnaires",
        "schedule": crontab(minute=35, hour="8-18"),
    },
    "remind reviewers of what they have to read": {
        "task": "fellowship.remind_reviewers",
        "schedule": crontab(minute=35),
    },
    # Twice an hour: who must act hears within an hour of a rule being met.
    "count how fellows stand": {"task": "fellowship.count_standings", "schedule": crontab(minute="10,40")},
    "end offers whose time is over": {
        "task": "fellowship.expire_offers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "begin with getting ready": {
        "task": "fellowship.begin_getting_ready",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "give places on mandatory sessions": {
        "task": "fellowship.book_mandatory",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "ask whether fellows get their time": {
        "task": "fellowship.check_support",
        "schedule": crontab(hour=9, minute=5),
    },
    "erase accounts that are due": {"task": "accounts.erase_due_accounts", "schedule": crontab(minute=20)},
    "forget what accounts left behind": {"task": "accounts.tidy", "schedule": crontab(hour=3, minute=30)},
    "forget the words of old messages": {"task": "notifications.forget_bodies", "schedule": crontab(hour=3, minute=10)},
}
# Without a broker nobody rings, so these are tried every few seconds.
POLLED_TASKS = ["notifications.deliver_batch", "mentoring.work_on_runs"]

# --- Outbox ---------------------------------------------------------------------------------

OUTBOX_KEEPS_BODIES = timedelta(days=env.int("OUTBOX_KEEPS_BODIES_DAYS", default=90))
# Longer than any conversation about one message may take (EMAIL_TIMEOUT holds for each of its steps); a message whose
# worker died waits this long at most.
OUTBOX_LEASE = timedelta(seconds=env.int("OUTBOX_LEASE_SECONDS", default=600))
# A run of a round whose worker died waits this long; longer than the solver is ever silent.
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
    "return_code": "30/10m/ip",  # what opens an assessment; there are far more codes than anybody can try
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
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers look at where a form leads in the end, and signing in with another service leads there.
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

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
