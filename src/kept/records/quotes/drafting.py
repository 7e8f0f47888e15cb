"""Lines of a draft: what somebody wants to quote, before anything is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

MOST_LINES = 200


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """So much of something; its price is from a list (`price_id`), typed, or the policy's own.

    `typed_by` is the key of who typed the price, and `names` what it is in each language. With a
    typed price, `price_id` is the contract's item that it is; `outside`: it is none of them.
    `sources`: the work done that it is about, each as a share says it; its price is that of the
    day `on` which it was done, and its hours are those of a `band` of the policy.
    """

    component: str
    quantity: Decimal
    names: Mapping[str, str]
    unit: str
    price_id: int | None = None
    part_id: int | None = None
    code: str = ""
    typed: Decimal | None = None
    why: str = ""
    typed_by: int | None = None
    sources: tuple[str, ...] = ()
    on: date | None = None
    outside: bool = False
    band: str = ""


def stored(line: DraftLine) -> dict[str, Any]:
    """Return a line as plain JSON."""
    return {
        "component": line.component,
        "quantity": f"{line.quantity:f}",
        "names": dict(line.names),
        "unit": line.unit,
        "price": line.price_id,
        "part": line.part_id,
        "code": line.code,
        "typed": None if line.typed is None else f"{line.typed:f}",
        "why": line.why,
        "typed_by": line.typed_by,
        "sources": list(line.sources),
        "on": line.on.isoformat() if line.on else None,
        "outside": line.outside,
        "band": line.band,
    }


def read(said: Mapping[str, Any]) -> DraftLine:
    """Return the line that was `stored`."""
    return DraftLine(
        component=said["component"],
        quantity=Decimal(said["quantity"]),
        names=said["names"],
        unit=said["unit"],
        price_id=said["price"],
        part_id=said["part"],
        code=said["code"],
        typed=None if said["typed"] is None else Decimal(said["typed"]),
        why=said["why"],
        typed_by=said["typed_by"],
        # Drafts that were begun earlier do not say what follows.
        sources=tuple(said.get("sources", ())),
        on=date.fromisoformat(said["on"]) if said.get("on") else None,
        outside=said.get("outside", False),
        band=said.get("band", ""),
    )
