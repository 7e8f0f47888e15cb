"""The depot: what customers send back, what is lent, what is owed."""

from __future__ import annotations

from django.apps import AppConfig

from kept.web.common.navigation import NavEntry


class WebDepotConfig(AppConfig):
    """The pages of the depot."""

    name = "kept.web.depot"
    label = "web_depot"
    navigation: tuple[NavEntry, ...] = ()
