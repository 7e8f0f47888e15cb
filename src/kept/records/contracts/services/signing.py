"""Signing contracts, and ending them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.contracts.models import Contract, ContractKind
from kept.records.ledger.chain import NotCanonical, refuse_uncertain
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.policies.models import PolicyVersion
from kept.records.policies.services import VersionNotPublished
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class ContractNumberTaken(Refused):
    """Another contract has this number."""

    sentence = _("There is another contract %(number)s, with %(customer)s from %(starts_on)s.")


class TermsUnclear(Refused):
    """A term is not a plain value."""

    sentence = _("Write the term “%(name)s” as a text, a whole number, yes or no.")


@dataclass(frozen=True, kw_only=True)
class ContractDetails:
    """What was agreed. `terms` are facts that conditions of the policy may ask for."""

    customer_id: int
    number: str
    kind: ContractKind
    signed_on: date
    starts_on: date
    version_id: int  # of the policy
    ends_on: date | None = None  # the last day
    tier: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def sign_contract(*, details: ContractDetails, by: Person, at: datetime) -> Contract:
    """Record a signed contract; its number tells which.

    Returns it; the same details again give the one there is. Raises ContractNumberTaken if they
    differ, VersionNotPublished, TermsUnclear.
    """
    number = details.number.strip()
    _require_plain(details.terms)
    _require_published(details.version_id)
    one_at_a_time(f"contract {number}".casefold())
    there = Contract.objects.select_related("customer").filter(number__iexact=number).first()
    fields = {**vars(details), "number": number, "terms": dict(details.terms)}
    if there is not None:
        if all(getattr(there, name) == value for name, value in fields.items()):
            return there
        raise ContractNumberTaken(number=number, customer=there.customer, starts_on=there.starts_on)
    contract = Contract.objects.create(**fields, registered_at=at, registered_by=by)
    _write(contract, "contract.signed", by, at, told(fields))
    return contract


@transaction.atomic
def end_contract(*, contract_id: int, last_day: date, by: Person, at: datetime) -> Contract:
    """End a contract with a day, and all it covers. Returns it; may be repeated.

    What ends earlier anyhow keeps its end; what would begin later is covered for no day.
    """
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    last_day = max(last_day, contract.starts_on)
    if contract.ends_on is not None and contract.ends_on <= last_day:
        return contract
    before, contract.ends_on = contract.ends_on, last_day
    contract.save(update_fields=["ends_on"])
    later = contract.lines.filter(starts_on__gt=last_day)
    dropped = list(later.order_by("pk").values_list("pk", flat=True))
    later.delete()
    contract.lines.filter(Q(ends_on=None) | Q(ends_on__gt=last_day)).update(ends_on=last_day)
    data = {"before": str(before or ""), "after": str(last_day), "lines_dropped": dropped}
    _write(contract, "contract.ended", by, at, data)
    return contract


def stream(contract: Contract) -> str:
    """Return the ledger's stream for a contract: its customer's."""
    return f"customer:{contract.customer_id}"


def _write(
    contract: Contract, verb: str, by: Person, at: datetime, data: Mapping[str, Any]
) -> None:
    told_of = {"contract": contract.pk, "number": contract.number, **data}
    write(stream=stream(contract), verb=verb, by=by, at=at, data=told_of)


def _require_published(version_id: int) -> None:
    version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
    if version.published_at is None:
        raise VersionNotPublished(number=version.number, code=version.policy.code)


def _require_plain(terms: Mapping[str, Any]) -> None:
    for name, value in terms.items():
        try:
            refuse_uncertain(value)
        except NotCanonical as error:
            raise TermsUnclear(name=name) from error
