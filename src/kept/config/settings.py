"""Django's settings: one file, read from the environment.

docs/settings.md lists the variables. Policy values are never settings; they are policy data.
"""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

from kept.config import (
    applications,
    connection,
    environment,
    logs,
    mail,
    mailboxes,
    money,
    places,
    security,
)
from kept.config.environment import BadSetting
from kept.config.reminding import remind_after
from kept.config.scanner import scanner
from kept.config.second_reader import second_reader

BASE = applications.PACKAGE
PLACES = places.here()
# What this process does: a web server must answer or give up, a command may take its time.
PROCESS = environment.choice("KEPT_PROCESS", "command", among={"web", "workers", "command"})
DEMO = PLACES.demo_mark.exists() or environment.flag("KEPT_DEMO")
DEMO_LOGINS = "kept.config.demo.LOGINS"  # what the sign-in page offers with DEMO

DEBUG = environment.flag("KEPT_DEBUG")
if DEBUG and not DEMO:
    raise BadSetting("KEPT_DEBUG shows internals to anyone who asks: only with the demo data.")

# Where the ledger's anchors are kept: outside the database, and best outside this machine.
ANCHORS = Path(environment.text("KEPT_ANCHORS") or PLACES.anchors)

# What people gave us. On several machines: a folder that all of them see.
FILES = Path(environment.text("KEPT_FILES") or PLACES.uploads)
FILE_MEGABYTES = environment.number("KEPT_FILE_MEGABYTES", 20, least=1, most=200)
CASE_FILES = environment.number("KEPT_CASE_FILES", 200, least=1, most=5_000)
CASE_MEGABYTES = environment.number("KEPT_CASE_MEGABYTES", 500, least=1, most=100_000)
CUSTOMER_GIGABYTES = environment.number("KEPT_CUSTOMER_GIGABYTES", 50, least=1, most=100_000)
# Whose name stands above a document; empty: the office that is responsible for the case.
COMPANY = environment.text("KEPT_COMPANY")
# In which currency a case is settled whose contract names none.
CURRENCY = money.currency(environment.text("KEPT_CURRENCY", "CNY"))
# From more than so much on, a second person agrees to what we give; other currencies: always.
FOUR_EYES = money.limits(environment.words("KEPT_FOUR_EYES") or ["CNY 5000", "EUR 600", "USD 700"])
# After how long customers for whom we wait are reminded by mail, by itself; empty: never. And
# whether they are when a policy warns of what they owe.
REMIND_AFTER = remind_after(environment.words("KEPT_REMIND_AFTER"))
REMIND_OF_DUES = environment.flag("KEPT_REMIND_OF_DUES")
# Who takes payments online; empty: nobody. It signs its messages with the secret.
PAYMENT_URL = environment.text("KEPT_PAYMENT_URL")
PAYMENT_TOKEN = environment.secret("KEPT_PAYMENT_TOKEN")
PAYMENT_SECRET = environment.secret("KEPT_PAYMENT_SECRET")
if PAYMENT_URL and not PAYMENT_SECRET:
    raise BadSetting(
        "KEPT_PAYMENT_URL needs KEPT_PAYMENT_SECRET: unsigned messages could be forged."
    )
# With these a sealed document carries the company's PAdES signature.
SEAL_CERTIFICATE = environment.text("KEPT_SEAL_CERTIFICATE")
SEAL_KEY = environment.text("KEPT_SEAL_KEY")
SEAL_PASSPHRASE = environment.secret("KEPT_SEAL_PASSPHRASE")

SECRET_KEY = environment.secret("KEPT_SECRET_KEY") or places.read_text(PLACES.secret_key)

# --- who may ask, and how they reach us -----------------------------------------------------

SITE = connection.site(environment.text("KEPT_URL", "http://localhost:8000"))
SITE_URL = SITE.geturl()  # the beginning of every link in a message
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = connection.hosts(SITE, more=environment.words("KEPT_ALLOWED_HOSTS"))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
PROXIES = environment.number("KEPT_PROXIES", 0, least=0, most=5)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

SECURE_HSTS_SECONDS = security.YEAR if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY

SESSION_COOKIE_NAME = "__Host-kept" if HTTPS else "kept"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 60 * 60  # seconds: one long shift
CSRF_COOKIE_NAME = "__Host-kept-csrf" if HTTPS else "kept-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kept.config.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long paper has thousands of proposals to tick
# Bytes of a form with its files: papers, policy files, photos, of which several come at once.
LARGEST_REQUEST = (FILE_MEGABYTES + 12) * 1_000_000

