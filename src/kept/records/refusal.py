"""How a service says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from django.utils.translation import get_language

from kept.rules.said import ENGLISH, Sayable

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_TAGS: Final = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


class Refused(Exception):
    """A service said no and changed nothing.

    `str()` gives a whole sentence for the person who asked, in the language active then.
    Each service defines its refusals beside it; `holes` fill the sentence; what
    the rules say is put there in the same language.
    """

    sentence: ClassVar[_StrOrPromise]

    def __init__(self, **holes: object) -> None:
        super().__init__()
        self.holes = holes

    def __str__(self) -> str:
        language = _TAGS.get(get_language() or "", ENGLISH)
        said = {
            name: hole.in_language(language) if isinstance(hole, Sayable) else hole
            for name, hole in self.holes.items()
        }
        return str(self.sentence) % said
