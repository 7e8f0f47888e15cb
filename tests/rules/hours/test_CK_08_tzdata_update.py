"""CK-08: new rules of a zone move wall-clock dues; elapsed ones stay."""

from __future__ import annotations

import os
import struct
import subprocess
import sys

PROGRAM = """
from datetime import datetime
from kept.rules.hours import CalendarSpec, Duration, compiled, week
start = datetime.fromisoformat("2036-06-02T10:00:00+00:00")
always = compiled(CalendarSpec.always("Test/Zone"))
office = compiled(CalendarSpec("Test/Zone", week({"mon-fri": ["09:00-18:00"]})))
print(always.due(start, Duration.parse("24 h")).timestamp())
print(office.due(start, Duration.parse("1 working day")).timestamp())
"""


def write_zone(folder, rule):
    """Write a zone file that has nothing but the rule of a TZ string (RFC 9636, version 2)."""
    header = b"TZif2" + bytes(15) + struct.pack(">6L", 0, 0, 0, 0, 1, 4)
    block = struct.pack(">lBB", 0, 0, 0) + b"LMT\0"
    (folder / "Test").mkdir(parents=True)
    (folder / "Test" / "Zone").write_bytes(header + block + header + block + f"\n{rule}\n".encode())


def dues(folder):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "PYTHONTZPATH": str(folder),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    elapsed, wall = (float(line) for line in done.stdout.split())
    return elapsed, wall


def test_CK_08_tzdata_update_moves_wall_clock_dues_only(tmp_path):
    write_zone(tmp_path / "old", "<+01>-1<+02>,M3.5.0,M10.5.0/3")  # summer time in June
    write_zone(tmp_path / "new", "<+01>-1")  # abolished

    old_elapsed, old_wall = dues(tmp_path / "old")
    new_elapsed, new_wall = dues(tmp_path / "new")

    assert new_elapsed == old_elapsed
    assert new_wall == old_wall + 3600  # 18:00 comes an hour later
