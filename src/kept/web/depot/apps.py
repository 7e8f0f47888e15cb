"""The depot: what customers send back, what is lent, what is owed."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry

# By name: the people's models are not there yet when applications are made.
READERS = frozenset(
    {
        *("hotline", "dispatcher", "manager", "administrator", "engineer"),
        *("store_keeper", "accountant"),
    }
)


class WebDepotConfig(AppConfig):
    """The pages of the depot."""

    name = "kept.web.depot"
    label = "web_depot"
    navigation = (
        NavEntry(
            label=_("Returns"),
            url_name="depot:board",
            roles=READERS,
            order=36,
            key="b",
            often=frozenset({"store_keeper"}),
            beside=("/loaners/", "/owed/"),
        ),
    )
