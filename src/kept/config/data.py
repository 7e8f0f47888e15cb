"""The data folder in use: chosen, locked, and its database running while a command needs it."""

from __future__ import annotations

import argparse
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kept.config import environment, places
from kept.config.database import Cluster, running
from kept.config.places import Places
from kept.config.refusal import Refused


def data_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command on data takes."""
    parser.add_argument("--data", metavar="FOLDER", help="the data folder (default: KEPT_DATA)")
    parser.add_argument("--demo", action="store_true", help="the demo company's data, never yours")


def choose(options: argparse.Namespace) -> Places:
    """Return the data folder that was asked for, and let settings and children see it too."""
    if options.data:
        os.environ["KEPT_DATA"] = str(Path(options.data).expanduser().absolute())
    chosen = places.here(demo=options.demo)
    os.environ["KEPT_DATA"] = str(chosen.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    return chosen


def furnish(chosen: Places) -> None:
    """Make the folder and the key that signs sessions, if they are not there yet."""
    places.make(chosen)
    if not places.read_text(chosen.secret_key):
        places.write_secret(chosen.secret_key, secrets.token_urlsafe(50))


def mark_as_demo(chosen: Places) -> None:
    """Say for good that this folder holds the demo company; refuse one that holds real data."""
    if chosen.demo_mark.exists():
        return
    if chosen.secret_key.exists():
        raise Refused(
            f"{chosen.root} holds real data, so the demo company stays out of it: "
            "choose another folder with --data, or leave out --demo."
        )
    furnish(chosen)
    chosen.demo_mark.touch()


@contextmanager
def locked(chosen: Places, *, note: str = "") -> Iterator[None]:
    """Hold the data folder; refuse if another Kept holds it. It is let go when we die, too."""
    with chosen.lock.open("a+") as file:
        if not take(file):
            file.seek(0)
            other = file.read().strip() or "unknown"
            raise Refused(
                f"Another Kept already uses {chosen.root} (process {other}): stop it first, "
                "or choose another data folder with --data."
            )
        file.truncate(0)
        file.write(f"{os.getpid()}{note and ', ' + note}")
        file.flush()
        yield


def take(file: IO[str]) -> bool:
    """Lock a file; False if somebody else holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_embedded() -> bool:
    """Say whether the database is ours to start."""
    return not environment.secret("DATABASE_URL")


@contextmanager
def database_at_hand(chosen: Places) -> Iterator[None]:
    """Have a database for a while: the one given, the one that runs already, else our own."""
    if not is_embedded() or is_running(chosen):
        yield
        return
    with locked(chosen), running(Cluster(chosen.database)):
        yield


def is_running(chosen: Places) -> bool:
    """Say whether a Kept runs on this data now."""
    if not chosen.lock.exists():
        return False
    with chosen.lock.open("a+") as file:
        return not take(file)


def running_address(chosen: Places) -> str:
    """Return where the Kept that runs on this data listens; empty if none runs."""
    return chosen.lock.read_text().partition(", ")[2] if is_running(chosen) else ""
