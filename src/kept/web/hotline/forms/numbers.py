"""The number of a case, however somebody types it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

TYPED = re.compile(r"K?-?0*([1-9][0-9]{0,14})", re.ASCII)


class CaseNumberField(forms.CharField):
    """A case's number as it stands on its page, from K-000123, k-123 or just 123."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=24, **options)

    def to_python(self, value: Any) -> str:
        """Return the number; what is none stays as it was typed, and names no case."""
        typed = str(super().to_python(value)).upper()
        found = TYPED.fullmatch(typed)
        return f"K-{int(found[1]):06}" if found else typed
