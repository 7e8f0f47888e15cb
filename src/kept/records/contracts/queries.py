"""Reading contracts, and which of them holds for a piece of equipment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment
from kept.records.contracts.models import Contract, ContractLine, ContractOverride
from kept.records.policies.queries import VersionCard, company_version_on, version_cards
from kept.records.refusal import Refused

MOST_SPECIFIC = list(ContractLine.Covers.values)
DEFAULT = "default"


class NoPolicy(Refused):
    """Neither a contract nor a choice of the company says which policy holds."""

    sentence = _(
        "No policy holds for this equipment on %(on)s: it has no contract then, and no policy was "
        "chosen for equipment without one."
    )


@dataclass(frozen=True)
class OverrideCard:
    """Where a contract differs from its policy."""

    pk: int
    rule: str
    field: str
    value: Any
    source: str
    reason: str
    starts_on: date


@dataclass(frozen=True)
class ContractCard:
    """A contract, with the overrides that hold at the time asked for."""

    pk: int
    customer_id: int
    number: str
    kind: int
    signed_on: date
    starts_on: date
    ends_on: date | None
    version_id: int
    tier: str
    terms: dict[str, Any]
    overrides: tuple[OverrideCard, ...]


@dataclass(frozen=True)
class EquipmentBinding:
    """What holds for a piece of equipment at a moment."""

    equipment_id: int
    version: VersionCard
    covered_by: str  # "equipment", "system", "site", "customer"; "default": no contract
    contract: ContractCard | None
    others: tuple[ContractCard, ...]  # contracts that cover it too, but less specifically

    @property
    def by_default(self) -> bool:
        """Say whether only the company's own choice of policy holds, without a contract."""
        return self.contract is None


def contract(pk: int, *, at: datetime) -> ContractCard:
    """Return one contract. Raises Contract.DoesNotExist."""
    return _card(_contracts(at).get(pk=pk), _company_day(at))


def contracts_of_customer(customer_id: int, *, at: datetime) -> list[ContractCard]:
    """Return a customer's contracts, the last signed first."""
    rows = _contracts(at).filter(customer_id=customer_id).order_by("-signed_on", "-pk")
    return [_card(row, _company_day(at)) for row in rows]


def equipment_binding(equipment_id: int, *, at: datetime) -> EquipmentBinding:
    """Return what holds for one piece; see `equipment_bindings`. Raises Equipment.DoesNotExist."""
    found = equipment_bindings([equipment_id], at=at)
    if not found:
        raise Equipment.DoesNotExist
    return found[equipment_id]


def equipment_bindings(ids: Collection[int], *, at: datetime) -> dict[int, EquipmentBinding]:
    """Return which contract and policy version hold for pieces of equipment at a moment.

    The most specific line wins: piece, system, site, customer; among equals the contract signed
    last. Without a contract the company's own choice holds, visibly. The day is the site's.
    Raises NoPolicy if there is none either.
    """
    pieces = list(Equipment.objects.filter(pk__in=ids).select_related("site"))
    lines = _lines(pieces, at)
    days = {piece.pk: day_of(piece, at) for piece in pieces}
    found = {piece.pk: _covering(piece, lines, days[piece.pk]) for piece in pieces}
    versions = version_cards({line.contract.version_id for own in found.values() for line in own})
    return {
        piece.pk: _binding(piece, found[piece.pk], versions, on=days[piece.pk]) for piece in pieces
    }


def day_of(piece: Equipment | None, at: datetime) -> date:
    """Return which day it is where a unit stands; of one that stands nowhere, the company's."""
    if piece is None or piece.site is None:
        return _company_day(at)
    return at.astimezone(ZoneInfo(piece.site.time_zone)).date()


def _company_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _lines(pieces: Iterable[Equipment], at: datetime) -> list[ContractLine]:
    """Return every line that may cover one of the pieces, with its contract, in few queries."""
    pieces = list(pieces)
    may_cover = (
        Q(equipment__in=[piece.pk for piece in pieces])
        | Q(system__in={piece.system_id for piece in pieces if piece.system_id})
        | Q(site__in={piece.site_id for piece in pieces if piece.site_id})
        | Q(covers="customer", customer__in={piece.customer_id for piece in pieces})
    )
    rows = ContractLine.objects.filter(may_cover)
    return list(rows.prefetch_related(Prefetch("contract", _contracts(at))))


def _covering(piece: Equipment, lines: Iterable[ContractLine], on: date) -> list[ContractLine]:
    """Return the lines that cover a piece on a day, the one that wins first."""
    target = {
        "equipment": piece.pk,
        "system": piece.system_id,
        "site": piece.site_id,
        "customer": piece.customer_id,
    }
    covering = [
        line
        for line in lines
        if line.customer_id == piece.customer_id
        and getattr(line, f"{line.covers}_id") == target[line.covers]
        and line.starts_on <= on
        and (line.ends_on is None or on <= line.ends_on)
    ]
    latest_first = sorted(
        covering, key=lambda line: (line.contract.signed_on, line.contract_id), reverse=True
    )
    return sorted(latest_first, key=lambda line: MOST_SPECIFIC.index(line.covers))


def _binding(
    piece: Equipment,
    covering: list[ContractLine],
    versions: dict[int, VersionCard],
    *,
    on: date,
) -> EquipmentBinding:
    if covering:
        first, *rest = covering
        others = {line.contract_id: line.contract for line in rest}
        others.pop(first.contract_id, None)
        return EquipmentBinding(
            equipment_id=piece.pk,
            version=versions[first.contract.version_id],
            covered_by=first.covers,
            contract=_card(first.contract, on),
            others=tuple(_card(other, on) for other in others.values()),
        )
    version = company_version_on(on)
    if version is None:
        raise NoPolicy(on=on)
    return EquipmentBinding(piece.pk, version, DEFAULT, None, ())


def _contracts(at: datetime) -> QuerySet[Contract]:
    holds = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)
    overrides = ContractOverride.objects.filter(holds).order_by("starts_on", "recorded_at", "pk")
    return Contract.objects.prefetch_related(Prefetch("overrides", overrides))


def _card(row: Contract, on: date) -> ContractCard:
    return ContractCard(
        pk=row.pk,
        customer_id=row.customer_id,
        number=row.number,
        kind=row.kind,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        version_id=row.version_id,
        tier=row.tier,
        terms=row.terms,
        overrides=_overrides(row, on),
    )


def _overrides(row: Contract, on: date) -> tuple[OverrideCard, ...]:
    """Return the overrides that hold on a day: of each field the one that began last."""
    latest = {(o.rule, o.field): o for o in row.overrides.all() if o.starts_on <= on}
    return tuple(
        OverrideCard(o.pk, o.rule, o.field, o.value, o.source, o.reason, o.starts_on)
        for _place, o in sorted(latest.items())
    )
