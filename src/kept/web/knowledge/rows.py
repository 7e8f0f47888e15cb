"""Forms of several rows alike: a few empty ones follow those that are filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.records.people.models import Language
from kept.web.common.forms import ExactForm

MORE = 3  # empty rows after those that are filled in
SAFE_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def field_of(code: str) -> str:
    """Return a language as part of a field's name."""
    return code.replace("-", "_")


def split(text: str) -> tuple[str, ...]:
    """Return words that are parted by commas, also Chinese ones."""
    return tuple(word for word in text.replace("，", ",").split(",") if word.strip())


class RowsForm(ExactForm):
    """What has a key for ever, names, and rows. `after`: the version that was looked at."""

    most: int
    after = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    rows = forms.IntegerField(min_value=1, max_value=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool, filled: int, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            self.fields["key"] = forms.RegexField(
                SAFE_KEY,
                max_length=40,
                label=_("Key"),
                help_text=_(
                    "Small letters, digits and hyphens, such as pump-no-flow. It stays for ever."
                ),
                error_messages={
                    "invalid": _("Only small letters, digits and single hyphens can stand here.")
                },
            )
        for code, name in Language.choices:
            self.fields[f"name_{field_of(code)}"] = forms.CharField(
                label=_("Name, %(language)s") % {"language": name}, required=False, max_length=80
            )
        self.count = self._sent() or min(filled + MORE, self.most)
        self.initial.setdefault("rows", self.count)

    def _sent(self) -> int:
        """Return how many rows the page had that was sent."""
        sent = str(self.data.get("rows", "")) if self.is_bound else ""
        is_number = sent.isascii() and sent.isdigit() and len(sent) < 4
        return min(int(sent), self.most) if is_number else 0

    def names(self) -> dict[str, str]:
        """Return the name in each language."""
        return {code: self.cleaned_data[f"name_{field_of(code)}"] for code in Language.values}

    def head(self) -> Iterator[forms.BoundField]:
        """Yield the fields that are of no row."""
        for field in self.visible_fields():
            if not field.name.startswith("row_"):
                yield field

    def row_fields(self) -> Iterator[tuple[int, Sequence[forms.BoundField]]]:
        """Yield each row with its fields."""
        for place in range(1, self.count + 1):
            mine = f"row_{place}_"
            yield place, [field for field in self.visible_fields() if field.name.startswith(mine)]

    def of_row(self, place: int, name: str) -> Any:
        """Return what was typed into a field of a row."""
        return self.cleaned_data[f"row_{place}_{name}"]
