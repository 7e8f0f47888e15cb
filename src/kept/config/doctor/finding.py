"""What a check looks at and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kept.config.places import Places


class Verdict(StrEnum):
    """How serious a finding is."""

    GOOD = "good"
    WARNING = "warning"  # works, but will not for long, or not for everybody
    BAD = "bad"  # something does not work
    UNKNOWN = "unknown"  # could not be looked at, because of something else that is bad


@dataclass(frozen=True)
class Patient:
    """The Kept that is examined, at a moment."""

    places: Places
    is_embedded: bool
    is_running: bool
    now: datetime


@dataclass(frozen=True)
class Finding:
    """One sentence on what was found and, unless it is good, one on what to do."""

    verdict: Verdict
    found: str
    do: str = ""


def good(found: str) -> Finding:
    """Return that all is well."""
    return Finding(Verdict.GOOD, found)


def warning(found: str, do: str) -> Finding:
    """Return that something should be done."""
    return Finding(Verdict.WARNING, found, do)


def bad(found: str, do: str) -> Finding:
    """Return that something must be done."""
    return Finding(Verdict.BAD, found, do)
