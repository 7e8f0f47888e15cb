"""CK-06: the zone is the calendar's own, never the server's or the viewer's."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kept.rules.hours import Duration
from tests.rules.hours.calendars import NINE_TO_SIX, calendar

SITES = {
    "Asia/Shanghai": "2026-03-03T12:00:00+08:00",
    "Europe/Berlin": "2026-03-02T14:00:00+01:00",
    "America/New_York": "2026-03-02T13:00:00-05:00",
}
NOTICE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # one instant: 17:00, 10:00 and 04:00


@pytest.mark.parametrize(("zone", "due"), SITES.items())
@pytest.mark.parametrize("viewer", ["UTC", "Australia/Lord_Howe", "America/Sao_Paulo"])
def test_CK_06_the_due_is_one_instant_for_every_viewer(zone, due, viewer):
    seen_by_viewer = NOTICE.astimezone(ZoneInfo(viewer))

    found = calendar(NINE_TO_SIX, zone).due(seen_by_viewer, Duration.parse("4 h"))

    assert found.isoformat() == due


@pytest.mark.parametrize("server_zone", ["UTC", "Asia/Shanghai", "America/Sao_Paulo"])
def test_CK_06_the_servers_zone_does_not_matter(server_zone):
    program = (
        "import sys; from kept.rules.hours import batch; "
        "sys.stdout.writelines(batch.run(sys.stdin))"
    )
    line = (
        '{"id": 1, "op": "due", "calendar": {"tz": "Europe/Berlin",'
        ' "weekly": {"mon-fri": [["09:00", "18:00"]]}},'
        '  "start": "2026-03-02T10:00", "seconds": 14400}'
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        input=line,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": server_zone, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert done.stdout == '{"id": 1, "result": "2026-03-02T14:00:00+01:00"}'
