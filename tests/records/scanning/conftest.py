"""A scanner that runs and is named, and a desk with mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kept.records.cases.services import Opened
from tests import clamd
from tests.desk import Desk
from tests.records.mail.conftest import contact, desk, post, reader

__all__ = ["contact", "desk", "post", "reader"]


@pytest.fixture
def scanner(settings, tmp_path: Path) -> Iterator[clamd.StandIn]:
    settings.FILES = tmp_path / "files"
    with clamd.running(tmp_path / "clamd.ctl") as scanner:
        settings.SCANNER = scanner.address
        yield scanner


@pytest.fixture
def opened(desk: Desk) -> Opened:
    return desk.log()
