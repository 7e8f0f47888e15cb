"""Addresses of the pages that belong to everyone."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from kept.web.common import views

app_name = "common"

urlpatterns: list[URLPattern] = [
    path("preferences/", views.preferences, name="preferences"),
    path("sounds/", views.sounds, name="sounds"),
    path("preferences/language/", views.language, name="language"),
]
if settings.DEMO:
    urlpatterns += [path("parts/", views.parts, name="parts")]
