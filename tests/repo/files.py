"""The files of the repository, as git sees them: what is ignored is not ours."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kept"
# What is ignored, for a machine without git.
BUILT = {"node_modules", "__pycache__", "dist", "build", "screenshots", "kept.egg-info"}
HIDDEN_AND_OURS = {".ci", ".gitignore", ".gitattributes"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of ours; without git, every file that nothing builds."""
    names = listed_by_git() or [str(path.relative_to(ROOT)) for path in walk(ROOT)]
    return tuple(sorted(ROOT / name for name in names if (ROOT / name).is_file()))


def listed_by_git() -> list[str]:
    """Return what git knows or would add; nothing where there is no git."""
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return [name for name in done.stdout.split("\0") if name]


def walk(folder: Path) -> Iterator[Path]:
    """Give the files below a folder that are not built."""
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in HIDDEN_AND_OURS
        built = path.name in BUILT or path.match("static/kept") or path.suffix in {".mo", ".pyc"}
        if hidden or built:
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path


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
