"""Django's settings. What differs between installations comes from the environment; the rest is the product."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from jiangxin import embedded

PACKAGE = Path(__file__).parent
DATA = embedded.data_dir()


def _secret() -> str:
    """Return the installation's secret key, made at the first start and kept in the data directory."""
    path = DATA / "secret-key"
    if not path.exists():
        import secrets

        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = os.environ.get("JIANGXIN_SECRET_KEY") or _secret()
DEBUG = os.environ.get("JIANGXIN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("JIANGXIN_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("JIANGXIN_ORIGINS", "").split(",") if origin]

# The process as a line, lowest first; `pyproject.toml` states the same order for import-linter.
APPS = [
    "regulation", "process", "people", "messaging", "signin", "documents", "venues", "standards", "rounds", "enrolment",
    "training", "impartiality", "items", "fees", "plans", "exams", "scoring", "supervision", "results", "certificates",
    "archive", "reports", "portal",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "axes",
    *[f"jiangxin.{app}" for app in APPS if (PACKAGE / app / "__init__.py").exists()],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "jiangxin.portal.first_password.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiangxin.process.middleware.RefusalMiddleware",
    "jiangxin.portal.foreign.ForeignTextMiddleware",
    "axes.middleware.AxesMiddleware",
]

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}

ROOT_URLCONF = "jiangxin.urls"
WSGI_APPLICATION = "jiangxin.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jiangxin.process.tables",
            ],
            "context_processors": [
                "jiangxin.portal.shell.shell",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ],
        },
    }
]

# Migrations run as the owner (`jiangxin migrate` sets this); everything else as the application.
_AS_OWNER = os.environ.get("JIANGXIN_AS_OWNER") == "1"
_URL = os.environ.get("DATABASE_OWNER_URL" if _AS_OWNER else "DATABASE_URL", "postgresql:///jiangxin")
DATABASES = {"default": {**embedded.django_database(_URL), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:front"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jiangxin.portal.account.locked_out"

AXES_CLIENT_IP_CALLABLE = "jiangxin.process.limits.address"

# How many proxies of the operator's own stand before the site and add to X-Forwarded-For.
PROXIES = int(os.environ.get("JIANGXIN_PROXIES", "0"))

# Where messages to telephones go: console, sms or wecom; what each needs is in docs/settings.md.
MESSAGES = os.environ.get("JIANGXIN_MESSAGES", "console")
SMS_URL = os.environ.get("JIANGXIN_SMS_URL", "")
SMS_TOKEN = os.environ.get("JIANGXIN_SMS_TOKEN", "")
WECOM_URL = os.environ.get("JIANGXIN_WECOM_URL", "https://qyapi.weixin.qq.com")
WECOM_CORP = os.environ.get("JIANGXIN_WECOM_CORP", "")
WECOM_SECRET = os.environ.get("JIANGXIN_WECOM_SECRET", "")
WECOM_AGENT = os.environ.get("JIANGXIN_WECOM_AGENT", "")

# The ladder of levels: the regulation's five (article 10), or 8 with 学徒工, 特级技师 and 首席技师 (新八级工).
LEVELS = int(os.environ.get("JIANGXIN_LEVELS", "5"))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("JIANGXIN_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
