"""Which processes run now, written down for the start after a kill that no one could catch."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil

SAME_BIRTH = 1.0  # seconds: systems round the moment of a process's birth


def write(file: Path, processes: dict[str, int]) -> None:
    """Write down name, number and birth of each process that is alive."""
    found = {name: [number, birth_of(number)] for name, number in processes.items()}
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps({name: row for name, row in found.items() if row[1]}))
    unfinished.replace(file)


def birth_of(number: int) -> float | None:
    """Return when a process was born; None if it is not there, or dead and not yet buried."""
    try:
        process = psutil.Process(number)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def end_leftovers(file: Path) -> list[str]:
    """End what an earlier Kept on this data left running; return the names of what was ended.

    A number alone proves nothing, it may have been given to another program since: only a process
    with the same number and the same birth is ours. If it is gone, what it had started may live
    on: that is ours if it was told of the same data. The caller holds the data folder's lock.
    """
    ended = []
    for name, (number, birth) in remembered(file).items():
        now = birth_of(number)
        if now is None:
            is_ours = any(knows_data(one, file.parent) for one in orphans(number))
        else:
            is_ours = abs(now - birth) < SAME_BIRTH
        if is_ours:
            kill_group(number)
            ended.append(name)
    file.unlink(missing_ok=True)
    return ended


def orphans(group: int) -> Iterator[psutil.Process]:
    """Give the processes of a group, whose number lives on with them after its leader died."""
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group:
                yield process
        except (ProcessLookupError, PermissionError):
            continue


def knows_data(process: psutil.Process, folder: Path) -> bool:
    """Say whether a process was started for this data folder."""
    try:
        return process.environ().get("KEPT_DATA") == str(folder)
    except psutil.Error:
        return False


def remembered(file: Path) -> dict[str, tuple[int, float]]:
    """Return what was written down; nothing if the file is missing or was cut short."""
    try:
        rows = json.loads(file.read_text())
        return {str(name): (int(number), float(birth)) for name, (number, birth) in rows.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def kill_group(number: int, told: signal.Signals = signal.SIGKILL) -> None:
    """Tell a process and everything it started; each of our processes leads its own group."""
    try:
        os.killpg(number, told)
    except (ProcessLookupError, PermissionError):
        return
