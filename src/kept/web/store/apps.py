"""Stores: spare parts, where they lie, what is to be picked."""

from __future__ import annotations

from django.apps import AppConfig

from kept.web.common.navigation import NavEntry


class WebStoreConfig(AppConfig):
    """The pages of stores."""

    name = "kept.web.store"
    label = "web_store"
    navigation: tuple[NavEntry, ...] = ()
