"""Servers that a dead Kept left behind. The caller holds the data folder's lock."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil

WAIT_SECONDS = 20.0


def end_server(data: Path, sockets: Path) -> None:
    """End a server that still runs in this folder; forget one that is only remembered.

    PostgreSQL refuses to start when the number in postmaster.pid or beside its socket belongs to
    any process, also when the number was given to another program since, or when the dead server
    waits for its parent to look.
    """
    _end(data)
    for file in sockets.glob(".s.PGSQL.*"):
        file.unlink(missing_ok=True)


def _end(data: Path) -> None:
    file = data / "postmaster.pid"
    try:
        number = int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    server = server_process(number, data)
    if server is None:
        file.unlink(missing_ok=True)
        return
    for told in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            server.send_signal(told)
            server.wait(timeout=WAIT_SECONDS)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            continue
        else:
            return


def server_process(number: int, data: Path) -> psutil.Process | None:
    """Return the process if it is alive and is the server of this folder."""
    try:
        process = psutil.Process(number)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return process if alive and str(data) in process.cmdline() else None
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
