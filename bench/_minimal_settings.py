"""Kept's settings with the middleware of any Django project that has sign-in and forms."""

from kept.config.settings import *  # noqa: F403
from kept.config.settings import INSTALLED_APPS as ALL

INSTALLED_APPS = [app for app in ALL if app.startswith(("kept.records", "django.contrib"))]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "_minimal"
