"""Who may do what with what is known, and finding what an address names."""

from __future__ import annotations

from typing import Final

from django.http import Http404

from kept.records.knowledge.queries import ArticleCard, article
from kept.records.people.models import Role
from kept.web.common.access import RECORDERS, DeskRequest

AUTHORS: Final = RECORDERS
KEEPERS: Final = (Role.MANAGER, Role.ADMINISTRATOR)


def article_or_404(request: DeskRequest, key: str) -> ArticleCard:
    """Return an article with its versions."""
    card = article(key, viewer=request.user)
    if card is None:
        raise Http404
    return card
