"""Doors for other programs."""

from __future__ import annotations

from django.apps import AppConfig


class WebApiConfig(AppConfig):
    """What other systems tell us and ask us."""

    name = "kept.web.api"
    label = "web_api"
