"""Signing the contracts and putting the equipment on record, each piece with its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from kept.config.demo.agreements import OVERRIDES, terms, tier
from kept.config.demo.chinese import in_chinese
from kept.config.demo.lives import Life, Phase, life, phases, warranty_days
from kept.config.demo.makers import MODELS, TRADES, Model
from kept.config.demo.publishing import WITHOUT_CONTRACT
from kept.config.demo.staff import DISPATCHERS, HOTLINE, MANAGERS
from kept.config.demo.world import HOME, CustomerMade, PieceMade, SiteMade, World, key
from kept.records.archive.models import MilestoneKind
from kept.records.archive.services import (
    EquipmentDetails,
    Place,
    ProductDetails,
    record_milestone,
    register_equipment,
    register_product,
)
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
LABELS = {
    "ups": "UPS",
    "transmitter": "PT",
    "flow": "FT",
    "drive": "VFD",
    "pump": "P",
    "switchgear": "SWG",
    "analyser": "AT",
    "loom": "L",
    "cold": "CU",
}
NOT_OURS = 0.03  # of the pieces we look after were bought elsewhere


@dataclass(frozen=True)
class Planned:
    """A piece before it is on record."""

    model: Model
    site: SiteMade
    system_id: int
    serial: str
    label: str
    phase: Phase
    policy: str
    life: Life


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


def install_everything(world: World) -> None:
    """Register all models, then each customer's contracts and equipment."""
    products = {model: _product(world, model) for model in MODELS}
    dice = world.dice("equipment")
    left = phases(dice)
    numbers = iter(range(1, 1000))
    for customer in world.customers:
        agreements = _agreements(customer, dice)
        own = [left.pop() for _ in range(customer.company.pieces)]
        planned = list(_plan(world, customer, agreements, own, dice))
        _sign(world, customer, agreements, planned, numbers)
        world.pieces += [_install(world, customer, one, products, dice) for one in planned]
        _sign_for_new(world, customer, planned, numbers)


def _agreements(customer: CustomerMade, dice: Random) -> list[Agreement]:
    """Return the main contract, and one that holds for the last site only."""
    company = customer.company
    return [
        Agreement(
            policy=policy,
            tier=tier(policy, dice),
            terms=terms(company, policy, dice),
            site=customer.sites[-1] if place else None,
        )
        for place, policy in enumerate(company.policies)
    ]


