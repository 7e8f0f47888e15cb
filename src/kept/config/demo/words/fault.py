"""How a fault is told, what it turns out to be, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from kept.config.demo.chinese import traditional


@dataclass(frozen=True)
class Phrase:
    """The same in Chinese and English."""

    zh: str
    en: str

    def by(self, language: str) -> str:
        """Return what someone writes who uses this language."""
        if language == "en":
            return self.en
        return traditional(self.zh) if language == "zh-hant" else self.zh


@dataclass(frozen=True)
class Fault:
    """One way in which equipment fails. `cause` is the standard word for why.

    `models` are the codes of the models that can fail so.
    """

    title: Phrase
    told: Phrase
    cause: str
    found: Phrase
    fixed: Phrase
    models: tuple[str, ...]
    severe: bool = False  # it stands still
