"""Which zone data this machine counts with."""

from __future__ import annotations

import zoneinfo
from functools import cache
from importlib import import_module
from pathlib import Path

VERSION_FILES = ("tzdata.zi", "+VERSION")  # Linux, macOS
KNOWN = "Etc/UTC"


@cache
def zone_data() -> str:
    """Return the version of the zone data, such as "2026a"; empty if nothing says which it is.

    Asked once: Python keeps zones that it has read, whatever happens to their files.
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / KNOWN).is_file():  # what Python finds first is what it takes
            return _written_in(folder)
    return str(import_module("tzdata").IANA_VERSION)


def _written_in(folder: Path) -> str:
    for name in VERSION_FILES:
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf8") as file:
                return file.readline().removeprefix("# version").strip()
    return ""
