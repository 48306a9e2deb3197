"""Django's settings, read from the environment once. Names are those of `.env.example`.

`WEB_SECRET_KEY` and `WEB_DB_PASS` have no default. `WEB_HTTPS=1` turns on what only makes sense behind TLS.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from web_service.config import environment

SERVICE_DIR = Path(__file__).resolve().parent.parent
VERSION = "1.0.0"

SECRET_KEY = environment.secret("WEB_SECRET_KEY")
DEBUG = environment.is_on("WEB_DEBUG")
HTTPS = environment.is_on("WEB_HTTPS")
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.listed("CSRF_TRUSTED_ORIGINS", "")

# The other services, and where the files they make are mounted.
LLM_API = environment.text("LLM_API", "http://llm_brain:8000").rstrip("/")
IMAGE_API = environment.text("IMAGE_API", "http://image_gen:8001").rstrip("/")
TTS_API = environment.text("TTS_API", "http://tts_voice:8002").rstrip("/")
SERVICE_TOKEN = environment.secret("SERVICE_TOKEN", "")
IMAGES_DIR = Path(environment.text("IMAGES_DIR", "/shared/images"))
AUDIO_DIR = Path(environment.text("AUDIO_DIR", "/shared/audio"))
# A folder on the database's disk, whose free space the operator's page shows; the volumes mostly share one.
DATABASE_DISK_DIR = Path(environment.text("DATABASE_DISK_DIR", str(IMAGES_DIR)))

# How many campaigns one account may own at a time; branches count.
MAX_CAMPAIGNS = environment.whole("WEB_MAX_CAMPAIGNS", 50)
# How many things one account, or one address not signed in, may change in a minute: turns, words, seats.
CHANGES_A_MINUTE = environment.whole("WEB_CHANGES_A_MINUTE", 240)
# How many people fit at one table: as many as can speak in one turn.
MAX_SEATS = 8
# How many days an invitation is good for.
INVITE_DAYS = environment.whole("WEB_INVITE_DAYS", 7)
# How many seconds the first to speak waits for the others, so that several declarations become one turn. 0: never.
TURN_WINDOW_S = environment.seconds("WEB_TURN_WINDOW_S", 2.0)
# How many seconds after a hero came up in a fight the owner may let them hold; at once when their player is away.
HOLD_AFTER_S = environment.seconds("WEB_HOLD_AFTER_S", 60.0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "web_service.config",
    "web_service.accounts",
    "web_service.campaigns",
    "web_service.characters",
    "web_service.party",
    "web_service.play",
    "web_service.lore",
    "web_service.media",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "web_service.config.middleware.StaticFiles",
    "web_service.config.middleware.PageGzip",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web_service.config.middleware.Probes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "web_service.config.middleware.Outages",
    "web_service.accounts.pace.Pace",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "web_service.config.urls"
ASGI_APPLICATION = "web_service.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# A database that went away without a word is noticed after 15 seconds. Milliseconds, seconds, seconds, times.
SILENCE = {
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}

# One pool a process; a connection is pinged before it is used, so a restarted database heals by itself.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": environment.text("DB_HOST", "database"),
        "PORT": environment.text("DB_PORT", "5432"),
        "NAME": environment.text("DB_NAME", "dungeon_data"),
        "USER": environment.text("WEB_DB_USER", "web_user"),
        "PASSWORD": environment.secret("WEB_DB_PASS"),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c search_path=web,public",
            "connect_timeout": 3,
            **SILENCE,
            "pool": {"min_size": 1, "max_size": 20, "timeout": 4, "reconnect_timeout": 5},
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "campaigns:list"
LOGOUT_REDIRECT_URL = "landing"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "web_service.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "web_service.config.views.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300  # a wizard of level 20 chooses more than a hundred things
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(health|metrics)"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(SERVICE_DIR.parent / "var" / "web_static")))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "web_service.config.static_files.ModuleStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"key_values": {"()": "web_service.observe.logs.KeyValues"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "key_values"},
        "troubles": {"class": "web_service.observe.troubles.Troubles", "level": "WARNING"},
    },
    "root": {"handlers": ["stderr", "troubles"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}
