"""Who has which role that a policy names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kept.records.archive.cards import CustomerCard
from kept.records.archive.holders import HolderCard, role_holders
from kept.records.archive.models import Customer
from kept.records.archive.queries import customer as customer_card
from kept.records.cases.running import running_policy
from kept.records.people.models import Person, Role
from kept.records.policies.queries import policies
from kept.rules.facts.values import Texts
from kept.rules.facts.vocabulary import PARTIES
from kept.rules.policy.model import AssignmentRule, EscalationRule, Policy
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages
from kept.web.hotline.building.duty import PLANNERS
from kept.web.hotline.forms.responsibility import HolderForm

Named = dict[str, tuple[Texts, list[str]]]


def build_roles(
    viewer: Person, reader: Reader, customer: CustomerCard | None, form: HolderForm | None = None
) -> pages.RolesPage:
    """Return the roles that the policies in force name, with who has them."""
    named, cards = named_roles(), role_holders()
    ours = {str(role) for role in Role}
    changes = may(viewer, *PLANNERS)
    return pages.RolesPage(
        now=reader.now,
        roles=[
            pages.RoleLine(
                key=key,
                name=reader.text(name),
                policies=listed(codes),
                holders=[_holder(card, reader) for card in cards if card.role == key],
                stands_in=_("the office's own people")
                if key in ours
                else _("dispatchers and managers of the office"),
            )
            for key, (name, codes) in named.items()
        ],
        form=(form or holder_form(None, customer, reader)) if changes else None,
        query=f"?customer={customer.pk}" if customer else "",
        may_change=changes,
    )


def asked_customer(query: Mapping[str, str]) -> CustomerCard | None:
    """Return the customer that an address names; None: none, or none that is there."""
    said = query.get("customer", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return None
    try:
        return customer_card(int(said))
    except Customer.DoesNotExist:
        return None


def holder_form(
    posted: Mapping[str, str] | None, customer: CustomerCard | None, reader: Reader
) -> HolderForm:
    """Return the form that names who has a role."""
    roles = [(key, reader.text(name)) for key, (name, _codes) in named_roles().items()]
    customers = [(f"customer-{customer.pk}", reader.name(customer.names))] if customer else []
    initial = {"where": customers[0][0]} if customers else None
    return HolderForm(posted, initial=initial, roles=roles, customers=customers, reader=reader)


def named_roles() -> Named:
    """Return the roles that lead, help, are told or called in, and by which policies."""
    found: Named = {}
    for card in policies():
        for version in card.versions[:1]:
            policy = running_policy(version.pk, []).policy
            for key in _roles_in(policy):
                _name, codes = found.setdefault(key, (policy.roles[key].name, []))
                codes.append(card.code)
    return found


def _roles_in(policy: Policy) -> list[str]:
    keys: list[str] = []
    for rule in policy.rules.values():
        if isinstance(rule, AssignmentRule):
            for case in rule.cases:
                keys += [case.lead, *case.helpers, *case.informed, *case.may_close]
        elif isinstance(rule, EscalationRule):
            keys += [to for step in rule.steps for to in step.to]
    return [key for key in dict.fromkeys(keys) if key in policy.roles and key not in PARTIES]


def _holder(card: HolderCard, reader: Reader) -> pages.HolderLine:
    names = card.customer_names or card.office_names
    return pages.HolderLine(
        pk=card.pk,
        person=card.person,
        where=reader.name(names) if names else _("everywhere"),
        since=_("named by {person}, {day}").format(
            person=card.named_by, day=reader.day(card.named_at)
        ),
    )
