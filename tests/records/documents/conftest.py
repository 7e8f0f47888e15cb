import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.people.models import Language
from tests.desk import Desk, at, open_desk
from tests.papers import PAPERS_POLICY


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


@pytest.fixture
def opened(desk: Desk):
    return desk.log("10:02")


@pytest.fixture
def contact(desk: Desk):
    """Somebody at the customer who has an address."""
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="Li Hua",
        language=Language.ENGLISH,
        emails=("li.hua@east.example",),
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def asked(desk: Desk, contact):
    """A case about which somebody with an address asked."""
    return desk.log("10:02", contact_id=contact.pk)
