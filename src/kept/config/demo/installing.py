"""Signing the contracts and putting the equipment on record, each piece with its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from kept.config.demo.agreements import OVERRIDES, agreed_beside, tier
from kept.config.demo.chinese import in_chinese
from kept.config.demo.lives import Life, Phase, life, phases, warranty_days
from kept.config.demo.makers import MODELS, TRADES, Model
from kept.config.demo.publishing import WITHOUT_CONTRACT
from kept.config.demo.staff import DISPATCHERS, HOTLINE, MANAGERS
from kept.config.demo.world import HOME, CustomerMade, PieceMade, SiteMade, World, key
from kept.records.archive.models import MilestoneKind
from kept.records.archive.services import (
    Day,
    EquipmentDetails,
    Place,
    ProductDetails,
    TakenOver,
    register_product,
    take_over_equipment,
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
JUST_BEFORE_DELIVERY = timedelta(days=9)  # one for what comes from stock
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


@dataclass(frozen=True)
class Making:
    """What all pieces are made with."""

    products: Mapping[Model, int]
    numbers: Iterator[int]  # of contracts
    dice: Random


def install_everything(world: World) -> None:
    """Register all models, then each customer's contracts and equipment."""
    products = {model: _product(world, model) for model in MODELS}
    making = Making(products, iter(range(1, 1000)), world.dice("equipment"))
    left = phases(making.dice)
    for customer in world.customers:
        agreements = _agreements(customer, making.dice)
        own = [left.pop() for _ in range(customer.company.pieces)]
        planned = list(_plan(world, customer, agreements, own, making.dice))
        _sign(world, customer, agreements, planned, making)
        made = _install(world, customer, planned, making)
        _sign_for_new(world, customer, made, making)
        world.pieces += made


def _agreements(customer: CustomerMade, dice: Random) -> list[Agreement]:
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
    making: Making,
) -> None:
    for agreement in agreements:
        under = [one.life.delivered_on for one in planned if one.policy == agreement.policy]
        signed = min(under) - BEFORE_DELIVERY
        what = Covered(site_id=agreement.site.pk) if agreement.site else Covered()
        contract = _contract(world, customer, agreement, signed, next(making.numbers))
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
    world: World, customer: CustomerMade, made: list[PieceMade], making: Making
) -> None:
    """Sign a contract of these weeks for what was delivered just now, piece by piece."""
    new = [piece for piece in made if piece.phase == Phase.NEW and customer.company.policies]
    for policy in sorted({piece.policy for piece in new}):
        under = [piece for piece in new if piece.policy == policy]
        signed = min(piece.since for piece in under) - JUST_BEFORE_DELIVERY
        terms = {"warranty_months": 24, "installation": True}
        agreement = Agreement(policy, tier(policy, making.dice), terms, None)
        contract = _contract(world, customer, agreement, signed, next(making.numbers))
        by = world.people[MANAGERS[0].username]
        for piece in under:
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
    world: World, customer: CustomerMade, planned: list[Planned], making: Making
) -> list[PieceMade]:
    """Put the pieces on record: those from before Kept at once, later ones when they were new."""
    made: dict[str, int] = {}
    when = [recorded(world, one.life.accepted_on or one.life.delivered_on) for one in planned]
    for at in sorted(set(when)):
        together = [one for one, then in zip(planned, when, strict=True) if then == at]
        rows = take_over_equipment(
            customer_id=customer.pk,
            pieces=[_taken_over(customer, one, making) for one in together],
            by=world.people[DISPATCHERS[0].username],
            at=at,
        )
        made |= {one.serial: row.pk for one, row in zip(together, rows, strict=True)}
    return [_made(customer, one, made[one.serial]) for one in planned]


def _taken_over(customer: CustomerMade, planned: Planned, making: Making) -> TakenOver:
    place = Place(customer_id=customer.pk, site_id=planned.site.pk, system_id=planned.system_id)
    return TakenOver(
        details=EquipmentDetails(
            product_id=making.products[planned.model],
            serial_number=planned.serial,
            place=place,
            label=planned.label,
            supplied_by_us=making.dice.random() >= NOT_OURS,
        ),
        days=tuple(_days(planned)),
        key=key(making.dice),
    )


def _made(customer: CustomerMade, planned: Planned, pk: int) -> PieceMade:
    return PieceMade(
        pk=pk,
        model=planned.model,
        customer=customer,
        site=planned.site,
        label=planned.label,
        policy=planned.policy,
        phase=planned.phase,
        since=planned.life.accepted_on or planned.life.delivered_on,
    )


def _days(planned: Planned) -> Iterator[Day]:
    life, number = planned.life, planned.serial[-9:]
    yield Day(kind=MilestoneKind.DELIVERED, on=life.delivered_on, evidence=f"DN-{number}")
    if life.installed_on:
        yield Day(kind=MilestoneKind.INSTALLED, on=life.installed_on)
    if life.accepted_on:
        yield Day(kind=MilestoneKind.ACCEPTED, on=life.accepted_on, evidence=f"AC-{number}")
    if life.retired_on:
        yield Day(kind=MilestoneKind.RETIRED, on=life.retired_on, evidence="报废单")


def recorded(world: World, on: date) -> datetime:
    """Return when a day of the past was written down: that day, else when Kept began."""
    there = datetime.combine(on, time(15), HOME).astimezone(UTC)
    return min(max(world.began, there), world.at)
