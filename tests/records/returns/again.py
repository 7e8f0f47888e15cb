"""Two customers with machines of one model, and units that go from one to the other."""

from kept.records.archive.services import (
    CustomerDetails,
    EquipmentDetails,
    Place,
    SiteDetails,
    register_customer,
    register_equipment,
    register_site,
)
from kept.records.parts.models import SerialUnit
from kept.records.returns.services import NewLine
from tests.desk import at
from tests.records.returns.conftest import Depot


def depot_at_harbour(desk):
    """Another customer's depot: a machine of the same model, and a case about it."""
    by, then = desk.manager, at("08:00")
    customer = register_customer(details=CustomerDetails(names={"en": "Harbour"}), by=by, at=then)
    there = SiteDetails(
        customer_id=customer.pk,
        names={"en": "Pier"},
        territory="CN-310000",
        office_id=desk.office.pk,
    )
    site = register_site(details=there, by=by, at=then)
    piece = registered(desk, "OTHER-1", customer_id=customer.pk, site_id=site.pk)
    depot = depot_about(desk, piece)
    depot.piece = piece
    return depot


def depot_about(desk, piece):
    """The depot with another case, about a piece; its keys are its own."""
    depot = Depot(desk, desk.log(customer_id=piece.customer_id, equipment_id=piece.pk))
    depot._keys = 100 * depot.case_id
    return depot


def registered(desk, serial, **place):
    product = desk.equipment.product_id
    details = EquipmentDetails(product_id=product, serial_number=serial, place=Place(**place))
    return register_equipment(details=details, by=desk.manager, at=at("08:00"))


def came_for_good(depot, place, condition="good"):
    """The machine of the desk is taken back and put into the store."""
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1)
    depot.happens(rma, "taken_back", 1, "12:00", text="as chosen")
    depot.happens(rma, "stocked", 1, "13:00", place_id=place.pk, condition=condition)
    return SerialUnit.objects.get(serial_number=depot.desk.equipment.serial_number)


def exchange(depot, piece, **said):
    """A machine comes, and another goes in its place."""
    line = NewLine(name="UPS", serial_number=piece.serial_number, equipment_id=piece.pk)
    rma = depot.approved(line)
    depot.happens(rma, "received", 1, "14:00")
    depot.happens(rma, "replaced", 1, "15:00", **said)
    return rma
