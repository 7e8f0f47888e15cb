import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kept.config.database import Cluster


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="kept-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def cluster(open_folder: Path) -> Cluster:
    """A cluster that is durable, as in production."""
    return Cluster(open_folder / "database")
