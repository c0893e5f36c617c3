"""Every setting of the site. What may differ from one machine to the next comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import tzlocal
from environs import Env

from chat.stored_file import FileConnection
from nsi_site import database_trouble, network, private_folder, quotas, settings_file

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- what the environment decides (the README has the table) ---------------------------------------
DEBUG = env.bool("DEBUG", False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
settings_file.load(VAR_DIR)
ENGINE_DIR = env.path("ENGINE_DIR", VAR_DIR / "moteur")
SECRET_KEY = env.str("SECRET_KEY", "") or private_folder.secret_key(VAR_DIR)
COOKIE_MARK = private_folder.cookie_mark(SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", []) or network.OwnHosts()
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", False)
HSTS_SECONDS = env.int("HSTS_SECONDS", 0)
DATABASE_CONNECTIONS = env.int("DATABASE_CONNECTIONS", 20)
DATABASE_STATEMENT_SECONDS = env.int("DATABASE_STATEMENT_SECONDS", 0)
REDIS_URL = env.str("REDIS_URL", "")
CHEZ_ORIGIN = env.str("CHEZ_ORIGIN", "").rstrip("/")
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")
CONSOLE_COMPLETE = env.bool("CONSOLE_COMPLETE", False)

CLASS_SIZE = env.int("CLASS_SIZE", 35)
KEEP_DAYS = env.int("KEEP_DAYS", 365)
NAME_RULES = "chat.names"  # which names may be claimed, and when two are the same
# Further cookies that go when the next pupil sits down: those of the journal, of the own rooms.
PUPIL_COOKIES = [f"atelier{COOKIE_MARK}", "visites"]
CLASS_HOSTS = "nsi_site.join.class_hosts"  # what the class may type to reach this machine
CLASSROOM_LOAD = "nsi_site.load.by_address"  # connections and bytes of each address, for the desk
CHAT_ROOM_RULE = "classroom.rules.why_no_room"  # whether pupils may open rooms
CHAT_RULINGS = "pupils.rulings.rulings"  # who may not write in the chat, and under which names
CHAT_VISITOR = "exchanges.visitors.visitor_id"  # whose browser a request or a socket comes from

CHAT_RATE_PER_SOCKET = env.int("CHAT_RATE_PER_SOCKET", 5)
CHAT_RATE_PER_ROOM = env.int("CHAT_RATE_PER_ROOM", 30)
CHAT_MAX_ROOMS = env.int("CHAT_MAX_ROOMS", 30)
CHAT_SOCKETS_PER_ADDRESS = env.int("CHAT_SOCKETS_PER_ADDRESS", quotas.SOCKETS_OPEN.address)
SHARED_ADDRESS = env.bool("SHARED_ADDRESS", False)
STAFF_FROM_ANYWHERE = env.bool("STAFF_FROM_ANYWHERE", False)

# --- applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Before daphne and staticfiles: the first application that has a `runserver` wins.
    "nsi_site",
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pages",
    "chat",
    "exchanges",
    "lesson",
    "workbench",
    "exercises",
    "relay",
    "pupils",
    "classroom",
    "django_ace",  # the editor's files
    "axes",  # counts wrong passwords
]

MIDDLEWARE = [
    "nsi_site.health.for_any_host",  # and by plain HTTP too
    "django.middleware.security.SecurityMiddleware",
    "pages.middleware.read_as_utf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nsi_site.who.know_pupil",
    "nsi_site.staff_door.guard_staff",
    "relay.origin.know_chez",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.middleware.explain_method_not_allowed",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nsi_site.urls"
ASGI_APPLICATION = "nsi_site.asgi.application"

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
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------
EMBEDDED_DATABASE = f"sqlite:///{quote((VAR_DIR / 'db.sqlite3').as_posix())}"  # a folder may be called "NSI #1"
DATABASES = {"default": env.dj_db_url("DATABASE_URL", EMBEDDED_DATABASE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers and the writer work together; IMMEDIATE takes the write lock at BEGIN, where
    # `timeout` (seconds) applies, instead of failing at once when a read turns into a write. A page that has waited
    # that long says that another program holds the database. The `factory` sees to it that the file is still the same.
    DATABASES["default"]["OPTIONS"] = {
        "factory": FileConnection,
        "transaction_mode": "IMMEDIATE",
        "timeout": 2,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file, not shared memory: the ledger writes on a thread of its own.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    # A server that vanished is noticed: `connect_timeout` in seconds, `tcp_user_timeout` in milliseconds.
    # A process that has all its connections in use has a page wait (`timeout`), then answer 503. A server that is back
    # is asked at once: the pool gives up an attempt after a second instead of waiting ever longer.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,
        "pool": {"min_size": 0, "max_size": DATABASE_CONNECTIONS, "timeout": 5, "reconnect_timeout": 1},
    }
    if DATABASE_STATEMENT_SECONDS:
        DATABASES["default"]["OPTIONS"]["options"] = f"-c statement_timeout={DATABASE_STATEMENT_SECONDS}s"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # one that restarted must not fail the next newcomer
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    # Pub/sub knows no databases: without a prefix of its own, a site would hear the others that use this Redis.
    DATABASE_NAME = Path(DATABASES["default"]["NAME"]).name
    REDIS_MARK = f"{COOKIE_MARK}-{DATABASE_NAME}-{urlsplit(REDIS_URL).path.strip('/') or 0}"
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": f"nsi{REDIS_MARK}."},
        }
    }
    REDIS_CACHE = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
    CACHES = {
        name: REDIS_CACHE | {"KEY_PREFIX": f"{name}{REDIS_MARK}"} for name in ("default", "exchanges", "passwords")
    }
else:
    # The ages are in seconds. A message older than `expiry` throws its reader out of every group: a laptop that
    # sleeps through the lunch break must not come back deaf.
    WEEK = 7 * 24 * 3600
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 10_000, "expiry": WEEK, "group_expiry": 52 * WEEK},
        }
    }
    MEMORY_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {
        "default": MEMORY_CACHE,
        "passwords": MEMORY_CACHE | {"LOCATION": "passwords"},
        "exchanges": MEMORY_CACHE | {"LOCATION": "exchanges", "OPTIONS": {"MAX_ENTRIES": 49_152}},
    }

# --- exchanges: what the recorder does not note, in a frame either ----------------------------------
EXCHANGES_NEVER = [
    "/admin",
    "/static/site/theme.js",  # which is no subject of the lesson, though its pages need it too
]
EXCHANGES_SHOWN_COOKIES = ["visites"]  # the lesson's demonstration; the values of all others are masked

# --- lesson: where its steps find what is to be written, and exercises the step they belong to --------
LESSON_EXERCISES = "exercises.catalogue.all_tasks"
LESSON_SEANCE = "classroom.seances.current"  # what the class does today
EXERCISES_STEP = "lesson.steps.step_of"

# --- static files: `static_first` serves them straight from `static/`, DEBUG or not ------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What the pages that the lesson shows name: with plain addresses, as a pupil would write, and asked for each time.
STATIC_SHOWN = ("pages/", "chat/simple", "lesson/visits.js", "site/favicon.svg", "site/theme.js")
STATIC_ROOT = VAR_DIR / "static"  # of `manage.py collectstatic`: only its compressed copies are served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nsi_site.static_files.MountedStaticFiles"},
}

# --- language -------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = env.str("TIME_ZONE", "") or tzlocal.get_localzone_name()  # a school may be overseas
USE_I18N = True
USE_TZ = True

# --- security -------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"
LOGIN_URL = "admin:login"
SESSION_COOKIE_NAME = f"sessionid{COOKIE_MARK}"
CSRF_COOKIE_NAME = f"csrftoken{COOKIE_MARK}"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
SESSION_COOKIE_AGE = 8 * 3600  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 10 * 60  # seconds; of the link that signs in once
# Ten wrong passwords, and an address waits for a minute. The cache forgets by itself; nothing else is kept of them.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CACHE = "passwords"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=1)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_NEVER_LOCKOUT_WHITELIST = True
AXES_IP_WHITELIST = quotas.THIS_PC
AXES_LOCKOUT_CALLABLE = "nsi_site.sign_in.locked"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Over http browsers take no notice of it, and say so in red in each pupil's console.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the lesson shows the site's own pages in frames
SILENCED_SYSTEM_CHECKS = [
    "axes.W001",  # a memory cache counts for one process; several have Redis
    "security.W019",  # which asks for DENY
    # HSTS: a browser that has seen it once refuses plain HTTP for that long, and nobody can take that back. A school
    # that only tries HTTPS must not be caught in it: it is sent where HSTS_SECONDS asks for it, for this name alone.
    "security.W004",
    "security.W005",
    "security.W021",
]
if HTTPS:  # behind a proxy that speaks TLS and sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    MIDDLEWARE.insert(1, "nsi_site.scheme.require_scheme")
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- the console, which is part of the lesson ---------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Django's line on each answer of status 5xx that was foreseen: ours of the request has it already.
    "filters": {
        "with_cause": {"()": "django.utils.log.CallbackFilter", "callback": database_trouble.has_unknown_cause}
    },
    "formatters": {"bare": {"format": "%(message)s"}},
    "handlers": {
        "console": {"()": "nsi_site.console_queue.ConsoleHandler", "formatter": "bare"},
        "nowhere": {"class": "logging.NullHandler"},  # with no handler at all, Python writes to the console itself
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "chat": {"level": LOG_LEVEL},
        "nsi_site": {"level": LOG_LEVEL},
        "channels_redis": {"level": "CRITICAL"},  # `mailbox` says it in one line
        "psycopg.pool": {"level": "CRITICAL"},  # `database_page` and the ledger say it once, in French
        "axes": {"level": "CRITICAL"},  # `sign_in` says the same in French
        "nsi_site.print": {"level": "INFO"},  # a print() in a view is somebody's wish to read it
        # Django would log each refusal with a traceback; our line of the request has its status.
        "django": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"handlers": ["console"], "filters": ["with_cause"], "level": "ERROR", "propagate": False},
    },
}
