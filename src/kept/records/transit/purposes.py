"""What secrets of goods on their way are worked out for, and how long labels open something."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

RETURN_PAGE: Final = "return page"
PARCEL: Final = "parcel"
VALID: Final = timedelta(days=60)  # a label: longer than goods are on their way
LONGEST_SECRET: Final = 64
