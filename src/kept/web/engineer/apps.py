"""Engineers: what they do on cases, begun and written down where they stand."""

from __future__ import annotations

from django.apps import AppConfig


class WebEngineerConfig(AppConfig):
    """The pages of work: of a case, and of one's own week. They are reached from cases and vans."""

    name = "kept.web.engineer"
    label = "web_engineer"
