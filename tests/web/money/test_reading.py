"""How pages about money write what they have from elsewhere."""

from datetime import date

import pytest
from django.utils import translation

from kept.web.money.reading import day


@pytest.mark.parametrize(
    ("language", "written"), [("en", "28 Nov 2026"), ("zh-hans", "2026年11月28日")]
)
def test_days_are_written_as_on_all_other_pages(language, written):
    with translation.override(language):
        assert day(date(2026, 11, 28)) == written
