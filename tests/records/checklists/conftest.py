import pytest

from kept.records.cases.services import Opened
from tests.asked import make_checklist
from tests.desk import Desk, open_desk


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk()


@pytest.fixture
def case(desk: Desk) -> Opened:
    """A case of 10:00, and a checklist that was published before."""
    make_checklist(desk.manager)
    return desk.log()
