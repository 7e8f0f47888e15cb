"""How a service says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Refused(Exception):
    """A service said no and changed nothing.

    `str()` gives a whole sentence for the person who asked, in the language active then.
    Each service defines its refusals beside it; `holes` fill the sentence.
    """

    sentence: ClassVar[_StrOrPromise]

    def __init__(self, **holes: object) -> None:
        super().__init__()
        self.holes = holes

    def __str__(self) -> str:
        return str(self.sentence) % self.holes
