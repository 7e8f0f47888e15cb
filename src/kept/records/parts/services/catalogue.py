"""Making spare parts known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes, told
from kept.records.parts.finding import found_by
from kept.records.parts.models import Movement, Part, Substitute, Tracking
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class TrackingFixed(Refused):
    """What moved already is followed as it was then."""

    sentence = _("Pieces of this part have moved already, so how they are followed stays.")


class NotEqual(Refused):
    """A substitute is another part, and it is written down where it is shown to be equal."""

    sentence = _("Please name another part, and where it is shown that it is equal.")


@dataclass(frozen=True, kw_only=True)
class PartDetails:
    """What a part is; `families`: of the products that it fits."""

    brand: str
    number: str
    names: Mapping[str, str]
    model: str = ""
    maker: str = ""
    specification: str = ""
    families: Sequence[str] = ()
    tracking: Tracking = Tracking.QUANTITY
    unit: str = "piece"
    discontinued_on: date | None = None


@transaction.atomic
def register_part(*, details: PartDetails, by: Person, at: datetime) -> Part:
    """Make a part known, or correct it; brand and number tell which. Raises TrackingFixed."""
    names = naming.clean_names(details.names)
    said = {**asdict(details), "names": names, "families": sorted(set(details.families))}
    brand, number = " ".join(details.brand.split()), " ".join(details.number.split())
    one_at_a_time(f"part {brand} {number}".casefold())
    there = Part.objects.filter(brand__iexact=brand, number__iexact=number).first()
    said |= {"brand": there.brand if there else brand, "number": there.number if there else number}
    before = {name: getattr(there, name) for name in said} if there else {}
    data = changes(told(before), told(said))
    if there is not None and not data:
        return there
    if there is not None and there.tracking != details.tracking:
        _refuse_moved(there)
    part = there or Part(registered_at=at, registered_by=by)
    for name, value in said.items():
        setattr(part, name, value)
    texts = (part.brand, part.number, f"{part.brand} {part.number}", part.model, part.maker)
    part.found_by = found_by((*texts, part.specification, *part.families), names)
    part.save()
    verb = "part.changed" if there else "part.registered"
    write(stream=f"part:{part.pk}", verb=verb, by=by, at=at, data=data)
    return part


def _refuse_moved(part: Part) -> None:
    if Movement.objects.filter(part=part).exists():
        raise TrackingFixed


@transaction.atomic
def name_substitute(
    *, part_id: int, instead_id: int, evidence: str, by: Person, at: datetime
) -> Substitute:
    """Say that another part may take a part's place. Safe to repeat. Raises NotEqual."""
    evidence = " ".join(evidence.split())[:200]
    if part_id == instead_id or not evidence:
        raise NotEqual
    one_at_a_time(f"substitute {part_id} {instead_id}")
    pair = {"part_id": part_id, "instead_id": instead_id}
    there = Substitute.objects.filter(**pair, withdrawn_at=None).first()
    if there is not None:
        return there
    row = Substitute.objects.create(**pair, evidence=evidence, named_at=at, named_by=by)
    data = {"instead": instead_id, "evidence": evidence}
    write(stream=f"part:{part_id}", verb="part.substitute_named", by=by, at=at, data=data)
    return row
