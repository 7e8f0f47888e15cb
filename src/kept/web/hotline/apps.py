"""The hotline desk: the queue, a case, logging a request, one request under all policies."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry

# By name: the people's models are not there yet when applications are made.
MANAGERS = frozenset({"manager", "administrator"})
DESK = frozenset({"hotline", "dispatcher", "manager", "administrator"})
READERS = frozenset(
    {
        *("hotline", "dispatcher", "manager", "administrator", "engineer"),
        *("policy_owner", "store_keeper", "accountant"),
    }
)


class WebHotlineConfig(AppConfig):
    """The pages of those who answer customers."""

    name = "kept.web.hotline"
    label = "web_hotline"
    search_url_name = "hotline:search"
    notices_url_name = "hotline:notices"
    calls_url_name = "hotline:calls_now"
    navigation = (
        NavEntry(
            label=_("Hotline"),
            url_name="hotline:queue",
            roles=READERS,
            order=10,
            key="h",
            often=READERS - {"policy_owner"},
            beside=("/cases/", "/log/"),
        ),
        NavEntry(
            label=_("Calls"),
            url_name="hotline:calls",
            roles=DESK,
            order=20,
            key="a",
            often=frozenset({"hotline", "dispatcher"}),
        ),
        NavEntry(label=_("Archive"), url_name="hotline:archive", roles=READERS, order=45, key="r"),
        NavEntry(
            label=_("Levels and times"),
            url_name="hotline:marks",
            roles=MANAGERS,
            order=29,
            key="l",
        ),
        NavEntry(
            label=_("Mail"),
            url_name="hotline:mail",
            roles=DESK,
            order=25,
            key="m",
            often=frozenset({"hotline"}),
        ),
        NavEntry(
            label=_("Follow-ups"),
            url_name="hotline:follow_ups",
            roles=DESK,
            order=27,
            key="f",
            often=frozenset({"hotline"}),
        ),
        NavEntry(
            label=_("Complaints"),
            url_name="hotline:complaints",
            roles=READERS,
            order=28,
            key="i",
            often=frozenset({"manager"}),
        ),
        NavEntry(
            label=_("Duty"),
            url_name="hotline:duty",
            roles=READERS,
            order=55,
            key="d",
            often=frozenset({"dispatcher", "manager", "administrator"}),
        ),
        NavEntry(
            label=_("Policies"),
            url_name="hotline:policies",
            roles=READERS,
            order=60,
            key="o",
            often=frozenset({"policy_owner"}),
        ),
        NavEntry(
            label=_("Compare"),
            url_name="hotline:compare",
            roles=READERS,
            order=70,
            key="c",
            often=frozenset({"policy_owner"}),
        ),
    )
