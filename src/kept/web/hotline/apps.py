"""The hotline desk: the queue, a case, logging a request, one request under all policies."""

from __future__ import annotations

from django.apps import AppConfig


class WebHotlineConfig(AppConfig):
    """The pages of those who answer customers."""

    name = "kept.web.hotline"
    label = "web_hotline"
