import pytest

from kept.records.archive.services import CustomerDetails, register_customer
from kept.records.cases.services import Opened
from tests.desk import Desk, at, open_desk


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def committed_desk(transactional_db: None) -> Desk:
    """A desk that several threads see."""
    return open_desk()


@pytest.fixture
def stranger(desk: Desk) -> Opened:
    """A case of another customer."""
    details = CustomerDetails(names={"en": "Lanhai Chemical"}, short_name="Lanhai")
    other = register_customer(details=details, by=desk.hotline, at=at("08:30"))
    return desk.log(customer_id=other.pk, equipment_id=None, office_id=desk.office.pk)
