"""A case's proof, to be taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class ProofPage:
    """What a proof would hold now, and what vouches for it."""

    now: datetime
    case: Link
    file_name: str
    entries: int
    head: str
    anchored: int  # the last entry that an anchor names; 0: none yet
    anchored_at: datetime | None
    root: str  # of the newest anchor
    has_broken_anchors: bool
