"""Everything that can be said about the code without running its features.

usage: python scripts/check.py      all steps run; the exit code is 1 if one of them failed
"""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STEPS: list[tuple[str, list[str]]] = [
    ("format", [f"{BIN}/ruff", "format", "--check", "--quiet", "."]),
    ("lint", [f"{BIN}/ruff", "check", "--quiet", "."]),
    ("types", [f"{BIN}/mypy", "--no-error-summary"]),
    ("layers", [f"{BIN}/lint-imports", "--no-cache"]),
    ("migrations", [sys.executable, "scripts/migrations.py"]),
    ("translations", [sys.executable, "scripts/messages.py", "check"]),
    ("script types", [sys.executable, "scripts/assets.py", "--types"]),
    ("repository", [sys.executable, "-m", "pytest", "-q", "tests/repo"]),
]


def main() -> int:
    """Run every step and say how each ended; what a failing step said is shown."""
    failed = [name for name, line in STEPS if not passes(name, line)]
    print(installed())
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def passes(name: str, line: list[str]) -> bool:
    """Run one step."""
    began = time.monotonic()
    done = subprocess.run(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    good = done.returncode == 0
    print(f"{'ok    ' if good else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if not good:
        print(done.stdout, flush=True)
    return good


def installed() -> str:
    """Return how much is installed: what Kept needs to run, and everything."""
    lock = (ROOT / "requirements" / "run.lock").read_text()
    names = [line.split("==")[0] for line in lock.splitlines() if "==" in line]
    to_run = sum(size_of(distribution(name)) for name in names) // 10**6
    everything = sum(map(size_of, distributions())) // 10**6
    return f"installed: {len(names)} packages, {to_run} MB to run; {everything} MB with all tools"


def size_of(found: Distribution) -> int:
    """Return the bytes of a package's files."""
    paths = (Path(str(file.locate())) for file in found.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
