"""How many pieces of something come back, in forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from kept.records.returns.models.rma import MOST


def pieces_field(**options: Any) -> forms.IntegerField:
    """Return the field for a number of pieces, as many as one line of a return can have."""
    return forms.IntegerField(
        label=pgettext_lazy("quantity", "Pieces"), min_value=1, max_value=MOST, **options
    )
