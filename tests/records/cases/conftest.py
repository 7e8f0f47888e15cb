import pytest

from tests.desk import Desk, open_desk


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def committed_desk(transactional_db: None) -> Desk:
    """A desk that several threads see."""
    return open_desk()
