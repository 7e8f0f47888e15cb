"""Files from outside: scanned for malware, where a scanner is named."""

from __future__ import annotations

from django.conf import settings

from kept.config.doctor.finding import Finding, Patient, bad, good, warning
from kept.records.files.models import StoredFile
from kept.records.scanning.clamd import ScannerTrouble


def scanner(patient: Patient) -> Finding:
    """Is what comes from outside scanned?"""
    held = StoredFile.objects.filter(scan_at__isnull=False)
    if settings.SCANNER is None:
        return warning(
            "Nothing scans the files that come from outside for malware.",
            "Name a ClamAV daemon: KEPT_CLAMD.",
        )
    try:
        version = settings.SCANNER.version()
    except ScannerTrouble as trouble:
        return bad(
            f"The scanner does not answer ({trouble}); {held.count()} files wait for it, and "
            "nobody is given them.",
            "Start clamd, or check KEPT_CLAMD.",
        )
    for file in held.exclude(scan_problem="")[:1]:
        return warning(
            f"A file cannot be scanned: {file.scan_problem}",
            "Read clamd's log; StreamMaxLength must be larger than the largest mail.",
        )
    return good(f"{version} scans; {held.count()} files wait for it.")