def _plan(
    world: World,
    customer: CustomerMade,
    agreements: list[Agreement],
    own: list[Phase],
    dice: Random,
) -> Iterator[Planned]:
    families = TRADES[customer.company.trade]
    models = [model for model in MODELS if model.family in families]
    today = world.at.astimezone(HOME).date()
    for place, phase in enumerate(own):
        site = customer.sites[place % len(customer.sites)]
        model = models[place % len(models)]
        agreement = _holding(agreements, site)
        about = agreement.about if agreement else {}
        policy = agreement.policy if agreement else WITHOUT_CONTRACT
        days = life(phase, warranty_days(world.policies[policy], about, today), today, dice)
        yield Planned(
            model=model,
            site=site,
            system_id=site.systems[place // len(customer.sites) % len(site.systems)],
            serial=f"{model.code}-{days.made_on:%y%m}-{dice.randrange(10_000):04d}",
            label=f"{LABELS[model.family]}-{place + 101}",
            phase=phase,
            policy=policy,
            life=days,
        )


def _holding(agreements: list[Agreement], site: SiteMade) -> Agreement | None:
    """Return the contract that holds at a site: its own goes before the customer's."""
    own = [one for one in agreements if one.site == site]
    return next(iter([*own, *(one for one in agreements if one.site is None)]), None)


def _sign(
    world: World,
    customer: CustomerMade,
    agreements: list[Agreement],
    planned: list[Planned],
    numbers: Iterator[int],
) -> None:
    for agreement in agreements:
        under = [one.life.delivered_on for one in planned if one.policy == agreement.policy]
        signed = min(under) - BEFORE_DELIVERY
        what = Covered(site_id=agreement.site.pk) if agreement.site else Covered()
        contract = _contract(world, customer, agreement, signed, next(numbers))
        by = world.people[MANAGERS[0].username]
        cover(contract_id=contract, what=what, by=by, at=recorded(world, signed))
        _override(world, customer, agreement, contract, signed)


def _contract(
    world: World, customer: CustomerMade, agreement: Agreement, signed: date, number: int
) -> int:
    details = ContractDetails(
        customer_id=customer.pk,
        number=f"KD-{signed:%Y}-{number:03d}",
        kind=ContractKind.SUPPLY,
        signed_on=signed,
        starts_on=signed,
        version_id=world.versions[agreement.policy],
        tier=agreement.tier,
        terms=agreement.terms,
    )
    by = world.people[MANAGERS[0].username]
    return sign_contract(details=details, by=by, at=recorded(world, signed)).pk


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
        by = world.people[MANAGERS[0].username]
        change_override(contract_id=contract_id, details=details, by=by, at=recorded(world, signed))


def _sign_for_new(
    world: World, customer: CustomerMade, planned: list[Planned], numbers: Iterator[int]
) -> None:
    """Sign a contract of these weeks for what was delivered just now, piece by piece."""
    new = [
        made
        for made in world.pieces[-len(planned) :]
        if made.phase == Phase.NEW and customer.company.policies
    ]
    if not new:
        return
    signed = min(one.life.delivered_on for one in planned if one.phase is Phase.NEW)
    signed -= timedelta(days=12)
    agreement = Agreement(new[0].policy, "", {"warranty_months": 24, "installation": True}, None)
    contract = _contract(world, customer, agreement, signed, next(numbers))
    by = world.people[MANAGERS[0].username]
    for piece in new:
        if piece.policy == agreement.policy:
            what = Covered(equipment_id=piece.pk)
            cover(contract_id=contract, what=what, by=by, at=recorded(world, signed))


def _product(world: World, model: Model) -> int:
    details = ProductDetails(
        brand=model.brand,
        code=model.code,
        names={"en": model.en, **in_chinese(model.zh)},
        family=model.family,
        specification=model.specification,
        design_life_months=model.life_years * 12,
    )
    by = world.people[HOTLINE[0].username]
    return register_product(details=details, by=by, at=world.began).pk


def _install(
    world: World,
    customer: CustomerMade,
    planned: Planned,
    products: Mapping[Model, int],
    dice: Random,
) -> PieceMade:
    days = planned.life
    by = world.people[DISPATCHERS[0].username]
    piece = register_equipment(
        details=EquipmentDetails(
            product_id=products[planned.model],
            serial_number=planned.serial,
            place=Place(
                customer_id=customer.pk, site_id=planned.site.pk, system_id=planned.system_id
            ),
            label=planned.label,
            supplied_by_us=dice.random() >= NOT_OURS,
        ),
        by=by,
        at=recorded(world, days.delivered_on),
        key=key(dice),
    )
    for kind, on, evidence in _milestones(planned):
        record_milestone(
            equipment_id=piece.pk,
            kind=kind,
            on=on,
            evidence=evidence,
            by=by,
            at=recorded(world, on),
        )
    return PieceMade(
        piece.pk,
        planned.model,
        customer,
        planned.site,
        planned.label,
        planned.policy,
        planned.phase,
        days.accepted_on or days.delivered_on,
    )


def _milestones(planned: Planned) -> Iterator[tuple[MilestoneKind, date, str]]:
    days, number = planned.life, planned.serial[-9:]
    yield MilestoneKind.DELIVERED, days.delivered_on, f"DN-{number}"
    if days.installed_on:
        yield MilestoneKind.INSTALLED, days.installed_on, ""
    if days.accepted_on:
        yield MilestoneKind.ACCEPTED, days.accepted_on, f"AC-{number}"
    if days.retired_on:
        yield MilestoneKind.RETIRED, days.retired_on, "报废单"


def recorded(world: World, on: date) -> datetime:
    """Return when a day of the past was written down: that day, else when Kept began."""
    there = datetime.combine(on, time(15), HOME).astimezone(UTC)
    return min(max(world.began, there), world.at)
