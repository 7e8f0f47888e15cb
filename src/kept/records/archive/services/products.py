"""Making product models known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.records import naming
from kept.records.archive.models import Equipment, ProductModel, SearchKind
from kept.records.archive.services.particulars import require_plain
from kept.records.archive.services.search_index import refresh
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes
from kept.records.people.models import Person
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class ProductDetails:
    """What a product model is. `particulars` are what else conditions of policies may ask of it."""

    brand: str
    code: str
    names: Mapping[str, str]
    family: str = ""
    specification: str = ""
    design_life_months: int | None = None
    particulars: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register_product(*, details: ProductDetails, by: Person, at: datetime) -> ProductModel:
    """Make a product model known, or correct it; brand and code tell which. Returns it.

    Raises ParticularsUnclear.
    """
    require_plain(details.particulars)
    told = {**asdict(details), "names": naming.clean_names(details.names)}
    brand, code = " ".join(details.brand.split()), " ".join(details.code.split())
    one_at_a_time(f"product {brand} {code}".casefold())
    there = ProductModel.objects.filter(brand__iexact=brand, code__iexact=code).first()
    told |= {"brand": there.brand if there else brand, "code": there.code if there else code}
    data = changes({name: getattr(there, name) for name in told} if there else {}, told)
    if there is not None and not data:
        return there
    product = there or ProductModel(registered_at=at, registered_by=by)
    for name, value in told.items():
        setattr(product, name, value)
    product.save()
    if there is not None:
        pieces = Equipment.objects.filter(product=product).order_by("pk")
        refresh(SearchKind.EQUIPMENT, list(pieces.values_list("pk", flat=True)))
    verb = "product.changed" if there else "product.registered"
    write(stream=f"product:{product.pk}", verb=verb, by=by, at=at, data=data)
    return product
