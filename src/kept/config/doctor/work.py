"""What runs by itself: alive, and on time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min

from kept.config.doctor.finding import Finding, Patient, bad, good, warning
from kept.records.cases.models import Clock
from kept.records.cases.queries import running_rebuilds
from kept.records.cases.services import zones_followed
from kept.records.notices.models import Heartbeat
from kept.workers.zones import zone_data

MISSED_BEATS = 4  # after so many a part counts as silent
FORGOTTEN = timedelta(hours=1)  # after so long a worker was stopped on purpose, or replaced
MOST_LATE = timedelta(seconds=60)


def heartbeat(patient: Patient) -> Finding:
    """Do the workers give signs of life?"""
    beats = list(Heartbeat.objects.filter(beat_at__gt=patient.now - FORGOTTEN))
    alive = [beat for beat in beats if not is_silent(beat, patient.now)]
    if not alive:
        return bad("No worker has given a sign of life.", "Start Kept: kept run; read its log.")
    silent = sorted({beat.part for beat in beats} - {beat.part for beat in alive})
    if silent:
        return bad(f"Silent: {', '.join(silent)}.", "Read the log of the workers.")
    troubled = [f"{beat.part}: {beat.problem}" for beat in alive if beat.problem]
    if troubled:
        return warning("; ".join(troubled), "Read the log of the workers.")
    return good(f"{', '.join(sorted({beat.part for beat in alive}))} at work.")


def is_silent(beat: Heartbeat, now: datetime) -> bool:
    """Say whether a part has missed too many beats."""
    return now - beat.beat_at > timedelta(seconds=MISSED_BEATS * beat.every_seconds)


def deadlines(patient: Patient) -> Finding:
    """Are due clocks looked at in time?"""
    earliest = Clock.objects.aggregate(earliest=Min("look_at"))["earliest"]
    late = patient.now - earliest if earliest else timedelta(0)
    if late > MOST_LATE:
        return bad(
            f"A clock has been due for {late.total_seconds():.0f} s and nobody has looked at it.",
            "Start the workers: kept run; read their log.",
        )
    return good("No due clock waits.")


def zones(patient: Patient) -> Finding:
    """Do open cases go by this machine's zone data?"""
    mine, followed = zone_data(), zones_followed()
    if not mine:
        return warning("Nothing says which zone data this machine has.", "Install tzdata anew.")
    running = [card for card in running_rebuilds() if not card.only_check]
    for card in running:
        return warning(
            f"Cases are worked out again ({card.scope}, zone data {card.zones}): "
            f"{card.done} of {card.total}.",
            "Leave the workers running, or hurry: kept rebuild.",
        )
    if followed > mine:
        return warning(
            f"Open cases go by zone data {followed}, but this machine has {mine}.",
            "Bring its zone data up to date (tzdata) and start Kept again.",
        )
    if followed < mine:
        return warning(
            f"Open cases do not go by this machine's zone data {mine} yet.",
            "Start Kept again, or: kept rebuild --open.",
        )
    return good(f"Open cases go by zone data {mine}.")