# --- what is installed ----------------------------------------------------------------------

INSTALLED_APPS = applications.installed()
ROOT_URLCONF = "kept.config.urls"
WSGI_APPLICATION = "kept.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# From the outside in. What answers first must still pass everything above it, so that static
# files and errors carry the same headers as pages do.
MIDDLEWARE = [
    "kept.config.middleware.RequestNumber",
    "kept.config.middleware.FixedHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "kept.config.middleware.FewMethods",
    "kept.config.middleware.PlainAddresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kept.config.middleware.NotTooLarge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kept.web.common.middleware.PersonalSettings",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kept.web.common.context.ui",
            ],
        },
    }
]

FORM_RENDERER = "kept.web.common.forms.Renderer"

# --- database, cache ------------------------------------------------------------------------

DATABASES = {"default": connection.database(PLACES, process=PROCESS)}

# Shared by all processes on all machines: rate limits count attempts here.
CACHES = {
    "default": {
        "BACKEND": "kept.config.cache.CountingCache",
        "LOCATION": "kept_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- people and how they sign in ------------------------------------------------------------

if "kept.records.people" in INSTALLED_APPS:
    AUTH_USER_MODEL = "people.Person"

AUTHENTICATION_BACKENDS = ["kept.web.common.who.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kept.web.common.sign_in.NotTooLong"},
]
PASSWORD_RESET_TIMEOUT = 30 * 60  # seconds

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kept.config.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kept.web.common.sign_in.LoginForm",
    "reset_password": "kept.web.common.sign_in.ResetForm",
    "user_token": "kept.web.common.sign_in.LinkForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # A short pause, not a lock: a stranger's guesses must not keep the person out for long.
    "login_failed": "10/m/ip,5/m/key",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "upload": "120/m/user",  # files of people who work here
    "telephone": "30/m/ip",  # exchanges with a wrong token
    "integration": "30/m/ip",  # other programs with a wrong token
    "alerts": "1200/m/key",  # of one program
    "machine_alerts": "60/m/key",  # of one machine
    "web_request": "20/h/ip,600/h/key",  # the form for everyone: by address, and of everybody
    "web_request_more": "60/h/ip,20/h/key",  # what is added to one of these requests
    "label": "60/h/ip,20/h/key",  # labels of one return that its customer prints
    # Carriers scan many parcels at one address; nobody guesses a code.
    "scan": "600/h/ip,20/h/key",
    "unknown_code": "120/h/ip",
    # Requests by whoever scans a machine's code: by address, and for one machine (its code).
    "public_request": "20/h/ip,12/h/key",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers treat localhost as safe
MFA_TOTP_ISSUER = "Kept"
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- languages and times --------------------------------------------------------------------

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LANGUAGE_CODE = environment.choice("KEPT_LANGUAGE", "en", among={code for code, _ in LANGUAGES})
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = connection.zone(environment.text("KEPT_TIME_ZONE", "UTC"))

# --- files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = PLACES.static
# Hashed names once collected; straight from the packages before that.
COLLECTED = (PLACES.static / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PLACES.uploads},
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if COLLECTED or environment.flag("KEPT_COLLECTING")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# --- papers ---------------------------------------------------------------------------------

SECOND_READER = second_reader(
    environment.text("KEPT_READER_URL"),
    model=environment.text("KEPT_READER_MODEL"),
    key=environment.secret("KEPT_READER_KEY"),
    seconds=environment.number("KEPT_READER_SECONDS", 40, least=5, most=90),
)

# --- files from outside ---------------------------------------------------------------------

SCANNER = scanner(environment.text("KEPT_CLAMD"))

# --- mail, logs -----------------------------------------------------------------------------

globals().update(mail.settings(environment.secret("KEPT_MAIL_URL"), folder=PLACES.mail))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("KEPT_MAIL_FROM", f"kept@{SITE.hostname}")
MAILBOXES = mailboxes.mailboxes(environment.secret("KEPT_MAILBOXES"))
# What customers answer to: the first mailbox that is read, else whoever sends.
MAIL_ADDRESS = MAILBOXES[0]["address"] if MAILBOXES else parseaddr(DEFAULT_FROM_EMAIL)[1]
LOGGING_CONFIG = None
logs.configure(
    form=environment.choice("KEPT_LOG", "text", among={"text", "json"}),
    level=environment.choice("KEPT_LOG_LEVEL", "info", among={"debug", "info", "warning", "error"}),
)
