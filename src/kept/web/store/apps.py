"""Stores: spare parts, where they lie, what is to be picked, what a case needs."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry

# By name: the people's models are not there yet when applications are made.
KEEPERS = frozenset({"store_keeper", "dispatcher", "manager", "administrator"})


class WebStoreConfig(AppConfig):
    """The pages of store keepers, and of parts beside a case and in a van."""

    name = "kept.web.store"
    label = "web_store"
    navigation = (
        NavEntry(
            label=_("To pick"),
            url_name="store:picks",
            roles=KEEPERS,
            order=30,
            key="k",
            often=frozenset({"store_keeper"}),
        ),
        NavEntry(
            label=_("Spare parts"),
            url_name="store:catalogue",
            roles=KEEPERS | {"hotline", "engineer"},
            order=31,
            key="s",
            often=frozenset({"store_keeper"}),
        ),
        NavEntry(
            label=_("Places"),
            url_name="store:places",
            roles=KEEPERS,
            order=32,
            key="q",
            often=frozenset({"store_keeper"}),
        ),
        NavEntry(
            label=_("My van"),
            url_name="store:van",
            roles=frozenset({"engineer"}),
            order=33,
            key="v",
            often=frozenset({"engineer"}),
        ),
    )
