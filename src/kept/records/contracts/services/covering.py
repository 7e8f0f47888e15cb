"""Saying what a contract covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment, Site, System
from kept.records.contracts.models import Contract, ContractLine
from kept.records.contracts.services.signing import stream
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused

Covers = ContractLine.Covers


class NotTheirs(Refused):
    """A contract covers only what is the customer's own."""

    sentence = _("This belongs to another customer than contract %(number)s.")


class OutsideContract(Refused):
    """A contract covers nothing before it starts or after it ends."""

    sentence = _("Contract %(number)s does not run on all of these days.")


class AlreadyCovered(Refused):
    """Another contract of the same kind covers the same thing on some of the days."""

    sentence = _("Contract %(number)s covers this already, from %(starts_on)s.")


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One thing that a contract covers: a piece, a system or a site; none of them: everything.

    Without days, as long as the contract runs.
    """

    equipment_id: int | None = None
    system_id: int | None = None
    site_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None  # the last day

    @property
    def covers(self) -> ContractLine.Covers:
        """What it is."""
        for kind in (Covers.EQUIPMENT, Covers.SYSTEM, Covers.SITE):
            if getattr(self, f"{kind}_id") is not None:
                return kind
        return Covers.CUSTOMER


@transaction.atomic
def cover(*, contract_id: int, what: Covered, by: Person, at: datetime) -> ContractLine:
    """Let a contract cover something. Returns the line; the same again gives the one there is.

    Raises NotTheirs, OutsideContract, AlreadyCovered.
    """
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    _require_theirs(contract, what)
    line = _line(contract, what)
    target = {f"{name}_id": getattr(line, f"{name}_id") for name in ("equipment", "system", "site")}
    days = {"starts_on": line.starts_on, "ends_on": line.ends_on}
    there = contract.lines.filter(covers=line.covers, **target, **days).first()
    if there is not None:
        return there
    line.added_at, line.added_by = at, by
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:  # the exclusion of the database, also against one just now
        raise _already_covered(line) from error
    data = {"contract": contract.pk, "number": contract.number, "covers": str(line.covers)}
    data |= told({**target, **days})
    write(stream=stream(contract), verb="contract.covers", by=by, at=at, data=data)
    return line


def _line(contract: Contract, what: Covered) -> ContractLine:
    starts_on = what.starts_on or contract.starts_on
    ends_on = what.ends_on or contract.ends_on
    late = contract.ends_on is not None and (ends_on is None or ends_on > contract.ends_on)
    if starts_on < contract.starts_on or late or (ends_on is not None and ends_on < starts_on):
        raise OutsideContract(number=contract.number)
    return ContractLine(
        contract=contract,
        kind=contract.kind,
        customer_id=contract.customer_id,
        covers=what.covers,
        equipment_id=what.equipment_id,
        system_id=what.system_id,
        site_id=what.site_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _require_theirs(contract: Contract, what: Covered) -> None:
    things = ((Equipment, what.equipment_id), (System, what.system_id), (Site, what.site_id))
    for model, pk in things:
        if pk is None:
            continue
        if not model._default_manager.filter(pk=pk, customer_id=contract.customer_id).exists():
            raise NotTheirs(number=contract.number)


def _already_covered(line: ContractLine) -> Refused:
    alike = ("covers", "kind", "equipment_id", "system_id", "site_id", "customer_id")
    target = {name: getattr(line, name) for name in alike}
    same = ContractLine.objects.filter(Q(ends_on=None) | Q(ends_on__gte=line.starts_on), **target)
    other = same.filter(starts_on__lte=line.ends_on or date.max).select_related("contract").first()
    if other is None:
        return AlreadyCovered(number="?", starts_on=line.starts_on)
    return AlreadyCovered(number=other.contract.number, starts_on=other.starts_on)
