"""Makes a checkout ready on a machine that has Python and nothing else.

usage: python3 scripts/bootstrap.py run|dev

Makes .venv, installs what requirements/*.lock names, builds assets and translations. Each step
leaves a stamp, so that the next time costs a tenth of a second. Only the standard library is used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import assets

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
STAMPS = VENV / "kept-stamps"
LEAST_PYTHON = (3, 11)
LEAST_SPACE = 1_500_000_000  # bytes: the libraries with their caches
LOCKS = {"run": ["build"], "dev": ["dev"]}


class Stopped(Exception):
    """One sentence: what is missing, what to do."""


def main() -> int:
    """Make everything ready for `run` or `dev`."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else ""
    if purpose not in LOCKS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        make_ready(purpose)
    except Stopped as reason:
        print(f"kept: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def make_ready(purpose: str) -> None:
    """Take every step that has not been taken yet."""
    check_python()
    if not PYTHON.exists():
        check_space()
        make_venv()
    for lock in LOCKS[purpose]:
        install(lock)
    if assets.system_node() is None:
        install("node")
    install_ourselves()
    if not assets.is_built():
        run([PYTHON, "scripts/assets.py"], "The scripts and styles could not be built.")
    if not messages_are_compiled():
        run([PYTHON, "scripts/messages.py", "compile"], "The translations could not be compiled.")


def check_python() -> None:
    """Refuse a Python that is too old."""
    if sys.version_info < LEAST_PYTHON:
        raise Stopped(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")


def check_space() -> None:
    """Refuse a disk that will be full before we are done."""
    free = shutil.disk_usage(ROOT).free
    if free < LEAST_SPACE:
        raise Stopped(
            f"{free // 10**6} MB are free in {ROOT}, and {LEAST_SPACE // 10**6} MB are needed: "
            "free some space and try again."
        )


def make_venv() -> None:
    """Make the virtual environment."""
    say("making a virtual environment in .venv")
    done = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stopped(venv_failure(done.stdout + done.stderr))


def venv_failure(words: str) -> str:
    """Return what to do when no virtual environment can be made."""
    if "No space left" in words:
        return f"The disk is full: free some space in {ROOT} and try again."
    if "ensurepip" in words or "No module named venv" in words:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"Python's venv module is not complete: install it (on Debian and Ubuntu: "
            f"apt-get install python3-venv, or python{version}-venv) and try again."
        )
    return f"No virtual environment could be made ({last_line(words)})."


def install(lock: str) -> None:
    """Install exactly what a lock file names, checked by hash; wheels only, nothing is compiled."""
    file = ROOT / "requirements" / f"{lock}.lock"
    stamp = STAMPS / lock
    wanted = digest(file)
    if is_stamped(stamp, wanted):
        return
    say(f"installing requirements/{lock}.lock")
    run(
        [*PIP, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", file],
        "The libraries could not be installed: check the network and the space on the disk.",
    )
    put_stamp(stamp, wanted)


def install_ourselves() -> None:
    """Put the checkout itself on the path, with its `kept` command."""
    stamp, wanted = STAMPS / "kept", digest(ROOT / "pyproject.toml")
    if is_stamped(stamp, wanted):
        return
    run(
        [*PIP, "--no-index", "--no-build-isolation", "--no-deps", "-e", ROOT],
        "Kept itself could not be installed in .venv.",
    )
    put_stamp(stamp, wanted)


def messages_are_compiled() -> bool:
    """Say whether every catalogue is as new as its source."""
    for source in (ROOT / "src" / "kept" / "locale").glob("*/*/*.po"):
        built = source.with_suffix(".mo")
        if not built.exists() or built.stat().st_mtime_ns < source.stat().st_mtime_ns:
            return False
    return True


def run(line: Sequence[str | Path], sentence: str) -> None:
    """Run a step; when it fails, what it said stands above the sentence."""
    if subprocess.run([str(part) for part in line], cwd=ROOT, check=False).returncode != 0:
        raise Stopped(sentence)


def digest(*files: Path) -> str:
    """Return a hash of these files' contents."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Say whether this step was done with just this content."""
    return stamp.exists() and stamp.read_text() == wanted


def put_stamp(stamp: Path, wanted: str) -> None:
    """Remember that a step was done."""
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def last_line(words: str) -> str:
    """Return the last line a program said."""
    return (words.strip().splitlines() or ["it gave no reason"])[-1]


def say(words: str) -> None:
    """Tell the person what takes a while."""
    print(f"kept: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
