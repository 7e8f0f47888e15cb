"""Everything that can be said about the code without running its features.

usage: python scripts/check.py      all steps run; the exit code is 1 if one of them failed
"""

from __future__ import annotations

import subprocess
import sys
import time
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
    print(f"installed size: {installed_size() // 10**6} MB in {BIN.parent.name}")
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


def installed_size() -> int:
    """Return the bytes of the virtual environment."""
    files = (path for path in BIN.parent.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    sys.exit(main())
