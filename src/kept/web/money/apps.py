"""Money: prices, quotes, invoices, payments, claims."""

from __future__ import annotations

from django.apps import AppConfig

from kept.web.common.navigation import NavEntry


class WebMoneyConfig(AppConfig):
    """The pages of money."""

    name = "kept.web.money"
    label = "web_money"
    navigation: tuple[NavEntry, ...] = ()
