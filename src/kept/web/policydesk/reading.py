"""What the views of the policy desk have in common: who may, and finding what an address names."""

from __future__ import annotations

from django.http import Http404

from kept.records.people.models import Role
from kept.records.policies.drafts import DraftCard, draft_card, draft_text
from kept.records.policies.models import PolicyDraft
from kept.records.policies.queries import PolicyCard, policies
from kept.web.policydesk.building.checking import Checked, checked

EDITORS = (Role.MANAGER, Role.POLICY_OWNER)
LARGEST = 2**63 - 1


def draft_or_404(pk: int) -> DraftCard:
    """Return a draft. Raises Http404."""
    try:
        return draft_card(pk if pk <= LARGEST else 0)
    except PolicyDraft.DoesNotExist:
        raise Http404 from None


def open_draft_or_404(pk: int) -> DraftCard:
    """Return a draft that can still be changed. Raises Http404."""
    card = draft_or_404(pk)
    if not card.is_open:
        raise Http404
    return card


def checked_draft(card: DraftCard) -> Checked:
    """Return what the check says of a draft."""
    return checked(draft_text(card.pk), card.policy_code)


def policy_or_404(code: str) -> PolicyCard:
    """Return a policy with its versions. Raises Http404."""
    card = next((card for card in policies() if card.code == code), None)
    if card is None:
        raise Http404
    return card
