"""Make the demo company: two offices, customers, equipment, past and open cases.

It lives in a data folder of its own and is never mixed with real data. --fresh throws it away
first.
"""

from __future__ import annotations

import argparse
import shutil
import time
from datetime import UTC, datetime

from kept.config import data, preparation
from kept.config.database import Cluster, running
from kept.config.demo import LOGINS
from kept.config.places import Places, read_text
from kept.config.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take the data folder and whether to begin anew."""
    data.data_arguments(parser)
    parser.add_argument("--fresh", action="store_true", help="throw the old demo company away")


def run(options: argparse.Namespace) -> int:
    """Make the demo company and print its accounts."""
    options.demo = True
    chosen = data.choose(options)
    data.mark_as_demo(chosen)
    data.furnish(chosen)
    with data.locked(chosen):
        if options.fresh:
            throw_away(chosen)
        if data.is_embedded():
            with running(Cluster(chosen.database)):
                preparation.migrate_once(chosen)
                load_once(chosen)
        else:
            preparation.migrate()
            load_once(chosen)
    print(logins(chosen))
    return 0


def throw_away(chosen: Places) -> None:
    """Remove the demo company's database and files; refuse to touch anything else."""
    if not data.is_embedded():
        raise Refused("--fresh removes only the embedded database: empty the one of DATABASE_URL.")
    if not chosen.demo_mark.exists():
        raise Refused(f"{chosen.root} does not hold the demo company, so nothing was removed.")
    for folder in (chosen.database, chosen.uploads, chosen.mail, chosen.stamps):
        shutil.rmtree(folder, ignore_errors=True)
    data.furnish(chosen)


def load_once(chosen: Places) -> None:
    """Make the company unless it is there; it is written whole or not at all."""
    stamp = chosen.stamps / "demo"
    if stamp.exists():
        return
    print("Making the demo company …", end="", flush=True)
    began = time.monotonic()
    preparation.django_setup()
    from kept.config.demo.filling import fill

    made = fill(at=datetime.now(UTC))
    print(f" done in {time.monotonic() - began:.0f} s." if made else " it is there.", flush=True)
    stamp.write_text(table([(one.username, one.password, one.what) for one in LOGINS]))


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return accounts as lines with straight columns."""
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {name:<{wide[0]}}  {word:<{wide[1]}}  {who}" for name, word, who in rows]
    return "\n".join(["Sign in to the demo as (name, password, who):", *lines])


def logins(chosen: Places) -> str:
    """Return who may sign in, as it was written down when the company was made."""
    return read_text(chosen.stamps / "demo")
