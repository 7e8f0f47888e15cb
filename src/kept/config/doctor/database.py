"""The database: there, new enough, safe, with room, and with the tables the code expects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from kept.config.doctor.finding import Finding, Patient, bad, good, warning

LEAST_VERSION = 15
MOST_SECONDS_APART = 2.0
ALARM_SHARE = 0.8  # of the connections in use


def ask(question: str) -> tuple[Any, ...]:
    """Return the one row that answers."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return tuple(row or ())


def reachable(patient: Patient) -> Finding:
    """Does the database answer?"""
    try:
        ask("SELECT 1")
    except Error as error:
        reason = str(error).strip().partition("\n")[0]
        advice = "Start Kept: kept run." if patient.is_embedded else "Check DATABASE_URL."
        return bad(f"The database does not answer ({reason}).", advice)
    return good("The embedded database answers." if patient.is_embedded else "It answers.")


def version(patient: Patient) -> Finding:
    """Is PostgreSQL new enough?"""
    number = connection.pg_version // 10000  # type: ignore[attr-defined]
    if number < LEAST_VERSION:
        return bad(f"PostgreSQL {number} is too old.", f"Use {LEAST_VERSION} or newer.")
    return good(f"PostgreSQL {number}.")


def safety(patient: Patient) -> Finding:
    """Does the database keep what it has confirmed, whatever happens?"""
    names = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    values = ask("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    off = [name for name, value in zip(names, values, strict=True) if value == "off"]
    if {"fsync", "synchronous_commit", "full_page_writes"} & set(off):
        return bad(f"{', '.join(off)} off: confirmed writes can be lost.", "Switch it on.")
    if off:
        return warning("Pages have no checksums.", "Run pg_checksums --enable when it is stopped.")
    return good("What is confirmed is on the disk; pages carry checksums.")


def connections(patient: Patient) -> Finding:
    """Are connections left?"""
    used, most = ask(
        "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity"
        " WHERE backend_type = 'client backend'"
    )
    if used > ALARM_SHARE * most:
        return warning(
            f"{used} of {most} connections are in use.", "Lower KEPT_CONNECTIONS or add more."
        )
    return good(f"{used} of {most} connections are in use.")


def clock(patient: Patient) -> Finding:
    """Do this machine and the database agree on the time?"""
    (theirs,) = ask("SELECT clock_timestamp()")
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > MOST_SECONDS_APART:
        return bad(
            f"This machine's clock and the database's are {apart:.1f} s apart.",
            "Switch on time synchronisation (NTP) on both.",
        )
    return good(f"The clocks are {apart * 1000:.0f} ms apart.")


def migrations(patient: Patient) -> Finding:
    """Are the tables as this code expects them?"""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(str(migration) for migration, _ in waiting[:3])
        return bad(f"{len(waiting)} migrations wait ({names} …).", "Run kept manage migrate.")
    return good("All migrations are applied.")
