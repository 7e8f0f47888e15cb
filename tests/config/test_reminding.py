"""After how long customers are reminded, as the environment says it."""

from datetime import timedelta

import pytest

from kept.config.environment import BadSetting
from kept.config.reminding import remind_after

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], ()),
        (["3d", "7d"], (3 * DAY, 7 * DAY)),
        (["36h", "3 d"], (1.5 * DAY, 3 * DAY)),
    ],
)
def test_days_and_hours(said, found):
    assert remind_after(said) == found


@pytest.mark.parametrize(
    "said", [["3"], ["d"], ["0d"], ["-1d"], ["1w"], ["7d", "3d"], ["1d", "24h"], ["1000d"],
             ["1d", "2d", "3d", "4d", "5d", "6d"]]
)  # fmt: skip
def test_what_makes_no_sense_is_refused(said):
    with pytest.raises(BadSetting):
        remind_after(said)
