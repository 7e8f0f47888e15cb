"""Writing to a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.marks import Here
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class WritePage:
    """A mail to a customer; no form: nobody can be written to."""

    now: datetime
    case: Link
    here: Here
    form: Form | None
