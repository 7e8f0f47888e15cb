"""What policies may ask of equipment beside what the archive always keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused


class ParticularsUnclear(Refused):
    """What is said of equipment is not a plain value."""

    sentence = _("Write “%(name)s” as a text, a whole number, yes or no.")


def require_plain(particulars: Mapping[str, Any]) -> None:
    """Raise ParticularsUnclear unless each value is a text, a whole number, yes or no."""
    for name, value in particulars.items():
        if not isinstance(value, str | int):
            raise ParticularsUnclear(name=name)
