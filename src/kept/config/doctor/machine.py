"""The machine: folder, disk, processes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kept.config.doctor.finding import Finding, Patient, bad, good, warning

ALARM_SHARE = 0.8  # of the disk in use
LEAST_FREE = 300_000_000  # bytes
OPEN_TO_OTHERS = 0o066


def data_folder(patient: Patient) -> Finding:
    """Is the data folder there, ours, and closed to others?"""
    root = patient.places.root
    if not root.is_dir():
        return bad(f"There is no data folder {root}.", "Start Kept once: kept run.")
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return bad(f"{root} belongs to somebody else.", "Run Kept as the user who owns it.")
    secret = patient.places.secret_key
    if secret.exists() and secret.stat().st_mode & OPEN_TO_OTHERS:
        return bad(f"{secret} can be read by others.", f"Close it: chmod 600 {secret}.")
    return good(f"{root} is ours alone.")


def disk(patient: Patient) -> Finding:
    """Is there room?"""
    folder = nearest(patient.places.root)
    usage = shutil.disk_usage(folder)
    free, share = usage.free // 10**6, usage.used / usage.total
    if usage.free < LEAST_FREE:
        return bad(f"Only {free} MB are free at {folder}.", "Free some space, or nothing is kept.")
    if share > ALARM_SHARE:
        return warning(f"The disk of {folder} is {share:.0%} full.", "Free some space soon.")
    return good(f"{free} MB are free at {folder}.")


def nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def processes(patient: Patient) -> Finding:
    """Does Kept run on this data?"""
    if patient.is_running:
        return good("Kept runs on this data.")
    return bad(f"Kept does not run on {patient.places.root}.", "Start it: kept run.")
