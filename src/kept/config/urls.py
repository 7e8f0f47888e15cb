"""Every address: each person's folder under web/ brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kept.config.applications import has_module, ours
from kept.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
    *(path("", include(f"{app}.urls")) for app in ours("web") if has_module(f"{app}.urls")),
]

handler400 = "kept.config.errors.bad_request"
handler403 = "kept.config.errors.permission_denied"
handler404 = "kept.config.errors.page_not_found"
handler500 = "kept.config.errors.server_error"
