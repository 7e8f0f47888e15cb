"""Numbers in forms, as people write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

_WRITTEN: Final = re.compile(r"[+-]?\d*\.?\d+")


class NumberField(forms.DecimalField):
    """A number written out: 1e3 is none, and a comma may stand for either of two things."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Please write a number such as 2.5, with a point and without its unit.")
    }

    def to_python(self, value: Any) -> Any:
        """Return the number, in digits of any width."""
        text = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
        if text and not _WRITTEN.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)
