"""Say what is wrong with this Kept, and what to do.

The exit code is 1 if something does not work. A database that is ours and does not run is started
for the examination.
"""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from datetime import UTC, datetime

from kept.config import data
from kept.config.doctor.finding import Finding, Patient, Verdict
from kept.config.places import Places
from kept.config.refusal import Refused

SIGNS = {Verdict.GOOD: "ok", Verdict.WARNING: "warn", Verdict.BAD: "BAD", Verdict.UNKNOWN: "?"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take the data folder and the form of the answer."""
    data.data_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Examine, and print one line for each check."""
    chosen = data.choose(options)
    patient = Patient(
        places=chosen,
        is_embedded=data.is_embedded(),
        is_running=data.is_running(chosen),
        now=datetime.now(UTC),
    )
    worst = Verdict.GOOD
    with ExitStack() as stack:
        trouble = waken(stack, chosen, patient)
        import django

        django.setup()
        from kept.config.doctor.examination import examine  # needs the applications

        for name, finding in examine(patient):
            shown = trouble if trouble and name == "database" else finding
            print(as_json(name, shown) if options.json else as_line(name, shown), flush=True)
            worst = Verdict.BAD if shown.verdict is Verdict.BAD else worst
    return 1 if worst is Verdict.BAD else 0


def waken(stack: ExitStack, chosen: Places, patient: Patient) -> Finding | None:
    """Start our own database if it sleeps; return why that failed."""
    if not patient.is_embedded or patient.is_running or not chosen.database.is_dir():
        return None
    try:
        stack.enter_context(data.database_at_hand(chosen))
    except Refused as reason:
        return Finding(Verdict.BAD, str(reason), "Read the database's log.")
    return None


def as_line(name: str, finding: Finding) -> str:
    """Return a finding for a person."""
    do = f" {finding.do}" if finding.do else ""
    return f"{SIGNS[finding.verdict]:<5}{name:<22}{finding.found}{do}"


def as_json(name: str, finding: Finding) -> str:
    """Return a finding for a program."""
    row = {"check": name, "verdict": finding.verdict, "found": finding.found, "do": finding.do}
    return json.dumps(row, ensure_ascii=False)
