"""What every page shares: the frame, the parts, the language and the doors."""

from __future__ import annotations

from django.apps import AppConfig


class WebCommonConfig(AppConfig):
    """The application that all other web applications stand on."""

    name = "kept.web.common"
    label = "web_common"
