"""Writing down taxes and their rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes, told
from kept.records.people.models import Person
from kept.records.prices.models import Tax, TaxRate
from kept.records.prices.services.periods import DAY, place_for
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

FINEST = Decimal("0.0001")


class RateUnclear(Refused):
    """A rate is a share of what it is on."""

    sentence = _("A rate is between 0 and 100 per cent, with at most four digits after the point.")


@dataclass(frozen=True, kw_only=True)
class TaxDetails:
    """A tax of a country, and on what it is; no components: on all that no other tax names."""

    code: str
    names: Mapping[str, str]
    country_code: str
    components: Sequence[str] = ()


@transaction.atomic
def register_tax(*, details: TaxDetails, by: Person, at: datetime) -> Tax:
    """Make a tax known, or correct it; its code tells which. Safe to repeat."""
    code = " ".join(details.code.split())
    one_at_a_time(f"tax {code}")
    there = Tax.objects.filter(code=code).first()
    said = {
        "code": code,
        "names": naming.clean_names(details.names),
        "country_code": details.country_code.upper(),
        "components": sorted(set(details.components)),
    }
    before = {name: getattr(there, name) for name in said} if there else {}
    data = changes(told(before), told(said))
    if there is not None and not data:
        return there
    row = there or Tax(registered_at=at, registered_by=by)
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    verb = "tax.changed" if there else "tax.registered"
    write(stream=f"tax:{row.pk}", verb=verb, by=by, at=at, data=data)
    return row


@transaction.atomic
def set_tax_rate(
    *, tax_id: int, per_cent: Decimal, valid_from: date, by: Person, at: datetime
) -> TaxRate:
    """Let a rate hold from a day on; the one before ends the day before. Safe to repeat.

    Raises RateUnclear, PeriodsOverlap.
    """
    is_share = per_cent.is_finite() and 0 <= per_cent <= 100
    if not is_share or per_cent != per_cent.quantize(FINEST):
        raise RateUnclear
    tax = Tax.objects.select_for_update().get(pk=tax_id)
    place = place_for(tax.rates.filter(withdrawn_at=None), valid_from, None)
    old = place.replaced
    if old is not None and old.per_cent == per_cent:
        return old
    if old is not None:
        old.withdrawn_at, old.withdrawn_by = at, by
        old.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if place.cut is not None:
        place.cut.valid_until = valid_from - DAY
        place.cut.save(update_fields=["valid_until"])
    row = TaxRate.objects.create(
        tax=tax,
        per_cent=per_cent,
        valid_from=valid_from,
        valid_until=place.until,
        set_at=at,
        set_by=by,
    )
    data = told({"per_cent": per_cent, "valid_from": valid_from})
    write(stream=f"tax:{tax.pk}", verb="tax.rate_set", by=by, at=at, data=data)
    return row


@transaction.atomic
def set_tax(
    *, details: TaxDetails, per_cent: Decimal, valid_from: date, by: Person, at: datetime
) -> TaxRate:
    """Make a tax known, or correct it, and let a rate of it hold from a day on. Safe to repeat.

    Raises RateUnclear, PeriodsOverlap.
    """
    tax = register_tax(details=details, by=by, at=at)
    return set_tax_rate(tax_id=tax.pk, per_cent=per_cent, valid_from=valid_from, by=by, at=at)
