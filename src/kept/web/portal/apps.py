"""What customers open without an account: a machine by the code on it."""

from __future__ import annotations

from django.apps import AppConfig


class WebPortalConfig(AppConfig):
    """The pages of those who ask for service."""

    name = "kept.web.portal"
    label = "web_portal"
