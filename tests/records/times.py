"""Moments as people write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """Return "2026-03-02 12:00" as a moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
