from pathlib import Path

import pytest

from kept.records.files.services import Attached, NewFile, attach_file
from tests.desk import Desk, at, open_desk
from tests.photos import jpeg


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The folder of files, empty."""
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture
def desk(db: None, folder: Path) -> Desk:
    return open_desk()


@pytest.fixture
def committed_desk(transactional_db: None, folder: Path) -> Desk:
    """A desk that several threads see."""
    return open_desk()


@pytest.fixture
def attach(desk):
    """Add a photo, or what is said, to a case."""

    def attach(opened, *, key="k-1", by=None, now="10:30", **said) -> Attached:
        told = {"name": "pump.jpg", "content": jpeg(), "for_customer": False} | said
        return attach_file(
            case_id=opened.case_id,
            file=NewFile(**told),
            by=by or desk.hotline,
            now=at(now),
            key=key,
        )

    return attach
