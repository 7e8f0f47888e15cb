import pytest

from tests.desk import Desk, open_desk
from tests.papers import PAPERS_POLICY


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


@pytest.fixture
def opened(desk: Desk):
    return desk.log("10:02")
