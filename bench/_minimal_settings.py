"""Kept's settings without what a minimal view would not have."""

from kept.config.settings import *  # noqa: F403
from kept.config.settings import INSTALLED_APPS as ALL

INSTALLED_APPS = [app for app in ALL if app.startswith(("kept.records", "django.contrib"))]
MIDDLEWARE = []
ROOT_URLCONF = "_minimal"
USE_I18N = False
