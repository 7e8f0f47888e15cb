"""The files of the repository, as git sees them: what is ignored is not ours."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kept"
BUILT = {"node_modules", "__pycache__", ".venv", "dist", "build", ".build"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of ours; outside of a git checkout, every file that is not built."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout:
        listed = [ROOT / name for name in done.stdout.split("\0") if name]
    else:
        listed = [path for path in ROOT.rglob("*") if not BUILT & set(path.parts)]
    return tuple(sorted(path for path in listed if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below these folders, without migrations, which are generated."""
    roots = [ROOT / folder for folder in folders]
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and any(path.is_relative_to(root) for root in roots)
        and "migrations" not in path.parts
    ]


def text_files() -> list[Path]:
    """Return the files that hold text."""
    return [path for path in files() if b"\0" not in path.read_bytes()[:2048]]


def name(path: Path) -> str:
    """Return a file's name from the root of the repository."""
    return str(path.relative_to(ROOT))
