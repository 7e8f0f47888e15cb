"""The ledger's anchors: kept, fresh, and in agreement with the database."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from kept.config.doctor.finding import Finding, Patient, bad, good, warning
from kept.records.ledger import anchors, queries
from kept.records.ledger.anchors import Anchor
from kept.records.ledger.models import Head

MOST_AGE = timedelta(hours=25)  # anchors are kept daily


def anchor(patient: Patient) -> Finding:
    """Does the last anchor hold, and is it of today?"""
    try:
        kept = anchors.read(settings.ANCHORS)
    except anchors.BrokenAnchors as fault:
        return bad(f"{settings.ANCHORS} was changed ({fault}).", "Compare it with your copy of it.")
    problem = _disagreement(kept)
    if problem is not None:
        return problem
    if not kept:
        if not Head.objects.exists():
            return good("The ledger is empty.")
        return warning("The ledger has no anchor yet.", "Leave the workers running for a day.")
    age = patient.now - kept[-1].at
    if age > MOST_AGE and Head.objects.exclude(seq=0).exists():
        return warning(
            f"The last anchor is {age.days} days old.", "Leave the workers running, and see them."
        )
    return good(f"The last anchor of {kept[-1].at:%Y-%m-%d %H:%M} UTC holds.")


def _disagreement(kept: list[Anchor]) -> Finding | None:
    """Return what the file and the ledger say differently; None if they agree."""
    lost = queries.first_lost(kept)
    if lost is not None:
        return bad(
            f"{settings.ANCHORS} lacks what was anchored ({lost.stream}, {lost.seq}).",
            "Bring the file back, or compare the ledger with your copy of it.",
        )
    moved = queries.verify_anchors(kept[-1:])
    if moved is not None:
        return bad(f"The ledger does not hold its last anchor ({moved}).", "Call an auditor.")
    return None
