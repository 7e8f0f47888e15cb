"""Doors for other programs."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry


class WebApiConfig(AppConfig):
    """What other systems tell us and ask us, and the page where they are let in."""

    name = "kept.web.api"
    label = "web_api"
    navigation = (
        NavEntry(
            label=_("Integrations"),
            url_name="api:integrations",
            roles=frozenset({"administrator"}),
            order=90,
            key="e",
        ),
    )
