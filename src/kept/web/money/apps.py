"""Money: prices, quotes, invoices, payments, claims."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry

# By name: the people's models are not there yet when applications are made.
MONEY = frozenset({"accountant", "manager"})
BOOKS = frozenset({"accountant"})
DESK = frozenset({"hotline", "dispatcher", "manager", "administrator"})
READERS = DESK | {"engineer", "policy_owner", "store_keeper", "accountant"}


class WebMoneyConfig(AppConfig):
    """The pages of money."""

    name = "kept.web.money"
    label = "web_money"
    navigation: tuple[NavEntry, ...] = (
        NavEntry(
            label=_("Invoices"),
            url_name="money:invoices",
            roles=MONEY,
            order=46,
            key="u",
            often=BOOKS,
        ),
        NavEntry(
            label=_("Payments"),
            url_name="money:payments",
            roles=MONEY,
            order=47,
            key="z",
            often=BOOKS,
            beside=("/payouts/", "/releases/"),
        ),
        NavEntry(
            label=_("Claims"),
            url_name="money:claims",
            roles=MONEY,
            order=48,
            key="j",
            often=MONEY,
        ),
        NavEntry(label=_("Losses"), url_name="money:losses", roles=MONEY, order=49, key="x"),
        NavEntry(
            label=_("Quotes"),
            url_name="money:quotes",
            roles=READERS,
            order=44,
            key="t",
            often=BOOKS,
            beside=("/prices/",),
        ),
    )
