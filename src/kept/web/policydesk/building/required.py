"""What a policy requires before it is published: what is there, and where the rest is supplied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.files.of_policies import PolicyDocumentLine, policy_documents
from kept.records.people.models import Person, Role
from kept.records.policies.drafts import DraftCard
from kept.records.policies.required import Required, required
from kept.rules.policy.model import Policy, Requirement, RequirementKind
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.checking import policy_of
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.pages import PublishPage, RequiredLine

PRICERS: Final = (Role.ACCOUNTANT, Role.MANAGER)  # who says what something costs


def build_publish(
    card: DraftCard, text: str, on: date, viewer: Person, reader: Reader
) -> PublishPage:
    """Return what stands between a draft and its publication on a day."""
    policy = policy_of(text, card.policy_code)
    found = required(code=card.policy_code, text=text, on=on) if policy else ()
    documents = policy_documents(card.policy_code) if found else {}
    return PublishPage(
        now=reader.now,
        draft=card.pk,
        about=draft_name(card),
        back=reverse("policydesk:draft", args=[card.pk]),
        required=[
            _line(_Desk(card, policy, viewer, reader), one, documents.get(one.requirement.id))
            for one in found
            if policy
        ],
    )


def required_words(requirement: Requirement, policy: Policy, reader: Reader) -> str:
    """Return what it is that has to be there."""
    match requirement.kind:
        case RequirementKind.TEXT:
            return _("A statement in the policy itself.")
        case RequirementKind.RULES:
            names = ", ".join(reader.text(policy.rules[key].name) for key in requirement.rules)
            return _("A value wherever one is unset in: {rules}.").format(rules=names)
        case RequirementKind.PRICE_LIST:
            basis = reader.text(policy.prices[requirement.basis].name)
            return _("A price list in use on the basis “{basis}”, with prices.").format(basis=basis)
        case RequirementKind.DOCUMENT:
            return _("A document that is kept with the policy.")


@dataclass(frozen=True)
class _Desk:
    """Which draft is looked at, and by whom."""

    card: DraftCard
    policy: Policy
    viewer: Person
    reader: Reader


def _line(desk: _Desk, one: Required, document: PolicyDocumentLine | None) -> RequiredLine:
    requirement, reader, policy = one.requirement, desk.reader, desk.policy
    url, label = _where(desk, requirement)
    return RequiredLine(
        name=reader.text(requirement.name),
        words=required_words(requirement, policy, reader),
        clauses=[(key, reader.text(policy.clauses[key].text)) for key in requirement.source],
        note=reader.text(requirement.note),
        is_there=one.is_there,
        said=reader.text(requirement.text) if requirement.text else "",
        document=_document(desk.card, document, reader) if document else None,
        url=url,
        label=label,
    )


def _document(card: DraftCard, document: PolicyDocumentLine, reader: Reader) -> tuple[str, str]:
    told = _("{name}, added {moment} by {person}").format(
        name=document.name, moment=reader.moment(document.added_at), person=document.added_by
    )
    return reverse("policydesk:document", args=[card.policy_code, document.pk]), told


def _where(desk: _Desk, requirement: Requirement) -> tuple[str, str]:
    """Return where something is supplied and what the way there is called; who else can do it."""
    card = desk.card
    match requirement.kind:
        case RequirementKind.PRICE_LIST:
            if not may(desk.viewer, *PRICERS):
                return "", _("A manager or the accounts set it up under “Price lists”.")
            return reverse("money:prices"), _("Go to the price lists")
        case RequirementKind.DOCUMENT:
            url = reverse("policydesk:add_document", args=[card.pk, requirement.id])
            return url, _("Add the document")
        case _:
            return reverse("policydesk:unset", args=[card.pk]), _("Fill in what is unset")
