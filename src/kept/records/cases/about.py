"""What rules may ask of a request's site, office, customer, equipment and contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kept.records.archive.territories import level, parent_code
from kept.records.cases.surroundings import (
    KnownOffice,
    NotTheirs,
    OfficeMissing,
    Surroundings,
    surroundings,
)
from kept.rules.facts import Value

__all__ = ["NotTheirs", "OfficeMissing", "Surroundings", "about", "day_begins", "surroundings"]

MONTHS = "_months"


def about(known: Surroundings) -> dict[str, Value]:
    """Return what rules may ask of site, office, customer, equipment and contract.

    A day counts from its beginning in the time zone of the site. What is not known is left out.
    """
    found = {
        **_site(known),
        **_office(known.office),
        "customer.key": known.customer.is_key,
        **_equipment(known),
        **dict(_contract(known)),
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _site(known: Surroundings) -> dict[str, Any]:
    if known.site is None:
        return {}
    distance = known.site.distance_km
    return {
        **_places("site", known.site.territory),
        "site.distance_km": None if distance is None else float(distance),
        "site.zone": known.site.time_zone,
    }


def _office(office: KnownOffice) -> dict[str, Any]:
    return {
        "office.country": office.country,
        "office.province": office.province,
        "office.city": office.city,
        "office.zone": office.time_zone,
    }


def _places(prefix: str, code: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    while code is not None:
        found[f"{prefix}.{level(code)}"] = code
        code = parent_code(code)
    return found


def _equipment(known: Surroundings) -> dict[str, Any]:
    piece = known.equipment
    if piece is None:
        return {}
    life = piece.design_life_months
    return {
        **{f"equipment.{name}": value for name, value in piece.particulars.items()},
        "equipment.class": piece.family,
        "equipment.design_life": f"{life} months" if life else None,
        "equipment.recognised": piece.recognised,
        "equipment.supplied_by_us": piece.supplied_by_us,
        **{
            f"equipment.{kind}": day_begins(on, known.zone) for kind, on in piece.milestones.items()
        },
    }


def _contract(known: Surroundings) -> Iterator[tuple[str, Value]]:
    if known.contract is None:
        return
    yield "contract.signed", day_begins(known.contract.signed_on, known.zone)
    if known.contract.tier:
        yield "contract.service_tier", known.contract.tier
    for name, value in known.contract.terms.items():
        # A number without unit counts as months.
        yield f"contract.{name.removesuffix(MONTHS)}", value


def day_begins(on: date, zone: str) -> datetime:
    """Return the moment at which a day begins in a time zone."""
    return datetime.combine(on, time(), ZoneInfo(zone))
