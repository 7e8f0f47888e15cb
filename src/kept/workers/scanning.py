"""Scanning what came from outside, where a scanner is named."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog
from django.conf import settings

from kept.records.scanning.clamd import Clamd
from kept.records.scanning.services import scan_next
from kept.workers.clock import database_now
from kept.workers.loop import Loop, Step

log = structlog.get_logger(__name__)

AT_ONCE = 20


def parts() -> list[Loop]:
    """Return the part that scans; none without a scanner."""
    scanner: Clamd | None = settings.SCANNER
    if scanner is None:
        return []
    return [Loop("scanner", partial(scan_files, scanner), every=1.0, hangs_after=300.0)]


def scan_files(scanner: Clamd, now: datetime) -> Step:
    """Scan what waits; after trouble the others wait as well until the next look."""
    for done in range(AT_ONCE):
        scanned = scan_next(scanner=scanner, now=database_now())
        if scanned is None:
            return Step(done)
        if scanned.problem:
            log.warning("a file could not be scanned", problem=scanned.problem)
            return Step(done)
    return Step(AT_ONCE, again=True)
