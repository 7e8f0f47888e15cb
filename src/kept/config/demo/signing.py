"""Signing the contracts, what they cover, and where they differ from their policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from kept.config.demo.agreements import BEST_TIER, OVERRIDES, agreed_beside, tier
from kept.config.demo.lives import Phase
from kept.config.demo.staff import MANAGERS
from kept.config.demo.world import HOME, CustomerMade, PieceMade, SiteMade, World
from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import (
    ContractDetails,
    Covered,
    OverrideDetails,
    change_override,
    cover,
    sign_contract,
)
from kept.rules.facts import Value

BEFORE_DELIVERY = timedelta(days=45)  # a contract is signed so long before its first delivery
JUST_BEFORE_DELIVERY = timedelta(days=9)  # one for what comes from stock
SERVED_SINCE, SERVED_FOR = timedelta(days=200), timedelta(days=364)
FOR_NEW = {"warranty_months": 24, "installation": True}


@dataclass(frozen=True)
class Agreement:
    """A contract before it is signed. `site` None: it covers all that the customer has."""

    policy: str
    tier: str
    terms: Mapping[str, Any]
    site: SiteMade | None

    @property
    def about(self) -> dict[str, Value]:
        """Return what the rules know of it."""
        months = self.terms.get("warranty_months")
        return {} if months is None else {"contract.warranty": months}


def agreements_of(customer: CustomerMade, dice: Random) -> list[Agreement]:
    """Return the main contract, and one that holds for the last site only."""
    company = customer.company
    return [
        Agreement(
            policy=policy,
            tier=tier(policy, dice),
            terms=agreed_beside(company, policy, dice),
            site=customer.sites[-1] if place else None,
        )
        for place, policy in enumerate(company.policies)
    ]


def holding(agreements: list[Agreement], site: SiteMade) -> Agreement | None:
    """Return the contract that holds at a site: its own goes before the customer's."""
    own = [one for one in agreements if one.site == site]
    return next(iter([*own, *(one for one in agreements if one.site is None)]), None)


def sign_all(
    world: World,
    customer: CustomerMade,
    agreements: list[Agreement],
    first_deliveries: Mapping[str, date],
    numbers: Iterator[int],
) -> None:
    """Sign a customer's contracts, each some weeks before the first delivery under its policy."""
    for agreement in agreements:
        signed = first_deliveries[agreement.policy] - BEFORE_DELIVERY
        what = Covered(site_id=agreement.site.pk) if agreement.site else Covered()
        contract = _sign(world, customer, agreement, signed, next(numbers))
        _cover(world, contract, what, signed)
        _override(world, customer, agreement, contract, signed)


def sign_for_new(
    world: World,
    customer: CustomerMade,
    made: list[PieceMade],
    numbers: Iterator[int],
    dice: Random,
) -> None:
    """Sign a contract of these weeks for what was delivered just now, piece by piece."""
    new = [piece for piece in made if piece.phase == Phase.NEW and customer.company.policies]
    for policy in sorted({piece.policy for piece in new}):
        under = [piece for piece in new if piece.policy == policy]
        signed = min(piece.since for piece in under) - JUST_BEFORE_DELIVERY
        agreement = Agreement(policy, tier(policy, dice), FOR_NEW, None)
        contract = _sign(world, customer, agreement, signed, next(numbers))
        for piece in under:
            _cover(world, contract, Covered(equipment_id=piece.pk), signed)


def sign_service(world: World, customer: CustomerMade, number: int) -> None:
    """Sign a service contract of the best tier for one system of a customer, for some time."""
    policy = customer.company.policies[0]
    signed = world.at.astimezone(HOME).date() - SERVED_SINCE
    agreement = Agreement(policy, BEST_TIER, {}, None)
    details = replace(
        _details(world, customer, agreement, signed, number),
        kind=ContractKind.SERVICE,
        ends_on=signed + SERVED_FOR,
    )
    by = world.people[MANAGERS[0].username]
    contract = sign_contract(details=details, by=by, at=world.recorded(signed)).pk
    _cover(world, contract, Covered(system_id=customer.sites[0].systems[0]), signed)


def _sign(
    world: World, customer: CustomerMade, agreement: Agreement, signed: date, number: int
) -> int:
    details = _details(world, customer, agreement, signed, number)
    by = world.people[MANAGERS[0].username]
    return sign_contract(details=details, by=by, at=world.recorded(signed)).pk


def _details(
    world: World, customer: CustomerMade, agreement: Agreement, signed: date, number: int
) -> ContractDetails:
    return ContractDetails(
        customer_id=customer.pk,
        number=f"KD-{signed:%Y}-{number:03d}",
        kind=ContractKind.SUPPLY,
        signed_on=signed,
        starts_on=signed,
        version_id=world.versions[agreement.policy],
        tier=agreement.tier,
        terms=agreement.terms,
    )


def _cover(world: World, contract_id: int, what: Covered, signed: date) -> None:
    by = world.people[MANAGERS[0].username]
    cover(contract_id=contract_id, what=what, by=by, at=world.recorded(signed))


def _override(
    world: World, customer: CustomerMade, agreement: Agreement, contract_id: int, signed: date
) -> None:
    for one in OVERRIDES:
        if (one.short, one.policy) != (customer.company.short, agreement.policy):
            continue
        details = OverrideDetails(
            rule=one.rule,
            field=one.field,
            value=one.value,
            source=one.source,
            reason=one.reason,
            starts_on=signed,
        )
        change_override(
            contract_id=contract_id,
            details=details,
            by=world.people[MANAGERS[0].username],
            at=world.recorded(signed),
        )
