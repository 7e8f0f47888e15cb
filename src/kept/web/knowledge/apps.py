"""Knowledge: articles, ready words, codes."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kept.web.common.navigation import NavEntry


class WebKnowledgeConfig(AppConfig):
    """The pages of what the company knows about its machines."""

    name = "kept.web.knowledge"
    label = "web_knowledge"
    navigation = (
        NavEntry(
            label=_("Knowledge"),
            url_name="knowledge:articles",
            roles=frozenset(
                {
                    *("hotline", "dispatcher", "engineer", "manager", "administrator"),
                    *("policy_owner", "store_keeper", "accountant"),
                }
            ),
            order=50,
            key="w",
            often=frozenset({"hotline", "engineer", "administrator"}),
        ),
    )
