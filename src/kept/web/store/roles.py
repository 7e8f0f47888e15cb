"""Who works with parts."""

from __future__ import annotations

from typing import Final

from kept.records.people.models import Role
from kept.web.common.access import RECORDERS

KEEPERS: Final = (Role.STORE_KEEPER, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
WITH_PARTS: Final = (*RECORDERS, Role.STORE_KEEPER)  # who asks for parts, fits and looks them up
WITH_VANS: Final = (Role.ENGINEER, *KEEPERS)
