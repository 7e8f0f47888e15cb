"""Where a contract differs from its policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.contracts.models import Contract, ContractOverride
from kept.records.contracts.services.signing import stream
from kept.records.ledger.chain import NotCanonical, refuse_uncertain
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused


class OverrideIncomplete(Refused):
    """An override names a rule, a field, a plain value, its source and its reason."""

    sentence = _("Say which rule and field, the new value, where the contract says so, and why.")


@dataclass(frozen=True, kw_only=True)
class OverrideDetails:
    """One value of one rule that the contract sets otherwise, from a day on."""

    rule: str
    field: str
    value: Any  # JSON without fractions
    source: str  # clause of the contract
    reason: str
    starts_on: date


@transaction.atomic
def change_override(
    *, contract_id: int, details: OverrideDetails, by: Person, at: datetime
) -> ContractOverride:
    """Let a contract differ from its policy from a day on, until a later override of that field.

    An override of the same field from the same day is withdrawn.
    Returns what holds now; nothing happens if it is so already. Raises OverrideIncomplete.
    Whether the rule and the field exist in the policy is for the caller to check first.
    """
    fields = _checked(details)
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    place = {name: fields[name] for name in ("rule", "field", "starts_on")}
    there = contract.overrides.filter(withdrawn_at=None, **place).first()
    if there is not None:
        if all(getattr(there, name) == value for name, value in fields.items()):
            return there
        _withdraw(there, by, at)
    made = ContractOverride.objects.create(
        contract=contract,
        customer_id=contract.customer_id,
        **fields,
        recorded_at=at,
        recorded_by=by,
    )
    data = _told(contract, made) | {"before": there.value if there else None}
    write(stream=stream(contract), verb="contract.overridden", by=by, at=at, data=data)
    return made


@transaction.atomic
def withdraw_override(*, override_id: int, by: Person, at: datetime) -> None:
    """Let the policy hold again from now on. Nothing happens if it does already."""
    there = ContractOverride.objects.select_for_update().get(pk=override_id)
    if there.withdrawn_at is not None:
        return
    _withdraw(there, by, at)
    contract = there.contract
    data = _told(contract, there)
    write(stream=stream(contract), verb="contract.override_withdrawn", by=by, at=at, data=data)


def _checked(details: OverrideDetails) -> dict[str, Any]:
    texts = {name: getattr(details, name).strip() for name in ("rule", "field", "source", "reason")}
    try:
        refuse_uncertain(details.value)
    except NotCanonical as error:
        raise OverrideIncomplete from error
    if not all(texts.values()):
        raise OverrideIncomplete
    return {**texts, "value": details.value, "starts_on": details.starts_on}


def _withdraw(override: ContractOverride, by: Person, at: datetime) -> None:
    override.withdrawn_at, override.withdrawn_by = at, by
    override.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _told(contract: Contract, override: ContractOverride) -> dict[str, Any]:
    return {
        "contract": contract.pk,
        "number": contract.number,
        "rule": override.rule,
        "field": override.field,
        "value": override.value,
        "source": override.source,
        "reason": override.reason,
        "starts_on": override.starts_on.isoformat(),
    }
