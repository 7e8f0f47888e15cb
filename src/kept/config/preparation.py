"""What must be done before Kept can serve: tables as the code expects them, files collected.

Each step leaves a stamp of what it was done for, so that a start that changes nothing is fast.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from kept.config.applications import PACKAGE
from kept.config.places import Places, read_text
from kept.config.refusal import Refused

BUILT_ASSETS = PACKAGE / "web" / "common" / "static" / "kept"


def check_assets() -> None:
    """Refuse to serve pages without their styles."""
    if not any(BUILT_ASSETS.glob("*.css")):
        raise Refused(
            "The styles and scripts are not built: run `make run` in the checkout, "
            "or install Kept from its wheel."
        )


def migrate() -> None:
    """Bring the tables up to date, the cache's table too. Safe to repeat."""
    django_setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def migrate_once(chosen: Places) -> None:
    """Migrate our own database, unless exactly this code has already done so."""
    stamp = chosen.stamps / "migrated"
    wanted = fingerprint(sorted(PACKAGE.glob("records/*/migrations/*.py")))
    if read_text(stamp) == wanted:
        return
    migrate()
    stamp.write_text(wanted)


def collect_once(chosen: Places) -> None:
    """Collect static files under hashed names, unless just these are collected already."""
    stamp = chosen.stamps / "collected"
    sources = [path for path in PACKAGE.glob("web/*/static/**/*") if path.is_file()]
    wanted = fingerprint(sorted(sources))
    if read_text(stamp) == wanted and (chosen.static / "staticfiles.json").exists():
        return
    os.environ["KEPT_COLLECTING"] = "1"  # the settings must name the storage that hashes
    django_setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def django_setup() -> None:
    """Load settings and applications; a repeat costs nothing."""
    import django

    django.setup()


@cache
def libraries() -> str:
    """Return names and versions of what is installed."""
    return "\n".join(sorted(f"{found.name} {found.version}" for found in distributions()))


def fingerprint(files: list[Path]) -> str:
    """Return a hash of the installed libraries and of these files' names and contents."""
    total = hashlib.sha256(libraries().encode())
    for path in files:
        total.update(os.fsencode(path.relative_to(PACKAGE)))
        total.update(path.read_bytes())
    return total.hexdigest()
