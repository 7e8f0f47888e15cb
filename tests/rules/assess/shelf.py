"""The policies that ship with Kept."""

from pathlib import Path

import kept.rules

LIBRARY = Path(kept.rules.__file__).parent / "library"


def shipped_files() -> list[Path]:
    """Return the files of the shipped policies."""
    return sorted(LIBRARY.glob("*.policy.yaml"))
