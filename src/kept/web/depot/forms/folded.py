"""Forms that show what is nearly always filled in, and keep the rest folded beside."""

from __future__ import annotations

from typing import ClassVar

from django.forms import BoundField

from kept.web.common.forms import ExactForm


class FoldedForm(ExactForm):
    """A form whose fields in `folded` are seldom needed."""

    folded: ClassVar[frozenset[str]] = frozenset({"at", "despite"})

    def main_fields(self) -> list[BoundField]:
        """Return the fields that are shown at once."""
        return [field for field in self.visible_fields() if field.name not in self.folded]

    def more_fields(self) -> list[BoundField]:
        """Return those that are folded."""
        return [field for field in self.visible_fields() if field.name in self.folded]

    def is_unfolded(self) -> bool:
        """Say whether they are shown all the same: something was refused, or is filled in."""
        filled = (field.name for field in self.more_fields() if self.initial.get(field.name))
        return bool(self.errors) or any(filled)
