"""The test database, migrated once and copied from then on.

A hundred migrations take longer than most runs of a few tests. The migrated cluster is kept in
.build under a fingerprint of everything a migration can depend on; a change of one makes it anew.
"""

import ast
import fcntl
import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
KEPT = ROOT / ".build" / "test-database"
OLD = 24 * 60 * 60  # seconds after which another fingerprint's copy is removed


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process make the cluster, while those beside it wait for the copy."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT.parent / "test-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_to(folder: Path) -> bool:
    """Put the migrated cluster of this code into a new folder; False if there is none yet."""
    found = KEPT / fingerprint()
    return found.is_dir() and copy(found, folder)


def keep(folder: Path) -> None:
    """Keep a stopped, migrated cluster for the next runs."""
    unfinished = KEPT / f"unfinished-{time.monotonic_ns()}"
    if copy(folder, unfinished) and not (KEPT / fingerprint()).exists():
        unfinished.rename(KEPT / fingerprint())
    for path in KEPT.iterdir():
        if path.name != fingerprint() and time.time() - path.stat().st_ctime > OLD:
            shutil.rmtree(path, ignore_errors=True)


def copy(source: Path, target: Path) -> bool:
    """Copy a folder with its owners; as root it belongs to the server's own user."""
    return subprocess.run(["cp", "-a", source, target], check=False).returncode == 0


@cache
def fingerprint() -> str:
    """Return a hash of the migrations, of what they import, and of the installed libraries.

    Once for a process, before it migrates: what is changed meanwhile is not what was made.
    """
    total = hashlib.sha256()
    for path in sorted(sources()):
        total.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    total.update(repr(sorted((one.name, one.version) for one in distributions())).encode())
    return total.hexdigest()[:20]


def sources() -> set[Path]:
    """Return the migrations, the modules of ours that they reach, and the data beside those."""
    found: set[Path] = set()
    waiting = list(SOURCE.glob("kept/records/*/migrations/*.py"))
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".py":
            waiting += [file for name in imported(path) for file in files_of(name)]
    return found


def imported(path: Path) -> Iterator[str]:
    """Give the names of our modules that a file imports, and what it takes from them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kept."):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield str(node.module)


def files_of(name: str) -> Iterator[Path]:
    """Give a module's file and the data beside it; of a package, the files right in it."""
    path = SOURCE / name.replace(".", "/")
    if path.with_suffix(".py").is_file():
        yield path.with_suffix(".py")
        yield from (file for file in (path.parent / "data").glob("*") if file.is_file())
    elif path.is_dir():
        yield from (file for file in path.iterdir() if file.is_file())
