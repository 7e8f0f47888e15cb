"""All checks, in the order in which one thing rests on another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db import DatabaseError

from kept.config.doctor import (
    certificate,
    database,
    files,
    machine,
    messages,
    papers,
    people,
    proof,
    web,
    work,
)
from kept.config.doctor.finding import Finding, Patient, Verdict

Check = Callable[[Patient], Finding]

CHECKS: Mapping[str, Check] = {
    "data folder": machine.data_folder,
    "disk": machine.disk,
    "processes": machine.processes,
    "assets": web.assets,
    "address": web.address,
    "database": database.reachable,
    "database version": database.version,
    "database safety": database.safety,
    "database connections": database.connections,
    "clock": database.clock,
    "migrations": database.migrations,
    "web pages": web.answers,
    "people": people.administrators,
    "duty": people.duty,
    "workers": work.heartbeat,
    "deadlines": work.deadlines,
    "zone data": work.zones,
    "messages": messages.waiting,
    "mail": messages.mail,
    "mailboxes": messages.mailboxes,
    "scanner": files.scanner,
    "ledger anchor": proof.anchor,
    "certificate": certificate.certificate,
    "second reader": papers.second_reader,
}
# Without a database there is nothing to look at.
REST_ON_DATABASE = (
    "database version",
    "database safety",
    "database connections",
    "clock",
    "migrations",
    "people",
    "duty",
    "workers",
    "deadlines",
    "zone data",
    "messages",
    "mailboxes",
    "scanner",
    "ledger anchor",
)


def examine(patient: Patient) -> Iterator[tuple[str, Finding]]:
    """Give each check's name and finding; one that fails does not keep the others from looking."""
    has_database = True
    for name, check in CHECKS.items():
        if name in REST_ON_DATABASE and not has_database:
            yield name, Finding(Verdict.UNKNOWN, "not looked at, because there is no database")
            continue
        finding = look(check, patient)
        if name == "database":
            has_database = finding.verdict is Verdict.GOOD
        yield name, finding


def look(check: Check, patient: Patient) -> Finding:
    """Return what a check finds; a table that is missing is a finding too."""
    try:
        return check(patient)
    except (DatabaseError, OSError) as error:
        reason = str(error).strip().partition("\n")[0]
        return Finding(Verdict.UNKNOWN, f"could not be looked at: {reason}")
