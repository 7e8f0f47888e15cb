"""The policy desk: drafts, review, publication, versions side by side, trials on cases."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry


class WebPolicydeskConfig(AppConfig):
    """The pages of those who answer for what the policies say."""

    name = "kept.web.policydesk"
    label = "web_policydesk"
    navigation = (
        NavEntry(
            label=_("Policy desk"),
            url_name="policydesk:desk",
            roles=frozenset({"policy_owner", "manager"}),
            order=65,
            key="y",
            often=frozenset({"policy_owner", "manager"}),
        ),
    )
