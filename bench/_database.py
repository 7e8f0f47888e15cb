"""A database of its own for a benchmark: embedded, durable as in production, gone afterwards."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def fresh_database() -> Iterator[None]:
    """Start PostgreSQL with Kept's tables, and Django on it; delete all at the end."""
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as name:
        data = Path(name)
        data.chmod(0o711)  # as root, the server runs as another user
        os.environ |= {
            "KEPT_DATA": name,
            "KEPT_SECRET_KEY": secrets.token_urlsafe(40),
            "DJANGO_SETTINGS_MODULE": "kept.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        from kept.config.database import Cluster, running

        with running(Cluster(data / "database")) as address:
            os.environ["DATABASE_URL"] = address
            _tables()
            yield
            _close()


def cpu_seconds() -> float:
    """Return the CPU time so far of the database and of all that we have started."""
    import psutil

    total = sum(psutil.Process().cpu_times()[2:4])  # of children that have ended
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return float(total)


def _tables() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def _close() -> None:
    from django.db import connections

    connections.close_all()
