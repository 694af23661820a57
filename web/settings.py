"""Settings, read from the environment; docs/settings.md is made from the comments."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def one_of(name: str, value: str, *choices: str) -> str:
    """The value, if it is one of the choices; else one sentence, and nothing starts."""
    if value not in choices:
        sys.exit(f"{name} is {value!r}; choose one of {', '.join(choices)}.")
    return value


# DEBUG: show errors in the browser and allow a fixed development key.
DEBUG = env.bool("DEBUG", False)
# DATA_DIR: where the embedded stores live.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DEVELOPMENT_KEY = "development-only-key-" + "x" * 40
KEY_FILE = DATA_DIR / "secret_key"
WRITTEN_KEY = KEY_FILE.read_text("ascii").strip() if KEY_FILE.is_file() else ""
# SECRET_KEY: signs sessions; a long random value. Without it, the one that `make setup`
# wrote to secret_key in DATA_DIR.
SECRET_KEY = (
    env.str("SECRET_KEY", "") or WRITTEN_KEY or (DEVELOPMENT_KEY if DEBUG else "")
)
if not SECRET_KEY:
    sys.exit(
        "SECRET_KEY is not set: put a long random value into the environment or .env "
        "(or DEBUG=1 for development), then start again."
    )
# LEDGER_KEY: keys the hashes of the ledger; keep it for ever and apart from the
# database.
LEDGER_KEY = env.str("LEDGER_KEY", SECRET_KEY)
# ALLOWED_HOSTS: host names under which the site answers.
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
# CSRF_TRUSTED_ORIGINS: origins that may post here, with their scheme.
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "csp",
    "django_fsm",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "template_partials",
    "knowledge_base",
    "content_engine",
    "review",
    "web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.errors.RefusalMiddleware",
]

ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.access.for_templates",
                "web.navigation.for_templates",
            ],
        },
    }
]

DATABASES = {
    # DATABASE_URL: SQLite without it; postgres://user:password@host:5432/name.
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{DATA_DIR / 'imprimatur.sqlite3'}"
    )
}
# Measured with four writing processes: without these, one write in ten fails.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Uploads are cut off where no form takes more; see web.uploads for the sentence.
FILE_UPLOAD_HANDLERS = [
    "web.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 4

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # our few files need no collecting

LOGIN_URL = "account:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator"
    },
]
# SIGNING_IDLE_MINUTES: how long a signing sitting may idle before name and password
# are asked again.
SIGNING_IDLE_MINUTES = env.int("SIGNING_IDLE_MINUTES", 15)
# SIGNING_MAX_FAILURES: failed signings after which signing is locked for a while.
SIGNING_MAX_FAILURES = env.int("SIGNING_MAX_FAILURES", 5)

# HTTPS: redirect to HTTPS and mark cookies secure; off for the demo over plain HTTP.
HTTPS = env.bool("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# HSTS_SECONDS: how long browsers insist on HTTPS.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 10
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews stand in a sandboxed frame of ours
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # for the same reason
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}

# JOBS: where background work runs: thread (this process), immediate, database
# (`manage.py db_worker`) or redis (`manage.py rqworker`).
JOBS = env.str("JOBS", "thread")
TASK_BACKENDS = {
    "thread": "web.threads.ThreadBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
    "redis": "django_tasks_rq.RQBackend",
}
TASKS = {"default": {"BACKEND": TASK_BACKENDS[one_of("JOBS", JOBS, *TASK_BACKENDS)]}}
if JOBS == "redis":
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]
    # REDIS_URL: the broker when JOBS is redis.
    RQ_QUEUES = {"default": {"URL": env.str("REDIS_URL", "redis://127.0.0.1:6379/0")}}
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}  # without it `rqworker` runs no task
# RUN_LEASE_SECONDS: after so long a silence a run is taken from its worker.
RUN_LEASE_SECONDS = env.int("RUN_LEASE_SECONDS", 60)
# RUN_MAX_ATTEMPTS: how often a run is taken up before it is marked failed.
RUN_MAX_ATTEMPTS = env.int("RUN_MAX_ATTEMPTS", 3)

# CHROMA_DIR: where the derived index lives; it may be deleted at any time.
CHROMA_DIR = Path(env.str("CHROMA_DIR", str(DATA_DIR / "chroma")))
# CHROMA_URL: a Chroma server for the points of large brands, such as
# http://chroma:8000; embedded without it.
CHROMA_URL = env.str("CHROMA_URL", "")
# CHROMA_TOKEN: sent to that server as X-Chroma-Token.
CHROMA_TOKEN = env.str("CHROMA_TOKEN", "")
# EMBEDDER: minilm (carried weights), hashing (no weights) or service (an
# OpenAI-compatible endpoint).
EMBEDDER = env.str("EMBEDDER", "minilm")
one_of("EMBEDDER", EMBEDDER, "minilm", "hashing", "service")
# EMBEDDING_MODEL: name of the model when EMBEDDER is service.
EMBEDDING_MODEL = env.str("EMBEDDING_MODEL", "text-embedding-3-small")

# WRITER: who writes when a brief does not say: composer or openai.
WRITER = env.str("WRITER", "composer")
one_of("WRITER", WRITER, "composer", "openai")
# WRITER_FALLBACK: let the composer write what the model writer could not.
WRITER_FALLBACK = env.bool("WRITER_FALLBACK", True)
# OPENAI_API_KEY: key of the model endpoint; without it the composer writes.
OPENAI_API_KEY = env.str("OPENAI_API_KEY", "")
# OPENAI_BASE_URL: any OpenAI-compatible endpoint; empty for the vendor's own.
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", "")
# OPENAI_MODEL: name of the model.
OPENAI_MODEL = env.str("OPENAI_MODEL", "gpt-4.1-mini")
# OPENAI_TEMPERATURE: how freely the model chooses words, 0 to 2.
OPENAI_TEMPERATURE = env.float("OPENAI_TEMPERATURE", 0.7)
# OPENAI_TIMEOUT_SECONDS: the most that one message may take, repairs included.
OPENAI_TIMEOUT_SECONDS = env.float("OPENAI_TIMEOUT_SECONDS", 30.0)

# OPINIONS: none, or openai to have a model read what the rules let stand; what it says
# can add findings to stored variants, and takes none back.
OPINIONS = env.str("OPINIONS", "none")
one_of("OPINIONS", OPINIONS, "none", "openai")
# OPINION_MODEL: name of the model that reads; empty for OPENAI_MODEL.
OPINION_MODEL = env.str("OPINION_MODEL", "")

# LOG_LEVEL: DEBUG, INFO, WARNING, ERROR or CRITICAL.
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
one_of("LOG_LEVEL", LOG_LEVEL, "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": LOG_LEVEL}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
