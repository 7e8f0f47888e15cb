"""Real worker processes on a real database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.desk import Desk, open_desk

PATIENCE = 30.0  # seconds for what takes one on an idle machine


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return open_desk()


@dataclass
class Crew:
    """Starts worker processes, and ends those that are left."""

    folder: Path
    address: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def heartbeat(self) -> Path:
        return self.folder / "alive"

    def start(self, module: str = "kept.workers", **environment: str) -> subprocess.Popen[bytes]:
        more = {
            "DJANGO_SETTINGS_MODULE": "kept.config.settings",
            "DATABASE_URL": self.address,
            "KEPT_DATA": str(self.folder),
            "KEPT_HEARTBEAT": str(self.heartbeat),
            "KEPT_PROCESS": "workers",
            **environment,
        }
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module], env=os.environ | more, stderr=log
            )
        self.processes.append(process)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def log(self) -> str:
        return (self.folder / "log").read_text()


def address() -> str:
    """Return where the tests' database is."""
    known = connection.settings_dict
    return make_conninfo(
        dbname=known["NAME"],
        user=known["USER"],
        password=known["PASSWORD"],
        host=known["HOST"],
        port=known["PORT"],
    )


@pytest.fixture
def crew(desk: Desk, tmp_path: Path) -> Iterator[Crew]:
    crew = Crew(tmp_path, address())
    yield crew
    for process in crew.processes:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait(PATIENCE)


def until(true: Callable[[], bool]) -> bool:
    """Wait until something is true; False if it does not become so in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False
